"""Two states of an indicator -> the names of what changed between them.

    level_up, level_down          the rung; from nothing known is up, to nothing known is down
    value_change, range_change    the number; its bounds alone (which no rule listens to)
    new_dispute, dispute_settled  the positions no longer meet, or meet again
    stale, fresh                  no claim for the indicator's stale_after_days, or claims again

In:   two IndicatorState, the Indicator as it is now
Out:  names, numbers
Never: knows a rule: what of this is told is transforms/rule_memory.py's. Credibility, origins,
       articles and `since` move with every article: alone they change nothing.
"""

from __future__ import annotations

import math

from transforms.records import Indicator, IndicatorState


def transitions_between(
    before: IndicatorState, after: IndicatorState, indicator: Indicator
) -> tuple[str, ...]:
    """The names of what changed; none where nothing did that counts."""
    names: list[str] = []
    old, new = _rank(before, indicator), _rank(after, indicator)
    if old != new:
        names.append("level_up" if new > old else "level_down")
    if number_of(before) != number_of(after):
        names.append("value_change")
    elif _interval(before) != _interval(after):
        names.append("range_change")
    if before.is_disputed != after.is_disputed:
        names.append("new_dispute" if after.is_disputed else "dispute_settled")
    # Nothing known is neither fresh nor stale.
    if before.is_stale != after.is_stale and is_known(after):
        names.append("stale" if after.is_stale else "fresh")
    return tuple(names)


def is_known(state: IndicatorState) -> bool:
    """Whether there is a rung or a number at all."""
    return state.level is not None or number_of(state) is not None


def number_of(state: IndicatorState) -> float | None:
    """The number that stands for a quantity: its value, else the bound that is known."""
    return next((number for number in _interval(state) if number is not None), None)


def change_of(before: IndicatorState, after: IndicatorState) -> tuple[float, float]:
    """By how much the number changed, in its unit and in per cent of the number before. Both are
    infinite from or to nothing known; the per cent are from zero."""
    old, new = number_of(before), number_of(after)
    if old is None or new is None:
        return math.inf, math.inf
    change = abs(new - old)
    return change, math.inf if old == 0 else 100.0 * change / abs(old)


def is_beyond_range(before: IndicatorState, after: IndicatorState) -> bool:
    """Whether the number lies outside the range that was held before. Bounds are inside."""
    old, new = number_of(before), number_of(after)
    if old is None or new is None:
        return old != new
    low, high = before.value_low, before.value_high
    return (low is not None and new < low) or (high is not None and new > high)


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
