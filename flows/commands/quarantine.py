"""The command on rows that the gate held back: quarantine.

In:   a home; ids of rows, or their first digits; who decides and why
Out:  a table, one row explained, what a decision came to; JSON
Never: imports anything heavy before a command is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.arguments import (
    DEFAULT_HOME,
    AsJson,
    Home,
    InputError,
    Reason,
    Reviewer,
    reason_of,
    reviewer_of,
    with_log,
)

if TYPE_CHECKING:
    from rich.text import Text

    from flows.quality.quarantine import Ruled
    from warehouse.held_rows import HeldRow

_DIGITS = 12
_CONTEXT_COLUMNS = ("url", "indicator", "value", "value_low", "value_high", "level", "source")


def quarantine(
    rows: Annotated[
        list[str] | None, typer.Argument(help="Ids of rows, or their first digits.")
    ] = None,
    release: Annotated[
        bool, typer.Option("--release", help="Let the rows pass in spite of what they failed.")
    ] = False,
    reject: Annotated[
        bool, typer.Option("--reject", help="Leave the rows where they are, for good.")
    ] = False,
    reason: Reason = None,
    reviewer: Reviewer = None,
    with_all: Annotated[
        bool, typer.Option("--all", help="List rows that were decided on, too.")
    ] = False,
    home: Home = DEFAULT_HOME,
    json: AsJson = False,
) -> None:
    """List what was held back, explain a row, let it pass, or reject it.

    Example: vedette quarantine 3f9a61c04b1e --release --reason "checked with the ministry"
    """
    if not (release or reject):
        if reason is not None:
            raise InputError("--reason is for a decision: --release or --reject")
        _show(with_log(home), rows or [], with_all=with_all, json=json)
        return
    if release and reject:
        raise InputError("a row is released or rejected, not both")
    if not rows:
        raise InputError("name the rows: `vedette quarantine` lists them with their ids")
    from transforms.records import Ruling

    now = datetime.now(UTC)
    verdict = "released" if release else "rejected"
    ruling = Ruling(verdict, reviewer_of(reviewer), now, reason_of(reason))
    from flows.quality.quarantine import rule_on_rows

    ruled = rule_on_rows(with_log(home), rows, ruling, now)
    _tell(ruled, verdict, json=json)


def _show(home: Path, names: list[str], *, with_all: bool, json: bool) -> None:
    from flows.terminal.show import as_json, page, table, write
    from warehouse.database import connect
    from warehouse.held_rows import held_rows, rows_named

    with connect(home) as con:
        if names:
            found = rows_named(con, names)
        else:
            found = [row for row in held_rows(con) if with_all or row.status == "held"]
    if json:
        print(as_json([_plain(row) for row in found]))
    elif names:
        for row in found:
            write(*_explained(row), "")
    elif not found:
        write("nothing is held back")
    else:
        columns = ("row", "held", "what", "why", "outlet", "status")
        page(table(columns, (_line(row) for row in found)))


def _line(row: HeldRow) -> tuple[Any, ...]:
    return (
        row.id[:_DIGITS],
        row.held.recorded_at,
        _kind(row),
        row.held.reason,
        row.row.outlet,
        row.status,
    )


def _kind(row: HeldRow) -> str:
    return "article" if row.row.event_type == "article_fetched" else f"claim: {row.row.indicator}"


def _explained(row: HeldRow) -> Iterator[Text]:
    """Everything there is to know of a row before one decides."""
    from rich.text import Text

    from flows.terminal.show import cell, clean

    told: dict[str, Any] = {
        "why": row.held.reason,
        "when": f"{cell(row.held.recorded_at)} UTC, in {row.held.run_id}",
        **{name: getattr(row.row, name) for name in _CONTEXT_COLUMNS},
        "says": f"“{row.row.evidence}”" if row.row.evidence else None,
        row.status: f"by {row.ruled_by}, {cell(row.ruled_at)} UTC: {row.ruled_why}"
        if row.ruled_by
        else None,
    }
    yield Text(f"{row.id}  {clean(_kind(row))}, {row.status}")
    for name, value in told.items():
        if value is not None:
            yield Text(f"    {name:<11} {cell(value)}")


def _plain(row: HeldRow) -> Mapping[str, Any]:
    from transforms.events import as_plain

    plain = as_plain(row)
    return {"id": row.id, **{name: plain[name] for name in plain if name != "held"}} | {
        "reason": row.held.reason,
        "recorded_at": as_plain(row.held.recorded_at),
        "watch_id": row.held.watch_id,
        "run_id": row.held.run_id,
    }


def _tell(ruled: Ruled, verdict: str, *, json: bool) -> None:
    from flows.terminal.show import as_json, write

    if json:
        told = {
            verdict: [row.id for row in ruled.rows],
            "before": [row.id for row in ruled.before],
            "appended": [event.event_id for event in ruled.passed],
            "held_again": [{"id": e.event_id, "reason": e.reason} for e in ruled.again],
            "claims_withdrawn": ruled.withdrawn,
        }
        print(as_json(told))
        return
    for row in ruled.before:
        by = f" by {row.ruled_by}" if row.ruled_by else ""
        write(f"{row.id[:_DIGITS]}: was {verdict} already{by}")
    for row in ruled.rows:
        write(f"{row.id[:_DIGITS]}: {verdict}, {_kind(row)}: {row.held.reason}")
    for event in ruled.again:
        write(f"{event.event_id[:_DIGITS]}: held back again: {event.reason}")
    if verdict == "released" and ruled.rows:
        claims = sum(event.event_type == "claim_asserted" for event in ruled.passed)
        articles = len(ruled.passed) - claims
        write(f"{articles} articles, {claims} claims appended; {ruled.withdrawn} withdrawn")
