"""The commands that watch: demo, run, serve.

In:   a watch, a home, settings that go before those of the home
Out:  what a run came to, as text or JSON
Never: imports anything heavy before a command is run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.arguments import DEFAULT_HOME, AsJson, Home, InputError, WatchName

Put = Annotated[
    list[str] | None,
    typer.Option("--set", help="A setting, before file and environment: fetch.contact=…"),
]


def demo(
    home: Annotated[Path, typer.Option("--home", help="Where the demo keeps its log.")] = Path(
        ".demo"
    ),
) -> None:
    """Serve the sample newsroom on this machine and watch it, one date after the other.

    Example: vedette demo --home ~/demo
    """
    from flows.demo import run_demo

    raise typer.Exit(run_demo(home))


def run(
    watch: WatchName,
    home: Home = DEFAULT_HOME,
    put: Put = None,
    json: AsJson = False,
) -> None:
    """Run once: fetch what is new, append its claims, say what changed.

    Example: vedette run --watch dprk --home ~/vedette
    """
    from flows.prefect_home import use_prefect_home
    from flows.settings import read_settings
    from flows.terminal.show import as_json, outcome_lines, write
    from seeds.watch import find_watch, read_watch

    put_into_environment(put)
    # A fault of what was given is told before anything is started.
    read_watch(find_watch(watch))
    read_settings(home, os.environ)
    use_prefect_home(home)
    from flows.monitor import run_monitor

    outcome = run_monitor(watch, home)
    if json:
        print(as_json(outcome.as_plain()))
    else:
        write(*outcome_lines(outcome))


def serve(
    watch: WatchName,
    home: Home = DEFAULT_HOME,
    cron: Annotated[
        str | None,
        typer.Option("--cron", help="When to run, in cron's five fields, UTC: */30 * * * *."),
    ] = None,
    every: Annotated[
        str | None, typer.Option("--every", help="How long from run to run: 15m, 2h or 1d.")
    ] = None,
    put: Put = None,
) -> None:
    """Run again and again until interrupted, every half hour unless told otherwise.

    Example: vedette serve --watch dprk --every 15m
    """
    put_into_environment(put)
    from flows.serve import serve_monitor
    from flows.serving.schedule import schedule_of

    serve_monitor(watch, home, schedule_of(cron, every))


def put_into_environment(put: list[str] | None) -> None:
    """Let settings of the command line stand where the environment's do. Raises InputError."""
    for text in put or ():
        key, sign, value = text.partition("=")
        table, dot, name = key.strip().partition(".")
        if not sign or not dot:
            raise InputError("--set takes a table, a key and a value: fetch.contact=desk@x.example")
        word = "TARGET_" if table == "targets" else f"{table.upper()}__"
        os.environ[f"VEDETTE_{word}{name.upper().replace('-', '_')}"] = value
