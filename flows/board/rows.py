"""What the board is made of: rows of the views, now or as of then, told apart by indicator.

In:   a connection to the views; a home, for the state of its sources and the newest checks
Out:  Rows; Health
Never: writes, or decides anything that a view decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.quality.check_report import NoReport, read_report
from flows.sources.poll_state import FeedState, PollStateError, feeds_of_home
from warehouse.database import publish_clock, query
from warehouse.queries import head, party_names

Row = dict[str, Any]
Key = tuple[str, str]  # watch_id, indicator
_ALERTS_READ = 2_000
_RUNS_SHOWN = 20
_HELD_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the views. `at` is the clock of the last run, `seq` the log's newest event."""

    at: datetime
    seq: int
    watches: dict[str, str]  # title by id
    names: Mapping[str, str]  # of parties, by id
    indicators: dict[Key, Row]
    states: list[Row]
    positions: dict[Key, list[Row]]
    claims: dict[Key, list[Row]]  # newest first, whatever became of them
    history: dict[Key, list[Row]]  # oldest first
    corrections: dict[Key, list[Row]]
    alerts: list[Row]  # newest first
    runs: list[Row]  # newest first
    held: list[Row]
    counts: Row


@dataclass(frozen=True, slots=True)
class Health:
    """How the sources of each watch are, and what the checks of the newest run said."""

    feeds: Mapping[str, list[FeedState]]
    checks: Mapping[str, Any] | None


def read_rows(con: Any) -> Rows:
    """All that the pages show, as of what the connection is as of."""
    claims = _ask(con, _CLAIMS)
    return Rows(
        at=publish_clock(con),
        seq=head(con).seq,
        watches={row["watch_id"]: row["title"] for row in _ask(con, _WATCHES)},
        names=party_names(con),
        indicators={_key(row): row for row in _ask(con, "select * from indicators")},
        states=_ask(con, "select * from state"),
        positions=_by_key(_with_articles(_ask(con, _POSITIONS), claims)),
        claims=_by_key(claims),
        history=_by_key(_ask(con, "select * from state_history order by seq")),
        corrections=_by_key(_ask(con, _CORRECTIONS)),
        alerts=_ask(con, _ALERTS, _ALERTS_READ),
        runs=_ask(con, _RUNS, _RUNS_SHOWN),
        held=_ask(con, _HELD, _HELD_SHOWN),
        counts=_ask(con, _COUNTS)[0],
    )


def read_health(home: Path) -> Health:
    """What stands beside the log. A home whose sources were never asked has none to tell of."""
    try:
        feeds = feeds_of_home(home)
    except PollStateError:
        feeds = {}
    try:
        checks = read_report(home)[0]
    except NoReport:
        checks = None
    return Health({watch: list(states) for watch, states in feeds.items()}, checks)


_WATCHES = "select watch_id, title from watches order by watch_id"
_POSITIONS = """
select * from positions
order by watch_id, indicator, is_current desc, greatest(weight, denied_weight) desc,
    position_date desc, origin
"""
# What was taken back, rejected or waits for a person stands beside what counts.
_CLAIMS = """
select
    claim_history.watch_id, claim_history.indicator, claim_history.claim_id, kind, polarity, level,
    value, value_low, value_high, unit, is_increment, source, origin, certainty, evidence,
    position_date, stated_on, published_at, is_published_uncertain, recorded_at, url, title,
    outlet, confidence, status, review, withdrawn_reason, seq,
    coalesce(played.role, status) as role, played.weight, played.reliability
from claim_history
left join (select claim_id, role, weight, reliability from reasons) as played
    on claim_history.claim_id = played.claim_id
order by watch_id, indicator, position_date desc, seq desc
"""
_CORRECTIONS = """
select
    gone.watch_id, gone.indicator, gone.event_type, gone.recorded_at, gone.verdict, gone.reviewer,
    gone.reason, gone.was, said.evidence, said.url, said.title, said.source, said.outlet,
    said.claim_id
from claim_facts as gone
inner join claim_facts as said
    on said.event_type = 'claim_asserted'
    and gone.claim_id = said.claim_id
    and gone.watch_id = said.watch_id
where gone.event_type in ('claim_withdrawn', 'claim_reviewed')
qualify row_number() over (partition by gone.seq order by said.seq desc) = 1
order by gone.seq desc
"""
_ALERTS = """
select watch_id, indicator, alert_id, queued_at, rule_id, transition, title, status, delivered_to,
    dead_at, acknowledged_at, acknowledged_by, body, seq
from alerts order by seq desc limit ?
"""
_RUNS = "select * exclude (ledger) from runs order by started_at desc, run_id desc limit ?"
_HELD = """
select watch_id, recorded_at, held_type, reason, url, evidence, event_id
from quarantine where status = 'held' order by seq desc limit ?
"""
_COUNTS = """
select
    (select count(*) from article_facts) as articles,
    (select count(*) from alerts) as alerts,
    (select count(*) from quarantine where status = 'held') as held
"""


def _ask(con: Any, statement: str, *values: object) -> list[Row]:
    answer = query(con, statement, values)
    return [_in_utc(dict(zip(answer.columns, row, strict=True))) for row in answer.rows]


def _with_articles(positions: list[Row], claims: Iterable[Row]) -> list[Row]:
    """Positions with the headline and date of the article that each was read in."""
    behind = {claim["claim_id"]: claim for claim in claims}
    for row in positions:
        claim = behind[row["claim_id"]]
        row |= {key: claim[key] for key in ("title", "published_at", "is_published_uncertain")}
    return positions


def _in_utc(row: Row) -> Row:
    for name, value in row.items():
        if isinstance(value, datetime):
            row[name] = value.astimezone(UTC)
    return row


def _by_key(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found


def _key(row: Row) -> Key:
    return row["watch_id"], row["indicator"]
