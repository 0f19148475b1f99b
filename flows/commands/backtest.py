"""The command that tries rules on the past: backtest.

In:   a watch file, a home, a span of recorded time
Out:  the alerts that its rules would have given, and what they come to; as text or JSON
Never: writes anything, or imports anything heavy before it is run.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.arguments import (
    DEFAULT_HOME,
    AsJson,
    Home,
    InputError,
    WatchName,
    day_of,
    instant_of,
)

if TYPE_CHECKING:
    from flows.alerting.backtest import Backtest
    from transforms.records import Watch


def backtest(
    watch: WatchName,
    home: Home = DEFAULT_HOME,
    rule: Annotated[str | None, typer.Option("--rule", help="Only this rule of it.")] = None,
    begins: Annotated[str | None, typer.Option("--from", help="From that day: 2024-11-03.")] = None,
    ends: Annotated[str | None, typer.Option("--to", help="To the end of that day.")] = None,
    json: AsJson = False,
) -> None:
    """Say which alerts the rules of a watch file would have given over the log's past.

    Nothing is written. Example: vedette backtest --watch dprk.yaml --rule troops-lost
    """
    from seeds.watch import find_watch, read_watch

    found = _with_rule(read_watch(find_watch(watch)), rule)
    _check_home(home)
    begins_on = day_of(begins)
    from flows.alerting.backtest import Span
    from flows.alerting.backtest import backtest as replay_rules
    from flows.terminal.show import progress_bar

    begins_at = instant_of(f"{begins_on.isoformat()}T00:00") if begins_on else None
    with progress_bar("replaying") as progress:
        done = replay_rules(home, found, Span(begins_at, instant_of(ends)), progress)
    (_print_json if json else _print)(done)


def _print_json(done: Backtest) -> None:
    from flows.terminal.show import as_json

    alerts = [
        {"at": e.recorded_at, "rule_id": e.rule_id, "indicator": e.indicator, "title": e.title}
        for e in done.alerts
    ]
    summary = {"by_month": done.by_month, "repeats": done.repeats, "flaps": done.flaps}
    print(as_json({"runs": done.runs, "alerts": alerts, **summary}))


def _print(done: Backtest) -> None:
    from flows.terminal.show import cell, page, table, write

    rows = [(cell(e.recorded_at), e.rule_id, e.title) for e in done.alerts]
    if rows:
        page(table(("at (UTC)", "rule", "alert"), rows))
    months = ", ".join(f"{month}: {n}" for month, n in done.by_month.items()) or "none"
    write(
        f"{len(rows)} alerts in {done.runs} runs; by month {months}",
        f"{done.repeats} repeat what was told before; {done.flaps} lead back to where the last "
        "came from",
    )


def _with_rule(watch: Watch, rule: str | None) -> Watch:
    if rule is None:
        return watch
    rules = tuple(one for one in watch.rules if one.id == rule)
    if not rules:
        known = ", ".join(one.id for one in watch.rules) or "none"
        raise InputError(f"{rule}: no such rule in the watch; there are: {known}")
    return replace(watch, rules=rules)


def _check_home(home: Path) -> None:
    if not (home / "log").is_dir():
        raise InputError(f"{home}: no log in this folder; name a home with --home")
