"""The command that sets two moments side by side: diff.

In:   a home, two instants or days, on which axis they lie
Out:  for each indicator that is another: before, after, and the claims that made it so
Never: imports anything heavy before it is run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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

    from warehouse.changes import IndicatorChange, Moment


def diff(
    earlier: Annotated[str, typer.Argument(help="2024-11-03, or 2024-11-03T12:00.")],
    later: Annotated[str | None, typer.Argument(help="The same; else now.")] = None,
    home: Home = DEFAULT_HOME,
    indicator: Annotated[
        str | None, typer.Option("--indicator", "-i", help="Only this indicator.")
    ] = None,
    is_of_world: Annotated[
        bool,
        typer.Option("--world", help="Compare two days in the world, by one state of records."),
    ] = False,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
) -> None:
    """Then and now: which indicators changed, and the claims that came, went or were corrected.

    The two moments are of what was recorded by then; with --world, of days in the world, by what
    is known now, or was at --as-of. With --valid-at, both are asked about the world of one day.
    Example: vedette diff 2025-01-20 2025-01-23 --indicator troops-killed
    """
    before, after = _moments(earlier, later, is_of_world, as_of, valid_at)
    from flows.terminal.diff import change_lines, change_plain, sum_line
    from flows.terminal.show import as_json, page
    from warehouse.changes import changes
    from warehouse.database import connect
    from warehouse.queries import party_names

    found = _only(changes(home, before, after), indicator)
    changed = [change for change in found if change.is_changed]
    if json:
        print(as_json([change_plain(change) for change in changed]))
        return
    with connect(home) as con:
        names = party_names(con)
    lines: list[Text | str] = []
    for change in changed:
        lines += [*change_lines(change, names), ""]
    page(*lines, sum_line(found))


def _moments(
    earlier: str, later: str | None, is_of_world: bool, as_of: str | None, valid_at: str | None
) -> tuple[Moment, Moment]:
    from warehouse.changes import Moment

    if is_of_world:
        if valid_at is not None:
            raise InputError("--valid-at names the day in the world, and so do two days of --world")
        recorded, first, last = instant_of(as_of), day_of(earlier), day_of(later)
        moments = Moment(recorded, first), Moment(recorded, last)
        is_backwards = bool(first and last and last < first)
    else:
        if as_of is not None:
            raise InputError("--as-of is for --world; else the two moments are what was recorded")
        day, begins, ends = day_of(valid_at), instant_of(earlier), instant_of(later)
        moments = Moment(begins, day), Moment(ends, day)
        is_backwards = bool(begins and ends and ends < begins)
    if is_backwards:
        raise InputError(f"{later} is before {earlier}; name the earlier one first")
    return moments


def _only(found: list[IndicatorChange], indicator: str | None) -> list[IndicatorChange]:
    if indicator is None:
        return found
    known = dict.fromkeys(change.indicator for change in found)
    if indicator not in known:
        raise InputError(f"{indicator}: no such indicator; there are: {', '.join(known) or 'none'}")
    return [change for change in found if change.indicator == indicator]
