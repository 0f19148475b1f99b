"""What the flows ask of the views, as typed functions.

In:   a connection from warehouse.database.connect (so any as-of), ids
Out:  records; every order is that of the log unless a function says otherwise
Never: writes; decides anything that a view decides.

`watch_id` limits an answer to one watch; without it, every watch of the home is meant.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from duckdb import DuckDBPyConnection

from transforms.records import Event, IndicatorState
from warehouse.database import query
from warehouse.log import Head
from warehouse.schema import COLUMNS


@dataclass(frozen=True, slots=True)
class KnownRevision:
    """The newest revision of a URL. Another text would have another article_id, another
    body another body_sha256. `notice` is what it says of its own text."""

    article_id: str
    body_sha256: str | None
    fetched_at: datetime | None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class KnownFingerprint:
    """What a new article is compared with to find near-copies. `at`: when it was published, or,
    undated, fetched. `joins`: the clusters that became part of cluster_id with it."""

    seq: int
    watch_id: str
    article_id: str
    cluster_id: str
    fingerprint: str
    at: datetime
    url: str
    outlet: str
    joins: tuple[str, ...] = ()


_STATE_FIELDS = tuple(field.name for field in dataclasses.fields(IndicatorState))


def current_states(
    con: DuckDBPyConnection, watch_id: str | None = None
) -> dict[str, IndicatorState]:
    """The state of every indicator of the watch, by id, in the watch's order."""
    rows = query(
        con,
        f"select {', '.join(_STATE_FIELDS)} from state where watch_id = coalesce(?, watch_id)",
        [watch_id],
    ).rows
    states = [IndicatorState(**dict(zip(_STATE_FIELDS, row, strict=True))) for row in rows]
    return {state.indicator: state for state in states}


def known_revisions(
    con: DuckDBPyConnection, urls: Collection[str], watch_id: str | None = None
) -> dict[str, KnownRevision]:
    """The newest revision of each URL that the log knows; unknown URLs are left out."""
    rows = query(
        con,
        """
        select url, article_id, body_sha256, fetched_at, notice
        from article_facts
        where watch_id = coalesce(?, watch_id)
            and url in (select unnest(?::varchar[]))
        qualify row_number() over (partition by url order by seq desc) = 1
        """,
        [watch_id, list(urls)],
    ).rows
    return {
        url: KnownRevision(article_id, body, _utc(at) if at else None, notice)
        for url, article_id, body, at, notice in rows
    }


def held_articles(
    con: DuckDBPyConnection, urls: Collection[str], watch_id: str | None = None
) -> frozenset[str]:
    """The ids of the articles at these URLs that the gate held back and nobody released."""
    rows = query(
        con,
        """
        select distinct article_id from quarantine
        where held_type = 'article_fetched'
            and status <> 'released'
            and watch_id = coalesce(?, watch_id)
            and url in (select unnest(?::varchar[]))
        """,
        [watch_id, list(urls)],
    ).rows
    return frozenset(article_id for (article_id,) in rows)


def fingerprints_after(
    con: DuckDBPyConnection, seq: int, at_most: int
) -> list[KnownFingerprint]:
    """Of the articles after an event, of every watch, in the log's order."""
    rows = query(
        con,
        """
        select seq, watch_id, article_id, cluster_id, coalesce(fingerprint, ''),
            coalesce(published_at, fetched_at, recorded_at), url, coalesce(outlet, ''),
            coalesce(from_json(joins, '["VARCHAR"]'), [])
        from article_facts where seq > ? order by seq limit ?
        """,
        [seq, at_most],
    ).rows
    return [
        KnownFingerprint(seq, watch, article, cluster, signature, _utc(at), url, who, tuple(joins))
        for seq, watch, article, cluster, signature, at, url, who, joins in rows
    ]


def article_at(con: DuckDBPyConnection, seq: int) -> str | None:
    """The article_id of the article_fetched event of that seq; None where it is none."""
    rows = query(con, "select article_id from article_facts where seq = ?", [seq]).rows
    return rows[0][0] if rows else None


def claims_of_urls(
    con: DuckDBPyConnection, urls: Collection[str], watch_id: str
) -> dict[str, list[Event]]:
    """The claims of each URL, of whichever revision, that nothing took back, as they were
    asserted: those that wait for a review, too. URLs without any are left out."""
    rows = query(
        con,
        f"""
        with asserted as (
            select claim_id, max(seq) as seq
            from claim_facts
            where event_type = 'claim_asserted'
                and watch_id = ?
                and url in (select unnest(?::varchar[]))
            group by claim_id
        ),
        withdrawn as (
            select asserted.seq
            from asserted
            inner join claim_facts as taken_back
                on taken_back.event_type = 'claim_withdrawn'
                and asserted.claim_id = taken_back.claim_id
                and asserted.seq < taken_back.seq
        )
        select {", ".join(COLUMNS)} from events
        where seq in (select seq from asserted except select seq from withdrawn)
        order by seq
        """,
        [watch_id, list(urls)],
    ).rows
    found: dict[str, list[Event]] = {}
    for event in map(event_of, rows):
        found.setdefault(event.url or "", []).append(event)
    return found


def claims_behind(
    con: DuckDBPyConnection, indicator: str, watch_id: str | None = None
) -> list[dict[str, Any]]:
    """Every live claim on an indicator, with the part it plays in the state.

    Keys are the columns of the view `reasons`, which says what each `role` means. Those that
    play a part come first, the weightiest first.
    """
    con.execute("set variable only_indicator = ?", [indicator.split("@")[0]])
    try:
        answer = query(
            con,
            """
            select * from reasons where indicator = ? and watch_id = coalesce(?, watch_id)
            order by role_rank, weight desc, position_date desc, seq
            """,
            [indicator, watch_id],
        )
    finally:
        con.execute("reset variable only_indicator")
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def taken_back(
    con: DuckDBPyConnection, indicator: str, watch_id: str, after_seq: int
) -> list[dict[str, Any]]:
    """The claims on an indicator that their article retracted or corrected after an event: seq,
    recorded_at and reason of the withdrawal; claim_id, indicator, source, evidence, url."""
    answer = query(
        con,
        """
        select gone.seq, gone.recorded_at, gone.reason, gone.claim_id, gone.indicator,
            said.source, said.evidence, said.url
        from claim_facts as gone
        inner join claim_facts as said
            on said.event_type = 'claim_asserted'
            and gone.claim_id = said.claim_id
            and gone.watch_id = said.watch_id
        where gone.event_type = 'claim_withdrawn'
            and (gone.reason like 'retracted: %' or gone.reason like 'corrected: %')
            and gone.indicator = ? and gone.watch_id = ? and gone.seq > ?
        qualify row_number() over (partition by gone.seq order by said.seq desc) = 1
        order by gone.seq
        """,
        [indicator, watch_id, after_seq],
    )
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return [row | {"recorded_at": _utc(row["recorded_at"])} for row in rows]


def party_names(con: DuckDBPyConnection) -> dict[str, str]:
    """The name of each party of the watches, by id; the id itself where it goes by none."""
    rows = query(
        con,
        """
        select json_extract_string(party, '$.id'), json_extract_string(party, '$.names[0]')
        from watches, unnest(cast(watches.parties as json[])) as listed(party)
        """,
    ).rows
    return {party: name or party for party, name in rows}


def newest_watch_sha256(con: DuckDBPyConnection, watch_id: str) -> str | None:
    """The sha256 of the watch file that the log holds last; None where it holds none."""
    rows = query(
        con,
        """
        select json_extract_string(detail, '$.sha256') from other_events
        where event_type = 'watch_changed' and watch_id = ? order by seq desc limit 1
        """,
        [watch_id],
    ).rows
    return rows[0][0] if rows else None


def ledgers_since(con: DuckDBPyConnection, watch_id: str, since: datetime) -> list[str]:
    """The details, as JSON, of the runs of a watch that ended after an instant."""
    rows = query(
        con,
        """
        select detail from other_events
        where event_type = 'run_finished' and watch_id = ? and recorded_at > ?
        order by seq
        """,
        [watch_id, since],
    ).rows
    return [detail for (detail,) in rows]


def head(con: DuckDBPyConnection) -> Head:
    """The end of the log as it was published."""
    ((seq, sha256, recorded_at),) = query(
        con, "select head_seq, head_sha256, head_recorded_at from publication"
    ).rows
    return Head(seq, sha256, _utc(recorded_at) if recorded_at else None)


def event_of(row: tuple[Any, ...]) -> Event:
    """A row of the schema's columns, in their order, as an event."""
    values: list[Any] = [_utc(v) if isinstance(v, datetime) else v for v in row]
    return Event(*values)


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
