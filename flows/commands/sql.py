"""The command that asks in SQL: sql.

In:   a question as an argument, in a file, on standard input; or none, at a terminal: a prompt
Out:  a table, JSON or CSV
Never: writes, or reads a file that no view names (warehouse/database.py); imports anything heavy
       before it is run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.arguments import (
    DEFAULT_HOME,
    AsJson,
    Home,
    InputError,
    RecordedAsOf,
    ValidAsOf,
    day_of,
    instant_of,
)

if TYPE_CHECKING:
    from warehouse.database import Answer

_MOST_BYTES = 1_000_000


def sql(
    statement: Annotated[
        str | None,
        typer.Argument(help="One SELECT over the views; - reads it from standard input."),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read it from a file.")] = None,
    home: Home = DEFAULT_HOME,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
    csv: Annotated[bool, typer.Option("--csv", help="CSV, for a spreadsheet.")] = False,
) -> None:
    """Ask in SQL: of events, articles, claims, positions, state, state_history, alerts, runs, …

    Without a question, at a terminal, a prompt with history and completion.
    Example: vedette sql "SELECT origin, value_low FROM positions WHERE indicator = 'troops-killed'"
    """
    if json and csv:
        raise InputError("name one of --json and --csv")
    recorded, valid = instant_of(as_of), day_of(valid_at)
    asked = _question(statement, file)
    from flows.terminal.answer import show_csv, show_json, show_table
    from warehouse.database import connect, query_until_interrupted

    def ask(text: str) -> Answer:
        """Of what is published now: a run may have ended since the last question."""
        with connect(home, recorded_as_of=recorded, valid_as_of=valid) as con:
            return query_until_interrupted(con, text)

    show = show_json if json else show_csv if csv else show_table
    if asked is not None:
        show(ask(asked))
        return
    from flows.desk.prompt import run_prompt

    run_prompt(ask, show, _columns(ask))


def _question(statement: str | None, file: Path | None) -> str | None:
    """The text that is asked; None where it is to be typed. Raises InputError."""
    if statement is not None and file is not None:
        raise InputError("name one question: as an argument, or with --file")
    if file is not None:
        try:
            with file.open("rb") as opened:
                return _text(opened.read(_MOST_BYTES + 1), str(file))
        except OSError as error:
            raise InputError(f"{file}: {(error.strerror or 'cannot be read').lower()}") from None
    if statement == "-" or (statement is None and not sys.stdin.isatty()):
        return _text(sys.stdin.buffer.read(_MOST_BYTES + 1), "standard input")
    return statement


def _text(content: bytes, where: str) -> str:
    if len(content) > _MOST_BYTES:
        raise InputError(f"{where}: more than {_MOST_BYTES:,} bytes are no question")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not UTF-8, at byte {error.start}") from None


def _columns(ask: Callable[[str], Answer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for view, column in ask(_COLUMNS).rows:
        found.setdefault(view, []).append(column)
    return found


_COLUMNS = """
select table_name, column_name from duckdb_columns()
where database_name = 'vedette' and not internal order by table_name, column_index
"""
