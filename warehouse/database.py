"""The published database, as we open it: read-only, nothing but the files that it names.

In:   a home that was published (publish.py)
Out:  connections; rows of a query
Never: opens the published file for writing; lets a query touch any file but those it names.

    DatabaseError       no home, nothing published, a file that cannot be opened or replaced
    QueryError          SQL that is wrong, or that would do more than read
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.read_only import more_than_reading
from warehouse.view_sql import as_glob, quoted

DATABASE_NAME = "vedette.duckdb"

# Both wheels hold all we use; without this a first use would wait for the network.
NO_DOWNLOADS: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class DatabaseError(Exception):
    """What stands in the way of opening or publishing, in one line."""


class QueryError(Exception):
    """What is wrong with a query, in one line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a query: column names, and rows in its order."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def connect(
    home: Path, *, recorded_as_of: datetime | None = None, valid_as_of: date | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection that reads the views, and no file but those they name. Close it after use.

    Its own instance in memory with the published file attached read-only: so it always opens
    the file that is published now, whatever else this process has open. Raises DatabaseError.
    """
    home = Path(home).resolve()
    path = home / DATABASE_NAME
    if not home.is_dir():
        raise DatabaseError(f"{home}: no such home; make one with: vedette run --home {home}")
    if not path.is_file():
        raise DatabaseError(f"{path}: nothing is published yet; run: vedette run --home {home}")
    con = duckdb.connect(":memory:", config=NO_DOWNLOADS)
    try:
        con.execute(f"attach {quoted(str(path))} as vedette (read_only)")
        con.execute("use vedette")
        ((files,),) = con.execute("select files from publication").fetchall()
        # the pattern that a view names a file by, and the file that it matches
        allowed = {text for file in files for text in (file, as_glob(Path(file)))}
        con.execute(f"set allowed_paths = [{', '.join(quoted(text) for text in allowed)}]")
        con.execute("set timezone = 'UTC'")
        con.execute("set parquet_metadata_cache = true")  # a question opens a file more than once
        if recorded_as_of is not None:
            con.execute("set variable recorded_as_of = ?::timestamptz", [recorded_as_of])
        if valid_as_of is not None:
            con.execute("set variable valid_as_of = ?::date", [valid_as_of])
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
    except duckdb.Error as error:
        con.close()
        raise DatabaseError(f"{path}: cannot be opened: {first_line(error)}") from error
    return con


def query(con: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> Answer:
    """Run one statement that reads (SELECT, DESCRIBE, SHOW, EXPLAIN) and return all its rows.

    A COPY could overwrite a file of the log, the only files that the connection may touch:
    so anything else is a QueryError (read_only.py), as is SQL that is wrong.
    """
    try:
        statements = con.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError(f"give one statement; there are {len(statements)}")
        beside = more_than_reading(con, sql)
        if beside is not None:
            raise QueryError(f"only reading is allowed here, not {beside}")
        result = con.execute(sql, list(parameters))
        columns = tuple(column[0] for column in result.description or ())
        return Answer(columns, result.fetchall())
    except duckdb.Error as error:
        raise QueryError(first_line(error)) from error
    except RuntimeError as error:  # how DuckDB tells of Ctrl-C
        raise KeyboardInterrupt from error


def query_until_interrupted(con: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """As query(), in a thread of its own, so that Ctrl-C ends it at once, wherever DuckDB is."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        asked = pool.submit(query, con, sql)
        try:
            return asked.result()
        except KeyboardInterrupt:
            while not asked.done():  # one that has yet to begin forgets an interruption
                con.interrupt()
                wait([asked], timeout=0.1)
            raise


def publish_clock(con: duckdb.DuckDBPyConnection) -> datetime:
    """The moment of the last refresh: what the views mean by now. UTC."""
    (published_at,) = query(con, "select published_at from publication").rows[0]
    at: datetime = published_at
    return at.astimezone(UTC)


def first_line(error: Exception) -> str:
    """DuckDB's message without its drawing of the statement."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__

