"""What is exported, as rows: claims with all their times, articles, reviews, parties, states.

In:   a connection from warehouse.database.connect (so any as-of), a Selection
Out:  rows by column, one indicator's or one stretch of the log's at a time
Never: writes; decides how a row is told in a format (transforms/export_*.py do).

A view over a whole log is put together in memory. So claims are asked for indicator by indicator
(the derived files are clustered by it), and articles by stretches of the log, whose files are in
its order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.database import QueryError, first_line, query
from warehouse.view_sql import over_a_stretch

Connection = DuckDBPyConnection
Row = dict[str, Any]

_ROWS_AT_ONCE = 2_000
_EVENTS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows: of one indicator, with its places and things; written or changed since."""

    indicator: str | None = None
    since: datetime | None = None

    @property
    def values(self) -> dict[str, object]:
        """The parameters of a statement that has IS_CHOSEN in it."""
        return {"indicator": self.indicator, "since": self.since}


# Of a relation with `indicator` and `changed_at`.
IS_CHOSEN = """
    ($indicator is null or indicator = $indicator or starts_with(indicator, $indicator || '@'))
    and ($since is null or changed_at >= $since)
"""
# When something was last written about a claim.
CHANGED = "select claim_id, max(recorded_at) as changed_at from claim_facts group by claim_id"

_CLAIMS = f"""
with

written as (

    select
        claim_id,
        min(recorded_at) filter (where event_type = 'claim_asserted') as created_at,
        max(recorded_at) as written_at
    from claim_facts
    group by claim_id

),

told as (

    select
        claim_history.*,
        indicators.title as indicator_title,
        coalesce(parties.reliability, 'F') as reliability,
        written.created_at,
        -- the letter of a source is the watch's: an edit of the watch may change it
        greatest(written.written_at, watches.recorded_at) as changed_at,
        -- the same origin may say the same in many articles
        arg_min(
            {{'url': url, 'title': claim_history.title, 'published_at': published_at}},
            (coalesce(published_at, fetched_at, claim_history.recorded_at), claim_history.seq)
        ) over (
            partition by claim_history.watch_id, claim_history.indicator, origin, polarity,
                position_date, level, value, value_low, value_high
        ) as first_article
    from claim_history
    inner join written on claim_history.claim_id = written.claim_id
    left join watches on claim_history.watch_id = watches.watch_id
    left join indicators
        on claim_history.watch_id = indicators.watch_id
        and claim_history.indicator = indicators.indicator
    left join parties
        on claim_history.watch_id = parties.watch_id
        and case when source = 'outlet' then outlet else source end = parties.party

)

select * from told where {IS_CHOSEN} order by seq
"""

_REPORTS = f"""
with

said as (

    select
        claim_facts.watch_id,
        article_id,
        list(distinct claim_facts.claim_id order by claim_facts.claim_id) as claim_ids,
        max(recorded_at) as said_at,
        bool_or({IS_CHOSEN}) as is_chosen
    from claim_facts
    inner join ({CHANGED}) as changes on claim_facts.claim_id = changes.claim_id
    where event_type = 'claim_asserted'
    group by claim_facts.watch_id, article_id

)

select
    articles.* exclude (text),
    said.claim_ids,
    greatest(articles.recorded_at, said.said_at) as changed_at
from $stretch as articles
inner join said
    on articles.watch_id = said.watch_id and articles.article_id = said.article_id
where said.is_chosen
order by articles.seq
"""

_REVIEWS = f"""
select claim_facts.*, changes.changed_at
from claim_facts
inner join ({CHANGED}) as changes on claim_facts.claim_id = changes.claim_id
where event_type = 'claim_reviewed' and {IS_CHOSEN}
order by seq
"""

_PARTIES = """
with

first_watched as (

    select watch_id, min(recorded_at) as created_at
    from other_events
    where event_type = 'watch_changed'
    group by watch_id

),

named as (

    select
        watch_id,
        json_extract_string(party, '$.id') as party,
        json_extract_string(party, '$.names[0]') as name
    from watches, unnest(cast(watches.parties as json[])) as listed(party)

),

-- a watch may have dropped a party that spoke
heard as (

    select watch_id, party from named
    union
    select watch_id, source from claim_facts where source not in ('outlet', 'unknown')
    union
    select watch_id, outlet from claim_facts where outlet is not null

)

select
    heard.watch_id,
    heard.party,
    coalesce(named.name, heard.party) as name,
    parties.type,
    parties.country,
    first_watched.created_at,
    watches.recorded_at as changed_at
from heard
left join named on heard.watch_id = named.watch_id and heard.party = named.party
left join parties on heard.watch_id = parties.watch_id and heard.party = parties.party
inner join first_watched on heard.watch_id = first_watched.watch_id
inner join watches on heard.watch_id = watches.watch_id
order by heard.watch_id, heard.party
"""

_STATES = """
with

-- those that play the part `supports` in the view reasons
agreeing as (

    select watch_id, indicator, list(claim_id order by claim_id) as claim_ids
    from backing
    where is_agreeing
    group by watch_id, indicator

),

first_said as (

    select watch_id, indicator, min(recorded_at) as created_at
    from claim_facts
    group by watch_id, indicator

)

select state.*, first_said.created_at, agreeing.claim_ids
from state
left join agreeing
    on state.watch_id = agreeing.watch_id and state.indicator = agreeing.indicator
left join first_said
    on state.watch_id = first_said.watch_id and state.indicator = first_said.indicator
where $indicator is null or state.indicator = $indicator
    or starts_with(state.indicator, $indicator || '@')
order by state.watch_id, state.indicator
"""


def claims(con: DuckDBPyConnection, selection: Selection) -> Iterator[Row]:
    """Every claim that was ever made, as claim_history has it, with created_at and changed_at (when
    it was first and last written about), reliability, indicator_title and first_article: where its
    origin said the same first. By indicator, then in the log's order."""
    for _ in each_indicator(con, selection):
        yield from stream(con, _CLAIMS, selection.values)


def reports(con: DuckDBPyConnection, selection: Selection) -> Iterator[Row]:
    """The articles with a chosen claim, without their texts, each with the claim_ids of all
    its claims; changed_at is when the last of them was read in it."""
    for stretch in stretches(con):
        statement = _REPORTS.replace("$stretch", over_a_stretch("articles", *stretch))
        yield from stream(con, statement, selection.values)


def reviews(con: DuckDBPyConnection, selection: Selection) -> Iterator[Row]:
    """What analysts decided of the chosen claims: verdict, reviewer, reviewed_at, reason, was."""
    return stream(con, _REVIEWS, selection.values)


def parties(con: DuckDBPyConnection) -> Iterator[Row]:
    """Everybody whom a watch names, or named when he spoke: party, name, type, country."""
    return stream(con, _PARTIES)


def states(con: DuckDBPyConnection, selection: Selection) -> Iterator[Row]:
    """The state of each indicator, with the claim_ids of the positions that it rests on."""
    return stream(con, _STATES, {"indicator": selection.indicator})


def texts(con: DuckDBPyConnection, rows: Sequence[Row]) -> dict[tuple[str, str], str]:
    """The texts of the articles that these claims were read in, by watch_id and article_id."""
    ids = sorted({row["article_id"] for row in rows})
    found = query(
        con,
        "select min(seq) from article_facts "
        "where article_id in (select unnest(?::varchar[])) group by watch_id, article_id",
        [ids],
    ).rows
    # By number: the log's files are in that order, and only those that hold one are read.
    answer = query(
        con,
        "select watch_id, article_id, json_extract_string(detail, '$.text') from events "
        "where event_type = 'article_fetched' and seq between ? and ? "
        "and seq in (select unnest(?::bigint[]))",
        [min(found, default=(0,))[0], max(found, default=(0,))[0], [seq for (seq,) in found]],
    )
    return {(watch, article): text for watch, article, text in answer.rows}


def each_indicator(con: DuckDBPyConnection, selection: Selection) -> Iterator[str]:
    """The name of one indicator after the other; as long as it is in turn, the views hold
    nothing else."""
    if selection.indicator is not None:
        bases = [selection.indicator.split("@")[0]]
    else:
        found = query(con, "select distinct base from indicators order by base").rows
        bases = [base for (base,) in found]
    try:
        for base in bases:
            con.execute("set variable only_indicator = ?", [base])
            yield base
    finally:
        con.execute("reset variable only_indicator")


def stretches(con: DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    """Pieces of the log in its order: the first seq, and the first that is not of the piece."""
    ((head,),) = query(con, "select coalesce(head_seq, -1) from publication").rows
    for first in range(0, head + 1, _EVENTS_AT_ONCE):
        yield first, first + _EVENTS_AT_ONCE


def stream(
    con: DuckDBPyConnection, statement: str, values: Mapping[str, object] | None = None
) -> Iterator[Row]:
    """The rows of a statement, a few at a time. Raises QueryError."""
    try:
        result = con.execute(statement, dict(values or {}))
        columns = [column[0] for column in result.description or ()]
        while rows := result.fetchmany(_ROWS_AT_ONCE):
            for row in rows:
                yield dict(zip(columns, row, strict=True))
    except duckdb.Error as error:
        raise QueryError(first_line(error)) from error
