"""The commands that ask the log: status, why, claims, sql. None of them writes.

In:   a home, an as-of in either time axis
Out:  tables and texts on the terminal, or JSON with --json
Never: imports more than DuckDB and rich: `vedette status` answers in under half a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

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


def status(
    home: Home = DEFAULT_HOME,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
) -> None:
    """The state of every indicator, now or as of then.

    Example: vedette status --as-of 2024-11-03
    """
    from flows.terminal.show import as_json, console, state_table, write
    from warehouse.database import connect, publish_clock

    with connect(home, recorded_as_of=instant_of(as_of), valid_as_of=day_of(valid_at)) as con:
        states = _rows(con, "select * from state")
        clock = publish_clock(con)
    if json:
        print(as_json(states))
        return
    day = states[0]["as_of_on"] if states else clock.date()
    recorded = f", as recorded by {as_of}" if as_of else ""
    console().print(state_table(states, f"{day.isoformat()}{recorded}"))
    if as_of is None and valid_at is None:
        write(*_feed_alarms(home))


def why(
    indicator: Annotated[
        str, typer.Argument(help="Id of an indicator, as `vedette status` lists it.")
    ],
    home: Home = DEFAULT_HOME,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
) -> None:
    """The claims behind a state, with their weights and sentences.

    Example: vedette why troops-deployed
    """
    from flows.terminal.show import as_json, claim_lines, state_line, write
    from warehouse.database import connect
    from warehouse.queries import claims_behind

    with connect(home, recorded_as_of=instant_of(as_of), valid_as_of=day_of(valid_at)) as con:
        states = {(row["watch_id"], row["indicator"]): row for row in _rows(con, _STATES)}
        asked = [key for key in states if key[1] == indicator]
        answers = [(states[key], claims_behind(con, indicator, key[0])) for key in asked]
        names = _party_names(con)
    if not answers:
        known = ", ".join(dict.fromkeys(name for _, name in states))
        raise InputError(f"{indicator}: no such indicator; there are: {known or 'none yet'}")
    if json:
        # One answer, unless two watches of the home have an indicator of this name.
        plain = [{"state": state, "claims": behind} for state, behind in answers]
        print(as_json(plain[0] if len(plain) == 1 else plain))
        return
    for state, behind in answers:
        write(state_line(state))
        for claim in behind:
            write("", *claim_lines(claim, names))


def claims(
    home: Home = DEFAULT_HOME,
    indicator: Annotated[
        str | None, typer.Option("--indicator", "-i", help="Only on this indicator.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", "-s", help="Only of this party, such as kr.nis.")
    ] = None,
    as_of: RecordedAsOf = None,
    json: AsJson = False,
) -> None:
    """The live claims, oldest first.

    Example: vedette claims --indicator troops-killed --source kr.nis
    """
    from flows.terminal.show import as_json, claim_lines, write
    from warehouse.database import connect

    with connect(home, recorded_as_of=instant_of(as_of)) as con:
        found = _rows(con, _CLAIMS, indicator, source)
        names = _party_names(con)
        known = [row["indicator"] for row in _rows(con, _STATES)]
    if indicator is not None and not found and indicator not in known:
        raise InputError(f"{indicator}: no such indicator; there are: {', '.join(known) or 'none'}")
    if source is not None and not found and source not in names:
        raise InputError(f"{source}: no such party; the watch names: {', '.join(sorted(names))}")
    if json:
        print(as_json(found))
        return
    for claim in found:
        write(*claim_lines(claim, names, with_indicator=True), "")
    write(f"{len(found)} claims")


def sql(
    statement: Annotated[str, typer.Argument(help="One SELECT over the views.")],
    home: Home = DEFAULT_HOME,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
) -> None:
    """Ask in SQL: of events, articles, claims, positions, state, state_history, alerts, runs, …

    Example: vedette sql "SELECT origin, value_low FROM positions WHERE indicator = 'troops-killed'"
    """
    from flows.terminal.show import as_json, console, table
    from warehouse.database import connect, query

    with connect(home, recorded_as_of=instant_of(as_of), valid_as_of=day_of(valid_at)) as con:
        answer = query(con, statement)
    if json:
        print(as_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows]))
        return
    console().print(table(answer.columns, answer.rows))


def _feed_alarms(home: Path) -> list[str]:
    """A line on the sources where some are silent; a home without any has nothing to say."""
    from flows.sources.poll_state import PollStateError, feeds_of_home
    from flows.terminal.feeds import alarm_line

    try:
        return list(alarm_line(feeds_of_home(home)))
    except PollStateError:
        return []


_STATES = "select * from state"
_CLAIMS = """
select * from claims
where indicator = coalesce(?, indicator) and source = coalesce(?, source)
order by position_date, seq
"""
_NAMES = """
select json_extract_string(party, '$.id') as id, json_extract_string(party, '$.names[0]') as name
from watches, unnest(cast(watches.parties as json[])) as listed(party)
"""


def _rows(con: Any, statement: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a question, by column."""
    from warehouse.database import query

    answer = query(con, statement, values)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _party_names(con: Any) -> dict[str, str]:
    """The name of each party of the watches, by id; the id itself where it goes by none."""
    return {row["id"]: row["name"] or row["id"] for row in _rows(con, _NAMES)}
