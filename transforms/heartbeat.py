"""A sign of life, once a day: so that the silence of Vedette itself is noticed.

In:   the log's state_changed and alert_queued events, the watch, the basis, when and for whom
Out:  an alert_queued event where one is due; it goes the way of every alert
Never: says more than one in a day, however often it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from transforms.alert_text import Basis
from transforms.delivery_times import digest_after
from transforms.events import alert_queued, content_hash
from transforms.records import Alert, Event, Watch

HEARTBEAT = "heartbeat"  # the rule that such an alert is of; no watch may have one of this id


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """To which target, and when in the day of which time zone."""

    target: str
    at: str = "07:00"
    time_zone: str = "UTC"


def heartbeat(
    wanted: Heartbeat, past: Iterable[Event], watch: Watch, basis: Basis
) -> Event | None:
    """The sign of life that is due: the first run after its time of day queues it."""
    slot = _slot(wanted, basis)
    alert_id = content_hash(
        {"watch_id": watch.id, "rule_id": HEARTBEAT, "transition": slot.isoformat()}
    )
    mine = [event for event in past if event.watch_id == watch.id]
    if any(event.alert_id == alert_id for event in mine):
        return None
    said = _said(mine, basis)
    alert = Alert(
        alert_id=alert_id,
        rule_id=HEARTBEAT,
        indicator=None,
        transition="alive",
        before=None,
        after=None,
        title=f"{watch.id}: alive, {said} UTC",
        body=f"{watch.title}: {said} UTC.\n\nAs of {basis.at:%Y-%m-%d %H:%M} UTC; log up to event "
        f"{basis.seq}, head {basis.log_head}",
        detail={
            "short": said,
            "as_of_at": basis.at.isoformat(),
            "basis_seq": basis.seq,
            "log_head": basis.log_head,
            "targets": [wanted.target],
        },
    )
    return alert_queued(alert, watch, basis.run_id)


def _slot(wanted: Heartbeat, basis: Basis) -> datetime:
    """The last instant at which one was due."""
    a_day = timedelta(hours=25)  # as long as a day may be where the clocks are put back
    slot = digest_after(basis.at - a_day, wanted.at, wanted.time_zone)
    while (later := digest_after(slot, wanted.at, wanted.time_zone)) <= basis.at:
        slot = later
    return slot


def _said(mine: list[Event], basis: Basis) -> str:
    """How much there was since the last one."""
    since = max(
        (e.recorded_at for e in mine if e.rule_id == HEARTBEAT and e.recorded_at),
        default=basis.at - timedelta(days=1),
    )
    # What this run has decided is not stamped yet.
    new = [e for e in mine if e.recorded_at is None or e.recorded_at > since]
    changes = sum(e.event_type == "state_changed" and e.reason != "baseline" for e in new)
    alerts = sum(e.event_type == "alert_queued" and e.rule_id != HEARTBEAT for e in new)
    return f"{_count(changes, 'change')}, {_count(alerts, 'alert')} since {since:%Y-%m-%d %H:%M}"


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
