"""Check a whole log: every byte, every number, every quotation.

In:   a home
Out:  Report; names the first bad file. Of files in which every quotation was found, that is noted
Never: mends anything.
"""

from __future__ import annotations

import bisect
import os
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from warehouse.commit_store import LocalStore
from warehouse.evidence import Rows, check_evidence
from warehouse.file_check import Chain, Checked, check_file
from warehouse.listing import Listing, list_log, range_over, seqs_of
from warehouse.log_file import LogError, LogFileError
from warehouse.verified import known_files, note_files

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


def verify(home: Path, *, afresh: bool = False) -> Report:
    """Check every file by itself, how they hang together, then every claim's evidence.

    Every byte is read and hashed, on all cores. Evidence is compared with the text of its article,
    letter for letter: in files whose very bytes have passed this before, only if `afresh`. A log
    that does not exist yet is sound and empty.
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
    known = {} if afresh else known_files(home, _hashes(looked))
    return _check_evidence(home, listing, looked, events, known)


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


def _hashes(looked: Mapping[str, Checked | LogFileError]) -> list[str]:
    return [file.digests.sha256 for file in looked.values() if isinstance(file, Checked)]


def _check_evidence(
    home: Path,
    listing: Listing,
    looked: Mapping[str, Checked | LogFileError],
    events: int,
    known: Mapping[str, Collection[str]],
) -> Report:
    files = {home / "log" / name: _whole(looked[name]) for name in listing.files}
    rows = [Rows(path, file.commits) for path, file in files.items()]
    asked = [path for path, file in files.items() if file.digests.sha256 not in known]
    found = check_evidence(rows, asked)
    if found.loose is None:
        hashes = {path: file.digests.sha256 for path, file in files.items()}
        news = {hashes[p]: [hashes[on] for on in found.stands_on.get(p, ())] for p in asked}
        note_files(home, {**known, **news})
        return Report(len(looked), events)
    loose = found.loose
    starts = [one.commits[0].first_seq for one in rows]
    place = bisect.bisect_right(starts, loose.seq) - 1
    path = rows[place].path
    why = f"evidence of claim {loose.claim_id} is not in its article's text"
    return Report(place, starts[place], path, f"{path}: seq {loose.seq}: {why}")
