"""The commit protocol: once, dense, whole, never backwards."""

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.builders_events import NOON, some_events
from warehouse.log import EventLog, LogError
from warehouse.log_file import read_footer
from warehouse.verify import verify

ROOT = Path(__file__).parents[2]


def test_a_commit_is_one_file_named_after_its_first_seq(tmp_path: Path):
    log = EventLog(tmp_path)
    first = log.append(some_events(3, "a"), batch_id="a", now=NOON)
    second = log.append(some_events(2, "b"), batch_id="b", now=NOON)
    assert (first.first_seq, first.n, second.first_seq, second.n) == (0, 3, 3, 2)
    assert [p.name for p in log.files()] == ["000000000000.parquet", "000000000003.parquet"]
    assert [e.seq for e in log.read_events()] == [0, 1, 2, 3, 4]
    assert os.listdir(tmp_path / "log" / "_tmp") == []


def test_the_footer_says_what_any_parquet_tool_can_read(tmp_path: Path):
    log = EventLog(tmp_path)
    log.append(some_events(3, "a"), batch_id="a", now=NOON)
    receipt = log.append(some_events(2, "b"), batch_id="b", now=NOON)
    said = pq.read_metadata(receipt.file).metadata
    assert said[b"vedette.batch_id"] == b"b"
    assert said[b"vedette.first_seq"] == b"3"
    assert said[b"vedette.n"] == b"2"
    assert len(said[b"vedette.previous_sha256"]) == 64


def test_head_of_an_empty_log_and_of_a_full_one(tmp_path: Path):
    log = EventLog(tmp_path)
    assert (log.head().seq, log.head().sha256, log.head().recorded_at) == (-1, "", None)
    assert os.listdir(tmp_path) == [], "looking makes no folder"
    log.append(some_events(3), batch_id="a", now=NOON)
    assert (log.head().seq, log.head().recorded_at) == (2, NOON)
    assert log.head() == EventLog(tmp_path).head()


def test_reading_can_be_limited_to_event_types(tmp_path: Path):
    log = EventLog(tmp_path)
    log.append(some_events(3), batch_id="a", now=NOON)
    assert len(list(log.read_events(["article_fetched"]))) == 3
    assert list(log.read_events(["claim_asserted"])) == []


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 3), st.integers(-50, 50))))
def test_any_order_of_batches_and_clocks_gives_a_dense_log_with_each_batch_once(
    tmp_path_factory: pytest.TempPathFactory, appends: list[tuple[str, int, int]]
):
    home = tmp_path_factory.mktemp("home")
    sizes: dict[str, int] = {}
    log = EventLog(home)
    for batch_id, n, minutes in appends:
        receipt = log.append(
            some_events(n, batch_id), batch_id=batch_id, now=NOON + timedelta(minutes=minutes)
        )
        assert receipt.is_new is (batch_id not in sizes)
        assert receipt.n == sizes.setdefault(batch_id, n)
    events = list(EventLog(home).read_events())
    assert [e.seq for e in events] == list(range(sum(sizes.values())))
    recorded = [e.recorded_at for e in events]
    assert recorded == sorted(recorded)
    assert verify(home).is_sound


def test_another_writer_s_batch_is_known_without_a_new_log_object(tmp_path: Path):
    ours, theirs = EventLog(tmp_path), EventLog(tmp_path)
    ours.append(some_events(1, "a"), batch_id="a", now=NOON)
    theirs.append(some_events(1, "b"), batch_id="b", now=NOON)
    assert ours.append(some_events(1, "b"), batch_id="b", now=NOON).is_new is False
    assert theirs.append(some_events(1, "a"), batch_id="a", now=NOON).is_new is False


def _write_batches(home: Path, writer: int, batches: int, shared: int) -> None:
    log = EventLog(home)
    for i in range(batches):
        log.append(some_events(2, f"{writer}-{i}"), batch_id=f"{writer}-{i}", now=NOON)
    for i in range(shared):
        log.append(some_events(3, f"s-{i}"), batch_id=f"shared-{i}", now=NOON)


def test_several_writer_processes_give_one_dense_sequence(tmp_path: Path):
    # spawn: a forked child would share pyarrow's threads in an unknown state
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_batches, args=(tmp_path, n, 8, 4)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [w.exitcode for w in writers] == [0, 0, 0]
    log = EventLog(tmp_path)
    assert [e.seq for e in log.read_events()] == list(range(3 * 8 * 2 + 4 * 3))
    assert len(log.files()) == 3 * 8 + 4
    assert verify(tmp_path).is_sound


APPEND_FOR_EVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tests.warehouse.builders_events import some_events
from warehouse.log import EventLog
log = EventLog(Path(sys.argv[1]))
print("ready", flush=True)
n = 0
while True:
    batch = f"{sys.argv[2]}-{n}"
    log.append(some_events(3, batch), batch_id=batch, now=datetime.now(UTC))
    print(batch, flush=True)
    n += 1
"""


def test_kill_9_in_the_middle_of_appends_loses_no_acknowledged_batch(tmp_path: Path):
    acknowledged: set[str] = set()
    for kill in range(20):
        with subprocess.Popen(
            [sys.executable, "-c", APPEND_FOR_EVER, str(tmp_path), str(kill)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            lines = [writer.stdout.readline() for _ in range(kill % 4)]
            # a different fraction of one append (some milliseconds) each time
            time.sleep(kill * 0.0007)
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        acknowledged |= {line.strip() for line in lines if line.endswith("\n")}
        assert verify(tmp_path).is_sound
    log = EventLog(tmp_path)
    held = {read_footer(path).batch_id for path in log.files()}
    assert len(acknowledged) >= 20
    assert acknowledged <= held
    assert log.append(some_events(1), batch_id="after", now=NOON).is_new


def test_drafts_of_dead_writers_are_swept_and_young_ones_left(tmp_path: Path):
    log = EventLog(tmp_path)
    log.append(some_events(1, "a"), batch_id="a", now=NOON)
    old, young = (tmp_path / "log" / "_tmp" / name for name in ("old.parquet", "young.parquet"))
    old.write_bytes(b"torn")
    young.write_bytes(b"being written")
    os.utime(old, (0, 0))
    EventLog(tmp_path).append(some_events(1, "b"), batch_id="b", now=NOON)
    assert (old.exists(), young.exists()) == (False, True)


def test_an_instant_of_another_zone_is_recorded_in_utc(tmp_path: Path):
    log = EventLog(tmp_path)
    log.append(
        some_events(1), batch_id="a", now=datetime.fromisoformat("2024-11-01T21:00:00+09:00")
    )
    (event,) = log.read_events()
    assert event.recorded_at == NOON
    assert event.recorded_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("batch_id", "events", "now", "message"),
    [
        pytest.param("a", [], NOON, "is empty", id="empty"),
        pytest.param("", some_events(1), NOON, "batch id ''", id="no-id"),
        pytest.param("seal=0", some_events(1), NOON, "batch id", id="odd-id"),
        pytest.param("a", some_events(1), datetime(2024, 1, 1), "no time zone", id="naive-now"),
    ],
)
def test_what_cannot_be_appended_is_said_in_one_line(tmp_path, batch_id, events, now, message):
    with pytest.raises(LogError, match=message) as caught:
        EventLog(tmp_path).append(events, batch_id=batch_id, now=now)
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_one_line_and_nothing_is_half_visible(tmp_path: Path):
    log = EventLog(tmp_path)
    log.append(some_events(1, "a"), batch_id="a", now=NOON)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(LogError, match=r"batch 'b' was not appended: .*too large"):
            log.append(some_events(1, "b"), batch_id="b", now=NOON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert len(log.files()) == 1
    assert os.listdir(tmp_path / "log" / "_tmp") == []
    assert log.append(some_events(1, "b"), batch_id="b", now=NOON).is_new


def test_a_home_that_cannot_hold_a_log_is_one_line(tmp_path: Path):
    (tmp_path / "log").write_text("a file where the folder belongs")
    with pytest.raises(LogError, match="Not a directory"):
        EventLog(tmp_path).append(some_events(1), batch_id="a", now=NOON)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_is_one_line(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(LogError, match="Permission denied"):
        EventLog(tmp_path).append(some_events(1), batch_id="a", now=NOON)


def test_a_damaged_commit_is_one_line_to_readers_and_writers(tmp_path: Path):
    path = EventLog(tmp_path).append(some_events(3), batch_id="a", now=NOON).file
    whole = path.read_bytes()
    path.chmod(0o644)
    for damaged in (whole[:-40], whole[:4] + bytes(len(whole) // 2) + whole[4 + len(whole) // 2 :]):
        path.write_bytes(damaged)
        with pytest.raises(LogError, match=r"run: vedette verify") as caught:
            list(EventLog(tmp_path).read_events())
        assert "\n" not in str(caught.value)
    path.write_bytes(whole[:-40])
    with pytest.raises(LogError, match=r"not a whole file"):
        EventLog(tmp_path).append(some_events(1), batch_id="b", now=NOON)
