"""The event log: the only writer of log/.

In:   batches of events, each under a stable batch id, and the time now
Out:  log/tail/<first seq, 12 digits>.parquet, one file a commit; receipts; events in order
Never: changes or removes a commit; reads a clock for what it records.

A commit becomes visible by link() alone: a reader sees a whole batch or nothing, and of two
writers that reach for the same number one gets it and the other starts again from the footers.
The lock only spares writers that second try; the log is right without it.

    LogError            an append or a reading that could not be done; nothing half visible
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import hashlib
import os
import re
import time
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from transforms.records import Event
from warehouse.log_file import Footer, LogFileError, encode, is_batch_id, read_footer
from warehouse.schema import SCHEMA_VERSION, SchemaError, arrow_schema, table_to_events

_COMMIT_NAME = re.compile(r"(\d{12})\.parquet")
_LOCK_PATIENCE_S = 5.0
# Longer than any append takes: what is older in _tmp belongs to a writer that died.
_STALE_AFTER_S = 3600.0


class LogError(Exception):
    """What could not be appended or read, where, and what to do; one line."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof of a commit. `is_new` is False where the log held the batch already."""

    first_seq: int
    n: int
    is_new: bool
    file: Path


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log. An empty log has seq -1, sha256 "" and no recorded_at."""

    seq: int
    sha256: str  # of the newest file's bytes
    recorded_at: datetime | None


def list_commits(home: Path) -> tuple[Path, ...]:
    """The files of the log in order and without a gap; empty where there is no log yet.

    A folder that grows while it is read may show a new name and miss an older one. So the
    names are those of a second reading, up to the last name of the first: a commit gets its
    number only after the one before it has become visible.
    """
    tail = home / "log" / "tail"
    try:
        first = [name for name in os.listdir(tail) if _COMMIT_NAME.fullmatch(name)]
        names = sorted(name for name in os.listdir(tail) if _COMMIT_NAME.fullmatch(name))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise LogError(f"{tail}: cannot be listed: {error.strerror}") from error
    last = max(first, default="")
    return tuple(tail / name for name in names if name <= last)


class EventLog:
    """The log under one home. Making one touches no file; the first append makes the folders."""

    def __init__(self, home: Path) -> None:
        """`home` holds log/ and everything derived from it."""
        self.home = Path(home)
        self._tail = self.home / "log" / "tail"
        self._tmp = self.home / "log" / "_tmp"
        self._footers: dict[Path, Footer] = {}
        self._batches: dict[str, Path] = {}
        self._n_indexed = 0
        self._head_hash: tuple[Path, str] | None = None

    def files(self) -> tuple[Path, ...]:
        """Every commit in order."""
        return list_commits(self.home)

    def head(self) -> Head:
        """Where the log ends now."""
        files = self.files()
        if not files:
            return Head(-1, "", None)
        last = self._footer(files[-1])
        return Head(last.next_seq - 1, self._sha256(files[-1]), last.recorded_at)

    def read_events(self, event_types: Collection[str] | None = None) -> Iterator[Event]:
        """Events in sequence, of the given types or all. Memory: one commit at a time."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        keep = None if event_types is None else pc.field("event_type").isin(list(event_types))
        for path in self.files():
            version = self._footer(path).schema_version
            if version > SCHEMA_VERSION:
                raise LogError(
                    f"{path}: schema version {version} is newer than this program reads "
                    f"({SCHEMA_VERSION}); upgrade vedette"
                )
            try:
                # No partitioning: a home called "a=b" is no column.
                table = pq.read_table(path, filters=keep, partitioning=None)
            except (OSError, pa.ArrowException) as error:
                raise LogError(
                    f"{path}: cannot be read: {_first_line(error)}; run: vedette verify"
                ) from error
            yield from table_to_events(table.cast(arrow_schema()))

    def append(self, events: Sequence[Event], *, batch_id: str, now: datetime) -> Receipt:
        """Commit a batch: on return it is on the disk, whole, and survives a power cut.

        The same `batch_id` again is a no-op that returns the first receipt with is_new False.
        `seq` is dense over the log; `recorded_at` is `now`, or the last commit's where the
        clock went back. Raises LogError for an empty batch (there is nothing to acknowledge),
        an event without a place in the schema, a full disk, a folder that cannot be written.
        """
        if not events:
            raise LogError(f"batch {batch_id!r} is empty: nothing to append")
        if not is_batch_id(batch_id):
            raise LogError(f"batch id {batch_id!r}: use 1 to 200 letters, digits and . _ : / + -")
        if now.tzinfo is None:
            raise LogError(f"batch {batch_id!r}: `now` has no time zone; instants are UTC")
        try:
            self._make_folders()
            with _hint(self.home / "log" / ".lock"):
                while True:
                    receipt = self._try_to_commit(events, batch_id, now.astimezone(UTC))
                    if receipt:
                        _fsync_folder(self._tail)
                        return receipt
        except (SchemaError, LogFileError) as error:
            raise LogError(f"batch {batch_id!r} was not appended: {error}") from error
        except OSError as error:
            raise LogError(
                f"batch {batch_id!r} was not appended: {error.filename or self._tail}: "
                f"{error.strerror}; mend it and run again (a batch is never appended twice)"
            ) from error

    def _try_to_commit(
        self, events: Sequence[Event], batch_id: str, now: datetime
    ) -> Receipt | None:
        """One try; None where another writer took the number in between."""
        files = self._index_new_commits()
        if batch_id in self._batches:
            known = self._batches[batch_id]
            footer = self._footers[known]
            return Receipt(footer.first_seq, footer.n, False, known)
        last = self._footers[files[-1]] if files else None
        footer = Footer(
            batch_id=batch_id,
            first_seq=last.next_seq if last else 0,
            n=len(events),
            previous_sha256=self._sha256(files[-1]) if files else "",
            recorded_at=max(now, last.recorded_at) if last else now,
        )
        content = encode(_stamped(events, footer), footer)
        path = self._tail / f"{footer.first_seq:012d}.parquet"
        if not self._link(content, path):
            return None
        self._footers[path] = footer
        self._head_hash = (path, hashlib.sha256(content).hexdigest())
        return Receipt(footer.first_seq, footer.n, True, path)

    def _link(self, content: bytes, path: Path) -> bool:
        """Write beside, fsync, and make visible under `path`; False where that name is taken."""
        draft = self._tmp / f"{os.getpid()}-{uuid.uuid4().hex}.parquet"
        try:
            # Read-only from the start: a commit is never changed, not by mistake either.
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
            with os.fdopen(descriptor, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(descriptor)
            os.link(draft, path)
        except FileExistsError:
            return False
        finally:
            draft.unlink(missing_ok=True)
        return True

    def _make_folders(self) -> None:
        for folder in (self._tail, self._tmp):
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                _fsync_folder(folder.parent)
        for draft in self._tmp.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if time.time() - draft.stat().st_mtime > _STALE_AFTER_S:
                    draft.unlink()

    def _index_new_commits(self) -> tuple[Path, ...]:
        """Learn the batches of the commits that came since; commits only come at the end."""
        files = self.files()
        for path in files[self._n_indexed :]:
            self._batches[self._footer(path).batch_id] = path
            self._n_indexed += 1
        return files

    def _footer(self, path: Path) -> Footer:
        if path not in self._footers:
            try:
                self._footers[path] = read_footer(path)
            except LogFileError as error:
                raise LogError(f"{error}; run: vedette verify") from error
        return self._footers[path]

    def _sha256(self, path: Path) -> str:
        if self._head_hash is None or self._head_hash[0] != path:
            self._head_hash = (path, hashlib.sha256(path.read_bytes()).hexdigest())
        return self._head_hash[1]


def _stamped(events: Sequence[Event], footer: Footer) -> list[Event]:
    return [
        dataclasses.replace(event, seq=footer.first_seq + place, recorded_at=footer.recorded_at)
        for place, event in enumerate(events)
    ]


@contextlib.contextmanager
def _hint(path: Path) -> Iterator[None]:
    """Hold the lock where it can be had in a few seconds; go on without it where it cannot."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
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


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
