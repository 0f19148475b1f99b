"""What transforms/decide.py wants to know, asked of the views when it is wanted.

In:   a connection to the views, now or as of then; a home
Out:  Picture; the health of a watch's feeds
Never: decides, or writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flows.sources.feed_health import why
from flows.sources.poll_state import PollStateError, feeds_of_home
from transforms.alert_text import Basis, Position
from transforms.decide import Picture
from transforms.records import Watch
from transforms.rule_history import Asserted
from transforms.silence import Health
from warehouse import queries
from warehouse.database import connect

# Each is looked up as of the moment before it, which costs as much as a question to the past.
_TAKEN_BACK_WITHIN = timedelta(days=30)
_JUST_BEFORE = timedelta(microseconds=1)


def picture_of(con: Any, home: Path, watch: Watch, basis: Basis) -> Picture:
    """What the views say of a watch, as of the basis."""

    def taken_back(indicator: str, seq: int) -> list[Asserted]:
        since = basis.at - _TAKEN_BACK_WITHIN
        found = queries.taken_back(con, indicator, watch.id, seq)
        return [
            _asserted(row)
            for row in found
            if row["recorded_at"] >= since and _was_behind_the_state(home, row, watch.id)
        ]

    return Picture(queries.current_states(con, watch.id), PositionsOf(con, watch), taken_back)


def _was_behind_the_state(home: Path, row: Mapping[str, Any], watch_id: str) -> bool:
    """Whether the claim supported the state when it was taken back."""
    with connect(home, recorded_as_of=row["recorded_at"] - _JUST_BEFORE) as con:
        return any(
            claim["claim_id"] == row["claim_id"] and claim["role"] == "supports"
            for claim in queries.claims_behind(con, row["indicator"], watch_id)
        )


def _asserted(row: Mapping[str, Any]) -> Asserted:
    return Asserted(
        row["seq"], row["claim_id"], row["reason"], row["source"], row["evidence"], row["url"]
    )


def health_of_feeds(home: Path, watch: Watch) -> dict[str, Health]:
    """How the feeds of the watch were when they were last asked; none where none ever was."""
    try:
        states = feeds_of_home(home).get(watch.id, [])
    except PollStateError:
        return {}
    followed = {feed.id for feed in watch.feeds}
    return {s.feed_id: Health(s.health, why(s)) for s in states if s.feed_id in followed}


class PositionsOf(Mapping[str, tuple[Position, ...]]):
    """The positions on each indicator, asked for when they are wanted: few indicators change."""

    def __init__(self, con: Any, watch: Watch) -> None:
        self._con, self._watch = con, watch

    def __getitem__(self, indicator: str) -> tuple[Position, ...]:
        return positions_on(self._con, indicator, self._watch.id)

    def __iter__(self) -> Iterator[str]:
        return (indicator.id for indicator in self._watch.indicators)

    def __len__(self) -> int:
        return len(self._watch.indicators)


def positions_on(con: Any, indicator: str, watch_id: str) -> tuple[Position, ...]:
    """The positions on an indicator with the claims behind them, the weightiest first."""
    rows = (
        row
        for row in queries.claims_behind(con, indicator, watch_id)
        if row["role"] in ("supports", "contradicts", "beside") and row["is_current"]
    )
    return tuple(_position(row) for row in rows)


def _position(row: Mapping[str, Any]) -> Position:
    return Position(
        claim_id=row["claim_id"],
        source=row["source"],
        outlet=row["outlet"],
        reliability=row["reliability"],
        certainty=row["certainty"],
        evidence=row["evidence"],
        url=row["url"],
        is_agreeing=row["role"] == "supports",
        is_contradicting=row["role"] == "contradicts",
        title=row["title"],
        published_at=row["published_at"],
    )
