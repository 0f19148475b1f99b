"""The event log: the only writer of log/tail/.

In:   batches of events, each under a stable batch id, and the time now
Out:  tail/<first seq, 12 digits>.parquet, one file a commit; receipts; events in order
Never: changes or removes a commit; reads a clock for what it records.

A commit becomes visible by put_if_absent alone (commit_store.py): a reader sees a whole batch or
nothing, and of two writers that reach for the same number one gets it and the other starts again
from the footers. So a writer need not look at the log before each append: where the next number
that it knows of is free, nobody was faster.

But for one case: a writer that stood still until others had sealed and swept the commit of that
number finds it free, too. So it looks at the sealed files as well, which were there before the
commit's file could go, and once more after the commit. What it put under a number that they cover
is no commit: every reader passes over it, and the writer takes it back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from transforms.records import Event
from warehouse.commit_store import CommitStore, LocalStore
from warehouse.listing import commit_name, list_log
from warehouse.log_file import Commit, Footer, LogFileError, encode, is_batch_id
from warehouse.log_file import LogError as LogError
from warehouse.log_index import LogIndex, commit_of, head_of
from warehouse.log_reader import read_events
from warehouse.schema import SchemaError, events_to_table


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof of a commit. `is_new` is False where the log held the batch already."""

    first_seq: int
    n: int
    is_new: bool
    file: Path  # of an object store: its name there


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log. An empty log has seq -1, sha256 "" and no recorded_at."""

    seq: int
    sha256: str  # of the newest commit's bytes
    recorded_at: datetime | None


def list_commits(home: Path) -> tuple[Path, ...]:
    """The files of the log in order and without a gap; empty where there is no log yet.

    A file may be swept after it was listed: where one is gone, list again.
    """
    folder = Path(home) / "log"
    return tuple(folder / name for name in list_log(LocalStore(folder)).files)


class EventLog:
    """The log under one home, or in another store. Making one touches no file."""

    def __init__(self, home: Path | None = None, *, store: CommitStore | None = None) -> None:
        """`home` holds log/ and everything derived from it; or `store` is where log/ stands."""
        if (home is None) == (store is None):
            raise ValueError("give a home or a store")
        self._folder = Path(home) / "log" if home is not None else Path()
        self._store: CommitStore = store or LocalStore(self._folder)
        self._index = LogIndex(self._store)
        self._is_indexed = False

    def files(self) -> tuple[Path, ...]:
        """The files of the log in order, sealed ones first. Of an object store: their names."""
        return tuple(self._folder / name for name in list_log(self._store).files)

    def head(self) -> Head:
        """Where the log ends now."""
        return Head(*head_of(self._store))

    def read_events(self, event_types: Collection[str] | None = None) -> Iterator[Event]:
        """Events in sequence, of the given types or all. Memory: one row group at a time."""
        return read_events(self._store, event_types)

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
            with self._store.turn():
                while True:
                    receipt = self._try_to_commit(events, batch_id, now.astimezone(UTC))
                    if receipt:
                        return receipt
        except (SchemaError, LogFileError) as error:
            raise LogError(f"batch {batch_id!r} was not appended: {error}") from error
        except OSError as error:
            raise LogError(
                f"batch {batch_id!r} was not appended: {error.filename or self._store.address}: "
                f"{error.strerror}; mend it and run again (a batch is never appended twice)"
            ) from error

    def _try_to_commit(
        self, events: Sequence[Event], batch_id: str, now: datetime
    ) -> Receipt | None:
        """One try; None where another writer took the number in between."""
        index = self._index
        if not self._is_indexed or index.is_behind():
            index.catch_up()
        self._is_indexed = False  # until this try has come to its end
        if known := index.find(batch_id):
            self._store.sync()  # who appended it may have died before it was safe
            self._is_indexed = True
            return self._receipt(*known, is_new=False)
        last = index.last
        footer = Footer(
            first_seq=index.next_seq,
            n=len(events),
            previous_sha256=last.sha256 if last else "",
            recorded_at=max(now, last.recorded_at) if last else now,
            batch_id=batch_id,
            vouched=index.newest_sealed,
        )
        commit = self._put(events, footer)
        if commit is None:
            return None
        name = commit_name(commit.first_seq)
        index.add(commit, name)
        self._is_indexed = True
        return self._receipt(commit, name, is_new=True)

    def _put(self, events: Sequence[Event], footer: Footer) -> Commit | None:
        """Make the commit visible; None where its number is another commit's."""
        table = events_to_table(events, first_seq=footer.first_seq, recorded_at=footer.recorded_at)
        content = encode(table, footer)
        commit = commit_of(footer, hashlib.sha256(content).hexdigest())
        name = commit_name(footer.first_seq)
        if not self._store.put_if_absent(name, content):
            return None
        covering = self._index.seals_over(footer.first_seq)
        if covering and commit not in covering:
            self._store.remove(name)
            return None
        return commit

    def _receipt(self, commit: Commit, name: str, *, is_new: bool) -> Receipt:
        return Receipt(commit.first_seq, commit.n, is_new, self._folder / name)
