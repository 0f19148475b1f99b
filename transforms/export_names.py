"""What all exports share: ids that never change, times and numbers as text, a claim in one line.

In:   rows of warehouse/export_rows.py
Out:  text
Never: a random id: the same thing has the same id in every export, on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

# Ours alone, and for ever: all ids hang on it (RFC 9562, section 5.5).
_NAMESPACE = UUID("09304af6-2f74-4460-973e-e2d619e39636")

Row = Mapping[str, Any]


def uuid_of(kind: str, *names: str) -> str:
    """The UUID (version 5) of a thing of ours: `uuid_of("claim", claim_id)`."""
    return str(uuid5(_NAMESPACE, "\n".join((kind, *names))))


def urn_of(kind: str, *names: str) -> str:
    """The same as an IRI."""
    return f"urn:uuid:{uuid_of(kind, *names)}"


def article_uuid(row: Row) -> str:
    """Of the revision that a row is of or about."""
    return uuid_of("article", row["watch_id"], row["article_id"])


def instant(at: datetime) -> str:
    """`2024-10-30T07:35:00.000Z`: RFC 3339 in UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def present(**values: Any) -> dict[str, Any]:
    """The values that there are: what is not known is left out, not null."""
    return {name: value for name, value in values.items() if value is not None}


def speaker_of(row: Row) -> str | None:
    """The party that answers for a claim; the outlet where it speaks in its own voice; None where
    nobody is named."""
    source: str = row["source"]
    if source == "unknown":
        return None
    return row["outlet"] if source == "outlet" else source


def said(row: Row) -> str:
    """What a claim or a state comes to: `600 soldiers (540 to 660)`, `not launched`."""
    no = "not " if row.get("polarity") == "negated" else ""
    if row["kind"] == "level":
        return f"{no}{row['level'] or 'no claim'}"
    low, value, high = row["value_low"], row["value"], row["value_high"]
    unit = f" {row['unit']}" if row["unit"] else ""
    if value is None and low is None and high is None:
        return "no claim"
    span = _span(low, high)
    if value is None or low is None or high is None:
        return f"{no}{span}{unit}"
    return f"{no}{_number(value)}{unit}" + (f" ({span})" if low != high else "")


def statement(row: Row) -> str:
    """A claim in one line: `kr.nis: troops-killed: 600 soldiers (540 to 660), likely`."""
    more = "plus " if row["is_increment"] else ""
    who = speaker_of(row) or "somebody not named"
    return f"{who}: {row['indicator']}: {more}{said(row)}, {row['certainty']}"


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {_number(high or 0.0)}"
    return f"{_number(low)} to {_number(high)}" if high is not None else f"at least {_number(low)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"
