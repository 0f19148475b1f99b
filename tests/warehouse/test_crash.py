"""What the log keeps when processes are killed, disks fill up and clocks go back.

Processes are real and die by SIGKILL. A power cut cannot be made by SIGKILL: for that, the order
of the calls is looked at. `python -m tests.warehouse.crash_soak` kills for as long as one likes.
"""

import errno
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.warehouse import crash_roles
from tests.warehouse.builders_events import NOON
from tests.warehouse.crash_roles import batches_in, events_of
from tests.warehouse.crash_soak import Child, soak
from tests.warehouse.crash_steps import How, Steps, not_durable
from warehouse.log import EventLog, LogError
from warehouse.verify import verify

FAST_KILLS, SLOW_KILLS = 10, 500


def append(home: Path, batch_id: str) -> bool:
    """Append a batch; whether it was new."""
    return EventLog(home).append(events_of(batch_id), batch_id=batch_id, now=NOON).is_new


def assert_sound(home: Path, *batches: str) -> None:
    """The log holds these batches in this order, and nothing else."""
    assert str(verify(home)).endswith("hold")
    assert batches_in(home) == list(batches)


def calls_of_an_append(home: Path) -> list[tuple[str, ...]]:
    """What the second append of a home does."""
    append(home, "countx1")
    with Steps() as steps:
        append(home, "againx1")
    return steps.calls


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    "how", ["before", pytest.param("half", marks=SLOW), pytest.param("after", marks=SLOW)]
)
def test_a_writer_killed_at_any_step_of_a_commit_loses_and_doubles_nothing(
    tmp_path: Path, how: How
):
    n_calls = len(calls_of_an_append(tmp_path / "counted"))
    home = tmp_path / "home"
    append(home, "firstx2")
    held = ["firstx2"]
    for at in range(n_calls):
        batch = f"b{at}x3"
        writer = Child(crash_roles.write, home, [batch], Steps(at, how))
        acknowledged = writer.rest()
        assert writer.exit_code == -9, "it died at its step"
        assert acknowledged == [], "nothing is acknowledged before the last step is done"
        seen = batches_in(home)
        assert seen in (held, [*held, batch])
        assert append(home, batch) is (batch not in seen)
        held.append(batch)
        assert_sound(home, *held)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(errno.EIO, id="EIO"),
        pytest.param(errno.ENOSPC, id="ENOSPC", marks=SLOW),
        pytest.param(errno.EROFS, id="EROFS", marks=SLOW),
    ],
)
def test_a_failing_call_at_any_step_is_one_line_and_the_batch_can_be_tried_again(
    tmp_path: Path, code: int
):
    n_calls = len(calls_of_an_append(tmp_path / "counted"))
    home = tmp_path / "home"
    append(home, "firstx2")
    held = ["firstx2"]
    for at in range(n_calls):
        batch = f"b{at}x3"
        with Steps(at, code) as steps:
            try:
                append(home, batch)
            except LogError as error:
                said = str(error)
            else:
                said = "acknowledged"
        assert os.strerror(code) in said or steps.calls[at][0] == "unlink"
        assert "\n" not in said
        seen = batches_in(home)
        assert seen == [*held, batch] or (seen == held and said != "acknowledged")
        append(home, batch)
        held.append(batch)
        assert_sound(home, *held)
    assert len(os.listdir(home / "log" / "_tmp")) <= 1, "the draft whose removal failed"


def test_a_commit_is_acknowledged_when_content_name_and_folder_are_on_the_disk(tmp_path: Path):
    def short(path: str) -> str:
        parts = Path(path).parts[-2:]
        return "draft" if parts[0] == "_tmp" else "/".join(parts)

    calls = [(call, *map(short, paths)) for call, *paths in calls_of_an_append(tmp_path)]
    since_the_draft = calls[calls.index(("write", "draft")) :]
    assert [call for call in since_the_draft if call[0] in ("write", "link", "fsync")] == [
        ("write", "draft"),
        ("fsync", "draft"),
        ("link", "draft", "tail/000000000001.parquet"),
        ("fsync", "log/tail"),
    ]


def test_the_first_commit_of_a_home_outlives_a_power_cut_with_its_folders(tmp_path: Path):
    with Steps() as steps:
        append(tmp_path / "new" / "home", "firstx1")
    assert not_durable(steps.calls, tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 128 KiB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full_keeps_what_it_has_and_takes_more_once_there_is_room(small_disk: Path):
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(50_000))
    batches = [f"b{number}x3" for number in range(30)]
    n_held = 0

    def append_until_it_is_full() -> None:
        nonlocal n_held
        for batch in batches:
            append(small_disk, batch)
            n_held += 1

    with pytest.raises(LogError, match="No space left") as caught:
        append_until_it_is_full()
    assert "\n" not in str(caught.value)
    assert n_held >= 2
    assert_sound(small_disk, *batches[:n_held])
    ballast.unlink()
    assert append(small_disk, batches[n_held]), "the same batch, once there is room"
    assert_sound(small_disk, *batches[: n_held + 1])


def test_a_disk_that_has_become_read_only_can_still_be_read(small_disk: Path):
    append(small_disk, "firstx2")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(LogError, match="Read-only file system"):
        append(small_disk, "secondx2")
    assert_sound(small_disk, "firstx2")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert append(small_disk, "secondx2")


def unseen_changes(home: Path, path: Path) -> list[int]:
    """The bytes of a file whose change `verify` does not pin on this file. Restores the file."""
    content = path.read_bytes()
    path.chmod(0o644)
    unseen = []
    with path.open("r+b", buffering=0) as file:
        for at, byte in enumerate(content):
            # another bit each time, so that all eight are tried all over the file
            os.pwrite(file.fileno(), bytes([byte ^ (1 << at % 8)]), at)
            if verify(home).bad_file != path:
                unseen.append(at)
            os.pwrite(file.fileno(), bytes([byte]), at)
    assert path.read_bytes() == content
    return unseen


def test_every_changed_byte_of_a_commit_is_found(tmp_path: Path):
    append(tmp_path, "firstx1")
    (path,) = EventLog(tmp_path).files()
    assert unseen_changes(tmp_path, path) == []


def test_a_file_size_limit_anywhere_in_a_commit_leaves_nothing_of_it(tmp_path: Path):
    size = EventLog(tmp_path).append(events_of("firstx3"), batch_id="firstx3", now=NOON)
    n_bytes = size.file.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for limit in range(0, n_bytes - 50, n_bytes // 12):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
            with pytest.raises(LogError, match="File too large"):
                append(tmp_path, "secondx3")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert_sound(tmp_path, "firstx3")
    assert append(tmp_path, "secondx3")


def meanwhile(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Do something between the moment a draft is written and the moment it becomes visible."""
    link = os.link

    def link_afterwards(*paths: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        do()
        link(*paths)

    monkeypatch.setattr(os, "link", link_afterwards)


def test_a_clock_that_leaps_ahead_while_a_batch_is_written_costs_a_second_try_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    append(tmp_path, "firstx1")

    def another_writer_two_hours_on() -> None:
        with monkeypatch.context() as clock:
            clock.setattr(time, "time", lambda: time.time_ns() / 1e9 + 7200)
            append(tmp_path, "otherx2")

    monkeypatch.setattr("warehouse.commit_store._LOCK_PATIENCE_S", 0.0)
    meanwhile(monkeypatch, another_writer_two_hours_on)
    with pytest.raises(LogError, match="run again"):
        append(tmp_path, "oursx2")
    assert append(tmp_path, "oursx2")
    assert_sound(tmp_path, "firstx1", "otherx2", "oursx2")
