"""States now, and what the log says was written and told -> what is to be written and told.

A state is written down (state_changed) where it differs from the last one written. An alert is
queued (alert_queued) where a rule fires on the way from what that rule last took in to now. Both
come back together, for one append: neither can exist without the other.

What counts as a difference: the rung, the number, its bounds, dispute, staleness. Credibility,
origins, articles and `since` move with every article: they are written with a state, and open or
shut a rule's gate, but alone they change nothing. The transitions:

    level_up, level_down          the rung; from nothing known is up, to nothing known is down
    value_change, range_change    the number; its bounds alone (which no rule listens to)
    new_dispute, dispute_settled  the positions no longer meet, or meet again
    stale, fresh                  no claim for the indicator's stale_after_days, or claims again

An indicator that is kept apart by place or thing has a state for each ("deaths@Angola"). One that
comes up after the first run starts from nothing known, so that a new place is told of.

What a rule takes in: the baseline, each alert of its own, and each state written since that it had
nothing to say of. It does not take in what it could not report: a rung or number below its
min_origins or min_credibility, a change under its change_pct, a change within its cooldown. So
such a change is told once it is confirmed, adds up, or the cooldown is over; not lost. Gates and
change_pct hold for rungs and numbers; a dispute or staleness has no credibility of its own.

In:   IndicatorState by indicator, the log's state_changed and alert_queued events, the watch
Out:  events, state_changed first
Never: reads a clock: `Basis.at` is now. With nothing new in the states, there is no event.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from transforms.alert_text import Basis, Change, Position, body_of, title_of
from transforms.events import alert_queued, as_plain, content_hash, state_changed
from transforms.records import Alert, AlertRule, Event, Indicator, IndicatorState, Watch
from transforms.series import with_series

_OF_THE_VALUE = frozenset({"level_up", "level_down", "value_change", "range_change"})


def decide(
    states: Mapping[str, IndicatorState],
    past: Iterable[Event],
    watch: Watch,
    positions: Mapping[str, Sequence[Position]],
    basis: Basis,
) -> tuple[Event, ...]:
    """The state_changed and alert_queued events that are due, for one append.

    `past` holds the log's state_changed and alert_queued events in their order, of any watch; an
    indicator without one gets its baseline, silently. `positions` are those on each indicator,
    the weightiest first; an indicator that is missing in `states` has nothing known of it.
    """
    watch = with_series(watch, states)
    histories: dict[str, list[Event]] = {indicator.id: [] for indicator in watch.indicators}
    for event in past:
        if event.watch_id == watch.id and event.indicator in histories:
            histories[event.indicator].append(event)
    written: list[Event] = []
    told: list[Event] = []
    for indicator in watch.indicators:
        history = histories[indicator.id]
        now = states.get(indicator.id) or IndicatorState(indicator.id, indicator.kind)
        before = _last_written(history) or _nothing_before(indicator, histories)
        transitions = transitions_between(before, now, indicator) if before else ()
        if before is None or transitions:
            written.append(
                state_changed(
                    before,
                    now,
                    watch=watch,
                    run_id=basis.run_id,
                    basis_seq=basis.seq,
                    transitions=transitions,
                )
            )
        for rule in watch.rules:
            change = _due(rule, indicator, (before, history), now, basis.at)
            if change:
                alert = _alert(rule, change, watch, positions.get(indicator.id, ()), basis)
                told.append(alert_queued(alert, watch, basis.run_id))
    return (*written, *told)


def _nothing_before(
    indicator: Indicator, histories: Mapping[str, Sequence[Event]]
) -> IndicatorState | None:
    """Where a series starts that comes up after its indicator had its baseline."""
    base, apart, _ = indicator.id.partition("@")
    return IndicatorState(indicator.id, indicator.kind) if apart and histories[base] else None


def transitions_between(
    before: IndicatorState, after: IndicatorState, indicator: Indicator
) -> tuple[str, ...]:
    """The names of what changed; none where nothing did that counts."""
    names: list[str] = []
    old, new = _rank(before, indicator), _rank(after, indicator)
    if old != new:
        names.append("level_up" if new > old else "level_down")
    if _number_of(before) != _number_of(after):
        names.append("value_change")
    elif _interval(before) != _interval(after):
        names.append("range_change")
    if before.is_disputed != after.is_disputed:
        names.append("new_dispute" if after.is_disputed else "dispute_settled")
    # Nothing known is neither fresh nor stale.
    if before.is_stale != after.is_stale and _is_known(after):
        names.append("stale" if after.is_stale else "fresh")
    return tuple(names)


def _due(
    rule: AlertRule,
    indicator: Indicator,
    past: tuple[IndicatorState | None, Sequence[Event]],
    now: IndicatorState,
    at: datetime,
) -> Change | None:
    """What the rule has to tell, if anything."""
    if indicator.id not in rule.indicators:
        return None
    before, history = past
    heard, alerted_at = _heard(rule, indicator, history) if history else (before, None)
    if heard is None or _is_cooling(rule, alerted_at, at):
        return None
    fires = _fires(rule, indicator, heard, now)
    return Change(indicator, fires, heard, now) if fires else None


def _heard(
    rule: AlertRule, indicator: Indicator, history: Sequence[Event]
) -> tuple[IndicatorState | None, datetime | None]:
    """The state that the rule last took in, and when it last alerted."""
    heard: IndicatorState | None = None
    alerted_at: datetime | None = None
    for event in history:
        if event.event_type == "state_changed":
            state = _state_after(event)
            if heard is None:
                heard = state
            elif not (
                _is_cooling(rule, alerted_at, event.recorded_at)
                and _fires(rule, indicator, heard, state)
            ):
                heard = _take_in(rule, indicator, heard, state)
        elif event.rule_id == rule.id:
            heard, alerted_at = _state_after(event), event.recorded_at
    return heard, alerted_at


def _fires(
    rule: AlertRule, indicator: Indicator, heard: IndicatorState, state: IndicatorState
) -> tuple[str, ...]:
    """The transitions that the rule listens to, past its gates."""
    return tuple(
        name
        for name in transitions_between(heard, state, indicator)
        if name in rule.on
        and (name not in _OF_THE_VALUE or _is_trusted(rule, state))
        and (name != "value_change" or _change_pct(heard, state) >= rule.change_pct)
    )


def _take_in(
    rule: AlertRule, indicator: Indicator, heard: IndicatorState, state: IndicatorState
) -> IndicatorState:
    """The state as the rule knows it from now on: what it could not report stays as it was."""
    is_too_small = (
        "value_change" in rule.on
        and "value_change" in transitions_between(heard, state, indicator)
        and _change_pct(heard, state) < rule.change_pct
    )
    if _is_trusted(rule, state) and not is_too_small:
        return state
    return dataclasses.replace(
        state,
        level=heard.level,
        level_rank=heard.level_rank,
        value=heard.value,
        value_low=heard.value_low,
        value_high=heard.value_high,
    )


def _alert(
    rule: AlertRule, change: Change, watch: Watch, positions: Sequence[Position], basis: Basis
) -> Alert:
    after, transition = change.after, ", ".join(change.transitions)
    key = {
        "watch_id": watch.id,
        "rule_id": rule.id,
        "indicator": change.indicator.id,
        "transition": transition,
        "level": after.level,
        "value": after.value,
        "value_low": after.value_low,
        "value_high": after.value_high,
        "is_disputed": after.is_disputed,
        "is_stale": after.is_stale,
        "basis_seq": basis.seq,
    }
    return Alert(
        alert_id=content_hash(key),
        rule_id=rule.id,
        indicator=change.indicator.id,
        transition=transition,
        before=change.before,
        after=after,
        title=title_of(change),
        body=body_of(change, positions, watch, basis),
        detail={
            "claims": [as_plain(position) for position in positions],
            "as_of_at": basis.at.isoformat(),
            "basis_seq": basis.seq,
            "log_head": basis.log_head,
            "targets": list(basis.targets),
        },
    )


def _last_written(history: Sequence[Event]) -> IndicatorState | None:
    states = [event for event in history if event.event_type == "state_changed"]
    return _state_after(states[-1]) if states else None


def _state_after(event: Event) -> IndicatorState:
    """The state after, as state_changed and alert_queued carry it."""
    after: dict[str, Any] = json.loads(event.detail or "{}")["after"]
    known = {field.name: after.get(field.name, field.default) for field in _STATE_FIELDS}
    if known["since"] is not None:
        known["since"] = date.fromisoformat(known["since"])
    return IndicatorState(**known)


_STATE_FIELDS = dataclasses.fields(IndicatorState)


def _is_cooling(rule: AlertRule, alerted_at: datetime | None, at: datetime | None) -> bool:
    if alerted_at is None or at is None:
        return False
    return at - alerted_at < timedelta(hours=rule.cooldown_hours)


def _is_trusted(rule: AlertRule, state: IndicatorState) -> bool:
    """Whether the state is past the rule's gates. That nothing is known any more has no origin to
    ask for: a retraction is always told."""
    is_past_gates = state.origins >= rule.min_origins and state.credibility <= rule.min_credibility
    return is_past_gates or not _is_known(state)


def _is_known(state: IndicatorState) -> bool:
    return state.level is not None or _number_of(state) is not None


def _rank(state: IndicatorState, indicator: Indicator) -> int:
    """The rung's place on the ladder as it is now; the place it was written with where the
    ladder has lost it; -1 for nothing known."""
    if state.level is None:
        return -1
    if state.level in indicator.ladder:
        return indicator.ladder.index(state.level)
    return -1 if state.level_rank is None else state.level_rank


def _interval(state: IndicatorState) -> tuple[float | None, ...]:
    return state.value, state.value_low, state.value_high


def _number_of(state: IndicatorState) -> float | None:
    """The number that stands for a quantity: its value, else the bound that is known."""
    return next((number for number in _interval(state) if number is not None), None)


def _change_pct(before: IndicatorState, after: IndicatorState) -> float:
    """Per cent of the number before; infinite from or to nothing, and from zero."""
    old, new = _number_of(before), _number_of(after)
    if old is None or new is None or old == 0:
        return math.inf
    return 100.0 * abs(new - old) / abs(old)
