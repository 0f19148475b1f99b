"""Which alerts the rules of a watch file would have given over a log's past.

In:   a home, a watch file's rules, a span of recorded time
Out:  Backtest: the alerts with their instants, and what they come to
Never: writes anything, or decides by itself: decide() is asked for each run of the past, with the
       views as of its end.

The log has the runs that wrote something, and the indicators and ladders that the watch had then: a
rule on an indicator that the log does not know gives nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.alerting.picture import picture_of
from transforms.alert_text import Basis
from transforms.decide import decide
from transforms.records import Event, Watch
from transforms.silence import Health, silence_alerts
from warehouse.database import connect
from warehouse.log import EventLog

_MARKS = ("state_changed", "run_finished")
Progress = Callable[[int, int], None]


class BacktestError(Exception):
    """What stands in the way, in one line."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first instant to the last, both included; None is open."""

    begins_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass
class Backtest:
    """`alerts` are stamped with the end of the run that would have queued them."""

    runs: int = 0
    alerts: list[Event] = field(default_factory=list)

    @property
    def by_month(self) -> dict[str, int]:
        """How many in each month that has any: "2025-01"."""
        return dict(sorted(Counter(f"{_at(e):%Y-%m}" for e in self.alerts).items()))

    @property
    def repeats(self) -> int:
        """Alerts that tell what the rule had told of the indicator before."""
        return len(self.alerts) - len({(e.rule_id, e.indicator, _after(e)) for e in self.alerts})

    @property
    def flaps(self) -> int:
        """Alerts that lead back to where the last one of the rule and indicator came from."""
        came_from: dict[tuple[str | None, str | None], str] = {}
        flaps = 0
        for event in self.alerts:
            key = event.rule_id, event.indicator
            flaps += came_from.get(key) == _after(event)
            came_from[key] = _picture(event, "before")
        return flaps


def backtest(
    home: Path, watch: Watch, span: Span, progress: Progress | None = None
) -> Backtest:
    """Replay the rules of `watch`. Raises BacktestError where the log has no run of it."""
    runs = _runs(home, watch.id, span)
    if not runs:
        raise BacktestError(f"{home}: no run of the watch {watch.id!r} is in the log in that time")
    done = Backtest(runs=len(runs))
    past: list[Event] = []
    health: dict[str, Health] = {}
    for n, (at, marks) in enumerate(runs):
        _turn(health, marks)
        basis = Basis("backtest", at, max(mark.seq or 0 for mark in marks), "")
        with connect(home, recorded_as_of=at, valid_as_of=at.date()) as con:
            due = decide(picture_of(con, home, watch, basis), past, watch, basis)
        past += [mark for mark in marks if mark.event_type == "run_finished"]
        due = (*due, *silence_alerts(health, past, watch, basis))
        new = [replace(event, seq=basis.seq, recorded_at=at) for event in due]
        past += new
        done.alerts += [event for event in new if event.event_type == "alert_queued"]
        if progress:
            progress(n + 1, len(runs))
    return done


def _runs(home: Path, watch_id: str, span: Span) -> list[tuple[datetime, list[Event]]]:
    """The instants at which runs ended, with what they wrote; the last before the span is the
    baseline."""
    by_instant: dict[datetime, list[Event]] = {}
    for event in EventLog(home).read_events(event_types=_MARKS):
        if event.watch_id == watch_id:
            by_instant.setdefault(_at(event), []).append(event)
    in_time = [at for at in sorted(by_instant) if span.ends_at is None or at <= span.ends_at]
    if span.begins_at is not None:
        earlier = [at for at in in_time if at < span.begins_at]
        in_time = [*earlier[-1:], *(at for at in in_time if at >= span.begins_at)]
    return [(at, by_instant[at]) for at in in_time]


def _turn(health: dict[str, Health], marks: Sequence[Event]) -> None:
    for mark in marks:
        for turn in json.loads(mark.detail or "{}").get("feeds_turned", ()):
            health[turn["feed_id"]] = Health(turn["after"], turn["why"])


def _at(event: Event) -> datetime:
    assert event.recorded_at is not None, "the log stamps what it holds"
    return event.recorded_at


def _after(event: Event) -> str:
    return _picture(event, "after")


def _picture(event: Event, which: str) -> str:
    """What a person sees of a state: the rung or number, dispute, staleness; or the feeds."""
    detail: dict[str, Any] = json.loads(event.detail or "{}")
    state = detail.get(which) or {}
    seen = [state.get(name) for name in ("level", "value", "value_low", "is_disputed", "is_stale")]
    return json.dumps([seen, detail.get("feeds")])
