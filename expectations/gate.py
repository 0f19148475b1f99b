"""The gate: a batch of events -> those that pass, and those held back with a reason.

Every article and every claim is judged by a suite (suites/*.json) before it may enter the log. A
failed critical expectation holds the row back; a failed warning flags it. The claims of an article
that is held back are held back with it. Where most of a batch would be held back, from several
outlets at once, the fault is ours and not the news': the batch as a whole is refused.

In:   article_fetched and claim_asserted events of one batch, the watch, what stands beside them
Out:  Verdict: every event is in exactly one of passed and quarantined, in the batch's order
Never: drops a row, changes one that passes, reads a clock, reaches the network. Where the
       judgement itself fails, it raises GateFault (suite.py), and nothing may be appended.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from expectations.columns import (
    Columns,
    article_columns,
    claim_columns,
    state_columns,
    text_of,
    writable,
)
from expectations.suite import SUITES, Failure, GateFault, columns_named, judge
from transforms.records import (
    Check,
    Event,
    IndicatorState,
    Quarantined,
    Verdict,
    Watch,
)

# The reason of a claim whose article was held back.
ARTICLE_PASSED = "the article of a claim must have passed"
_JUDGED = ("article_fetched", "claim_asserted")
# So few rows, or rows of so few outlets, may all be wrong: one outlet's site, say.
_MANY_ROWS, _SEVERAL_OUTLETS = 20, 3

_Failures = list[tuple[Event, Failure]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a batch is judged beside: `texts` of the articles (by article_id) whose article_fetched
    is not in it; `values` of the states now, by series; `waived`, the expectations that a person
    lets a row fail, by its event_id."""

    texts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    waived: Mapping[str, Collection[str]] = field(default_factory=dict)


def sift(
    events: Sequence[Event], watch: Watch, beside: Beside | None = None, suites: Path = SUITES
) -> Verdict:
    """Judge a batch. `suites` is a folder with articles.json, claims.json and batch.json. Raises
    GateFault."""
    for event in events:
        if event.event_type not in _JUDGED:
            raise GateFault(f"gate: {event.event_type} is not judged here, only {_JUDGED}")
    beside = beside or Beside()
    articles = [event for event in events if event.event_type == "article_fetched"]
    claims = [event for event in events if event.event_type == "claim_asserted"]
    found = [text_of(article) for article in articles]
    failures: _Failures = []
    checks: tuple[Check, ...] = ()
    if articles:
        suite = suites / "articles.json"
        judged = judge(article_columns(articles, found, columns_named(suite)), suite)
        failures += [(articles[failure.row], failure) for failure in judged.failures]
        checks += judged.checks
    if claims:
        texts = dict(beside.texts)
        texts |= {a.article_id or "": t for a, t in zip(articles, found, strict=True) if t}
        suite = suites / "claims.json"
        asked = columns_named(suite)
        columns = claim_columns(claims, articles, watch, texts, beside.values, asked)
        judged = judge(columns, suite)
        failures += [(claims[failure.row], failure) for failure in judged.failures]
        checks += judged.checks
    verdict = _verdict(events, _standing(failures, beside.waived), checks)
    _check_whole(verdict, suites)
    return verdict


def judge_states(states: Sequence[IndicatorState], watch: Watch, suites: Path = SUITES) -> Verdict:
    """Judge what the claims add up to, before anything follows from it. The verdict has warnings
    and checks only: raises GateFault where a state cannot be."""
    if not states:
        return Verdict((), ())
    judged = judge(state_columns(states, watch), suites / "state.json")
    lines = [
        f"state of {states[failure.row].indicator}: {failure.meaning}: "
        f"{failure.column} is {failure.observed}"
        for failure in judged.failures
        if failure.is_critical
    ]
    if lines:
        raise GateFault("; ".join(lines))
    return Verdict(
        (),
        (),
        tuple(
            f"{states[failure.row].indicator}: {failure.meaning}: "
            f"{failure.column} is {failure.observed}"
            for failure in judged.failures
        ),
        judged.checks,
    )


def judge_run(figures: Columns, suites: Path = SUITES) -> Verdict:
    """Judge the figures of one run (a column each, one row) beside those of the runs before it:
    warnings only."""
    judged = judge(figures, suites / "run.json")
    warnings = tuple(
        f"this run: {failure.meaning}: {failure.column} is {failure.observed}"
        for failure in judged.failures
    )
    return Verdict((), (), warnings, judged.checks)


def _standing(failures: _Failures, waived: Mapping[str, Collection[str]]) -> _Failures:
    """Without what a person waived."""
    return [
        (event, failure)
        for event, failure in failures
        if failure.meaning not in waived.get(event.event_id, ())
    ]


def _check_whole(verdict: Verdict, suites: Path) -> None:
    """Raises GateFault where a fault is the whole batch's."""
    held = verdict.quarantined
    n_rows = len(verdict.passed) + len(held)
    outlets = {row.event.outlet for row in held}
    if n_rows < _MANY_ROWS or len(outlets) < _SEVERAL_OUTLETS:
        return
    figures: Columns = {"held_pct": [100.0 * len(held) / n_rows if n_rows else math.nan]}
    for failure in judge(figures, suites / "batch.json").failures:
        ((reason, _),) = Counter(row.expectation for row in held).most_common(1)
        raise GateFault(
            f"batch: {failure.meaning}: {len(held)} of {n_rows} rows, of {len(outlets)} outlets, "
            f"most because {reason}; nothing was appended"
        )


def _verdict(events: Sequence[Event], failures: _Failures, checks: tuple[Check, ...]) -> Verdict:
    """The first critical failure of a row is its reason; the order is the suite's."""
    # By object: the same content may stand in a batch twice.
    held: dict[int, Quarantined] = {}
    for event, failure in failures:
        if failure.is_critical:
            row = Quarantined(writable(event), failure.meaning, failure.column, failure.observed)
            held.setdefault(id(event), row)
    _hold_claims_of_held_articles(events, held)
    return Verdict(
        passed=tuple(event for event in events if id(event) not in held),
        quarantined=tuple(held[id(event)] for event in events if id(event) in held),
        warnings=tuple(
            f"{event.url or event.article_id}: {failure.meaning}: "
            f"{failure.column} is {failure.observed}"
            for event, failure in failures
            if not failure.is_critical and id(event) not in held
        ),
        checks=checks,
    )


def _hold_claims_of_held_articles(events: Sequence[Event], held: dict[int, Quarantined]) -> None:
    reasons = {
        row.event.article_id: f"{row.expectation} ({row.column} is {row.observed})"
        for row in held.values()
        if row.event.event_type == "article_fetched"
    }
    for event in events:
        if event.event_type == "article_fetched" and id(event) not in held:
            reasons.pop(event.article_id, None)
    for event in events:
        if event.event_type == "claim_asserted" and event.article_id in reasons:
            observed = f"{event.article_id}, held back because {reasons[event.article_id]}"
            row = Quarantined(event, ARTICLE_PASSED, "article_id", observed)
            held.setdefault(id(event), row)
