"""A change -> the words of its alert: a title of one line and a body in plain text.

In:   the state before and after, the positions on the indicator, the basis of the decision
Out:  text in English, without markup; numbers with a comma at the thousands
Never: decides whether anybody is told (transforms/decide.py does), or leaves out who says
       otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from transforms.records import Indicator, IndicatorState, Watch

# A message is read on a telephone: the rest stands in the alert's detail.
_POSITIONS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Position:
    """What one origin stands by now on an indicator, in the words of the claim behind it.

    `is_agreeing` and `is_contradicting` are about the state after the change; a position may be
    neither (a lower rung than the state's contradicts nothing).
    """

    claim_id: str
    source: str
    outlet: str
    reliability: str
    certainty: str
    evidence: str
    url: str
    is_agreeing: bool
    is_contradicting: bool
    title: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rests on: the log up to event `seq`, whose newest file hashes to
    `log_head`. `at` is the run's clock, the one that the log stamps with; `targets` are the
    names of those who are to be told."""

    run_id: str
    at: datetime
    seq: int
    log_head: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator's way from what was last told to what holds now."""

    indicator: Indicator
    transitions: tuple[str, ...]
    before: IndicatorState
    after: IndicatorState


def title_of(change: Change) -> str:
    """One line: `icbm-launch-readiness: preparing → launched`."""
    name, after = change.indicator.id, in_short(change.after, change.indicator)
    if {"level_up", "level_down", "value_change", "range_change"} & set(change.transitions):
        return f"{name}: {in_short(change.before, change.indicator)} → {after}"
    happened = {
        "new_dispute": "disputed",
        "dispute_settled": "dispute settled",
        "stale": f"no claim for {change.indicator.stale_after_days} days",
        "fresh": "claims again",
    }
    said = ", ".join(happened.get(transition, transition) for transition in change.transitions)
    return f"{name}: {said} ({after})"


def body_of(change: Change, positions: Sequence[Position], watch: Watch, basis: Basis) -> str:
    """Before → after, who says so, who says otherwise, in which words, and on what basis."""
    agreeing = [position for position in positions if position.is_agreeing]
    contradicting = [position for position in positions if position.is_contradicting]
    others = [p for p in positions if not p.is_agreeing and not p.is_contradicting]
    sections = [
        _summary(change),
        _section("Who says so", agreeing, watch),
        _section("Who says otherwise", contradicting, watch),
        _section("Who says something else", others, watch),
        f"As of {basis.at:%Y-%m-%d %H:%M} UTC; log up to event {basis.seq}, head {basis.log_head}",
    ]
    return "\n\n".join(section for section in sections if section)


def in_short(state: IndicatorState, indicator: Indicator) -> str:
    """The rung, or the number and its unit: `12,000 soldiers`."""
    if state.kind == "level":
        return state.level or "nothing known"
    unit = f" {indicator.unit}" if indicator.unit else ""
    if state.value is not None:
        return f"{_number(state.value)}{unit}"
    if state.value_low is not None:
        return f"at least {_number(state.value_low)}{unit}"
    if state.value_high is not None:
        return f"up to {_number(state.value_high)}{unit}"
    return "nothing known"


def in_full(state: IndicatorState, indicator: Indicator) -> str:
    """The same with the range of the positions, and whether they meet."""
    words = in_short(state, indicator)
    low, high = state.value_low, state.value_high
    if state.value is not None and (low, high) != (state.value, state.value):
        if low is not None and high is not None:
            words += f" (from {_number(low)} to {_number(high)})"
        elif low is not None:
            words += f" (from {_number(low)}, no upper bound)"
        elif high is not None:
            words += f" (up to {_number(high)})"
    return f"{words}, disputed" if state.is_disputed else words


def name_of(position: Position, watch: Watch) -> str:
    """Who speaks, by the watch's first name for the party."""
    names = {party.id: party.names[0] for party in watch.parties if party.names}
    outlet = names.get(position.outlet, position.outlet)
    if position.source == "outlet":
        return outlet
    if position.source == "unknown":
        return f"an unnamed source, by {outlet}"
    return names.get(position.source, position.source)


def _summary(change: Change) -> str:
    after, indicator = change.after, change.indicator
    lines = [
        f"{indicator.title}: {in_full(change.before, indicator)} → {in_full(after, indicator)}",
        f"Credibility {after.credibility} (1 confirmed, 6 cannot be judged); "
        f"{_count(after.origins, 'origin')}, {_count(after.articles, 'article')}",
    ]
    if after.since:
        lines.append(f"Held since {after.since.isoformat()}")
    if "stale" in change.transitions:
        lines.append(f"No claim for more than {indicator.stale_after_days} days")
    return "\n".join(lines)


def _section(heading: str, positions: Sequence[Position], watch: Watch) -> str:
    if not positions:
        return ""
    lines = [f"{heading}:"]
    for position in positions[:_POSITIONS_SHOWN]:
        certainty = position.certainty.replace("_", " ")
        who = f"{name_of(position, watch)} (reliability {position.reliability}, {certainty})"
        when = f", {position.published_at:%Y-%m-%d}" if position.published_at else ""
        lines.append(f"- {who}{when}: “{' '.join(position.evidence.split())}”")
        headline = f"{position.title}: " if position.title else ""
        lines.append(f"  {headline}{position.url}")
    if len(positions) > _POSITIONS_SHOWN:
        lines.append(f"- and {len(positions) - _POSITIONS_SHOWN} more")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
