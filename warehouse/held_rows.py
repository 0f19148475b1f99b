"""What the quarantine holds, as records: the rows, why they were held back, what was decided.

In:   a connection from warehouse.database.connect; ids, or the first digits of ids
Out:  HeldRow, in the order of the log; the watch as the log has it; texts of articles
Never: writes; decides what may pass (the gate does).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from transforms.events import held_row, watch_of
from transforms.records import Event, Watch
from warehouse.database import query
from warehouse.queries import event_of
from warehouse.schema import COLUMNS

_FEWEST_DIGITS = 6


class NoSuchRow(Exception):
    """An id that names no row, or more than one; one line."""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row_quarantined event (`held`), the event that it holds back (`row`), and what somebody
    decided: `status` is held, released or rejected."""

    held: Event
    row: Event
    expectation: str
    status: str = "held"
    ruled_by: str | None = None
    ruled_at: datetime | None = None
    ruled_why: str | None = None

    @property
    def id(self) -> str:
        """The event_id of the row_quarantined event."""
        return self.held.event_id


def held_rows(con: DuckDBPyConnection, *, watch_id: str | None = None) -> list[HeldRow]:
    """Every row that was ever held back, whatever was decided since."""
    return _rows(con, "watch_id = coalesce(?, watch_id)", watch_id)


def rows_named(con: DuckDBPyConnection, names: Sequence[str]) -> list[HeldRow]:
    """The rows whose ids begin with these digits, each once. Raises NoSuchRow."""
    found: dict[str, HeldRow] = {}
    for name in names:
        row = row_named(con, name)
        found[row.id] = row
    return list(found.values())


def row_named(con: DuckDBPyConnection, name: str) -> HeldRow:
    """The row whose id begins with these digits. Raises NoSuchRow."""
    if len(name) < _FEWEST_DIGITS:
        raise NoSuchRow(f"{name}: give at least {_FEWEST_DIGITS} digits of the row's id")
    found = _rows(con, "starts_with(event_id, ?)", name)
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchRow(f"{name}: {len(found)} rows begin so; give more digits")
    raise NoSuchRow(f"{name}: no such row in quarantine; `vedette quarantine --all` lists them")


def rows_held_with(con: DuckDBPyConnection, rows: Sequence[HeldRow]) -> list[HeldRow]:
    """Other rows of the same articles and claims, whatever they failed, whatever was decided."""
    articles = [row.row.article_id for row in rows]
    ids = {row.id for row in rows}
    found = _rows(con, "article_id in (select unnest(?::varchar[]))", articles)
    return [row for row in found if row.id not in ids]


def watch_as_logged(con: DuckDBPyConnection, watch_id: str) -> Watch:
    """The watch as its newest watch_changed event tells it. Raises NoSuchRow."""
    rows = query(
        con,
        f"select {', '.join(COLUMNS)} from other_events "
        "where event_type = 'watch_changed' and watch_id = ? order by seq desc limit 1",
        [watch_id],
    ).rows
    if not rows:
        raise NoSuchRow(f"{watch_id}: the log does not hold this watch")
    return watch_of(event_of(rows[0]))


def texts_of(
    con: DuckDBPyConnection, article_ids: Collection[str | None], watch_id: str
) -> dict[str, str]:
    """The texts of the articles that the log holds, by id."""
    if not article_ids:
        return {}
    rows = query(
        con,
        "select article_id, text from articles "
        "where watch_id = ? and article_id in (select unnest(?::varchar[]))",
        [watch_id, list(article_ids)],
    ).rows
    return dict(rows)


def _rows(con: DuckDBPyConnection, condition: str, value: object) -> list[HeldRow]:
    columns = ", ".join(f"other_events.{name}" for name in COLUMNS)
    answer = query(
        con,
        f"""
        with asked as (select * from quarantine where {condition})
        select {columns}, asked.expectation, asked.status, asked.ruled_by, asked.ruled_at,
            asked.ruled_why
        from asked inner join other_events on asked.seq = other_events.seq
        order by asked.seq
        """,
        [value],
    )
    found = []
    for row in answer.rows:
        held = event_of(row[: len(COLUMNS)])
        found.append(HeldRow(held, held_row(held), *row[len(COLUMNS) :]))
    return found
