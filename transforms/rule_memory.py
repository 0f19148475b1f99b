"""What a rule has heard of an indicator, by the log, and what of the state now is due to be told.

A rule hears the baseline, each alert of its own, and each state written since that it had nothing
to say of. It does not hear what it could not report: a rung or number below its gates, a change
below its thresholds or within its cooldown, one that has not held for debounce_hours, or anything
while it was silenced. Such a change is told once nothing is in its way any more: it is not lost.
Rung and number, dispute, staleness and origins are heard each for themselves.

Gates (min_origins, min_credibility, min_certainty) and thresholds hold for rungs, numbers and new
origins: a dispute or staleness has no credibility of its own.

A rule begins to listen where the watch first has it. What was before is its baseline; where it was
changed, what the old one had heard is, and what the old one was still to tell is told by the new.

In:   events of one indicator with the watch_changed and alert_answered events, the rule, a state
Out:  Memory; the names of the transitions that are due
Never: reads a clock, or builds an event (transforms/decide.py does).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from transforms.records import CERTAINTY_PCT, AlertRule, Indicator, IndicatorState
from transforms.rule_history import Asserted, Entry, RuleWas, Silenced, Told, Written
from transforms.transitions import change_of, is_beyond_range, is_known, transitions_between

_GROUPS = {
    "value": ("level_up", "level_down", "value_change", "beyond_range"),
    "dispute": ("new_dispute", "dispute_settled"),
    "stale": ("stale",),
    "origins": ("new_origin",),
}
_GROUP_OF = {name: group for group, names in _GROUPS.items() for name in names}
_FIELDS = {
    "value": ("level", "level_rank", "value", "value_low", "value_high"),
    "dispute": ("is_disputed",),
    "stale": ("is_stale",),
    "origins": ("origins",),
}
_ANY_LEVEL = ("level_up", "level_down")


@dataclass(slots=True)
class Memory:
    """Of one rule and one indicator. `since`: from when on each transition holds that is not told.
    `told_from` is the state that the last alert told the way from; `back_since`: from when on the
    state is there again."""

    heard: IndicatorState | None = None
    last: IndicatorState | None = None
    since: dict[str, datetime] = field(default_factory=dict)
    told_from: IndicatorState | None = None
    told_groups: frozenset[str] = frozenset()
    alerted_at: datetime | None = None
    back_since: datetime | None = None
    silences: dict[tuple[str | None, str | None], datetime] = field(default_factory=dict)
    retractions_after_seq: int = -1


def remember(rule: AlertRule, indicator: Indicator, history: Iterable[Entry]) -> Memory:
    """Fold the log, up to its end. Where it never tells of the rule, the rule was always there."""
    memory, then = Memory(), rule
    is_listening = True
    for entry in history:
        if isinstance(entry, RuleWas):
            is_listening, then = _changed(memory, entry, then, is_listening)
        elif isinstance(entry, Silenced):
            memory.silences[entry.about] = entry.until
        elif not is_listening:
            memory.last = entry.after
        elif isinstance(entry, Told):
            _told(memory, then, indicator, entry)
        else:
            _written(memory, then, indicator, entry)
    return memory


def due(
    rule: AlertRule,
    memory: Memory,
    now: tuple[Indicator, IndicatorState],
    at: datetime,
    retractions: Sequence[Asserted] = (),
) -> tuple[str, ...]:
    """The transitions that are to be told now. `memory` takes in the state now; `retractions` are
    those that the rule has not told."""
    indicator, state = now
    if memory.heard is None:
        return ()  # the baseline
    if memory.last is not None:
        hear(memory, rule, indicator, memory.last, at)  # it has held until now
    hear(memory, rule, indicator, state, at)
    if is_held(rule, memory.alerted_at, max(memory.silences.values(), default=None), at):
        return ()
    patience = rule.debounce_hours
    if memory.back_since is not None:
        patience = max(patience, rule.hysteresis_hours)
    names = [
        name
        for name, since in memory.since.items()
        if at - since >= timedelta(hours=patience)
        and (_GROUP_OF[name] not in ("value", "origins") or _is_trusted(rule, state))
    ]
    if retractions and "retraction" in rule.on:
        names.append("retraction")
    return tuple(names)


def is_held(
    rule: AlertRule, alerted_at: datetime | None, silenced_until: datetime | None, at: datetime
) -> bool:
    """Whether the rule may not speak: it has just done so, or was told not to."""
    if silenced_until is not None and at < silenced_until:
        return True
    return alerted_at is not None and at - alerted_at < timedelta(hours=rule.cooldown_hours)


def hear(
    memory: Memory, rule: AlertRule, indicator: Indicator, state: IndicatorState, at: datetime
) -> None:
    """Take in a state, as far as it has nothing to tell."""
    memory.last = state
    if memory.heard is None:
        memory.heard = state
        return
    if not _is_back(memory, rule, indicator, state):
        memory.back_since = None
    elif memory.back_since is None:
        memory.back_since = at
    if not _flutters(memory, rule, at):
        states = memory.heard, state
        names = _listened(rule, indicator, *states)
        memory.heard = _merged(states, _kept(rule, indicator, states, names))
    names = _listened(rule, indicator, memory.heard, state)
    memory.since = {name: memory.since.get(name, at) for name in names}


def _changed(
    memory: Memory, entry: RuleWas, rule: AlertRule, is_listening: bool
) -> tuple[bool, AlertRule]:
    """The watch has another rule, or none, of this id from here on."""
    if entry.rule is None:
        return False, rule
    if not is_listening:
        # nothing of what happened while nobody listened is told
        last = memory.last
        fresh = Memory(last, last, silences=memory.silences, retractions_after_seq=entry.seq)
        for f in dataclasses.fields(Memory):
            setattr(memory, f.name, getattr(fresh, f.name))
    elif entry.rule != rule and not memory.since and memory.last is not None:
        memory.heard = memory.last
    if memory.retractions_after_seq < 0:
        memory.retractions_after_seq = entry.seq
    return True, entry.rule


def _written(memory: Memory, rule: AlertRule, indicator: Indicator, entry: Written) -> None:
    if entry.is_quiet and not memory.since:
        memory.heard = memory.last = entry.after
        return
    if memory.heard is None:
        # The baseline; a series that came up later starts from nothing known.
        memory.heard = entry.before
        memory.retractions_after_seq = entry.basis_seq
    if memory.last is not None:
        hear(memory, rule, indicator, memory.last, entry.at)  # it has held until now
    hear(memory, rule, indicator, entry.after, entry.at)


def _told(memory: Memory, rule: AlertRule, indicator: Indicator, entry: Told) -> None:
    """An alert takes in what it told; what else it shows only as far as it was no news."""
    memory.alerted_at, memory.last = entry.at, entry.after
    if "retraction" in entry.names:
        memory.retractions_after_seq = entry.basis_seq
    states = memory.heard or entry.before or entry.after, entry.after
    groups = frozenset(_GROUP_OF[name] for name in entry.names if name in _GROUP_OF)
    kept = _kept(rule, indicator, states, _listened(rule, indicator, *states)) - groups
    if groups:
        memory.told_from, memory.told_groups = entry.before, groups
    memory.back_since = None
    memory.heard = _merged(states, kept)
    left = _listened(rule, indicator, memory.heard, entry.after)
    memory.since = {name: memory.since.get(name, entry.at) for name in left}


def _listened(
    rule: AlertRule, indicator: Indicator, heard: IndicatorState, state: IndicatorState
) -> tuple[str, ...]:
    """What differs that the rule listens to, whoever says so."""
    names: list[str] = []
    for name in transitions_between(heard, state, indicator):
        if name in _ANY_LEVEL:
            is_wanted = name in rule.on or "level_change" in rule.on
        elif name == "value_change":
            names += _of_number(rule, heard, state)
            continue
        else:
            is_wanted = name in rule.on
        if is_wanted:
            names.append(name)
    if "new_origin" in rule.on and is_known(state) and state.origins > heard.origins:
        names.append("new_origin")
    return tuple(names)


def _of_number(rule: AlertRule, heard: IndicatorState, state: IndicatorState) -> list[str]:
    by, by_pct = change_of(heard, state)
    names = []
    if "value_change" in rule.on and by >= rule.change and by_pct >= rule.change_pct:
        names.append("value_change")
    if "beyond_range" in rule.on and is_beyond_range(heard, state):
        names.append("beyond_range")
    return names


def _kept(
    rule: AlertRule,
    indicator: Indicator,
    states: tuple[IndicatorState, IndicatorState],
    names: Sequence[str],
) -> set[str]:
    """The groups in which the rule stays with what it heard: news, or below gate or threshold."""
    heard, state = states
    kept = {_GROUP_OF[name] for name in names}
    is_small = (
        not {"value_change", "beyond_range"}.isdisjoint(rule.on)
        and "value_change" in transitions_between(heard, state, indicator)
    )
    if is_small or not _is_trusted(rule, state):
        kept.add("value")
    return kept


def _merged(
    states: tuple[IndicatorState, IndicatorState], kept: Iterable[str]
) -> IndicatorState:
    heard, state = states
    old = {name: getattr(heard, name) for group in kept for name in _FIELDS[group]}
    return replace(state, **old)


def _is_trusted(rule: AlertRule, state: IndicatorState) -> bool:
    """Whether the state is past the rule's gates. That nothing is known any more has no origin to
    ask for: it is always told."""
    if not is_known(state):
        return True
    is_sure = rule.min_certainty is None or (
        CERTAINTY_PCT.get(state.certainty or "", 0) >= CERTAINTY_PCT[rule.min_certainty]
    )
    return (
        is_sure
        and state.origins >= rule.min_origins
        and state.credibility <= rule.min_credibility
    )


_BOTH_WAYS: Mapping[str, tuple[str, ...]] = {
    "value": (*_ANY_LEVEL, "value_change"),
    "dispute": _GROUPS["dispute"],
    "stale": ("stale", "fresh"),
    "origins": (),
}


def _is_back(
    memory: Memory, rule: AlertRule, indicator: Indicator, state: IndicatorState
) -> bool:
    """Whether the state is where it was before the last alert, in what that one told."""
    if not rule.hysteresis_hours or memory.told_from is None or not memory.told_groups:
        return False
    ways = {way for group in memory.told_groups for way in _BOTH_WAYS[group]}
    differs = ways.intersection(transitions_between(memory.told_from, state, indicator))
    if "value_change" in differs:
        listens = replace(rule, on=("value_change",))
        return bool(differs <= {"value_change"}) and not _of_number(
            listens, memory.told_from, state
        )
    return not differs


def _flutters(memory: Memory, rule: AlertRule, at: datetime) -> bool:
    """Whether the state is back, and has not been for long."""
    if memory.back_since is None:
        return False
    return at - memory.back_since < timedelta(hours=rule.hysteresis_hours)
