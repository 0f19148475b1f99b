"""The small drawings of the board, as numbers that a template sets into SVG or a list.

In:   states, positions and histories, as rows of the views
Out:  Spark (a state over time), Strip (a state among the positions), Rung (a ladder); None where
      there is nothing to draw
Never: markup or colours; words from outside but those of a ladder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from flows.board.words import day, title
from flows.terminal.show import number

SPARK_WIDTH, SPARK_HEIGHT = 160.0, 32.0
STRIP_WIDTH = 240.0
_MARGIN = 3.0
_MOST_STEPS = 120

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spark:
    """A step line in a box of SPARK_WIDTH by SPARK_HEIGHT; gaps where nothing was known."""

    path: str  # the d of an SVG path
    end_x: float
    end_y: float
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One origin's position on a strip; `is_beside`: it does not allow the state's value."""

    x: float
    is_beside: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A value and its range on a line of STRIP_WIDTH, among the origins' positions."""

    low_x: float
    high_x: float
    value_x: float
    dots: tuple[Dot, ...]
    from_: str
    to: str
    words: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: who stands by it, who denies it; `place` is here, below or above."""

    name: str
    place: str
    affirmed_by: int
    denied_by: int


def spark(history: Sequence[Row], ladder: Sequence[str], until: datetime) -> Spark | None:
    """How the state went, from its first change to now."""
    steps = [(row["recorded_at"], _height(row, ladder)) for row in history][-_MOST_STEPS:]
    while steps and steps[0][1] is None:
        steps = steps[1:]
    known = [height for _, height in steps if height is not None]
    if len(known) < 2:
        return None
    first, last = steps[0][0], max(until, steps[-1][0])
    seconds = (last - first).total_seconds() or 1.0
    low, high = (0.0, len(ladder) - 1.0) if ladder else (min(known), max(known))

    def x_of(at: datetime) -> float:
        share: float = (at - first).total_seconds() / seconds
        return _MARGIN + share * (SPARK_WIDTH - 2 * _MARGIN)

    def y_of(height: float) -> float:
        share = (height - low) / (high - low) if high > low else 0.5
        return SPARK_HEIGHT - _MARGIN - share * (SPARK_HEIGHT - 2 * _MARGIN)

    ends = [*(at for at, _ in steps[1:]), last]
    path = _path(
        (x_of(at), x_of(end), None if height is None else y_of(height))
        for (at, height), end in zip(steps, ends, strict=True)
    )
    end_y = y_of(steps[-1][1]) if steps[-1][1] is not None else SPARK_HEIGHT - _MARGIN
    return Spark(path, round(x_of(last), 1), round(end_y, 1), _spark_words(history, first))


def strip(state: Row, positions: Sequence[Row]) -> Strip | None:
    """The state's value and range among the current positions, on a line that begins at zero
    where that is near."""
    value = state["value"]
    if value is None:
        return None
    held = [p for p in positions if p["is_current"]]
    ends = [state["value_low"], state["value_high"], value]
    ends += [p[name] for p in held for name in ("value", "value_low", "value_high")]
    finite = [float(end) for end in ends if end is not None and isfinite(end)]
    low, high = min(finite), max(finite)
    if low == high:
        return None  # one number, which all give
    low = 0.0 if 0 < low < high / 2 else low
    width = high - low

    def x_of(number_: float | None, otherwise: float) -> float:
        where = otherwise if number_ is None or not isfinite(number_) else number_
        inner = STRIP_WIDTH - 4 * _MARGIN
        return round(2 * _MARGIN + (where - low) / width * inner, 1)

    dots = tuple(
        Dot(x_of(_middle(p), value), not _allows(p, value))
        for p in held
        if _middle(p) is not None
    )
    return Strip(
        x_of(state["value_low"], low),
        x_of(state["value_high"], high),
        x_of(value, value),
        dots,
        number(low),
        number(high),
        f"{number(value)} among {len(dots)} current positions, {number(low)} to {number(high)}",
    )


def rungs(ladder: Sequence[str], rank: int | None, positions: Sequence[Row]) -> tuple[Rung, ...]:
    """The ladder, the lowest rung first; `rank` is the state's, None where nothing is known."""
    held = [p for p in positions if p["is_current"]]
    return tuple(
        Rung(
            name=title(name),
            place=_place(number_, rank),
            affirmed_by=sum(p["level_rank"] == number_ and p["weight"] > 0 for p in held),
            denied_by=sum(name in (p["denied_levels"] or ()) for p in held),
        )
        for number_, name in enumerate(ladder)
    )


def _place(rung: int, rank: int | None) -> str:
    if rank is None or rung > rank:
        return "above"
    return "here" if rung == rank else "below"


def _height(row: Row, ladder: Sequence[str]) -> float | None:
    if not ladder:
        value: float | None = row["value_after"]
        return value
    level = row["level_after"]
    return float(ladder.index(level)) if level in ladder else None


def _path(steps: Any) -> str:
    """(from x, to x, y) of each step; a y of None is a gap."""
    parts, is_drawing = [], False
    for from_x, to_x, y in steps:
        if y is not None:
            parts.append(f"{'L' if is_drawing else 'M'}{from_x:.1f} {y:.1f}H{to_x:.1f}")
        is_drawing = y is not None
    return "".join(parts)


def _spark_words(history: Sequence[Row], first: datetime) -> str:
    known = [r for r in history if r["value_after"] is not None or r["level_after"] is not None]
    states = [title(r["level_after"]) or number(r["value_after"]) for r in known]
    told = [s for n, s in enumerate(states) if n == 0 or s != states[n - 1]]
    more = "… → " if len(told) > 6 else ""
    return f"Since {day(first)}: {more}{' → '.join(told[-6:])}"


def _middle(position: Row) -> float | None:
    for name in ("value", "value_low", "value_high"):
        if position[name] is not None:
            return float(position[name])
    return None


def _allows(position: Row, value: float) -> bool:
    low, high = position["value_low"], position["value_high"]
    return (low is None or low <= value) and (high is None or value <= high)
