"""Event <-> Arrow: the columns of a log file.

In:   Event records; Arrow tables read from the log
Out:  Arrow tables of schema version 1; Event records
Never: a file, a clock. pyarrow is imported on first use, because the commands that only read
       views have to answer before it would be loaded.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from transforms.records import EVENT_TYPES, Event

if TYPE_CHECKING:
    import pyarrow as pa

# Bump on any change of COLUMNS; a reader keeps reading every version that was ever written.
SCHEMA_VERSION = 1

# Types by their DuckDB names. Hashes are VARCHAR: DuckDB 1.5 gives wrong results on BLOB keys.
COLUMNS: dict[str, str] = {
    "event_id": "VARCHAR",
    "event_type": "VARCHAR",
    "watch_id": "VARCHAR",
    "run_id": "VARCHAR",
    "seq": "BIGINT",
    "recorded_at": "TIMESTAMPTZ",
    # article
    "article_id": "VARCHAR",
    "revises": "VARCHAR",
    "cluster_id": "VARCHAR",
    "url": "VARCHAR",
    "outlet": "VARCHAR",
    "title": "VARCHAR",
    "language": "VARCHAR",
    "published_at": "TIMESTAMPTZ",
    "is_published_uncertain": "BOOLEAN",
    "fetched_at": "TIMESTAMPTZ",
    # claim
    "claim_id": "VARCHAR",
    "indicator": "VARCHAR",
    "kind": "VARCHAR",
    "polarity": "VARCHAR",
    "certainty": "VARCHAR",
    "value": "DOUBLE",
    "value_low": "DOUBLE",
    "value_high": "DOUBLE",
    "approximation": "VARCHAR",
    "unit": "VARCHAR",
    "is_increment": "BOOLEAN",
    "level": "VARCHAR",
    "hedge": "VARCHAR",
    "source": "VARCHAR",
    "source_text": "VARCHAR",
    "attribution": "VARCHAR",
    "cue": "VARCHAR",
    "stated_on": "DATE",
    "valid_from": "DATE",
    "valid_to": "DATE",
    "evidence": "VARCHAR",
    "start_char": "BIGINT",
    "end_char": "BIGINT",
    "extractor": "VARCHAR",
    # alert
    "alert_id": "VARCHAR",
    "rule_id": "VARCHAR",
    "target": "VARCHAR",
    # why
    "reason": "VARCHAR",
    "detail": "VARCHAR",
}

REQUIRED = frozenset({"event_id", "event_type", "watch_id", "run_id", "seq", "recorded_at"})


class SchemaError(Exception):
    """An event that has no place in the log, in one line."""


@functools.cache
def arrow_schema() -> pa.Schema:
    """The Arrow schema of a log file: instants in microseconds UTC, dates as date32."""
    import pyarrow as pa

    arrow_types = {
        "VARCHAR": pa.string(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
        "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
        "DATE": pa.date32(),
    }
    return pa.schema(
        [pa.field(n, arrow_types[t], nullable=n not in REQUIRED) for n, t in COLUMNS.items()]
    )


def events_to_table(events: Sequence[Event]) -> pa.Table:
    """Stamped events as one table, in the given order.

    Raises SchemaError for an unknown event type, a missing stamp, an instant without a time
    zone, or a value that the column cannot hold.
    """
    import pyarrow as pa

    for event in events:
        _check(event)
    schema = arrow_schema()
    columns = []
    for column in schema:
        values = [getattr(event, column.name) for event in events]
        try:
            columns.append(pa.array(values, type=column.type))
        except (pa.ArrowException, ArithmeticError, TypeError, ValueError) as error:
            first_line = str(error).splitlines()[0]
            raise SchemaError(f"column {column.name} cannot hold a value: {first_line}") from error
    return pa.Table.from_arrays(columns, schema=schema)


def table_to_events(table: pa.Table) -> Iterator[Event]:
    """The events of a table, in its order; instants come back in UTC."""
    columns = [_values(table, name, kind) for name, kind in COLUMNS.items()]
    for row in zip(*columns, strict=True):
        yield Event(*row)


def _check(event: Event) -> None:
    where = f"event {event.event_id or '(no id)'}"
    if event.event_type not in EVENT_TYPES:
        raise SchemaError(f"{where}: unknown event_type {event.event_type!r}")
    for name in REQUIRED:
        if getattr(event, name) in (None, ""):
            raise SchemaError(f"{where}: {name} is missing")
    for name, kind in COLUMNS.items():
        value = getattr(event, name)
        if kind == "TIMESTAMPTZ" and isinstance(value, datetime) and value.tzinfo is None:
            raise SchemaError(f"{where}: {name} has no time zone; instants are UTC")


def _values(table: pa.Table, name: str, kind: str) -> list[Any]:
    values: list[Any] = table.column(name).to_pylist()
    if kind == "TIMESTAMPTZ":
        return [value.astimezone(UTC) if value else None for value in values]
    return values
