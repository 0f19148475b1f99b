"""Where the log's files stand, and the one step by which a file becomes visible.

In:   names ("tail/000000000042.parquet"), whole contents
Out:  names, contents; whether a name was free and is now ours
Never: looks into a file, or puts anything under a name that is taken.

All that the log asks of a place is `put_if_absent`: of several writers that reach for one name
exactly one gets it, and nobody ever sees half a file. On a disk that is write, fsync, link(),
fsync of the folder; on an object store a PUT with If-None-Match.

Every method may raise OSError, whose `filename` and `strerror` say what and why.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from warehouse.disk import fsync

FOLDERS = ("tail", "sealed")
_LOCK_PATIENCE_S = 5.0
# Longer than any writing takes: what is older in _tmp belongs to a writer that died.
_STALE_AFTER_S = 3600.0


class CommitStore(Protocol):
    """A place for the log's files. Names are "<folder>/<file>", below `address` in messages."""

    address: str

    def names(self, folder: str) -> list[str]:
        """The names in a folder, of one listing, in any order; none where there is no folder."""

    def has(self, name: str) -> bool:
        """Whether a name is taken."""

    def open(self, name: str) -> BinaryIO:
        """A file to read and seek in. Raises FileNotFoundError where it is gone."""

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """True: visible whole, and it survives a power cut. False: the name was taken.

        After an OSError it may have happened or not; who looks again will see."""

    def remove(self, name: str) -> None:
        """Take a file away; no matter if it is gone."""

    def sync(self) -> None:
        """On return all that is visible now survives a power cut, whoever wrote it."""

    def turn(self) -> AbstractContextManager[None]:
        """Spares writers a second try where they can wait for each other. Promises nothing."""


class LocalStore:
    """The store in a folder of a local disk (or any file system that has link and fsync)."""

    def __init__(self, folder: Path) -> None:
        """`folder` is a home's log/. Nothing is made before the first write."""
        self._folder = Path(folder)
        self.address = str(folder)
        self._is_ready = False

    def names(self, folder: str) -> list[str]:
        """See CommitStore."""
        try:
            return [f"{folder}/{file}" for file in os.listdir(self._folder / folder)]
        except FileNotFoundError:
            return []

    def has(self, name: str) -> bool:
        """See CommitStore."""
        try:
            os.stat(f"{self._folder}/{name}")
        except FileNotFoundError:
            return False
        return True

    def open(self, name: str) -> BinaryIO:
        """See CommitStore."""
        return open(f"{self._folder}/{name}", "rb")

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """See CommitStore."""
        return self.put_written(name, lambda out: out.write(content))

    def put_written(self, name: str, write: Callable[[BinaryIO], object]) -> bool:
        """As put_if_absent, for what `write` writes: a large file need not be held in memory.

        `write` gets a file that is open for writing and reading; nobody else sees it.
        """
        self._make_ready()
        draft = f"{self._folder}/_tmp/{os.getpid()}-{uuid.uuid4().hex}.parquet"
        try:
            # Read-only from the start: a commit is never changed, not by mistake either.
            descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o444)
            with os.fdopen(descriptor, "w+b") as out:
                write(out)
                out.flush()
                os.fsync(descriptor)
            os.link(draft, f"{self._folder}/{name}")
            fsync(os.path.dirname(f"{self._folder}/{name}"))
        except FileExistsError:
            return False
        finally:
            # A draft that cannot be removed undoes no commit, and is cleared in an hour.
            with contextlib.suppress(OSError):
                os.unlink(draft)
        return True

    def remove(self, name: str) -> None:
        """See CommitStore."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{self._folder}/{name}")

    def sync(self) -> None:
        """See CommitStore."""
        for folder in FOLDERS:
            with contextlib.suppress(FileNotFoundError):
                fsync(self._folder / folder)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the lock where it can be had in a few seconds; go on without where it cannot."""
        self._make_ready()
        descriptor = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            give_up_at = time.monotonic() + _LOCK_PATIENCE_S
            while time.monotonic() < give_up_at:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(0.002)
                except OSError:  # a file system without locks
                    break
            yield
        finally:
            os.close(descriptor)

    def size(self, name: str) -> int:
        """The size of a file in bytes."""
        return os.stat(f"{self._folder}/{name}").st_size

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no other process is inside; always so on a file system without locks."""
        self._make_ready()
        descriptor = os.open(self._folder / "sealed", os.O_RDONLY)
        try:
            is_alone = True
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                is_alone = False
            except OSError:
                pass
            yield is_alone
        finally:
            os.close(descriptor)

    def _make_ready(self) -> None:
        """Once: make the folders, and clear what dead writers left."""
        if self._is_ready:
            return
        for folder in (*FOLDERS, "_tmp"):
            _make_folder(self._folder / folder)
        # Whoever made the folders may have died before they were safe.
        fsync(self._folder)
        fsync(self._folder.parent)
        for draft in (self._folder / "_tmp").iterdir():
            with contextlib.suppress(FileNotFoundError):
                if time.time() - draft.stat().st_mtime > _STALE_AFTER_S:
                    os.unlink(draft)
        self._is_ready = True


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each safe in the one that holds it."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        _make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder)
    fsync(folder.parent)

