"""No question writes, however it is dressed: a COPY over a file of the log is refused everywhere."""

from pathlib import Path

import pytest

from warehouse.database import QueryError, connect, query
from warehouse.log import EventLog

COPY = "copy (select 1 as a) to '{log}' (format parquet, use_tmp_file false)"
DRESSED = {
    "bare": (COPY, "COPY"),
    "explain analyze": (f"explain analyze {COPY}", "EXPLAIN of what is no SELECT"),
    "explain with options": (f"explain (analyze) {COPY}", "EXPLAIN"),
    "explain behind comments": (f"explain /* ( */ analyze /* ) select */ {COPY}", "EXPLAIN|syntax"),
    "explain with a comment for an option": (
        f"explain (format json /* ) select 1 -- */ ) {COPY}",
        "EXPLAIN|syntax",
    ),
    "as a common table expression": (f"with x as ({COPY}) select * from x", "COPY"),
    "materialized": (f"with x as materialized ({COPY}) select 1 from x", "COPY"),
    "in a subquery": (f"select * from (with x as ({COPY}) from x)", "COPY"),
    "in a scalar subquery": (f"select (with x as ({COPY}) select 1 from x)", "COPY"),
    "in one half of a union": (f"select 1 union all (with x as ({COPY}) from x)", "COPY"),
    "described": (f"describe (with x as ({COPY}) from x)", "COPY|syntax"),
    "explained with a common table expression": (
        f"explain analyze with x as ({COPY}) select * from x",
        "COPY",
    ),
    "as a text that is run": (
        f"select * from query($$with x as ({COPY}) select * from x$$)",
        "the function query",
    ),
    "as a tree that is run": (
        "select * from json_execute_serialized_sql(json_serialize_sql("
        f"$$with x as ({COPY}) select * from x$$))",
        "the function json_execute_serialized_sql",
    ),
    "an insert": (
        "with x as (insert into memory.t values (1) returning *) select * from x",
        "INSERT",
    ),
    "a log of its own": (
        "select * from enable_logging(storage => 'file')",
        "the function enable_logging|syntax|Binder",
    ),
}


@pytest.mark.parametrize(("sql", "said"), DRESSED.values(), ids=DRESSED)
def test_nothing_but_reading_is_done(home: Path, sql: str, said: str):
    log_file = EventLog(home).files()[0]
    content = log_file.read_bytes()
    sql = sql.replace("{log}", str(log_file).replace("'", "''"))
    with connect(home) as con, pytest.raises(QueryError, match=said) as caught:
        query(con, sql)
    assert "\n" not in str(caught.value)
    assert log_file.read_bytes() == content


@pytest.mark.parametrize(
    "sql",
    [
        "from state",
        "values (1)",
        "describe state",
        "summarize state",
        "show tables",
        "explain select * from state",
        "explain analyze select count(*) from state",
        "EXPLAIN (format json) select 1",
        "with recursive t as (select 1 as a union all select a + 1 from t where a < 3) from t",
        "select * from state_as_of(null, null) union all select * from state",
        "pivot state on kind in ('level', 'quantity') using count(*)",
        "select * from range(3), unnest([1, 2])",
        "select view_name from duckdb_views() where not internal",
        "select 'with x as (copy (select 1) to ''f'') from x' as text",
    ],
)
def test_whatever_reads_is_answered(home: Path, sql: str):
    with connect(home) as con:
        assert query(con, sql).rows
