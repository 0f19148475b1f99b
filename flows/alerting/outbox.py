"""The log's alert events -> what is still to be delivered, and when.

In:   OUTBOX_EVENTS, in the order of the log
Out:  OutboxEntry, oldest first: the alerts that are open at some target
Never: sends anything (flows/alerting/deliver.py does), or reads a clock.

An alert is for the targets that were set when it was queued. Where none was, it is for those of
its first delivery: a target that is set up later is not flooded with what the others have had.
One that a person asked for again is open at its targets as on the first day, under another key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from transforms.delivery_times import digest_after, is_quiet
from transforms.events import content_hash
from transforms.records import Event

OUTBOX_EVENTS = ("alert_queued", "alert_delivered", "alert_failed", "alert_answered")

# The waits are 5 minutes, 15, 45 … 61 hours: a restart costs minutes, and a target may be down
# over a weekend. The eighth failure, some 91 hours after the first, is the last; one that is
# untried by then goes on waiting 61 hours at a time.
MAX_ATTEMPTS = 8
_FIRST_WAIT = timedelta(minutes=5)
_WAIT_FACTOR = 3
# Each wait is longer by up to a fifth, by the key: what failed together does not come back at once.
_JITTER = 0.2


@dataclass(frozen=True, slots=True)
class Tries:
    """What came of one alert at one target so far. Settled: delivered, or given up for good."""

    failures: int = 0
    last_failed_at: datetime | None = None
    is_settled: bool = False

    def next_at(self, key: str) -> datetime | None:
        """When it is due again; None means at once."""
        if self.last_failed_at is None:
            return None
        waits_before = min(self.failures, MAX_ATTEMPTS - 1) - 1
        jitter = 1 + _JITTER * int(content_hash({key: self.failures})[:8], 16) / 0xFFFFFFFF
        return self.last_failed_at + _FIRST_WAIT * int(_WAIT_FACTOR**waits_before) * jitter


@dataclass(frozen=True, slots=True)
class When:
    """When an alert may be delivered, as its rule says."""

    quiet_hours: str | None = None
    digest_at: str | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An alert that is open at a target or more. `detail` is what the alert carries for programs:
    before, after, claims, as_of_at, basis_seq, log_head. `resend`: how often it was asked for
    again."""

    alert_id: str
    watch_id: str
    title: str
    body: str
    short: str = ""
    queued_at: datetime | None = None
    when: When = field(default_factory=When)
    detail: Mapping[str, Any] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    tries: Mapping[str, Tries] = field(default_factory=dict)
    resend: int = 0

    def due_at(self, configured: Iterable[str], now: datetime) -> tuple[str, ...]:
        """The targets that it is to be tried at now, by name."""
        if not self._may_go(now):
            return ()
        named = self.targets or tuple(self.tries) or tuple(configured)
        due = []
        for name in named:
            so_far = self.tries.get(name, Tries())
            next_at = so_far.next_at(self.group_for(name))
            if not so_far.is_settled and (next_at is None or next_at <= now):
                due.append(name)
        return tuple(due)

    @property
    def digest(self) -> datetime | None:
        """The digest that it is in: all alerts of a target with the same one are one message. An
        alert that is asked for again comes at once, by itself."""
        if self.when.digest_at is None or self.queued_at is None or self.resend:
            return None
        return digest_after(self.queued_at, self.when.digest_at, self.when.time_zone)

    def group_for(self, target: str) -> str:
        """What it is sent together with: the digest of one target, else itself alone."""
        if (digest := self.digest) is None:
            return self.key_for(target)
        return f"{self.watch_id} {target} {digest.isoformat()} {self.when.quiet_hours}"

    def key_for(self, target: str) -> str:
        """The same for every attempt: a receiver that has seen it may drop the repetition."""
        again = {"resend": self.resend} if self.resend else {}
        return content_hash({"alert_id": self.alert_id, "target": target, **again})

    def _may_go(self, now: datetime) -> bool:
        if self.resend:
            return True  # somebody waits for it
        if self.digest is not None and now < self.digest:
            return False
        hours = self.when.quiet_hours
        return hours is None or not is_quiet(now, hours, self.when.time_zone)


def open_alerts(events: Iterable[Event]) -> tuple[OutboxEntry, ...]:
    """Fold the log's alert events into the outbox. Events of other types are passed over."""
    queued: dict[str, OutboxEntry] = {}
    for event in events:
        if event.event_type not in OUTBOX_EVENTS or event.alert_id is None:
            continue
        if event.event_type == "alert_queued":
            queued.setdefault(event.alert_id, _entry(event))
        elif (entry := queued.get(event.alert_id)) is not None:
            queued[event.alert_id] = _after(entry, event)
    return tuple(entry for entry in queued.values() if _is_open(entry))


def _after(entry: OutboxEntry, event: Event) -> OutboxEntry:
    """The entry after what came of it, or what a person said of it."""
    detail: dict[str, Any] = json.loads(event.detail or "{}")
    if event.event_type == "alert_answered":
        return _again(entry, event.target) if detail.get("answer") == "resend" else entry
    if event.target is None:
        return entry
    tries = entry.tries.get(event.target, Tries())
    if event.event_type == "alert_delivered":
        tries = replace(tries, is_settled=True)
    else:
        is_settled = tries.is_settled or bool(detail.get("is_final"))
        tries = Tries(tries.failures + 1, event.recorded_at, is_settled)
    return replace(entry, tries={**entry.tries, event.target: tries})


def _again(entry: OutboxEntry, target: str | None) -> OutboxEntry:
    """Open anew, at one target or at all that it was for."""
    names = (target,) if target else tuple(dict.fromkeys((*entry.targets, *entry.tries)))
    tries = {**entry.tries, **{name: Tries() for name in names}}
    targets = entry.targets or tuple(tries)
    if target and target not in targets:
        targets = (*targets, target)
    return replace(entry, tries=tries, targets=targets, resend=entry.resend + 1)


def _entry(queued: Event) -> OutboxEntry:
    detail: dict[str, Any] = json.loads(queued.detail or "{}")
    when = {name: detail.pop(name) for name in When.__dataclass_fields__ if name in detail}
    return OutboxEntry(
        alert_id=queued.alert_id or "",
        watch_id=queued.watch_id,
        title=queued.title or "",
        body=detail.pop("body", ""),
        short=detail.pop("short", ""),
        queued_at=queued.recorded_at,
        when=When(**when),
        targets=tuple(detail.pop("targets", ())),
        detail=detail,
    )


def _is_open(entry: OutboxEntry) -> bool:
    named = entry.targets or tuple(entry.tries)
    settled = {name for name, so_far in entry.tries.items() if so_far.is_settled}
    return not named or not settled.issuperset(named)
