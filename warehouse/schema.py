"""Event <-> Arrow: the columns of a log file.

In:   Event records; Arrow tables read from the log
Out:  Arrow tables of the present schema version; Event records
Never: a file, a clock. pyarrow is imported on first use, because the commands that only read
       views have to answer before it would be loaded.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from transforms.records import EVENT_TYPES, Event

if TYPE_CHECKING:
    import pyarrow as pa

# Bump on any change of COLUMNS, and say in versions.py how the version before is read.
SCHEMA_VERSION = 2

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
    "series": "VARCHAR",
    "kind": "VARCHAR",
    "polarity": "VARCHAR",
    "certainty": "VARCHAR",
    "confidence": "DOUBLE",
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

# The schema version that a column came with, where it was not there from the first.
_SINCE = {"series": 2, "confidence": 2}

# The log's own: what an event says of them before it is appended counts for nothing.
STAMPED = ("seq", "recorded_at")
REQUIRED = frozenset({"event_id", "event_type", "watch_id", "run_id", *STAMPED})
# A state is folded by indicator: these change it.
_ABOUT_A_CLAIM = ("claim_withdrawn", "claim_reviewed")
_UNSTAMPED = tuple(name for name in COLUMNS if name not in STAMPED)
_ALL_VALUES = operator.attrgetter(*_UNSTAMPED)  # one call an event, not one a column


class SchemaError(Exception):
    """An event that has no place in the log, in one line."""


@functools.cache
def arrow_schema(version: int = SCHEMA_VERSION) -> pa.Schema:
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
        [
            pa.field(name, arrow_types[kind], nullable=name not in REQUIRED)
            for name, kind in COLUMNS.items()
            if _SINCE.get(name, 1) <= version
        ]
    )


def events_to_table(events: Sequence[Event], *, first_seq: int, recorded_at: datetime) -> pa.Table:
    """Events as one table, in the given order, stamped with `first_seq` onwards and `recorded_at`.

    Raises SchemaError for an unknown event type, a missing id, a withdrawal or review without
    an indicator, an instant without a time zone, or a value that the column cannot hold.
    """
    import pyarrow as pa

    values = _by_column(events)
    _check(values)
    schema = arrow_schema()
    columns = {
        "seq": pa.array(range(first_seq, first_seq + len(events)), pa.int64()),
        "recorded_at": pa.repeat(
            pa.scalar(recorded_at, schema.field("recorded_at").type), len(events)
        ),
    }
    for name, column in values.items():
        try:
            columns[name] = pa.array(column, schema.field(name).type)
        except (pa.ArrowException, ArithmeticError, TypeError, ValueError) as error:
            first_line = str(error).splitlines()[0]
            raise SchemaError(f"column {name} cannot hold a value: {first_line}") from error
    return pa.Table.from_arrays([columns[name] for name in COLUMNS], schema=schema)


def table_to_events(table: pa.Table) -> Iterator[Event]:
    """The events of a table, in its order; instants come back in UTC."""
    columns = [_values(table, name, kind) for name, kind in COLUMNS.items()]
    for row in zip(*columns, strict=True):
        yield Event(*row)


def _by_column(events: Sequence[Event]) -> dict[str, Sequence[Any]]:
    """The values of every column that the log does not stamp."""
    columns = list(zip(*map(_ALL_VALUES, events), strict=True)) or [()] * len(_UNSTAMPED)
    return dict(zip(_UNSTAMPED, columns, strict=True))


def _check(values: dict[str, Sequence[Any]]) -> None:
    """Look through whole columns; only where one is wrong, for the event that is."""
    types = values["event_type"]
    if unknown := set(types).difference(EVENT_TYPES):
        place = next(place for place, kind in enumerate(types) if kind in unknown)
        raise _refused(values, place, f"unknown event_type {types[place]!r}")
    for name in REQUIRED.difference(STAMPED):
        for missing in (None, ""):
            if missing in values[name]:
                raise _refused(values, values[name].index(missing), f"{name} is missing")
    for place, kind in enumerate(types):
        if kind in _ABOUT_A_CLAIM and not values["indicator"][place]:
            raise _refused(values, place, f"{kind} without an indicator: nobody would find it")
    for name in ("published_at", "fetched_at"):
        for place, value in enumerate(values[name]):
            if isinstance(value, datetime) and value.tzinfo is None:
                raise _refused(values, place, f"{name} has no time zone; instants are UTC")


def _refused(values: dict[str, Sequence[Any]], place: int, why: str) -> SchemaError:
    return SchemaError(f"event {values['event_id'][place] or '(no id)'}: {why}")


def _values(table: pa.Table, name: str, kind: str) -> list[Any]:
    values: list[Any] = table.column(name).to_pylist()
    if kind == "TIMESTAMPTZ":
        return [value.astimezone(UTC) if value else None for value in values]
    return values
