"""What a writer has to know of the log before it appends: the batches in it, and where it ends.

In:   a store
Out:  the commit that a batch became, and the file it stands in; the end; the newest sealed file
Never: writes. It may lag behind other writers: the log finds that out, and lets it catch up.
"""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import datetime

from warehouse.commit_store import CommitStore
from warehouse.listing import Listing, commit_name, list_log, newest_range, range_over, seqs_of
from warehouse.log_file import Commit, Footer, LogError, LogFileError, digests_of, read_footer

# A file may be swept between a listing and its opening; the next listing has what replaced it.
# Twice in a row takes two sweeps, more of them a file that is listed and cannot be opened.
_TRIES = 5
_TOO_FAST = "files go faster than they can be read; run: vedette verify"


class LogIndex:
    """The commits of one log, as far as they have been looked at."""

    def __init__(self, store: CommitStore) -> None:
        """Knows nothing until catch_up()."""
        self._store = store
        self._commits: dict[str, tuple[Commit, str]] = {}  # by batch: and the file it stands in
        self.last: Commit | None = None
        self.newest_sealed: dict[str, str] = {}  # its name and its seal; empty where none is

    @property
    def next_seq(self) -> int:
        """The number of the next event."""
        return self.last.next_seq if self.last else 0

    def find(self, batch_id: str) -> tuple[Commit, str] | None:
        """The commit of a batch, and the name of the file that it stands in."""
        return self._commits.get(batch_id)

    def add(self, commit: Commit, name: str) -> None:
        """Learn a commit, which has to be the next one. Raises LogError where it is not."""
        if commit.first_seq != self.next_seq:
            raise LogError(
                f"{self._store.address}/{name}: starts at seq {commit.first_seq}, where "
                f"{self.next_seq} comes next; run: vedette verify"
            )
        self._commits[commit.batch_id] = (commit, name)
        self.last = commit

    def catch_up(self) -> None:
        """Learn the commits that came since. Raises LogError where a footer cannot be read."""
        for _ in range(_TRIES):
            try:
                return self._learn(list_log(self._store))
            except FileNotFoundError:  # perhaps with half of what has to be known: begin anew
                self._commits, self.last = {}, None
        raise LogError(f"{self._store.address}: {_TOO_FAST}")

    def is_behind(self) -> bool:
        """Whether others have appended since the last look."""
        if self._store.has(commit_name(self.next_seq)):
            return True
        names = self._store.names("sealed")
        with contextlib.suppress(FileNotFoundError):
            self._look_at(newest_range(names))
        return range_over(self.next_seq, names) is not None

    def seals_over(self, seq: int) -> tuple[Commit, ...]:
        """The commits of a sealed file that covers `seq`; none where no file does."""
        for _ in range(_TRIES):
            with contextlib.suppress(FileNotFoundError):
                over = range_over(seq, self._store.names("sealed"))
                return footer_in(self._store, over).commits if over else ()
        raise LogError(f"{self._store.address}: {_TOO_FAST}")

    def _learn(self, listing: Listing) -> None:
        for name in listing.sealed:
            if seqs_of(name)[1] >= self.next_seq:
                for commit in footer_in(self._store, name).commits:
                    if commit.first_seq >= self.next_seq:
                        self.add(commit, name)
        for name in listing.tail:
            if seqs_of(name)[0] >= self.next_seq:
                self.add(commit_of(footer_in(self._store, name), ""), name)
        if self.last and not self.last.sha256:  # of the others nobody asks for it
            sha256 = sha256_in(self._store, commit_name(self.last.first_seq))
            self.last = dataclasses.replace(self.last, sha256=sha256)
        self._look_at(newest_range(listing.sealed))

    def _look_at(self, newest: str | None) -> None:
        if newest and newest not in self.newest_sealed:
            # A power cut that took it after a commit has vouched for it would look like a forgery,
            # once the range is sealed again.
            self._store.sync()
            self.newest_sealed = {newest: footer_in(self._store, newest).seal}


def commit_of(footer: Footer, sha256: str) -> Commit:
    """The commit that a file of tail/ is."""
    return Commit(footer.batch_id, footer.first_seq, footer.n, sha256, footer.recorded_at)


def footer_in(store: CommitStore, name: str) -> Footer:
    """The footer of a file. Raises LogError where it is not whole, FileNotFoundError if gone."""
    try:
        with store.open(name) as file:
            return read_footer(file)
    except LogFileError as error:
        raise LogError(f"{store.address}/{name}: {error}; run: vedette verify") from error


def sha256_in(store: CommitStore, name: str) -> str:
    """The sha256 of a file's bytes."""
    with store.open(name) as file:
        return digests_of(file).sha256


def head_of(store: CommitStore) -> tuple[int, str, datetime | None]:
    """The last seq, the sha256 and the recorded_at of the newest commit; -1, "", None for none."""
    for _ in range(_TRIES):
        files = list_log(store).files
        if not files:
            return -1, "", None
        with contextlib.suppress(FileNotFoundError):
            footer = footer_in(store, files[-1])
            sha256 = footer.commits[-1].sha256 if footer.commits else sha256_in(store, files[-1])
            return footer.next_seq - 1, sha256, footer.recorded_at
    raise LogError(f"{store.address}: {_TOO_FAST}")
