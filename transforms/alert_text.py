"""A change -> the words of its alert: a title of one line, a body, and a short form for chats.

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
from transforms.rule_history import Asserted

# A message is read on a telephone: the rest stands in the alert's detail.
_POSITIONS_SHOWN = 6
SHORT_CHARS = 280
# Admiralty, apart from reliability: see warehouse/views/state.sql.
_CREDIBILITY = {
    1: "confirmed: two or more independent origins agree",
    2: "one origin of reliability A or B, contradicted by no equal",
    3: "one origin of reliability C or D, contradicted by no equal",
    4: "contradicted by origins that are as reliable",
    5: "contradicted by an origin that is more reliable",
    6: "cannot be judged",
}


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
    names of those who are to be told. Quiet: what changed is history, and nobody is told."""

    run_id: str
    at: datetime
    seq: int
    log_head: str
    targets: tuple[str, ...] = ()
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator's way from what was last told to what holds now."""

    indicator: Indicator
    transitions: tuple[str, ...]
    before: IndicatorState
    after: IndicatorState
    retracted: tuple[Asserted, ...] = ()


def title_of(change: Change) -> str:
    """One line: `icbm-launch-readiness: preparing → launched`."""
    name, after = change.indicator.id, in_short(change.after, change.indicator)
    if {"level_up", "level_down", "value_change", "beyond_range"} & set(change.transitions):
        return f"{name}: {in_short(change.before, change.indicator)} → {after}"
    happened = {
        "new_dispute": "disputed",
        "dispute_settled": "dispute settled",
        "stale": f"no claim for {change.indicator.stale_after_days} days",
        "new_origin": f"{change.after.origins} origins agree, {change.before.origins} before",
        "retraction": "a claim behind it was taken back",
    }
    said = ", ".join(happened.get(transition, transition) for transition in change.transitions)
    return f"{name}: {said} ({after})"


def body_of(change: Change, positions: Sequence[Position], watch: Watch, basis: Basis) -> str:
    """Before → after, who says so, who says otherwise, in which words, and on what basis."""
    agreeing = [position for position in positions if position.is_agreeing]
    contradicting = [position for position in positions if position.is_contradicting]
    others = [p for p in positions if not p.is_agreeing and not p.is_contradicting]
    sections = [
        _summary(change, agreeing),
        _taken_back(change),
        _section("Who says so", agreeing, watch),
        _section("Who says otherwise", contradicting, watch),
        _section("Who says something else", others, watch),
        f"As of {basis.at:%Y-%m-%d %H:%M} UTC; log up to event {basis.seq}, head {basis.log_head}\n"
        # To the microsecond: what was recorded in the same second may have come after.
        f"All of it: vedette why {change.indicator.id} "
        f"--as-of {basis.at.replace(tzinfo=None).isoformat()}",
    ]
    return "\n\n".join(section for section in sections if section)


def short_of(change: Change, positions: Sequence[Position], watch: Watch) -> str:
    """At most SHORT_CHARS: the state, how sure and how credible, who says so, one link."""
    after = change.after
    said = [in_full(after, change.indicator)]
    if after.certainty:
        said.append(_in_words(after.certainty))
    said.append(f"credibility {after.credibility}, {_count(after.origins, 'origin')}")
    agreeing = [position for position in positions if position.is_agreeing]
    against = [position for position in positions if position.is_contradicting]
    if agreeing:
        said.append(f"says {name_of(agreeing[0], watch)}")
    if against:
        said.append(f"not so says {name_of(against[0], watch)}")
    link = f" {agreeing[0].url}" if agreeing else ""
    if len(link) > SHORT_CHARS // 2:
        link = ""  # half a link leads nowhere
    return clipped("; ".join(said), SHORT_CHARS - len(link)) + link


def clipped(text: str, at_most: int = SHORT_CHARS) -> str:
    """The text; where it is longer, its beginning and a sign for what is left out."""
    return text if len(text) <= at_most else f"{text[: at_most - 1]}…"


def in_short(state: IndicatorState, indicator: Indicator) -> str:
    """The rung, or the number and its unit: `12,000 soldiers`, `at least 300 soldiers`."""
    if state.kind == "level":
        return state.level or "nothing known"
    unit = f" {indicator.unit}" if indicator.unit else ""
    is_least = state.value_high is None and state.value in (None, state.value_low)
    if state.value is not None and not is_least:
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
    if state.value is not None and (low, high) not in (
        (state.value, state.value),
        (state.value, None),
    ):
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


def _summary(change: Change, agreeing: Sequence[Position]) -> str:
    after, indicator = change.after, change.indicator
    lines = [
        f"{indicator.title}: {in_full(change.before, indicator)} → {in_full(after, indicator)}"
    ]
    if after.certainty:
        lines.append(f"Certainty: {_in_words(after.certainty)}, in the words of who says so")
    lines.append(
        f"Credibility {after.credibility} of 6: {_CREDIBILITY[after.credibility]}; "
        f"{_count(after.origins, 'origin')}, {_count(after.articles, 'article')}"
    )
    if after.since:
        lines.append(f"Held since {after.since.isoformat()}")
    seen = sorted(p.published_at for p in agreeing if p.published_at)
    if seen:
        lines.append(f"First seen {seen[0]:%Y-%m-%d}, last seen {seen[-1]:%Y-%m-%d}")
    if "stale" in change.transitions:
        lines.append(f"No claim for more than {indicator.stale_after_days} days")
    return "\n".join(lines)


def _taken_back(change: Change) -> str:
    lines = ["Taken back:"] if change.retracted else []
    for one in change.retracted:
        lines.append(f"- {one.source}: “{' '.join(one.evidence.split())}”")
        lines.append(f"  {' '.join(one.reason.split())}: {one.url}")
    return "\n".join(lines)


def _section(heading: str, positions: Sequence[Position], watch: Watch) -> str:
    if not positions:
        return ""
    lines = [f"{heading}:"]
    for position in positions[:_POSITIONS_SHOWN]:
        certainty = _in_words(position.certainty)
        who = f"{name_of(position, watch)} (reliability {position.reliability}, {certainty})"
        when = f", {position.published_at:%Y-%m-%d}" if position.published_at else ""
        lines.append(f"- {who}{when}: “{' '.join(position.evidence.split())}”")
        headline = f"{position.title}: " if position.title else ""
        lines.append(f"  {headline}{position.url}")
    if len(positions) > _POSITIONS_SHOWN:
        lines.append(f"- and {len(positions) - _POSITIONS_SHOWN} more")
    return "\n".join(lines)


def _in_words(certainty: str) -> str:
    return certainty.replace("_", " ")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
