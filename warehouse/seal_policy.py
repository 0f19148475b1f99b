"""Which files of the log to merge now, so that a reader opens few and little is written twice.

In:   the files of the log in order: size, month, sealed or not
Out:  runs of neighbours; each becomes one sealed file
Never: reads a clock or a file.

A month that is over becomes one file, or several where it is large. The current month is sealed
when many commits have piled up. What is sealed then takes in the sealed files before it that are
not much larger: so sizes at least halve from one to the next, a month has a logarithmic number of
them, and each event is written again a logarithmic number of times.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Readers open the newest commits one by one: 128 of them cost a scan some 30 ms.
COMMITS_UNSEALED = 128
LARGEST_BYTES = 256 << 20
_MUCH_LARGER = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the log. `month` is that of its events' recorded_at, "2024-11"."""

    name: str
    n_bytes: int
    month: str
    is_sealed: bool


def runs_to_merge(
    pieces: Sequence[Piece], this_month: str, *, has_to: bool = False
) -> list[tuple[Piece, ...]]:
    """The runs to merge, in order. `has_to`: seal every commit, however few there are."""
    runs: list[tuple[Piece, ...]] = []
    for month, group in itertools.groupby(pieces, key=lambda piece: piece.month):
        of_month = tuple(group)
        start = 0 if month < this_month else _start_of_rest(of_month, has_to)
        runs += _packed(of_month[start:])
    return [run for run in runs if len(run) > 1 or not run[0].is_sealed]


def _start_of_rest(pieces: Sequence[Piece], has_to: bool) -> int:
    """Where in a month that goes on the part begins that is to be merged now."""
    commits = [piece for piece in pieces if not piece.is_sealed]
    if len(commits) < (1 if has_to else COMMITS_UNSEALED):
        return len(pieces)
    start = len(pieces) - len(commits)
    n_bytes = sum(piece.n_bytes for piece in commits)
    while start and pieces[start - 1].n_bytes <= min(
        _MUCH_LARGER * n_bytes, LARGEST_BYTES - n_bytes
    ):
        start -= 1
        n_bytes += pieces[start].n_bytes
    return start


def _packed(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Neighbours together as far as they do not exceed the largest size."""
    run: list[Piece] = []
    n_bytes = 0
    for piece in pieces:
        if run and n_bytes + piece.n_bytes > LARGEST_BYTES:
            yield tuple(run)
            run, n_bytes = [], 0
        run.append(piece)
        n_bytes += piece.n_bytes
    if run:
        yield tuple(run)
