"""What the log keeps on a disk that is full, read-only, limited, or changes a byte."""

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.builders_events import NOON
from tests.warehouse.crash_roles import append, assert_sound, events_of, seal_once
from warehouse.commit_store import LocalStore
from warehouse.file_check import check_file
from warehouse.log import EventLog, LogError
from warehouse.log_file import LogFileError
from warehouse.verify import verify


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


def assert_every_change_is_found(home: Path, path: Path) -> None:
    """Change one byte after the other: the file is not taken for whole, and verify names it."""
    content = path.read_bytes()
    path.chmod(0o644)
    store, name = LocalStore(home / "log"), f"{path.parent.name}/{path.name}"
    with path.open("r+b", buffering=0) as file:
        for at, byte in enumerate(content):
            # another bit each time, so that all eight are tried all over the file
            os.pwrite(file.fileno(), bytes([byte ^ (1 << at % 8)]), at)
            with pytest.raises(LogFileError):
                check_file(store, name)
            if at % 101 == 0:
                assert verify(home).bad_file == path
            os.pwrite(file.fileno(), bytes([byte]), at)
    assert path.read_bytes() == content
    assert verify(home).is_sound


def test_every_changed_byte_of_a_commit_is_found(tmp_path: Path):
    append(tmp_path, "firstx1")
    (path,) = EventLog(tmp_path).files()
    assert_every_change_is_found(tmp_path, path)


def test_every_changed_byte_of_a_sealed_file_is_found(tmp_path: Path):
    append(tmp_path, "firstx1")
    append(tmp_path, "secondx1")
    (path,) = seal_once(tmp_path)
    assert_every_change_is_found(tmp_path, path)
