"""Claims, positions, corrections and alerts -> the lines of the board's tables.

In:   rows of the views, the names of parties
Out:  frozen lines of words; a line's `link` is an address that is safe, or None
Never: markup; leaves out who says otherwise, or changes a letter of a quoted sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.board.rows import Rows
from flows.board.words import (
    day,
    likelihood,
    link,
    minute,
    page_name,
    quotation,
    said,
    span,
    speaker,
    title,
    transition_words,
)
from flows.terminal.show import cell, number

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, and where they stand."""

    sentence: str
    link: str | None
    headline: str
    outlet: str
    published: str  # minute, UTC; or the day and a word where that is not sure


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim with the part that it plays."""

    anchor: str
    on: str  # the date that it speaks for
    who: str
    says: str
    role: str
    counts: bool
    likelihood: str
    reliability: str
    weight: str
    confidence: str
    stated: str
    note: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class PositionLine:
    """What one origin stands by."""

    who: str
    origin: str
    says: str
    value: str
    span: str
    denies: str
    likelihood: str
    reliability: str
    since: str
    weight: str
    articles: int
    is_current: bool
    quote: Quote


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """What became of a claim after it was read: taken back by its article, or ruled on."""

    at: str
    what: str
    who: str
    why: str
    before: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert: what was told, and whether it arrived. Targets are named, never addressed."""

    at: str
    title: str
    what: str
    status: str
    is_dead: bool
    arrived: str
    seen: str
    body: str
    href: str | None


def claim_line(row: Row, names: Mapping[str, str]) -> ClaimLine:
    """A row of the board's claims."""
    return ClaimLine(
        anchor=f"c-{row['claim_id'][:12]}",
        on=day(row["position_date"]),
        who=speaker(row, names),
        says=said(row),
        role="waits for review" if row["role"] == "review" else row["role"],
        counts=row["status"] == "live",
        likelihood=likelihood(row["certainty"]),
        reliability=row["reliability"] or "",
        weight=number(row["weight"]),
        confidence="" if row["confidence"] is None else f"{row['confidence']:.2f}",
        stated=day(row["stated_on"]),
        note=_note(row),
        quote=quote_of(row, names),
    )


def position_line(row: Row, names: Mapping[str, str]) -> PositionLine:
    """A row of the view positions."""
    denied = [title(level) for level in row["denied_levels"] or ()]
    return PositionLine(
        who=speaker(row, names),
        origin=title(row["origin"]),
        says=said(row),
        value=title(row["level"]) if row["kind"] == "level" else number(row["value"]),
        span=span(row) if row["kind"] == "quantity" else "",
        denies=", ".join(denied),
        likelihood=likelihood(row["certainty"]),
        reliability=row["reliability"],
        since=day(row["position_date"]),
        weight=number(max(row["weight"], row["denied_weight"])),
        articles=row["articles"],
        is_current=row["is_current"],
        quote=quote_of(row, names),
    )


def correction_line(row: Row, names: Mapping[str, str]) -> CorrectionLine:
    """A claim_withdrawn or claim_reviewed event beside the claim."""
    is_review = row["event_type"] == "claim_reviewed"
    what, why = (row["verdict"], row["reason"]) if is_review else _taken_back(row["reason"] or "")
    return CorrectionLine(
        at=minute(row["recorded_at"]),
        what=title(what),
        who=title(row["reviewer"]) if is_review else speaker(row, names),
        why=title(why),
        before=_was(row["was"]),
        quote=quote_of(row, names),
    )


def alert_line(row: Row) -> AlertLine:
    """A row of the view alerts."""
    href = page_name(row["watch_id"], row["indicator"]) if row["indicator"] else None
    seen = f"{title(row['acknowledged_by'])}, {minute(row['acknowledged_at'])}"
    return AlertLine(
        at=minute(row["queued_at"]),
        title=title(row["title"]),
        what=transition_words(row["transition"]),
        status="not delivered" if row["status"] == "dead" else row["status"],
        is_dead=row["status"] == "dead",
        arrived=title(cell(row["delivered_to"])),
        seen=seen if row["acknowledged_at"] else "",
        body=quotation(row["body"]),
        href=href,
    )


def alerts_of(rows: Rows, watch_id: str, indicator: str) -> list[AlertLine]:
    """The alerts on one indicator, the newest first."""
    return [
        alert_line(row)
        for row in rows.alerts
        if (row["watch_id"], row["indicator"]) == (watch_id, indicator)
    ]


def quote_of(row: Row, names: Mapping[str, str]) -> Quote:
    """The sentence of a row, and where it stands."""
    outlet = row.get("outlet") or ""
    published = row.get("published_at")
    unsure = " (uncertain)" if published and row.get("is_published_uncertain") else ""
    return Quote(
        sentence=quotation(row["evidence"]),
        link=link(row["url"]),
        headline=title(row.get("title")) or title(row["url"]),
        outlet=title(names.get(outlet, outlet)),
        published=minute(published) + unsure,
    )




def _taken_back(reason: str) -> tuple[str, str]:
    """How an article took a claim back, and in which words."""
    kind, _, words = reason.partition(": ")
    if kind in ("retracted", "corrected"):
        return kind, words
    if kind == "revised":
        return kind, "a newer text does not say it"
    return "withdrawn", reason


def _note(row: Row) -> str:
    if row["status"] == "withdrawn":
        return title(": ".join(_taken_back(row["withdrawn_reason"] or "")))
    return f"{title(row['review'])} by a person" if row["review"] else ""


def _was(was: str | None) -> str:
    """What an amendment changed, as it stood before."""
    if not was:
        return ""
    told = json.loads(was)
    return title(", ".join(f"{name}: {cell(value)}" for name, value in told.items()))
