"""Rows that the gate held back, released or rejected by a person.

A released row goes through the gate once more, with the expectation that it failed waived, and is
then appended as what it is. Where it fails another one, it is held back for that. With an article
go the claims that were held back only because it was.

In:   a home, ids of rows in quarantine, a Ruling
Out:  Ruled: what was appended; one commit, so that no decision stands without what follows from it
Never: changes a row, or lets one pass that the newest text of its page has overtaken. A decision
       that was made already is not made twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from expectations.gate import ARTICLE_PASSED, Beside, sift
from flows.republish import republish
from flows.run_lock import only_run
from transforms.events import (
    claim_withdrawn,
    content_hash,
    row_quarantined,
    row_rejected,
    row_released,
)
from transforms.records import Event, Ruling
from warehouse import queries
from warehouse.database import connect
from warehouse.held_rows import HeldRow, rows_held_with, rows_named, texts_of, watch_as_logged
from warehouse.log import EventLog


class RulingError(Exception):
    """A decision that cannot be made on a row, in one line."""


@dataclass
class Ruled:
    """What a decision came to. `before`: rows that had been decided so already. `again`: rows
    that were released and failed another expectation."""

    rows: list[HeldRow] = field(default_factory=list)
    before: list[HeldRow] = field(default_factory=list)
    passed: list[Event] = field(default_factory=list)
    again: list[Event] = field(default_factory=list)
    withdrawn: int = 0


def by_hand(now: datetime) -> str:
    """A run_id for what a person decides."""
    return f"by-hand-{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"


def rule_on_rows(home: Path, names: Sequence[str], ruling: Ruling, now: datetime) -> Ruled:
    """Release or reject rows, as `ruling.verdict` has it. Raises RulingError, NoSuchRow,
    RunUnderWay, GateFault."""
    with only_run(home):
        republish(home)
        with connect(home) as con:
            ruled = _sorted_out(con, rows_named(con, names), ruling.verdict)
            if not ruled.rows:
                return ruled
            run_id = by_hand(now)
            if ruling.verdict == "rejected":
                events = [row_rejected(row.held, ruling, run_id) for row in ruled.rows]
            else:
                events = _release(con, ruled, ruling, run_id)
        batch_id = content_hash({"events": [event.event_id for event in events]})
        EventLog(home).append(events, batch_id=batch_id, now=now)
        republish(home)
    return ruled


def _sorted_out(con: Any, named: Sequence[HeldRow], verdict: str) -> Ruled:
    """The rows to decide on, with those that share their fate; and those that were decided so."""
    ruled = Ruled()
    for row in named:
        if row.status == "released" and verdict == "rejected":
            raise RulingError(
                f"{row.id[:12]}: was released by {row.ruled_by}; what it says stands in the log: "
                "`vedette review CLAIM --reject` takes a claim back"
            )
        (ruled.before if row.status == verdict else ruled.rows).append(row)
    articles = {r.row.article_id for r in ruled.rows if r.row.event_type == "article_fetched"}
    ruled.rows += (
        row
        for row in rows_held_with(con, ruled.rows)
        if row.row.article_id in articles
        and row.expectation == ARTICLE_PASSED
        and row.status not in ("released", verdict)
    )
    ruled.rows.sort(key=lambda row: row.held.seq or 0)
    return ruled


def _release(con: Any, ruled: Ruled, ruling: Ruling, run_id: str) -> list[Event]:
    """The events of a release, by watch: decisions, what passes, what it takes back."""
    events = [row_released(row.held, ruling, run_id) for row in ruled.rows]
    others = rows_held_with(con, ruled.rows)
    waived: dict[str, set[str]] = {}
    for row in [*ruled.rows, *(other for other in others if other.status == "released")]:
        waived.setdefault(row.row.event_id, set()).add(row.expectation)
    for watch_id in dict.fromkeys(row.held.watch_id for row in ruled.rows):
        rows = [row for row in ruled.rows if row.held.watch_id == watch_id]
        events += _sifted(con, watch_id, rows, waived, ruled, run_id)
    return events


def _sifted(
    con: Any,
    watch_id: str,
    rows: Sequence[HeldRow],
    waived: Mapping[str, set[str]],
    ruled: Ruled,
    run_id: str,
) -> list[Event]:
    """The rows of one watch as the gate sees them with its waivers, and what follows."""
    texts = _texts(con, watch_id, rows)
    _check_newest(con, watch_id, rows)
    # The same row may be held back for several reasons: it passes once.
    once = {row.row.event_id: replace(row.row, run_id=run_id) for row in rows}
    verdict = sift(
        tuple(once.values()), watch_as_logged(con, watch_id), Beside(texts, waived=waived)
    )
    again = [row_quarantined(row, run_id) for row in verdict.quarantined]
    gone = [w for event in verdict.passed for w in _withdrawn(con, event, run_id)]
    ruled.passed += verdict.passed
    ruled.again += again
    ruled.withdrawn += len(gone)
    return [*verdict.passed, *gone, *again]


def _texts(con: Any, watch_id: str, rows: Sequence[HeldRow]) -> dict[str, str]:
    """The texts of the claims' articles. Raises RulingError where one is held back itself."""
    coming = {r.row.article_id for r in rows if r.row.event_type == "article_fetched"}
    claims = [r for r in rows if r.row.event_type == "claim_asserted"]
    wanted = {row.row.article_id for row in claims} - coming
    texts = texts_of(con, wanted, watch_id)
    for row in claims:
        if row.row.article_id not in coming and row.row.article_id not in texts:
            raise RulingError(
                f"{row.id[:12]}: the article of this claim is not in the log: release it first "
                f"({row.row.url})"
            )
    return texts


def _check_newest(con: Any, watch_id: str, rows: Sequence[HeldRow]) -> None:
    """A page may have another text by now. Raises RulingError where it does not say it any more."""
    newest = queries.known_revisions(con, [row.row.url or "" for row in rows], watch_id)
    texts = texts_of(con, {known.article_id for known in newest.values()}, watch_id)
    for row in (row.row for row in rows):
        known = newest.get(row.url or "")
        if known is None or known.article_id in (row.article_id, row.revises):
            continue
        is_overtaken = row.event_type == "article_fetched" and _is_newer(known.fetched_at, row)
        is_gone = row.evidence is not None and row.evidence not in texts[known.article_id]
        if is_overtaken or is_gone:
            raise RulingError(f"{row.url}: has a newer text by now, which this would set back")


def _is_newer(fetched_at: datetime | None, row: Event) -> bool:
    return fetched_at is None or row.fetched_at is None or fetched_at > row.fetched_at


def _withdrawn(con: Any, article: Event, run_id: str) -> list[Event]:
    """What the text before said and a released revision of it does not say."""
    if article.event_type != "article_fetched" or article.revises is None:
        return []
    keeps = _keeps(article)
    url = article.url or ""
    live = queries.claims_of_urls(con, [url], article.watch_id).get(url, [])
    reason = f"revised: {url} has a newer text"
    return [claim_withdrawn(c, reason, run_id) for c in live if c.claim_id not in keeps]


def _keeps(article: Event) -> frozenset[str]:
    import json

    return frozenset(json.loads(article.detail or "{}").get("keeps", ()))
