"""The commands that ask the log: status, why, claims. None of them writes.

In:   a home, an as-of in either time axis
Out:  tables and texts on the terminal, or JSON with --json
Never: imports more than DuckDB and rich: `vedette status` answers in under half a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

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
    from rich.text import Text

Status = Literal["live", "withdrawn", "rejected", "review"]


def status(
    home: Home = DEFAULT_HOME,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
) -> None:
    """The state of every indicator, now or as of then.

    Example: vedette status --as-of 2024-11-03
    """
    from flows.terminal.show import as_json, page, state_table, write
    from warehouse.database import connect, publish_clock

    with connect(home, recorded_as_of=instant_of(as_of), valid_as_of=day_of(valid_at)) as con:
        states = _rows(con, "select * from state")
        clock = publish_clock(con)
    if json:
        print(as_json(states))
        return
    day = states[0]["as_of_on"] if states else clock.date()
    recorded = f", as recorded by {as_of}" if as_of else ""
    page(state_table(states, f"{day.isoformat()}{recorded}"))
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
    from flows.terminal.show import as_json, claim_lines, page, state_line
    from warehouse.database import connect
    from warehouse.queries import claims_behind, party_names

    with connect(home, recorded_as_of=instant_of(as_of), valid_as_of=day_of(valid_at)) as con:
        states = {(row["watch_id"], row["indicator"]): row for row in _rows(con, _STATES)}
        asked = [key for key in states if key[1] == indicator]
        answers = [(states[key], claims_behind(con, indicator, key[0])) for key in asked]
        names = party_names(con)
    if not answers:
        known = ", ".join(dict.fromkeys(name for _, name in states))
        raise InputError(f"{indicator}: no such indicator; there are: {known or 'none yet'}")
    if json:
        # One answer, unless two watches of the home have an indicator of this name.
        plain = [{"state": state, "claims": behind} for state, behind in answers]
        print(as_json(plain[0] if len(plain) == 1 else plain))
        return
    lines: list[Text | str] = []
    for state, behind in answers:
        lines.append(state_line(state))
        for claim in behind:
            lines += ["", *claim_lines(claim, names)]
    page(*lines)


def claims(
    home: Home = DEFAULT_HOME,
    indicator: Annotated[
        str | None, typer.Option("--indicator", "-i", help="Only on this indicator.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", "-s", help="Only of this party, such as kr.nis.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Only with a date from that day on: 2024-11-03.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="Only with this text in the sentence or title.")
    ] = None,
    status: Annotated[
        Status, typer.Option("--status", help="Only of this status.", show_default=True)
    ] = "live",
    as_of: RecordedAsOf = None,
    json: AsJson = False,
) -> None:
    """The claims, oldest first: the live ones, or those of another status.

    Example: vedette claims --indicator troops-killed --source kr.nis --since 2025-01-01
    """
    from flows.terminal.show import as_json, claim_lines, page
    from warehouse.database import connect
    from warehouse.queries import party_names

    with connect(home, recorded_as_of=instant_of(as_of)) as con:
        wanted = (status, indicator, source, day_of(since), text, text)
        view = _LIVE if status == "live" else "claim_history"
        found = _rows(con, _CLAIMS.format(view=view), *wanted)
        names = party_names(con)
        known = [row["indicator"] for row in _rows(con, _STATES)]
    if indicator is not None and not found and indicator not in known:
        raise InputError(f"{indicator}: no such indicator; there are: {', '.join(known) or 'none'}")
    if source is not None and not found and source not in names:
        raise InputError(f"{source}: no such party; the watch names: {', '.join(sorted(names))}")
    if json:
        print(as_json(found))
        return
    lines: list[Text | str] = []
    for claim in found:
        lines += [*claim_lines(claim, names, with_indicator=True), ""]
    page(*lines, f"{len(found)} claims")


def _feed_alarms(home: Path) -> list[str]:
    """A line on the sources where some are silent; a home without any has nothing to say."""
    from flows.sources.poll_state import PollStateError, feeds_of_home
    from flows.terminal.feeds import alarm_line

    try:
        return list(alarm_line(feeds_of_home(home)))
    except PollStateError:
        return []


_STATES = "select * from state"
# What a claim weighs is known of live ones only.
_LIVE = "(select *, 'live' as status from claims)"
_CLAIMS = """
select * from {view}
where status = ?
    and indicator = coalesce(?, indicator)
    and source = coalesce(?, source)
    and position_date >= coalesce(?, position_date)
    and (
        contains(lower(evidence), lower(coalesce(?, '')))
        or contains(lower(coalesce(title, '')), lower(coalesce(?, '')))
    )
order by position_date, seq
"""


def _rows(con: Any, statement: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a question, by column."""
    from warehouse.database import query

    answer = query(con, statement, values)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

