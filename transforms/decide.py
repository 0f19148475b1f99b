"""States now, and what the log says was written and told -> what is to be written and told.

A state is written down (state_changed) where it differs from the last one written
(transforms/transitions.py). An alert is queued (alert_queued) where a rule has something to tell
(transforms/rule_memory.py). Both come back together, for one append: neither can exist without
the other.

An indicator that is kept apart by place or thing has a state for each ("deaths@Angola"). One that
comes up after the first run starts from nothing known, so that a new place is told of.

In:   Picture, the log's DECIDING_EVENTS, the watch, the basis
Out:  events, state_changed first
Never: reads a clock: `Basis.at` is now. With nothing new in the picture, there is no event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.alert_text import Basis, Change, Position, body_of, short_of, title_of
from transforms.events import alert_queued, as_plain, content_hash, state_changed
from transforms.records import Alert, AlertRule, Event, Indicator, IndicatorState, Watch
from transforms.rule_history import Asserted, History
from transforms.rule_memory import Memory, due, remember
from transforms.series import with_series
from transforms.transitions import transitions_between


@dataclass(frozen=True)
class Picture:
    """What is known now, by indicator. One that is missing in `states` has nothing known of it.

    `positions` are those on each, the weightiest first. `taken_back` gives the claims of an
    indicator that were behind its state when an event after a seq took them back.
    """

    states: Mapping[str, IndicatorState]
    positions: Mapping[str, Sequence[Position]] = field(default_factory=dict)
    taken_back: Callable[[str, int], Sequence[Asserted]] = lambda indicator, seq: ()


def decide(
    picture: Picture, past: Iterable[Event], watch: Watch, basis: Basis
) -> tuple[Event, ...]:
    """The state_changed and alert_queued events that are due, for one append.

    `past` holds the log's DECIDING_EVENTS in their order, of any watch; an indicator without one
    gets its baseline, silently.
    """
    watch = with_series(watch, picture.states)
    history = History(watch.id, past)
    written: list[Event] = []
    told: list[Event] = []
    for indicator in watch.indicators:
        now = picture.states.get(indicator.id) or IndicatorState(indicator.id, indicator.kind)
        before = history.last_written.get(indicator.id)
        is_first = before is None
        before = before or _nothing_before(indicator, history)
        transitions = transitions_between(before, now, indicator) if before else ()
        if before is None or transitions:
            written.append(_state_changed((before, now), transitions, watch, basis))
        for rule in () if basis.is_quiet else watch.rules:
            if indicator.id in rule.indicators:
                memory = remember(rule, indicator, history.of(rule.id, indicator.id))
                memory.heard = before if is_first else memory.heard
                change = _change(rule, memory, (indicator, now), picture, basis)
                if change:
                    positions = picture.positions.get(indicator.id, ())
                    alert = _alert(rule, change, watch, positions, basis)
                    told.append(alert_queued(alert, watch, basis.run_id))
    return (*written, *told)


def _change(
    rule: AlertRule,
    memory: Memory,
    state: tuple[Indicator, IndicatorState],
    picture: Picture,
    basis: Basis,
) -> Change | None:
    """What the rule has to tell, if anything."""
    indicator, now = state
    heard = memory.heard
    if heard is None:
        return None  # the baseline
    gone: Sequence[Asserted] = ()
    if "retraction" in rule.on:
        gone = picture.taken_back(indicator.id, memory.retractions_after_seq)
    fires = due(rule, memory, state, basis.at, gone)
    return Change(indicator, fires, heard, now, tuple(gone)) if fires else None


def _nothing_before(indicator: Indicator, history: History) -> IndicatorState | None:
    """Where a series starts that comes up after its indicator had its baseline."""
    base, apart, _ = indicator.id.partition("@")
    is_later = apart and base in history.last_written
    return IndicatorState(indicator.id, indicator.kind) if is_later else None


def _state_changed(
    states: tuple[IndicatorState | None, IndicatorState],
    transitions: tuple[str, ...],
    watch: Watch,
    basis: Basis,
) -> Event:
    return state_changed(
        *states,
        watch=watch,
        run_id=basis.run_id,
        basis_seq=basis.seq,
        transitions=transitions,
        is_quiet=basis.is_quiet,
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
            "short": short_of(change, positions, watch),
            "claims": [as_plain(position) for position in positions],
            "retracted": [as_plain(one) for one in change.retracted],
            **basis_of(rule, basis),
        },
    )


def basis_of(rule: AlertRule, basis: Basis) -> dict[str, object]:
    """What every alert says of itself: what it rests on, for whom it is, and when to deliver it."""
    when = {"quiet_hours": rule.quiet_hours, "digest_at": rule.digest_at}
    when = {name: value for name, value in when.items() if value is not None}
    return {
        "as_of_at": basis.at.isoformat(),
        "basis_seq": basis.seq,
        "log_head": basis.log_head,
        "targets": list(basis.targets),
        **(when | {"time_zone": rule.time_zone} if when else {}),
    }
