"""A log in memory that decide() writes to, and states of a rung and of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from transforms.alert_text import Basis
from transforms.decide import Picture, decide
from transforms.records import AlertRule, Event, Indicator, IndicatorState, Party, Watch

LADDER = ("none", "planned", "preparing", "imminent", "launched")
LAUNCH = Indicator("icbm", "level", "Launch of an ICBM", "kp", ladder=LADDER, stale_after_days=30)
KILLED = Indicator("killed", "quantity", "Soldiers killed", "kp", unit="soldiers")
START = datetime(2025, 1, 1, tzinfo=UTC)


def a_watch(*rules: AlertRule) -> Watch:
    parties = (
        Party("kr.nis", ("National Intelligence Service", "NIS"), reliability="B"),
        Party("media.yonhap", ("Yonhap",)),
    )
    return Watch("dprk", "North Korea", (), (LAUNCH, KILLED), parties, (), rules)


def launch(level: str | None, **fields: Any) -> IndicatorState:
    rank = None if level is None else LADDER.index(level)
    known: dict[str, Any] = {"credibility": 2, "origins": 1, "articles": 1} if level else {}
    return IndicatorState("icbm", "level", level=level, level_rank=rank, **(known | fields))


def killed(value: float | None, **fields: Any) -> IndicatorState:
    known: dict[str, Any] = {"credibility": 2, "origins": 1} | dict.fromkeys(("value_low", "value_high"), value)
    return IndicatorState("killed", "quantity", value=value, **(known | fields))


class Book:
    """A log in memory: what is decided is written down, an hour a run."""

    def __init__(self, *rules: AlertRule) -> None:
        self.watch = a_watch(*rules)
        self.events: list[Event] = []
        self.hours = 0.0

    @property
    def now(self) -> datetime:
        return START + timedelta(hours=self.hours)

    def run(
        self, *states: IndicatorState, hours: float = 1.0, retractions: Any = None, **basis: Any
    ) -> tuple[Event, ...]:
        self.hours += hours
        picture = Picture(
            {state.indicator: state for state in states},
            taken_back=lambda name, seq: [
                one for one in (retractions or {}).get(name, ()) if one.seq > seq
            ],
        )
        on = Basis("run", self.now, len(self.events), "ab" * 32, **basis)
        due = decide(picture, self.events, self.watch, on)
        self.note(*due)
        return due

    def note(self, *events: Event) -> None:
        """Write down what others append."""
        self.events += [
            replace(event, seq=len(self.events) + n, recorded_at=self.now)
            for n, event in enumerate(events)
        ]


def titles(events: Sequence[Event]) -> list[str | None]:
    return [event.title for event in events if event.event_type == "alert_queued"]


def reasons(events: Sequence[Event]) -> list[str | None]:
    return [event.reason for event in events if event.event_type == "state_changed"]
