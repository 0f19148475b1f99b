"""Pages of days gone by: the picture as of a day, and two days side by side.

In:   Rows as of the end of a day, once or twice
Out:  AsOfPage, ThenNowPage
Never: markup, files, a clock. What was recorded by the end of a day that is over never changes,
       so neither does its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.board.cards import Card, card_of
from flows.board.claim_lines import PositionLine, position_line
from flows.board.rows import Key, Rows


@dataclass(frozen=True, slots=True)
class Pictured:
    """An indicator as of a day, and who stood where."""

    card: Card
    positions: tuple[PositionLine, ...]


@dataclass(frozen=True, slots=True)
class AsOfPage:
    """The picture as of the end of a day, UTC."""

    day: date
    indicators: tuple[Pictured, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """An origin that stood elsewhere on the two days; empty where it said nothing."""

    who: str
    before: str
    after: str
    now: PositionLine | None


@dataclass(frozen=True, slots=True)
class Beside:
    """An indicator on two days. `then` is None where it was not followed yet."""

    then: Card | None
    now: Card
    is_changed: bool
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class ThenNowPage:
    """Two days side by side, both as of their end, UTC."""

    then: date
    now: date
    indicators: tuple[Beside, ...]
    n_changed: int


def as_of_page(rows: Rows, day: date) -> AsOfPage:
    """The picture of rows as of the end of the day."""
    pictured = (
        Pictured(card_of(rows, s), positions_of(rows, (s["watch_id"], s["indicator"])))
        for s in rows.states
    )
    return AsOfPage(day, tuple(pictured))


def then_now_page(then: Rows, now: Rows, days: tuple[date, date]) -> ThenNowPage:
    """The pictures of two days, side by side; what changed comes first."""
    before = {(s["watch_id"], s["indicator"]): card_of(then, s) for s in then.states}
    found = [
        _beside(before.get(card.key), card, then, now)
        for card in (card_of(now, state) for state in now.states)
    ]
    found.sort(key=lambda one: not one.is_changed)
    return ThenNowPage(*days, tuple(found), sum(one.is_changed for one in found))


def positions_of(rows: Rows, key: Key) -> tuple[PositionLine, ...]:
    """Who stands where on an indicator, the weightiest first."""
    return tuple(position_line(row, rows.names) for row in rows.positions.get(key, []))


def _beside(then: Card | None, now: Card, rows_then: Rows, rows_now: Rows) -> Beside:
    is_changed = then is None or _shown(then) != _shown(now)
    before, after = positions_of(rows_then, now.key), positions_of(rows_now, now.key)
    return Beside(then, now, is_changed, tuple(_moves(before, after)))


def _shown(card: Card) -> tuple[object, ...]:
    return card.headline, card.span, card.grade, card.is_disputed, card.is_stale


def _moves(before: Sequence[PositionLine], after: Sequence[PositionLine]) -> list[Move]:
    """Who says another thing than before, in the order of the later day; then who fell silent."""
    was = {line.origin: line for line in before if line.is_current}
    now = {line.origin: line for line in after if line.is_current}
    moves = [
        Move(line.who, _stands(was.get(origin)), _stands(line), line)
        for origin, line in now.items()
        if _stands(was.get(origin)) != _stands(line)
    ]
    return [*moves, *(Move(w.who, _stands(w), "", None) for o, w in was.items() if o not in now)]


def _stands(line: PositionLine | None) -> str:
    if line is None:
        return ""
    return line.says + (f", denies {line.denies}" if line.denies else "")
