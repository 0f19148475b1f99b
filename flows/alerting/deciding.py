"""All that a run decides, from the log and the views: states, alerts, silences, the sign of life.

In:   the log, a connection to its views, the basis; what the run knows
Out:  the events that are due, for one append
Never: appends them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.alerting.picture import health_of_feeds, picture_of
from transforms.alert_text import Basis
from transforms.decide import decide
from transforms.heartbeat import Heartbeat, heartbeat
from transforms.records import Event, Watch
from transforms.rule_history import DECIDING_EVENTS
from transforms.silence import SILENCE_EVENTS, silence_alerts
from warehouse.log import EventLog


def decisions(
    home: Path, con: Any, watch: Watch, basis: Basis, sign_of_life: Heartbeat | None
) -> tuple[Event, ...]:
    """What is due now, state_changed first."""
    log = EventLog(home)
    past = tuple(log.read_events(event_types=DECIDING_EVENTS))
    due = decide(picture_of(con, home, watch, basis), past, watch, basis)
    due = (*due, *_silences(log, home, watch, basis))
    if sign_of_life is None or basis.is_quiet:
        return due
    sign = heartbeat(sign_of_life, (*past, *due), watch, basis)
    return (*due, sign) if sign else due


def _silences(log: EventLog, home: Path, watch: Watch, basis: Basis) -> tuple[Event, ...]:
    if not any("silent" in rule.on for rule in watch.rules):
        return ()  # the runs of a log need not be read
    past = tuple(log.read_events(event_types=SILENCE_EVENTS))
    return silence_alerts(health_of_feeds(home, watch), past, watch, basis)
