"""The health of the feeds now, and what the log says was told -> alerts of rules on silence.

A feed that is quiet, failing or gone is told once, until a run has written that it is well again.
All that a rule has to tell in one run is one alert: where the network is down, every feed fails.

In:   Health by feed id ("ok", "quiet" …); the log's SILENCE_EVENTS; the watch; the basis
Out:  alert_queued events
Never: judges a feed's health: flows/sources/feed_health.py does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from transforms.alert_text import Basis, clipped
from transforms.decide import basis_of
from transforms.events import alert_queued, content_hash
from transforms.records import Alert, AlertRule, Event, Watch
from transforms.rule_memory import is_held

SILENT = ("quiet", "failing", "gone")
SILENCE_EVENTS = ("alert_queued", "alert_answered", "run_finished")


@dataclass(frozen=True, slots=True)
class Health:
    """How a feed is, and why, in a line."""

    health: str
    why: str


@dataclass(slots=True)
class _Told:
    """What one rule has told: the feeds, when, and until when it is not to speak."""

    feeds: set[str] = field(default_factory=set)
    at: datetime | None = None
    silenced_until: datetime | None = None


def silence_alerts(
    feeds: Mapping[str, Health], past: Sequence[Event], watch: Watch, basis: Basis
) -> tuple[Event, ...]:
    """An alert for each rule that has feeds to tell of. `past` is of any watch."""
    alerts = []
    for rule in watch.rules:
        if "silent" not in rule.on or basis.is_quiet:
            continue
        told = _told(rule, (event for event in past if event.watch_id == watch.id))
        new = {
            name: one
            for name, one in feeds.items()
            if one.health in SILENT
            and name not in told.feeds
            and (not rule.feeds or name in rule.feeds)
        }
        if new and not is_held(rule, told.at, told.silenced_until, basis.at):
            alerts.append(alert_queued(_alert(rule, new, watch, basis), watch, basis.run_id))
    return tuple(alerts)


def _told(rule: AlertRule, past: Iterable[Event]) -> _Told:
    told = _Told()
    for event in past:
        detail: dict[str, Any] = json.loads(event.detail or "{}")
        if event.event_type == "run_finished":
            turns = detail.get("feeds_turned", ())
            told.feeds -= {turn["feed_id"] for turn in turns if turn["after"] not in SILENT}
        elif event.rule_id == rule.id and event.event_type == "alert_queued":
            told.feeds |= set(detail.get("feeds", ()))
            told.at = event.recorded_at
        elif event.rule_id == rule.id and detail.get("until"):
            told.silenced_until = datetime.fromisoformat(detail["until"])
    return told


def _alert(rule: AlertRule, feeds: Mapping[str, Health], watch: Watch, basis: Basis) -> Alert:
    health = {name: one.health for name, one in sorted(feeds.items())}
    key = {
        "watch_id": watch.id,
        "rule_id": rule.id,
        "transition": "silent",
        "feeds": health,
        "basis_seq": basis.seq,
    }
    names = ", ".join(f"{name} is {one}" for name, one in health.items())
    lines = [f"- {name} is {one.health}: {one.why}" for name, one in sorted(feeds.items())]
    of_all = f"{len(health)} of {len(watch.feeds)} feeds went silent: a state may stand still"
    return Alert(
        alert_id=content_hash(key),
        rule_id=rule.id,
        indicator=None,
        transition="silent",
        before=None,
        after=None,
        title=clipped(f"{watch.id}: {names}", 120),
        body="\n".join(
            [
                f"{of_all} because nobody reports any more.",
                "",
                *lines,
                "",
                f"As of {basis.at:%Y-%m-%d %H:%M} UTC; log up to event {basis.seq}, "
                f"head {basis.log_head}",
                "All of it: vedette feeds",
            ]
        ),
        detail={"short": clipped(names), "feeds": health, **basis_of(rule, basis)},
    )
