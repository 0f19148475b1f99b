"""Which files make up the log: one dense list, from the first event to the last.

In:   the names in tail/ and sealed/, as a store lists them
Out:  Listing: the sealed ranges and the commits behind them, and what they cover
Never: opens a file.

Why the list is whole, although others write, seal and sweep while the folders are read:

- A folder that grows while it is read may show a new name and miss an older one. So tail/ is read
  twice, and of the second reading only what goes up to the last name of the first: a commit gets
  its number only after the one before it has become visible.
- A name is missing from tail/ only once it was swept, and a sealed range that covers it was
  visible long before. tail/ is read first and sealed/ after it, so that range is seen. The other
  way round, a range could appear, and its commits go, between the two readings.
- A sealed range that the reading of sealed/ misses is so new that its commits are all in tail/.
- Sealing begins where the ranges end, so they cover the log from its beginning without a gap.
  Of several ways through them the one that reaches furthest is taken, with the fewest files;
  then come the commits behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.commit_store import CommitStore
from warehouse.log_file import Footer, LogError

_COMMIT = re.compile(r"tail/(\d{12})\.parquet")
_RANGE = re.compile(r"sealed/(\d{12})-(\d{12})\.parquet")


@dataclass(frozen=True, slots=True)
class Listing:
    """The names of a log's files. `sealed` and `tail` in order are the log; the others are
    covered by a file of `sealed`, or in nobody's way."""

    sealed: tuple[str, ...]
    tail: tuple[str, ...]
    covered: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The log, in order and without a gap."""
        return self.sealed + self.tail


def list_log(store: CommitStore) -> Listing:
    """The log as it is now. Raises LogError where a folder cannot be listed."""
    try:
        first = sorted(filter(_COMMIT.fullmatch, store.names("tail")))
        again = sorted(filter(_COMMIT.fullmatch, store.names("tail")))
        ranges = store.names("sealed")
    except OSError as error:
        raise LogError(f"{error.filename}: cannot be listed: {error.strerror}") from error
    commits = [name for name in again if first and name <= first[-1]]
    return arrange(commits, ranges)


def arrange(commits: Iterable[str], ranges: Iterable[str]) -> Listing:
    """The dense list out of names: the sealed ranges, then the commits behind them."""
    ranges = sorted(filter(_RANGE.fullmatch, ranges))
    ways: dict[int, tuple[str, ...]] = {0: ()}  # where it ends -> the files that lead there
    for name in ranges:
        first, last = seqs_of(name)
        way = (*ways[first], name) if first in ways else ()
        if way and len(way) < len(ways.get(last + 1, (*way, ""))):
            ways[last + 1] = way
    end = max(ways)
    commits = sorted(filter(_COMMIT.fullmatch, commits))
    tail = [name for name in commits if seqs_of(name)[0] >= end]
    covered = [name for name in commits if seqs_of(name)[0] < end]
    beside = [name for name in ranges if name not in ways[end]]
    return Listing(ways[end], tuple(tail), (*beside, *covered))


def seqs_of(name: str) -> tuple[int, int]:
    """The first and last seq that a name tells; for a commit the first, twice."""
    numbers = re.findall(r"\d{12}", name)
    return int(numbers[0]), int(numbers[-1])


def commit_name(first_seq: int) -> str:
    """`tail/000000000042.parquet`"""
    return f"tail/{first_seq:012d}.parquet"


def range_name(first_seq: int, next_seq: int) -> str:
    """`sealed/000000000000-000000000041.parquet`"""
    return f"sealed/{first_seq:012d}-{next_seq - 1:012d}.parquet"


def name_of(footer: Footer) -> str:
    """The name that a file with this footer has to have."""
    if footer.commits:
        return range_name(footer.first_seq, footer.next_seq)
    return commit_name(footer.first_seq)


def range_over(seq: int, names: Iterable[str]) -> str | None:
    """A sealed range that covers a sequence number."""
    over = (n for n in filter(_RANGE.fullmatch, names) if seqs_of(n)[0] <= seq <= seqs_of(n)[1])
    return next(over, None)


def newest_range(names: Iterable[str]) -> str | None:
    """Of sealed ranges the one that reaches furthest, and of those the widest: the newest."""
    ranges = filter(_RANGE.fullmatch, names)
    return max(ranges, key=lambda name: (seqs_of(name)[1], -seqs_of(name)[0]), default=None)
