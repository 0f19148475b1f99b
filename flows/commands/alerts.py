"""The commands on alerts: alerts list, show, resend, acknowledge, silence.

In:   a home; an alert by the beginning of its id; a rule, an indicator, an instant
Out:  tables, texts, JSON; alert_answered events
Never: sends anything: what is asked for again goes with the next run.
"""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.arguments import DEFAULT_HOME, AsJson, Home, InputError, instant_of

if TYPE_CHECKING:
    from transforms.records import Event

alerts_app = typer.Typer(help="What was told, to whom, and what came of it.", no_args_is_help=True)
_AlertId = Annotated[str, typer.Argument(help="The id of an alert, or its beginning.")]
_By = Annotated[str | None, typer.Option("--by", help="Who says so; else the user's name.")]
_LEAST_ID = 6
_COLUMNS = ("queued_at", "alert_id", "rule_id", "title", "status", "acknowledged_by")


@alerts_app.command("list")
def alerts_list(
    home: Home = DEFAULT_HOME,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only those that are not delivered everywhere.")
    ] = False,
    last: Annotated[int, typer.Option("--last", min=1, help="So many, the newest.")] = 50,
    json: AsJson = False,
) -> None:
    """The alerts, the newest last: whether they arrived, and who has seen them.

    Example: vedette alerts list --open --home ~/vedette
    """
    from flows.terminal.show import as_json, page, table

    where = "where status <> 'delivered'" if only_open else ""
    rows = _rows(home, f"select * from alerts {where} order by seq desc limit ?", [last])[::-1]
    if json:
        print(as_json(rows))
        return
    shown = [[_cell(row, name) for name in _COLUMNS] for row in rows]
    page(table(("queued", "id", "rule", "title", "status", "seen by"), shown))


@alerts_app.command("show")
def alerts_show(
    alert: Annotated[
        str | None, typer.Argument(help="The id of an alert, or its beginning; else the newest.")
    ] = None,
    home: Home = DEFAULT_HOME,
    json: AsJson = False,
) -> None:
    """One alert, whole: its text, and what came of it at each target.

    Example: vedette alerts show 3fa8c1 --home ~/vedette
    """
    from flows.terminal.show import as_json, cell, console, write

    row = _the_alert(home, alert) if alert is not None else _newest(home)
    if json:
        print(as_json(row))
        return
    write(str(row["title"]), "")
    for line in str(row["body"]).splitlines():
        console().print(_text(line), highlight=False, soft_wrap=True)
    write(
        "",
        f"alert {row['alert_id']}, rule {row['rule_id']}, queued {cell(row['queued_at'])} UTC",
        f"{row['status']}; taken by {cell(row['delivered_to']) or 'nobody yet'}"
        + (f"; given up at {cell(row['dead_at'])}" if row["dead_at"] else "")
        + (f"; last failure: {row['last_failure']}" if row["last_failure"] else ""),
        *([f"seen by {row['acknowledged_by']}"] if row["acknowledged_by"] else []),
    )


@alerts_app.command("resend")
def alerts_resend(
    alert: _AlertId,
    home: Home = DEFAULT_HOME,
    target: Annotated[
        str | None, typer.Option("--target", help="Only to this target; else to all it was for.")
    ] = None,
    by: _By = None,
) -> None:
    """Send an alert again with the next run, delivered or given up.

    Example: vedette alerts resend 3fa8c1 --target desk --home ~/vedette
    """
    row = _the_alert(home, alert)
    known = {*(row["targets"] or ()), *row["delivered_to"], *row["dead_at"]}
    if target is not None and target not in known:
        said = ", ".join(sorted(known)) or "none"
        raise InputError(f"{target}: the alert was for no such target; it was for: {said}")
    _answer(home, row, "resend", by, target=target)


@alerts_app.command("acknowledge")
def alerts_acknowledge(alert: _AlertId, home: Home = DEFAULT_HOME, by: _By = None) -> None:
    """Write down that somebody has seen an alert.

    Example: vedette alerts acknowledge 3fa8c1 --by ana --home ~/vedette
    """
    _answer(home, _the_alert(home, alert), "acknowledged", by)


@alerts_app.command("silence")
def alerts_silence(
    until: Annotated[
        str, typer.Option("--until", help="2025-03-01 or 2025-03-01T12:00; a past one ends it.")
    ],
    home: Home = DEFAULT_HOME,
    rule: Annotated[str | None, typer.Option("--rule", help="Id of a rule.")] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", help="Id of one.")] = None,
    by: _By = None,
) -> None:
    """Let a rule or an indicator queue no alert until then. What is different then is told.

    Example: vedette alerts silence --rule toll --until 2025-03-01 --home ~/vedette
    """
    if rule is None and indicator is None:
        raise InputError("name what to silence: --rule ID, --indicator ID, or both")
    ends_at = instant_of(until)
    assert ends_at is not None
    for watch_id in _watches_with(home, rule, indicator):
        about = {"rule_id": rule, "indicator": indicator, "watch_id": watch_id}
        _answer(home, about, "silenced", by, until=ends_at)


def _watches_with(home: Path, rule: str | None, indicator: str | None) -> list[str]:
    """The watches of the home that have them. Raises InputError where none has."""
    import json

    rows = _rows(
        home,
        "select watch_id, detail from other_events where event_type = 'watch_changed' "
        "qualify row_number() over (partition by watch_id order by seq desc) = 1",
    )
    found = []
    for row in rows:
        watch = json.loads(row["detail"])
        has_rule = rule is None or rule in [one["id"] for one in watch["rules"]]
        base = indicator.partition("@")[0] if indicator else None
        has_indicator = base is None or base in [one["id"] for one in watch["indicators"]]
        if has_rule and has_indicator:
            found.append(row["watch_id"])
    if not found:
        named = " and ".join(name for name in (rule, indicator) if name)
        raise InputError(f"{named}: no watch of {home} has it; see: vedette status --home {home}")
    return found


def _answer(
    home: Path,
    about: dict[str, Any],
    answer: Any,
    by: str | None,
    *,
    target: str | None = None,
    until: datetime | None = None,
) -> None:
    from flows.terminal.show import write
    from transforms.events import alert_answered

    event = alert_answered(
        answer,
        watch_id=about["watch_id"],
        by=by or getpass.getuser(),
        at=datetime.now(UTC),
        until=until,
        alert_id=about.get("alert_id"),
        rule_id=about.get("rule_id"),
        indicator=about.get("indicator"),
        target=target,
    )
    _append(home, event)
    what = about.get("title") or " and ".join(
        str(about[name]) for name in ("rule_id", "indicator") if about.get(name)
    )
    then = {
        "resend": "is sent again with the next run",
        "acknowledged": f"is seen by {by or getpass.getuser()}",
    }
    write(f"{what}: {then.get(answer) or f'queues no alert until {until:%Y-%m-%d %H:%M} UTC'}")


def _append(home: Path, event: Event) -> None:
    from flows.republish import republish
    from transforms.events import content_hash
    from warehouse.log import EventLog

    batch_id = content_hash({"events": [event.event_id]})
    EventLog(home).append([event], batch_id=batch_id, now=datetime.now(UTC))
    republish(home)


def _the_alert(home: Path, beginning: str) -> dict[str, Any]:
    """The one alert whose id begins so. Raises InputError."""
    if len(beginning) < _LEAST_ID:
        raise InputError(f"{beginning}: give at least {_LEAST_ID} letters of the alert's id")
    rows = _rows(home, "select * from alerts where starts_with(alert_id, ?)", [beginning])
    if len(rows) != 1:
        found = "no alert" if not rows else f"{len(rows)} alerts"
        raise InputError(f"{beginning}: {found} of this id; see: vedette alerts list")
    return rows[0]


def _newest(home: Path) -> dict[str, Any]:
    rows = _rows(home, "select * from alerts order by seq desc limit 1")
    if not rows:
        raise InputError(f"{home}: there is no alert yet")
    return rows[0]


def _rows(home: Path, sql: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
    from warehouse.database import connect, query

    with connect(home) as con:
        answer = query(con, sql, parameters or [])
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _cell(row: dict[str, Any], name: str) -> Any:
    return row[name][:12] if name == "alert_id" else row[name]


def _text(line: str) -> Any:
    from rich.text import Text

    from flows.terminal.show import clean

    return Text(line[: len(line) - len(line.lstrip())] + clean(line))
