"""What the command line prints: tables of states, claims, alerts; one value a cell.

In:   rows of the views
Out:  rich renderables and plain texts
Never: asks the database; colours where nobody looks (rich leaves colour out of a pipe).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

# A pipe or a file has no width of its own: wide enough that no cell is cut.
_WIDTH_OF_A_PIPE = 160


def console() -> Console:
    """The terminal; in a pipe, plain text of a fixed width."""
    probe = Console()
    return probe if probe.is_terminal else Console(width=_WIDTH_OF_A_PIPE, soft_wrap=False)


def number(value: float | None) -> str:
    """12,000; nothing for no number."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def range_of(row: Mapping[str, Any]) -> str:
    """The range of a quantity as words: "3,000 to 12,000", "at least 300"."""
    low, high = row.get("value_low"), row.get("value_high")
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {number(low)}"
    if low == high:
        return number(low)
    return f"{number(low)} to {number(high)}"


def state_text(row: Mapping[str, Any]) -> str:
    """A state in a few words: its rung, or its value with the unit."""
    if row.get("kind") == "level":
        return row.get("level") or "no claim"
    if row.get("value") is None:
        return "no claim"
    return f"{number(row['value'])} {row.get('unit') or ''}".strip()


def cell(value: Any) -> str:
    """Any value of a row, as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(v) for v in value)
    return str(value)


def as_json(value: Any) -> str:
    """JSON for a program: dates in ISO 8601, keys as in the views."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> Table:
    """A table of rows as they are; numbers to the right."""
    rows = [list(row) for row in rows]
    shown = Table(title=title, title_justify="left", header_style="bold", show_edge=False)
    for index, name in enumerate(columns):
        values = [row[index] for row in rows if row[index] is not None]
        numeric = bool(values) and all(
            isinstance(v, (int, float)) and not isinstance(v, bool) for v in values
        )
        shown.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(cell(value) for value in row))
    return shown


def state_table(rows: Sequence[Mapping[str, Any]], as_of: str) -> Table:
    """The board in a terminal: one line an indicator."""
    columns = ("indicator", "state", "range", "certainty", "grade", "origins", "since", "newest", "")
    lines = [
        (
            row["indicator"],
            state_text(row),
            range_of(row),
            row["certainty"],
            f"{row['reliability'] or 'F'}{row['credibility']}",
            row["origins"],
            row["since"],
            row["newest_position_on"],
            ", ".join(w for w, on in (("disputed", row["is_disputed"]), ("stale", row["is_stale"])) if on),
        )
        for row in rows
    ]
    return table(columns, lines, title=f"State as of {as_of}")


def claim_lines(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """The claims behind a state, each with its weight and its sentence."""
    for row in rows:
        what = row["level"] or range_of(row) or number(row["value"])
        no = "not " if row["polarity"] == "negated" else ""
        role = f"{row['role']}, " if "role" in row else ""
        day = cell(row["position_date"])
        yield (
            f"[bold]{row['origin']}[/bold]  {no}{what}  ({role}{row['certainty']}, weight {row['weight']}, {day})"
        )
        yield f"    “{escape(row['evidence'])}”"
        yield f"    {escape(row['title'] or '')}  {escape(row['url'])}"


def escape(text: str) -> str:
    """Text from outside, without rich's markup and without control characters."""
    from rich.markup import escape as escaped

    return escaped("".join(c for c in text if c.isprintable()))


def outcome_lines(outcome: Any) -> Iterable[str]:
    """What a run came to, for the terminal."""
    ledger = outcome.ledger
    yield (
        f"{ledger.listed} listed, {ledger.known} known, {ledger.fetched} fetched: "
        f"{ledger.parsed} parsed ({ledger.with_claims} with claims), {ledger.unchanged} unchanged, "
        f"{ledger.duplicate} duplicate, {ledger.quarantined} quarantined, {ledger.failed} failed"
    )
    yield f"{ledger.claims} claims, {ledger.claims_withdrawn} withdrawn, {outcome.events_appended} events appended"
    for failure in outcome.failures:
        yield f"[dim]{escape(failure)}[/dim]"
    for warning in outcome.warnings:
        yield f"[yellow]{escape(warning)}[/yellow]"
    for event in outcome.decisions:
        if event.event_type == "alert_queued":
            yield f"[bold yellow]ALERT[/bold yellow] {escape(event.title or '')}"
