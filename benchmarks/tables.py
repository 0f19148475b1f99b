"""The tables of `make eval`: our corpora, the public sets beside their peers, reliability.

In:   what was read and measured
Out:  text
Never: a figure that is not handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from benchmarks.calibration import calibration_error, reliability
from benchmarks.corpora import Corpus
from benchmarks.floors import Measured
from benchmarks.public.peers import SETS, Figure
from benchmarks.scoring import (
    DEPTHS,
    Reading,
    Score,
    dates_right,
    false_claims_where_none_are,
    score,
    verbatim,
)

_GAP = "   "
_NONE = "–"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A corpus, and what was read in it."""

    corpus: Corpus
    readings: Sequence[Reading]


def own_table(evaluated: Iterable[Evaluated]) -> str:
    """A line a corpus: precision, recall, F1 at each depth, and what else is measured."""
    above = _GAP.join(["", *(f"{depth:^17}" for depth in DEPTHS), "placed", "false "])
    heads = _GAP.join(["", *[f"{'P':>5}{'R':>6}{'F1':>6}"] * len(DEPTHS), f"{'F1':>6}", "claims"])
    return "\n".join(
        [
            f"{'':43}{above}",
            f"{'corpus':22}{'texts':>5}{'labels':>8}{'claims':>8}{heads}   verbatim",
            *map(_own_line, evaluated),
        ]
    )


def _own_line(one: Evaluated) -> str:
    readings = one.readings
    at_depths = [score(readings, depth) for depth in DEPTHS]
    placed = f"{score(readings, 'placed').f1:.3f}" if one.corpus.has_places else _NONE
    false, texts = false_claims_where_none_are(readings)
    counts = f"{len(readings):>5}{at_depths[0].labels:>8}{at_depths[0].claims:>8}"
    cells = [*map(_three, at_depths), f"{placed:>6}", f"{f'{false}/{texts}':>6}"]
    return _GAP.join([f"{one.corpus.name:22}{counts}", *cells, f"{verbatim(readings):>8.3f}"])


def dates_table(evaluated: Iterable[Evaluated]) -> str:
    """A line a corpus: how many dates are right, of the claims that are right in content."""
    lines = [f"{'dates':22}{'claims':>8}{'valid_from':>12}{'valid_to':>10}"]
    for one in evaluated:
        first, last, pairs = dates_right(one.readings)
        shares = [f"{n / pairs:.3f}" if pairs else _NONE for n in (first, last)]
        lines.append(f"{one.corpus.name:22}{pairs:>8}{shares[0]:>12}{shares[1]:>10}")
    return "\n".join(lines)


def _three(s: Score) -> str:
    return f"{s.precision:5.3f}{s.recall:6.3f}{s.f1:6.3f}"


def indicator_table(one: Evaluated) -> str:
    """Content, indicator by indicator."""
    found = {label.indicator for reading in one.readings for label in reading.labels}
    found |= {claim.indicator for reading in one.readings for claim in reading.claims}
    lines = [f"{one.corpus.name:30}{'labels':>8}{'claims':>8}{_GAP}{'P':>5}{'R':>6}{'F1':>6}"]
    for indicator in (i.id for i in one.corpus.watch.indicators if i.id in found):
        s = score(one.readings, "content", indicator)
        lines.append(f"  {indicator:28}{s.labels:>8}{s.claims:>8}{_GAP}{_three(s)}")
    return "\n".join(lines)


def reliability_table(readings: Iterable[Reading]) -> str:
    """How often a claim is right, by the confidence it was read with."""
    bins = reliability(readings)
    lines = [f"{'confidence':14}{'claims':>8}{'mean':>8}{'right':>8}"]
    for one in bins:
        name = "none given" if one.low is None else f"{one.low:.1f} to {one.high:.1f}"
        mean = _NONE if one.mean is None else f"{one.mean:.3f}"
        lines.append(f"{name:14}{one.claims:>8}{mean:>8}{one.share_right:>8.3f}")
    error = calibration_error(bins)
    if error is not None:
        lines.append(f"confidence and share of right claims differ by {error:.3f} on average")
    return "\n".join(lines)


def public_table(measured: Mapping[str, Measured], missing: Mapping[str, str]) -> str:
    """A line a figure, ours beside the best peer's; a set that is missing says where it is had."""
    lines = [f"{'public set':12}{'figure':24}{'ours':>6}{_GAP}{'peer':>5}  {'on test':>7}{_GAP}who"]
    for name, one in SETS.items():
        if name in missing:
            lines.append(f"{name:12}{missing[name]}: {one.asks}, {one.source}")
            continue
        figures = (_with_peers(f, measured[name].figures[f.name]) for f in one.figures)
        rows = [row for rows in figures for row in rows]
        names = zip_longest([name], rows, fillvalue="")
        lines += [f"{shown:12}{row}" for shown, row in names]
    return "\n".join(lines)


def _with_peers(figure: Figure, ours: float) -> list[str]:
    rows = zip_longest([f"{figure.name:24}{ours:6.3f}"], figure.peers, fillvalue=None)
    return [
        f"{shown or '':30}"
        + (f"{_GAP}{_share(peer.dev):>5}  {_share(peer.test):>7}{_GAP}{peer.name}" if peer else "")
        for shown, peer in rows
    ]


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"
