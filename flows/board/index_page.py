"""The first page: every state, what changed last, and how the work behind it goes.

In:   Rows, Health, the names of the dated pages that exist
Out:  IndexPage, all words and numbers that its template sets
Never: markup, files, a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from flows.board.cards import Card, Change, card_of, changes_of
from flows.board.claim_lines import AlertLine, alert_line
from flows.board.rows import Health, Row, Rows
from flows.board.words import day, host, link, minute, quotation, title
from flows.sources.feed_health import ALARMING, span, why, worst_first
from flows.sources.poll_state import FeedState
from flows.terminal.show import number

_CHANGES_SHOWN = 8
_ALERTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class WatchCards:
    """A watch with the cards of its indicators, in its order."""

    watch_id: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A source: no address but its host, for the rest of one may hold a key."""

    name: str
    host: str
    health: str
    is_alarming: bool
    why: str
    asked: str
    newest: str
    every: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """The ledger of a run."""

    at: str
    run_id: str
    watch_id: str
    counts: tuple[str, ...]  # in the order of RUN_COUNTS
    state: str
    is_whole: bool


RUN_COUNTS = (
    *("fetched", "parsed", "with_claims", "unchanged", "duplicate", "quarantined", "failed"),
    "events",
)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An expectation that rows of the newest run failed."""

    suite: str
    meaning: str
    severity: str
    rows: str
    failed: str


@dataclass(frozen=True, slots=True)
class Checks:
    """What was asked of the newest run that read pages."""

    run_id: str
    href: str  # of its own page, beside the board
    asked: str
    rows: str
    held: str
    flags: tuple[str, ...]
    failed: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A row that the gate held back."""

    at: str
    row: str
    what: str
    why: str
    says: str
    link: str | None


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All of the first page."""

    at: str
    events: str
    articles: str
    claims: str
    n_cards: int
    watches: tuple[WatchCards, ...]
    changes: tuple[Change, ...]
    alerts: tuple[AlertLine, ...]
    n_alerts: str
    feeds: tuple[FeedLine, ...]
    n_alarming: int
    runs: tuple[RunLine, ...]
    checks: Checks | None
    held: tuple[HeldLine, ...]
    n_held: str
    dated: tuple[tuple[str, str], ...]  # (file, what it shows)


def index_page(rows: Rows, health: Health, dated: Sequence[tuple[str, str]]) -> IndexPage:
    """The first page of a home."""
    cards = [card_of(rows, state) for state in rows.states]
    feeds = tuple(_feeds(health.feeds))
    return IndexPage(
        at=minute(rows.at),
        events=number(rows.seq + 1),
        articles=number(rows.counts["articles"]),
        claims=number(_live(rows)),
        n_cards=len(cards),
        watches=tuple(_by_watch(cards, rows.watches)),
        changes=tuple(newest_changes(rows)[:_CHANGES_SHOWN]),
        alerts=tuple(map(alert_line, rows.alerts[:_ALERTS_SHOWN])),
        n_alerts=number(rows.counts["alerts"]),
        feeds=feeds,
        n_alarming=sum(feed.is_alarming for feed in feeds),
        runs=tuple(map(_run, rows.runs)),
        checks=_checks(health.checks),
        held=tuple(map(_held, rows.held)),
        n_held=number(rows.counts["held"]),
        dated=tuple(dated),
    )


def newest_changes(rows: Rows) -> list[Change]:
    """The changes of all states, the newest first."""
    found = [change for key in rows.history for change in changes_of(rows, key)]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _live(rows: Rows) -> int:
    return sum(row["status"] == "live" for claims in rows.claims.values() for row in claims)


def _by_watch(cards: Iterable[Card], titles: Mapping[str, str]) -> Iterable[WatchCards]:
    for watch_id, group in groupby(cards, key=lambda card: card.key[0]):
        yield WatchCards(watch_id, title(titles.get(watch_id)) or watch_id, tuple(group))


def _feeds(feeds: Mapping[str, Sequence[FeedState]]) -> Iterable[FeedLine]:
    for state in worst_first(state for states in feeds.values() for state in states):
        newest = state.newest_entry_at or state.last_changed_at
        yield FeedLine(
            name=title(state.title) or title(state.feed_id),
            host=host(state.url),
            health=state.health,
            is_alarming=state.health in ALARMING,
            why=title(why(state) if state.health in ALARMING else state.note),
            asked=minute(state.checked_at),
            newest=minute(newest),
            every=span(state.rhythm_seconds),
        )


def _run(row: Row) -> RunLine:
    is_whole = bool(row["is_finished"] and row["is_closed"])
    state = "closed" if is_whole else "open" if row["is_finished"] else "not finished"
    return RunLine(
        at=minute(row["started_at"]),
        run_id=title(row["run_id"]),
        watch_id=title(row["watch_id"]),
        counts=tuple(number(row[name]) for name in RUN_COUNTS),
        state=state,
        is_whole=is_whole,
    )


def _checks(report: Mapping[str, Any] | None) -> Checks | None:
    if report is None:
        return None
    failed = [check for check in report["checks"] if check["failed"]]
    return Checks(
        run_id=title(report["run_id"]),
        href=f"../checks/{quote(str(report['run_id']))}.html",
        asked=number(len(report["checks"])),
        rows=number(report["shape"]["rows"]),
        held=number(report["shape"]["held"]),
        flags=tuple(title(flag) for flag in report["flagged"][:_ALERTS_SHOWN]),
        failed=tuple(
            CheckLine(
                title(check["suite"]),
                title(check["meaning"]),
                title(check["severity"]),
                number(check["rows"]),
                number(check["failed"]),
            )
            for check in failed
        ),
    )


def _held(row: Row) -> HeldLine:
    what = {"article_fetched": "article", "claim_asserted": "claim"}.get(row["held_type"], "row")
    return HeldLine(
        at=day(row["recorded_at"]),
        row=row["event_id"][:12],
        what=what,
        why=title(row["reason"]),
        says=quotation(row["evidence"]) or title(row["url"]),
        link=link(row["url"]),
    )
