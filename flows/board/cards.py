"""The state of an indicator as the board's first page shows it, and as its own page begins.

In:   Rows
Out:  Card, all words and numbers that a template sets
Never: markup, files, a clock: what is recent is told from the clock of the last run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flows.board.drawing import Rung, Spark, Strip, rungs, spark, strip
from flows.board.rows import Key, Rows
from flows.board.words import (
    CREDIBILITY,
    RELIABILITY,
    day,
    grade,
    headline,
    likelihood,
    page_name,
    span,
    title,
    transition_words,
)
from flows.terminal.show import number

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a state: when it was recorded, what it was, from what to what."""

    at: datetime
    what: str
    before: str
    after: str
    before_span: str
    after_span: str
    indicator: str
    title: str
    href: str
    credibility: str
    since: str


@dataclass(frozen=True, slots=True)
class Card:
    """The state of one indicator."""

    key: Key
    href: str
    title: str
    kind: str
    headline: str
    span: str  # the range, where it says more
    likelihood: str
    grade: str
    grade_words: str
    basis: str  # "8 origins in 7 articles"
    since: str
    newest: str
    is_known: bool
    is_disputed: bool
    is_stale: bool
    is_lately_changed: bool
    change: Change | None
    rungs: tuple[Rung, ...]
    strip: Strip | None
    spark: Spark | None
    search: str  # what the text filter looks through


def card_of(rows: Rows, state: Mapping[str, Any]) -> Card:
    """The card of a row of the view `state`."""
    key = state["watch_id"], state["indicator"]
    ladder = rows.indicators[key]["ladder"] or []
    history, positions = rows.history.get(key, []), rows.positions.get(key, [])
    changes = changes_of(rows, key)
    newest = changes[0] if changes else None
    words = [title(state["title"]), state["indicator"], rows.watches.get(key[0], ""), *ladder]
    return Card(
        key=key,
        href=page_name(*key),
        title=title(state["title"]),
        kind=state["kind"],
        headline=headline(state),
        span=span(state) if state["kind"] == "quantity" else "",
        likelihood=likelihood(state["certainty"]),
        grade=grade(state),
        grade_words=_grade_words(state),
        basis=basis_of(state),
        since=day(state["since"]),
        newest=day(state["newest_position_on"]),
        is_known=state["level"] is not None or state["value"] is not None,
        is_disputed=state["is_disputed"],
        is_stale=state["is_stale"],
        is_lately_changed=newest is not None and rows.at - newest.at <= LATELY,
        change=newest,
        rungs=rungs(ladder, state["level_rank"], positions),
        strip=strip(state, positions) if state["kind"] == "quantity" else None,
        spark=spark(history, ladder, rows.at),
        search=title(" ".join([*words, headline(state)])).casefold(),
    )


def changes_of(rows: Rows, key: Key) -> list[Change]:
    """The changes of a state, the newest first; that nothing was said at first is none."""
    unit = rows.indicators[key]["unit"] if key in rows.indicators else None
    found = [
        _change(rows, key, row, unit)
        for row in rows.history.get(key, [])
        if not (row["is_baseline"] and row["value_after"] is None and row["level_after"] is None)
    ]
    return found[::-1]


def basis_of(state: Mapping[str, Any]) -> str:
    """How many independent origins agree, in how many articles."""
    return f"{counted(state['origins'], 'origin')} in {counted(state['articles'], 'article')}"


def counted(n: int, thing: str) -> str:
    """3 alerts, 1 alert."""
    return f"{number(n)} {thing}" if n == 1 else f"{number(n)} {thing}s"


def _grade_words(state: Mapping[str, Any]) -> str:
    source = RELIABILITY[state["reliability"] or "F"]
    return f"{CREDIBILITY[state['credibility']]}; source {source}"


def _change(rows: Rows, key: Key, row: Mapping[str, Any], unit: str | None) -> Change:
    named = rows.indicators.get(key, {})
    before, after = (_told(row[f"{when}_state"]) for when in ("before", "after"))
    return Change(
        at=row["recorded_at"],
        what=transition_words(row["transitions"]),
        before=_held(row["level_before"], row["value_before"], unit),
        after=_held(row["level_after"], row["value_after"], unit),
        before_span=span(before | {"value": row["value_before"]}),
        after_span=span(after | {"value": row["value_after"]}),
        indicator=title(key[1]),
        title=title(named.get("title", key[1])),
        href=page_name(*key),
        credibility=CREDIBILITY.get(row["credibility_after"], ""),
        since=day(row["since"]),
    )


def _held(level: str | None, value: float | None, unit: str | None) -> str:
    if level is not None:
        return title(level)
    return "no claim" if value is None else f"{number(value)} {title(unit)}".strip()


def _told(state: str | None) -> dict[str, Any]:
    """A state as the history keeps it, for its range."""
    told: dict[str, Any] = json.loads(state or "{}") or {}
    return told
