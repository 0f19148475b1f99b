"""Check a whole log: every byte, every number, every quotation.

In:   a home
Out:  Report; names the first bad file
Never: mends anything.
"""

from __future__ import annotations

import bisect
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from warehouse.commit_store import LocalStore
from warehouse.evidence import Rows, first_loose_claim
from warehouse.file_check import Chain, Checked, check_file
from warehouse.listing import Listing, list_log, range_over, seqs_of
from warehouse.log_file import LogError, LogFileError

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked. `problem` is None for a sound log; else one line that says what is
    wrong with `bad_file`, the first one. `files` and `events` count what was sound before it;
    files that a sealed file covers, and that are not swept yet, count as files only."""

    files: int
    events: int
    bad_file: Path | None = None
    problem: str | None = None

    def __str__(self) -> str:
        """One line: what was found whole, or the first file that is not and why."""
        if self.problem is not None:
            return self.problem
        return f"{self.files} files, {self.events} events: chain, sequence, schema, evidence hold"

    @property
    def is_sound(self) -> bool:
        """Whether nothing was wrong."""
        return self.problem is None


def verify(home: Path) -> Report:
    """Check every file by itself, how they hang together, then every claim's evidence.

    Evidence is compared with the text of its article, letter for letter. A log that does not
    exist yet is sound and empty. Every byte is read and hashed once, on all cores.
    """
    folder = Path(home) / "log"
    listing, looked = _look_at_all(LocalStore(folder))
    covered = frozenset(listing.covered)
    events, chain, vouchers = 0, Chain(), _vouchers(looked)
    for place, name in enumerate(looked):
        try:
            file = _whole(looked[name])
            _check_vouched(file, vouchers)
            if name in covered:
                _check_covered(file, looked, listing)
            else:
                chain.take(file)
        except LogFileError as error:
            path = folder / name
            return Report(place, events, path, f"{path}: {error}")
        events = chain.last.next_seq if chain.last else 0
    return _check_evidence(folder, listing, looked, events)


def _look_at_all(store: LocalStore) -> tuple[Listing, dict[str, Checked | LogFileError]]:
    """The log, and what each of its files is by itself, in order.

    Files that are swept meanwhile are left out; where one of them was needed, all over again.
    """
    for _ in range(_TRIES):
        listing = list_log(store)
        names = sorted((*listing.files, *listing.covered), key=_in_order)
        with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
            found = list(pool.map(lambda name: _look(store, name), names))
        looked = {n: file for n, file in zip(names, found, strict=True) if file is not None}
        if all(name in looked for name in listing.files):
            return listing, looked
    raise LogError(f"{store.address}: files go faster than they can be read; stop the sweep")


def _in_order(name: str) -> tuple[int, int, str]:
    """By the first event; of several that begin there the one that covers the others first."""
    first, last = seqs_of(name)
    return first, -last, name


def _look(store: LocalStore, name: str) -> Checked | LogFileError | None:
    """What a file is by itself; None where it is gone. A fault is told when it is its turn."""
    try:
        return check_file(store, name)
    except FileNotFoundError:
        return None
    except LogFileError as error:
        return error
    except OSError as error:
        return LogFileError(f"cannot be read: {error.strerror or error}")


def _whole(file: Checked | LogFileError) -> Checked:
    if isinstance(file, LogFileError):
        raise file
    return file


def _vouchers(looked: Mapping[str, Checked | LogFileError]) -> dict[str, dict[str, str]]:
    """What later files say of sealed ones: name -> seal -> who says so."""
    said: dict[str, dict[str, str]] = {}
    for file in looked.values():
        if isinstance(file, Checked):
            for name, seal in file.footer.vouched.items():
                said.setdefault(name, {})[seal] = file.name
    return said


def _check_vouched(file: Checked, vouchers: Mapping[str, Mapping[str, str]]) -> None:
    for seal, voucher in vouchers.get(file.name, {}).items():
        if seal != file.digests.seal:
            raise LogFileError(f"is not the file that was there when {voucher} was written")


def _check_covered(
    file: Checked, looked: Mapping[str, Checked | LogFileError], listing: Listing
) -> None:
    """Whether a file that waits to be swept has the commits that were sealed."""
    over = looked.get(range_over(file.footer.first_seq, listing.sealed) or "")
    if not isinstance(over, Checked):
        return  # told already: the sealed file comes before those that it covers
    sealed = {commit.first_seq: commit for commit in over.commits}
    for commit in file.commits:
        if commit.first_seq < over.footer.next_seq and sealed.get(commit.first_seq) != commit:
            raise LogFileError(f"is not what {over.name} was made of")


def _check_evidence(
    folder: Path, listing: Listing, looked: Mapping[str, Checked | LogFileError], events: int
) -> Report:
    rows = [Rows(folder / name, _whole(looked[name]).commits) for name in listing.files]
    loose = first_loose_claim(rows)
    if loose is None:
        return Report(len(looked), events)
    starts = [one.commits[0].first_seq for one in rows]
    place = bisect.bisect_right(starts, loose.seq) - 1
    path = rows[place].path
    why = f"evidence of claim {loose.claim_id} is not in its article's text"
    return Report(place, starts[place], path, f"{path}: seq {loose.seq}: {why}")
