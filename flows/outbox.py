"""The log's alert events -> what is still to be delivered, and when.

In:   alert_queued, alert_delivered and alert_failed events, in the order of the log
Out:  OutboxEntry, oldest first: the alerts that are open at some target
Never: sends anything (flows/deliver.py does), or reads a clock.

An alert is for the targets that were set when it was queued. Where none was, it is for those of
its first delivery: a target that is set up later is not flooded with what the others have had.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from transforms.events import content_hash
from transforms.records import Event

OUTBOX_EVENTS = ("alert_queued", "alert_delivered", "alert_failed")

# The waits are 5 minutes, 15, 45 … 61 hours: a restart costs minutes, and a target may be down
# over a weekend. The eighth failure, some 91 hours after the first, is the last; one that is
# untried by then goes on waiting 61 hours at a time.
MAX_ATTEMPTS = 8
_FIRST_WAIT = timedelta(minutes=5)
_WAIT_FACTOR = 3


@dataclass(frozen=True, slots=True)
class Tries:
    """What came of one alert at one target so far. Settled: delivered, or given up for good."""

    failures: int = 0
    last_failed_at: datetime | None = None
    is_settled: bool = False

    @property
    def next_at(self) -> datetime | None:
        """When it is due again; None means at once."""
        if self.last_failed_at is None:
            return None
        waits_before = min(self.failures, MAX_ATTEMPTS - 1) - 1
        return self.last_failed_at + _FIRST_WAIT * int(_WAIT_FACTOR**waits_before)


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An alert that is open at a target or more. `detail` is what the alert carries for programs:
    before, after, claims, as_of_at, basis_seq, log_head."""

    alert_id: str
    watch_id: str
    title: str
    body: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    tries: Mapping[str, Tries] = field(default_factory=dict)

    def due_at(self, configured: Iterable[str], now: datetime) -> tuple[str, ...]:
        """The targets that it is to be tried at now, by name."""
        named = self.targets or tuple(self.tries) or tuple(configured)
        tries = {name: self.tries.get(name, Tries()) for name in named}
        return tuple(
            name
            for name, so_far in tries.items()
            if not so_far.is_settled and (so_far.next_at is None or so_far.next_at <= now)
        )

    def key_for(self, target: str) -> str:
        """The same for every attempt: a receiver that has seen it may drop the repetition."""
        return content_hash({"alert_id": self.alert_id, "target": target})


def open_alerts(events: Iterable[Event]) -> tuple[OutboxEntry, ...]:
    """Fold the log's alert events into the outbox. Events of other types are passed over."""
    queued: dict[str, Event] = {}
    tries: dict[str, dict[str, Tries]] = {}
    for event in events:
        if event.event_type not in OUTBOX_EVENTS or event.alert_id is None:
            continue
        if event.event_type == "alert_queued":
            queued.setdefault(event.alert_id, event)
        elif event.target is not None:
            of_alert = tries.setdefault(event.alert_id, {})
            of_alert[event.target] = _after(of_alert.get(event.target, Tries()), event)
    entries = (_entry(event, tries.get(alert_id, {})) for alert_id, event in queued.items())
    return tuple(entry for entry in entries if _is_open(entry))


def _after(tries: Tries, outcome: Event) -> Tries:
    if outcome.event_type == "alert_delivered":
        return Tries(tries.failures, tries.last_failed_at, is_settled=True)
    detail = json.loads(outcome.detail or "{}")
    return Tries(
        failures=tries.failures + 1,
        last_failed_at=outcome.recorded_at,
        is_settled=tries.is_settled or bool(detail.get("is_final")),
    )


def _entry(queued: Event, tries: Mapping[str, Tries]) -> OutboxEntry:
    detail: dict[str, Any] = json.loads(queued.detail or "{}")
    return OutboxEntry(
        alert_id=queued.alert_id or "",
        watch_id=queued.watch_id,
        title=queued.title or "",
        body=detail.pop("body", ""),
        targets=tuple(detail.pop("targets", ())),
        detail=detail,
        tries=tries,
    )


def _is_open(entry: OutboxEntry) -> bool:
    named = entry.targets or tuple(entry.tries)
    settled = {name for name, so_far in entry.tries.items() if so_far.is_settled}
    return not named or not settled.issuperset(named)
