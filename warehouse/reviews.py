"""What an analyst is asked to look at, and what reviews have come to, by rule and by source.

In:   a connection from warehouse.database.connect; ids, or the first digits of ids
Out:  claims as rows of claim_history, the least sure first; one claim as it stands; a tally
Never: writes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from duckdb import DuckDBPyConnection

from transforms.events import AMENDABLE
from transforms.records import Event
from warehouse.database import Answer, query
from warehouse.queries import event_of
from warehouse.schema import COLUMNS

_FEWEST_DIGITS = 6


class NoSuchClaim(Exception):
    """An id that names no claim, or more than one; one line."""


def doubtful_claims(con: DuckDBPyConnection, below: float | None = None) -> list[dict[str, Any]]:
    """The claims that wait for an analyst, the least sure first: those that their watch does not
    trust; with `below`, all that nobody reviewed and that were read with less confidence."""
    condition = "status = 'review'"
    if below is not None:
        condition = "status in ('live', 'review') and review is null and confidence < ?"
    return _plain(
        query(
            con,
            f"select * from claim_history where {condition} order by confidence, seq",
            [] if below is None else [below],
        )
    )


def claim_named(con: DuckDBPyConnection, name: str) -> dict[str, Any]:
    """The claim whose id begins with these digits, as a row of claim_history. Raises
    NoSuchClaim."""
    if len(name) < _FEWEST_DIGITS:
        raise NoSuchClaim(f"{name}: give at least {_FEWEST_DIGITS} digits of the claim's id")
    found = _plain(query(con, "select * from claim_history where starts_with(claim_id, ?)", [name]))
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchClaim(f"{name}: {len(found)} claims begin so; give more digits")
    raise NoSuchClaim(f"{name}: no such claim; `vedette claims --json` lists them with their ids")


def as_it_stands(con: DuckDBPyConnection, row: dict[str, Any]) -> Event:
    """The claim_asserted event of a row of claim_history, with what an analyst amended."""
    columns = ", ".join(COLUMNS)
    (found,) = query(con, f"select {columns} from events where seq = ?", [row["seq"]]).rows
    return replace(event_of(found), **{name: row[name] for name in AMENDABLE})


def waived_of(con: DuckDBPyConnection, claim_id: str) -> frozenset[str]:
    """The expectations that a person let a claim pass in spite of."""
    sql = "select expectation from quarantine where claim_id = ? and status = 'released'"
    return frozenset(expectation for (expectation,) in query(con, sql, [claim_id]).rows)


def tally(con: DuckDBPyConnection) -> Answer:
    """How reviews fell out, for each source and for each rule that took part in a reading: of
    claims as they were read, whatever was amended since."""
    return query(con, _TALLY)


def _plain(answer: Answer) -> list[dict[str, Any]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


_TALLY = """
with read as (
    select
        coalesce(json_extract_string(amended_from, '$.source'), source) as source,
        rules,
        review
    from claim_history
),
named as (
    select 'source' as kind, source as name, review from read
    union all
    select 'rule' as kind, unnest(rules) as name, review from read
)
select
    kind,
    name,
    count(*) as claims,
    count(review) as reviewed,
    count(*) filter (where review = 'confirmed') as confirmed,
    count(*) filter (where review = 'amended') as amended,
    count(*) filter (where review = 'rejected') as rejected,
    round(100.0 * count(*) filter (where review = 'rejected') / count(review), 1) as rejected_pct
from named
group by kind, name
having count(review) > 0
order by kind desc, rejected_pct desc, reviewed desc, name
"""
