"""The flow under Prefect, and the schedule: real servers, real processes; slow for that reason."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from flows.newsroom import Newsroom
from seeds.newsroom import load_corpus
from seeds.sample_watch import over_newsroom
from seeds.watch import find_watch
from transforms.records import Feed, Party
from warehouse.database import connect, query

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CORPUS = load_corpus(ROOT / "seeds" / "corpus")
DAY = date(2024, 10, 21)
VEDETTE = [sys.executable, "-c", "from flows.cli import main; main()"]


@pytest.fixture(scope="module")
def newsroom():
    with Newsroom(CORPUS, DAY) as newsroom:
        yield newsroom


@pytest.fixture
def home(newsroom, tmp_path):
    """A home with its settings, and the watch in it."""
    urls = newsroom.feed_urls()
    feeds = [Feed(o.id, urls[o.id], f"media.{o.id}", o.name) for o in CORPUS.outlets]
    outlets = [Party(f"media.{o.id}", (o.name,), type="media") for o in CORPUS.outlets]
    text = over_newsroom(find_watch("dprk").read_text(encoding="utf-8"), outlets, feeds)
    (tmp_path / "watch.yaml").write_text(text, encoding="utf-8")
    settings(tmp_path, 0.0)
    return tmp_path


def environment(**more):
    """Without a word on Prefect of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    return {**kept, **more}


def vedette(*words, **variables):
    return subprocess.run(
        [*VEDETTE, *map(str, words)],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=180,
    )


def runs_of(home):
    """The runs that were finished."""
    with connect(home) as con:
        return query(con, "select fetched, parsed, is_closed from runs where is_finished").rows


def children_of(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def is_running(pid):
    """A zombie has ended: nobody but the system has to take note of it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ignore_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def serving(home, cron="* * * * *", *, is_in_background=False):
    """`vedette serve` until the test is through; killed if it hangs. As a shell starts it in the
    background: with SIGINT ignored, if the test sends none."""
    process = subprocess.Popen(
        [*VEDETTE, "serve", "--watch", home / "watch.yaml", "--home", home, "--cron", cron],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=ignore_interrupts if is_in_background else None,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()  # its server ends with it
        process.wait()
        assert process.stdout
        process.stdout.close()


def wait_until(is_so, seconds):
    ends_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends_at, f"not within {seconds} s"
        time.sleep(0.2)


def test_a_run_is_told_in_three_lines_and_the_next_one_appends_nothing(home):
    words = ("run", "--watch", home / "watch.yaml", "--home", home)
    first, second = vedette(*words), vedette(*words)
    assert (first.returncode, first.stderr) == (0, "")
    assert "4 fetched: 4 parsed (3 with claims)" in first.stdout
    assert second.stdout.startswith("nothing is due: 7 feeds; the next at ")
    assert second.stdout.count("\n") == 1
    assert len(runs_of(home)) == 1


def test_a_fault_within_the_flow_is_one_line_without_a_stack_trace(home):
    (home / "collect.sqlite").write_bytes(b"no database, and long enough to be looked into" * 100)
    told = vedette("run", "--watch", home / "watch.yaml", "--home", home)
    assert told.returncode == 2
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith(f"vedette: {home}/collect.sqlite: ")


def test_the_flow_runs_the_day_that_it_is_given(home, newsroom):
    from prefect.testing.utilities import prefect_test_harness

    from flows.monitor import run_monitor

    now = datetime(2024, 10, 21, 23, 30, tzinfo=UTC)
    with prefect_test_harness(server_startup_timeout=120):
        outcome = run_monitor(str(home / "watch.yaml"), home, now)
    assert outcome.now == now
    assert runs_of(home) == [(4, 4, True)]


def settings(home, delay_seconds):
    (home / "settings.toml").write_text(
        f"[fetch]\nallow_loopback = true\ndelay_seconds = {delay_seconds}\n", encoding="utf-8"
    )


def test_serve_ends_in_the_middle_of_a_run_and_the_next_one_runs(home):
    settings(home, 8.0)  # between two requests: the run takes longer than we wait
    with serving(home, is_in_background=True) as process:
        wait_until((home / ".run.lock").exists, 150)
        wait_until(lambda: len(children_of(process.pid)) > 1, 10)
        check_that_it_ends(process, signal.SIGTERM)
    settings(home, 0.0)
    with serving(home) as process:
        wait_until(lambda: (home / "vedette.duckdb").exists() and runs_of(home), 150)
        wait_until((home / "board" / "index.html").exists, 20)
        time.sleep(2)  # it is told after that
        out = check_that_it_ends(process, signal.SIGINT)
    assert "4 fetched: 4 parsed" in out
    assert runs_of(home)[0] == (4, 4, True)


def check_that_it_ends(process, by_signal):
    """Within ten seconds, quietly, with all that it started; what it said."""
    children = children_of(process.pid)
    begun = time.monotonic()
    process.send_signal(by_signal)
    out, _ = process.communicate(timeout=30)
    assert time.monotonic() - begun < 10
    assert process.returncode == 0
    assert children
    wait_until(lambda: not any(is_running(child) for child in children), 2)
    assert "runs at '* * * * *'" in out
    assert "Traceback" not in out
    return out


def test_serve_that_is_ended_while_it_starts_leaves_no_server(home):
    with serving(home, "0 0 1 1 *") as process:
        wait_until(lambda: children_of(process.pid), 60)
        children = children_of(process.pid)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert not any(is_running(child) for child in children)
    assert "Traceback" not in out


def is_taken(url, body):
    return httpx.post(url, json=body).is_success


def test_serve_makes_up_for_missed_runs_with_one_and_leaves_nothing_when_it_is_killed(home):
    """Four runs are due that nobody began, as after a night's sleep; then kill -9."""
    with serving(home, "0 0 1 1 *") as process:
        assert process.stdout
        page = re.search(r"shown at (http://127\.0\.0\.1:\d+)", process.stdout.readline())
        api = f"{page[1]}/api"
        wait_until(lambda: ask(api, "deployments"), 60)
        (deployment,) = ask(api, "deployments")
        for hours in (8, 6, 4, 2):
            due = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
            state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due}}
            made = f"{api}/deployments/{deployment['id']}/create_flow_run"
            # On a busy machine, its database may be locked for a moment.
            wait_until(partial(is_taken, made, {"state": state}), 30)
        wait_until(lambda: is_done(api), 90)
        states = Counter(run["state_type"] for run in ask(api, "flow_runs") if is_past(run))
        assert states["COMPLETED"] == 1
        assert set(states) == {"COMPLETED", "CANCELLED"}
        assert states["CANCELLED"] >= 3
        assert {artifact["key"] for artifact in ask(api, "artifacts")} >= {"dprk-state", "dprk-ledger"}
        started = [pid for child in children_of(process.pid) for pid in (child, *children_of(child))]
        process.kill()
        wait_until(lambda: not any(is_running(pid) for pid in started), 20)
    assert len(started) >= 2
    assert len(runs_of(home)) == 1


def ask(api, what):
    return httpx.post(f"{api}/{what}/filter", json={}).raise_for_status().json()


def is_past(run):
    return datetime.fromisoformat(run["expected_start_time"]) < datetime.now(UTC)


def is_done(api):
    waiting = ("SCHEDULED", "PENDING", "RUNNING")
    return all(run["state_type"] not in waiting for run in ask(api, "flow_runs") if is_past(run))


def test_prefect_is_told_of_an_alert_and_fails_no_run(monkeypatch):
    from flows import monitor
    from flows.outcome import Outcome
    from transforms.events import alert_queued
    from transforms.records import Alert, Watch

    alert = Alert("a" * 64, "toll", "deaths", "value_change", None, None, "deaths: 1 → 2", "")
    queued = alert_queued(alert, Watch("w", "W", (), (), (), (), ()), "run")
    outcome = Outcome("run", datetime(2025, 1, 24, tzinfo=UTC), decisions=(queued,))
    told = []
    monkeypatch.setattr(monitor, "emit_event", lambda **said: told.append(said))
    monitor._emit(outcome)
    assert [said["event"] for said in told] == ["vedette.alert.toll"]
    monkeypatch.setattr(monitor, "emit_event", lambda **said: 1 / 0)
    monitor._emit(outcome)
    assert outcome.warnings == ["Prefect took no event of an alert: ZeroDivisionError"]


def test_what_a_run_came_to_is_on_the_page_of_prefect(home):
    from prefect.client.orchestration import get_client
    from prefect.testing.utilities import prefect_test_harness

    from flows.monitor import run_monitor

    async def asked():
        async with get_client() as client:
            return await client.read_artifacts(), await client.read_flow_runs()

    with prefect_test_harness(server_startup_timeout=120):
        outcome = run_monitor(str(home / "watch.yaml"), home, datetime(2024, 10, 21, tzinfo=UTC))
        artifacts, (run,) = asyncio.run(asked())
    assert outcome.checks.shape.rows
    told = {artifact.key: artifact.data for artifact in artifacts}
    assert sorted(told) == ["dprk-board", "dprk-checks", "dprk-ledger", "dprk-state"]
    assert "rows judged" in told["dprk-checks"]
    assert "| fetched | 4 |" in told["dprk-ledger"]
    assert "troops-deployed" in told["dprk-state"]
    assert run.name == "watch · 2024-10-21 00:00"


def test_a_run_draws_the_board_and_a_fault_of_the_board_fails_no_run(home):
    told = vedette("run", "--watch", home / "watch.yaml", "--home", home)
    assert told.returncode == 0, told.stderr
    page = home / "board" / "index.html"
    assert "North Korean soldiers sent to Russia" in page.read_text(encoding="utf-8")
    shutil.rmtree(page.parent)
    page.parent.write_text("in the way")
    again = vedette("run", "--watch", home / "watch.yaml", "--home", home)
    assert again.returncode == 0, again.stderr
    assert "the board was not written" in again.stdout
