"""Foreign files into the log: once, in order, resumable, and the same however many read."""

import dataclasses
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.archives.backfill import Backfill
from flows.archives.backfill_part import read_part
from flows.outcome import Outcome
from flows.task_runners import ClusterError, task_runner
from tests.flows.builders_run import desk_with, report, watch_over
from tests.flows.builders_site import Site
from tests.flows.builders_warc import html_of, write_warc
from transforms.reader import RULES
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.verify import verify
from warehouse.warc import Part

NOW = datetime(2026, 2, 1, tzinfo=UTC)
WATCH = watch_over("https://north.example/feed")
DULL = html_of("The harbour was calm, and nobody had anything to tell of the week that went by.")
# What stands in no event: which run, and where the log and the archive put it.
OF_THE_RUN = {"run_id": "", "seq": None, "recorded_at": None}


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    """Two files: twenty reports among dull pages; a correction, a copy, and a tear at the end."""
    first, tmp_path = {}, tmp_path_factory.mktemp("files")
    for n in range(20):
        first[f"https://north.example/{n}"] = html_of(report(100 + n, more=f"Day {n} of the flood."))
        first[f"https://south.example/{n}"] = DULL + b" " * n
    one = write_warc(tmp_path / "one.warc.gz", first)
    two = write_warc(
        tmp_path / "two.warc.gz",
        {
            "https://north.example/0": html_of(report(500, more="Day 0, corrected.")),
            "https://south.example/copy": html_of(report(101, more="Day 1 of the flood.")),
            "https://north.example/torn": html_of(report(7)),
        },
        date="2025-01-25T12:00:00Z",
    )
    two.write_bytes(two.read_bytes()[:-30])
    return [one, two]


def fill(home: Path, files: list[Path], part_bytes: int = 10_000, parts: int | None = None):
    """The steps of the flow, in this process; `parts` is after how many it is broken off."""
    work = Backfill(WATCH, home, (RULES,), NOW, pages_a_commit=5)
    for part in work.parts(files, part_bytes)[:parts]:
        work.take_in(read_part(part, WATCH, (RULES,)))
    return work.close() if parts is None else None


@pytest.fixture(scope="module")
def whole(files, tmp_path_factory) -> tuple[Path, Outcome]:
    """A home that was filled in one go, and what that came to."""
    home = tmp_path_factory.mktemp("whole") / "home"
    return home, fill(home, files)


def said(home: Path):
    """What the pages say, without what belongs to the run."""
    kinds = ("article_fetched", "claim_asserted", "claim_withdrawn", "row_quarantined")
    return [
        (dataclasses.replace(event, detail=None, **OF_THE_RUN), _detail(event.detail))
        for event in EventLog(home).read_events(event_types=kinds)
    ]


def _detail(text):
    detail = json.loads(text or "{}")
    return {k: v for k, v in detail.items() if not k.startswith("archive_")}


def test_pages_of_interest_become_articles_and_claims_and_the_ledger_closes(whole):
    home, outcome = whole
    ledger = outcome.ledger
    assert (ledger.fetched, ledger.screened, ledger.parsed) == (42, 20, 22)
    assert (ledger.claims, ledger.claims_withdrawn) == (22, 1)
    assert any("two.warc.gz at byte" in failure for failure in outcome.failures)
    assert verify(home).is_sound
    with connect(home) as con:
        assert query(con, "select is_closed, screened from runs").rows == [(True, 20)]
        revised = query(con, "select value from claims where url = 'https://north.example/0'").rows
    assert revised == [(500,)]


@pytest.mark.slow
def test_however_the_files_are_cut_the_events_are_the_same(files, whole, tmp_path):
    for name, part_bytes in (("a", 3_000), ("b", 10**9)):
        fill(tmp_path / name, files, part_bytes)
        assert said(tmp_path / name) == said(whole[0])


@pytest.mark.slow
def test_one_that_was_broken_off_goes_on_and_a_second_time_adds_nothing(files, whole, tmp_path):
    home = tmp_path / "broken"
    fill(home, files, parts=1)
    assert 0 < len(said(home)) < len(said(whole[0]))
    assert fill(home, files).ledger.fetched < 42
    assert said(home) == said(whole[0])
    assert fill(home, files).events_appended == 0


def test_a_part_that_was_appended_but_not_noted_is_known(files, whole, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(whole[0], home)
    (home / "backfill.json").unlink()
    assert fill(home, files).ledger.unchanged == 22
    assert said(home) == said(whole[0])


@pytest.mark.slow
def test_nobody_is_told_and_the_next_run_finds_nothing_changed(files, tmp_path):
    with Site() as site:
        desk = desk_with(site, tmp_path / "home")
        desk.watch = dataclasses.replace(WATCH, feeds=desk.watch.feeds)
        site.page("/now", report(120))
        site.feed(("/now", "Toll"))
        desk.now = NOW - timedelta(days=1)
        desk.run()
        fill(tmp_path / "home", files)
        outcome = desk.run()
    assert outcome.alerts == ()
    kinds = [event.event_type for event in desk.events()]
    assert "alert_queued" not in kinds


def test_a_scheduled_run_goes_on_between_two_parts(files, tmp_path):
    with Site() as site:
        desk = desk_with(site, tmp_path / "home")
        site.feed()
        work = Backfill(WATCH, tmp_path / "home", (RULES,), NOW)
        part = work.parts(files, 10_000)[0]
        desk.run()
        work.take_in(read_part(part, WATCH, (RULES,)))


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_and_doubles_nothing(files, whole, tmp_path):
    code = (
        "import sys; from pathlib import Path; from tests.flows.archives.test_backfill import fill\n"
        "fill(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]], 3_000)"
    )
    home, killed = tmp_path / "killed", 0
    for attempt in range(30):
        command = [sys.executable, "-c", code, str(home), *map(str, files)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            process.wait(8 + attempt)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
    assert killed >= 1
    assert verify(home).is_sound
    assert sorted(map(repr, said(home))) == sorted(map(repr, said(whole[0])))


def run_flow(home: Path, files: list[Path], jobs: int = 1, scheduler: str | None = None) -> None:
    """The flow, in a process of its own: Prefect keeps its home for as long as a process lives."""
    code = (
        "import sys; from pathlib import Path\n"
        "from flows.archives.backfill import run_backfill\n"
        "from flows.prefect_home import use_prefect_home\n"
        "from tests.flows.archives.test_backfill import NOW, RULES, WATCH\n"
        "home, jobs, scheduler, *files = sys.argv[1:]\n"
        "use_prefect_home(Path(home))\n"
        "run_backfill([Path(f) for f in files], WATCH, Path(home), (RULES,), jobs=int(jobs),"
        " scheduler=scheduler or None, now=NOW)"
    )
    command = [sys.executable, "-c", code, str(home), str(jobs), scheduler or "", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
def test_two_processes_give_the_events_of_one(files, whole, tmp_path):
    run_flow(tmp_path / "two", files, jobs=2)
    assert said(tmp_path / "two") == said(whole[0])


@pytest.fixture
def cluster():
    """A Dask scheduler and two workers, each a process of its own; the scheduler's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-dashboard"]
    commands = [
        [*dask, "--host", "127.0.0.1", "--port", str(port)],
        *([*worker, "--nthreads", "1", "--host", "127.0.0.1"] for _ in range(2)),
    ]
    processes = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(20)


@pytest.mark.slow
def test_a_dask_cluster_of_two_processes_gives_the_same_events(cluster, files, whole, tmp_path):
    _wait_for_workers(cluster)
    run_flow(tmp_path / "cluster", files, scheduler=cluster)
    assert said(tmp_path / "cluster") == said(whole[0])


def _wait_for_workers(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            _, at_once = task_runner(1, address)
        except ClusterError:
            assert time.monotonic() < until
            time.sleep(0.5)
            continue
        if at_once == 4:
            return


def test_a_cluster_that_is_not_there_is_one_line(monkeypatch):
    monkeypatch.setattr("flows.task_runners._CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        task_runner(1, "tcp://127.0.0.1:1")


def test_a_part_that_is_gone_is_an_error_of_the_file(tmp_path):
    with pytest.raises(OSError, match="gone"):
        read_part(Part(tmp_path / "gone.warc.gz", 0, 10), WATCH, (RULES,))
