"""Events of the log -> what a rule's memory is folded from, parsed once for all rules.

In:   state_changed, alert_queued, watch_changed, alert_answered events, in the log's order
Out:  Written, Told, RuleWas, Silenced
Never: decides anything.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from transforms.records import AlertRule, Event, IndicatorState

# What decide() wants to know of the log.
DECIDING_EVENTS = ("state_changed", "alert_queued", "watch_changed", "alert_answered")


@dataclass(frozen=True, slots=True)
class Written:
    """A state that was written down. Quiet: as history, which nobody is told."""

    at: datetime
    before: IndicatorState | None
    after: IndicatorState
    basis_seq: int = 0
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An alert of some rule."""

    at: datetime
    rule_id: str
    names: tuple[str, ...]
    before: IndicatorState | None
    after: IndicatorState
    basis_seq: int


@dataclass(frozen=True, slots=True)
class RuleWas:
    """The rule as the watch has it from here on for the indicator; None: it has not."""

    seq: int
    rule: AlertRule | None


@dataclass(frozen=True, slots=True)
class Silenced:
    """Until when a rule, an indicator, or one on the other is not to speak: the last word on each
    of these counts."""

    about: tuple[str | None, str | None]
    until: datetime


@dataclass(frozen=True, slots=True)
class Asserted:
    """A claim behind the state that was taken back, retracted or corrected, by the event `seq`."""

    seq: int
    claim_id: str
    reason: str
    source: str
    evidence: str
    url: str


Entry = Written | Told | RuleWas | Silenced


@dataclass(frozen=True, slots=True)
class _Watched:
    """A watch_changed event: every rule by its id."""

    seq: int
    rules: Mapping[str, AlertRule]


@dataclass(frozen=True, slots=True)
class _Hushed:
    """An alert_answered event that silences."""

    rule_id: str | None
    indicator: str | None
    until: datetime


class History:
    """The log of one watch, by indicator; what concerns all of them is in each."""

    def __init__(self, watch_id: str, past: Iterable[Event]) -> None:
        """`past` may hold events of other watches and types: they are passed over."""
        self._common: list[tuple[int, _Watched | _Hushed]] = []
        self._by_indicator: dict[str, list[tuple[int, Written | Told]]] = {}
        self.last_written: dict[str, IndicatorState] = {}
        for n, event in enumerate(past):
            if event.watch_id == watch_id and event.event_type in DECIDING_EVENTS:
                self._take(n, event, json.loads(event.detail or "{}"))

    def of(self, rule_id: str, indicator: str) -> Iterable[Entry]:
        """What the rule's memory of the indicator is folded from, in order."""
        own = self._by_indicator.get(indicator, [])
        for _, entry in sorted([*self._common, *own], key=lambda one: one[0]):
            if isinstance(entry, _Watched):
                rule = entry.rules.get(rule_id)
                listens = rule is not None and indicator.partition("@")[0] in rule.indicators
                yield RuleWas(entry.seq, rule if listens else None)
            elif isinstance(entry, _Hushed):
                named = (entry.rule_id or rule_id, entry.indicator or indicator)
                if named in ((rule_id, indicator), (rule_id, indicator.partition("@")[0])):
                    yield Silenced((entry.rule_id, entry.indicator), entry.until)
            elif isinstance(entry, Written) or entry.rule_id == rule_id:
                yield entry

    def _take(self, n: int, event: Event, detail: Mapping[str, Any]) -> None:
        if event.event_type == "watch_changed":
            rules = {rule["id"]: _rule(rule) for rule in detail.get("rules", ())}
            self._common.append((n, _Watched(event.seq or 0, rules)))
        elif event.event_type == "alert_answered":
            if until := detail.get("until"):
                hushed = _Hushed(event.rule_id, event.indicator, datetime.fromisoformat(until))
                self._common.append((n, hushed))
        elif event.indicator is not None:
            entry = _entry(event, detail)
            self._by_indicator.setdefault(event.indicator, []).append((n, entry))
            if isinstance(entry, Written):
                self.last_written[event.indicator] = entry.after


def _entry(event: Event, detail: Mapping[str, Any]) -> Written | Told:
    before = _state(detail["before"]) if detail.get("before") else None
    after = _state(detail["after"])
    basis = int(detail.get("basis_seq") or 0)
    assert event.recorded_at is not None, "the log stamps what it holds"
    if event.event_type == "state_changed":
        return Written(event.recorded_at, before, after, basis, bool(detail.get("is_quiet")))
    names = tuple((event.reason or "").split(", "))
    return Told(event.recorded_at, event.rule_id or "", names, before, after, basis)


_STATE_FIELDS = dataclasses.fields(IndicatorState)
_RULE_FIELDS = {f.name for f in dataclasses.fields(AlertRule)}


def _state(plain: Mapping[str, Any]) -> IndicatorState:
    """A state as state_changed and alert_queued carry it, of today's program or an older one."""
    known = {f.name: plain.get(f.name, f.default) for f in _STATE_FIELDS}
    if known["since"] is not None:
        known["since"] = date.fromisoformat(known["since"])
    return IndicatorState(**known)


def _rule(plain: Mapping[str, Any]) -> AlertRule:
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in plain.items()
        if name in _RULE_FIELDS
    }
    return AlertRule(**known)
