"""A view as a table for others: CSV or Parquet, written as it is read.

In:   a connection from warehouse.database.connect (so any as-of), a view, a Selection
Out:  bytes in a stream: Parquet with the view's own types; CSV of UTF-8 with a line of names,
      texts in quotes, nulls as nothing at all, lists as JSON, instants in UTC
Never: lets a cell of CSV be taken for a formula: a text that begins with = + - @, a tab, a
       carriage return or an apostrophe gets an apostrophe in front, and so is told from all others
       (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.database import QueryError, first_line
from warehouse.export_rows import CHANGED, IS_CHOSEN, Selection, each_indicator, stretches
from warehouse.view_sql import over_a_stretch

if TYPE_CHECKING:
    import pyarrow as pa

VIEWS = ("claims", "claim_history", "positions", "state", "articles")
# A picture of one time: nothing in it was written at a time of its own.
TIMELESS = ("positions", "state")

_ROWS_AT_ONCE = 10_000
_IS_LIKE_A_FORMULA = r"^([=+\-@\t\r'])"

_OF_CLAIMS = f"""
select * from $view
where claim_id in (
    select claim_id
    from (
        select claim_facts.claim_id, claim_facts.indicator, changes.changed_at
        from claim_facts
        inner join ({CHANGED}) as changes on claim_facts.claim_id = changes.claim_id
    )
    where {IS_CHOSEN}
)
order by seq
"""

_OF_A_TIME = """
select * from $view
where $indicator is null or indicator = $indicator or starts_with(indicator, $indicator || '@')
order by watch_id, indicator
"""

_OF_ARTICLES = """
select * from $view
where ($since is null or recorded_at >= $since)
    and (
        $indicator is null
        or article_id in (
            select article_id from claim_facts
            where indicator = $indicator or starts_with(indicator, $indicator || '@')
        )
    )
order by seq
"""


def write_csv(con: DuckDBPyConnection, view: str, selection: Selection, out: BinaryIO) -> int:
    """The view as CSV; how many rows. Raises QueryError."""
    from pyarrow import csv

    rows = 0
    writer = None
    for batch in _batches(con, view, selection):
        table = _for_csv(batch)
        if writer is None:
            writer = csv.CSVWriter(out, table.schema)
        writer.write_batch(table)
        rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows


def write_parquet(con: DuckDBPyConnection, view: str, selection: Selection, out: BinaryIO) -> int:
    """The view as Parquet; how many rows. Raises QueryError."""
    from pyarrow import parquet

    rows = 0
    writer = None
    for batch in _batches(con, view, selection):
        if writer is None:
            writer = parquet.ParquetWriter(out, batch.schema, compression="zstd")
        writer.write_batch(batch)
        rows += batch.num_rows
    if writer is not None:
        writer.close()
    return rows


def _batches(con: DuckDBPyConnection, view: str, selection: Selection) -> Iterator[pa.RecordBatch]:
    """The rows of a view, a few thousand at a time; an empty batch at first, for its names."""
    values = selection.values
    yield _empty(con, view)
    if view in TIMELESS:
        statement = _OF_A_TIME + (", origin" if view == "positions" else "")
        values = {"indicator": selection.indicator}
        yield from _read(con, statement.replace("$view", view), values)
    elif view == "articles":
        for stretch in stretches(con):
            relation = over_a_stretch(view, *stretch)
            yield from _read(con, _OF_ARTICLES.replace("$view", relation), values)
    else:
        for _ in each_indicator(con, selection):
            yield from _read(con, _OF_CLAIMS.replace("$view", view), values)


def _read(
    con: DuckDBPyConnection, statement: str, values: dict[str, object]
) -> Iterator[pa.RecordBatch]:
    try:
        reader = con.sql(statement, params=values).to_arrow_reader(_ROWS_AT_ONCE)
        yield from reader
    except duckdb.Error as error:
        raise QueryError(first_line(error)) from error


def _empty(con: DuckDBPyConnection, view: str) -> pa.RecordBatch:
    import pyarrow as pa

    schema = con.sql(f"select * from {view} limit 0").to_arrow_reader(1).schema
    return pa.RecordBatch.from_pylist([], schema=schema)


def _for_csv(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with its lists as JSON, and no text that a spreadsheet would take for a formula."""
    import json

    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for column in batch.columns:
        if pa.types.is_list(column.type):
            told = (
                json.dumps(v, ensure_ascii=False) if v is not None else None
                for v in column.to_pylist()
            )
            column = pa.array(told, pa.string())
        if pa.types.is_string(column.type):
            column = pc.replace_substring_regex(column, _IS_LIKE_A_FORMULA, r"'\1")
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
