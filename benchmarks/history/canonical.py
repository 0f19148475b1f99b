"""SQL for the canonical JSON of transforms/events.py, so that DuckDB makes the ids of events.

In:   names of fields, and the SQL expression and type of each
Out:  SQL expressions of JSON texts
Never: runs them. A test compares what comes out with what the builders give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from warehouse.schema import COLUMNS

# What transforms/events.py leaves out of an event's content.
_OUTSIDE = frozenset({"event_id", "run_id", "seq", "recorded_at", "fetched_at"})
CONTENT = {name: kind for name, kind in COLUMNS.items() if name not in _OUTSIDE}


def columns_json(fields: Mapping[str, str]) -> str:
    """A JSON object of columns, given name and type; those that are null are left out."""
    said = (f"'\"{name}\": ' || {value_json(name, fields[name])}" for name in sorted(fields))
    return "'{' || concat_ws(', ', " + ", ".join(said) + ") || '}'"


def object_json(values: Mapping[str, str]) -> str:
    """A JSON object of SQL expressions that are JSON texts; a null is JSON's null."""
    said = (f"'\"{name}\": ' || coalesce({values[name]}, 'null')" for name in sorted(values))
    return "'{' || " + " || ', ' || ".join(said) + " || '}'"


def list_json(values: Iterable[str]) -> str:
    """A JSON list of SQL expressions that are JSON texts."""
    return "'[' || " + " || ', ' || ".join(values) + " || ']'"


def value_json(expression: str, kind: str = "VARCHAR") -> str:
    """The JSON text of a value of a column's type, as Python's json.dumps writes it."""
    if kind == "VARCHAR":
        escaped = f"replace(replace({expression}, '\\', '\\\\'), '\"', '\\\"')"
        return f"'\"' || replace({escaped}, chr(10), '\\n') || '\"'"
    if kind == "TIMESTAMPTZ":
        return f"strftime({expression} at time zone 'UTC', '\"%Y-%m-%dT%H:%M:%S+00:00\"')"
    if kind == "DATE":
        return f"strftime({expression}, '\"%Y-%m-%d\"')"
    return f"({expression})::varchar"
