"""The command line: every command reads its words, calls one function, prints what came back.

In:   arguments, HOME folders, files
Out:  text on standard output (JSON with --json), messages on standard error
      exit code 0 done · 1 a fault of ours or of the world (a run that failed) · 2 wrong input
Never: a stack trace. An exception class of ours has a message for the user, in one line, and is
       about what was given; one that is not says so by `exit_code = 1`. Heavy imports happen
       inside the command that needs them, so that `vedette status` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import typer

from flows.commands import (
    alerts,
    archives,
    backtest,
    board,
    checks,
    diff,
    export,
    extract,
    feeds,
    init,
    log,
    quarantine,
    questions,
    review,
    running,
    settings,
    sql,
    watch,
)

app = typer.Typer(
    name="vedette",
    help="Watches the news for indicators: who claims what, how sure they are, in which words.",
    epilog="Exit code: 0 done; 1 a fault of the world or of ours (a run that failed, a log that is "
    "not sound); 2 wrong input, told in one line; 130 interrupted.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
_OURS = ("flows", "seeds", "transforms", "expectations", "warehouse")
# By what somebody wants to do, in the order in which the help shows them.
_PANELS: dict[str, tuple[Callable[..., Any] | tuple[str, typer.Typer], ...]] = {
    "Run": (init.init, running.demo, running.run, running.serve, settings.settings),
    "Ask": (
        questions.status,
        questions.why,
        questions.claims,
        diff.diff,
        board.board,
        sql.sql,
        export.export,
    ),
    "Watch": (
        ("watch", watch.watch_app),
        feeds.feeds,
        ("feed", feeds.feed_app),
        extract.extract,
        backtest.backtest,
    ),
    "Decide": (
        ("alerts", alerts.alerts_app),
        review.review,
        quarantine.quarantine,
        checks.checks,
    ),
    "Keep": (
        log.doctor,
        log.verify,
        log.seal,
        log.rebuild,
        archives.replay,
        archives.backfill,
    ),
}

for panel, commands in _PANELS.items():
    for command in commands:
        if isinstance(command, tuple):
            app.add_typer(command[1], name=command[0], rich_help_panel=panel)
        else:
            app.command(rich_help_panel=panel)(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command, of sys.argv where no arguments are given; exit with its code.

    Every fault is a clear message on standard error.
    """
    try:
        code = app(arguments, prog_name="vedette", standalone_mode=False)
        # A reader that closed our output (head, less) is noticed here, not at the exit.
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        code = _report(error)
    sys.exit(code)


def _report(error: Exception) -> int:
    """Say what went wrong; the exit code."""
    from flows.terminal.show import clean

    kind = type(error)
    if kind.__name__ == "NoArgsIsHelpError":  # the help itself
        print(error, file=sys.stderr)
        return 2
    if kind.__module__.startswith("typer."):  # unknown option, missing argument
        said, code = getattr(error, "format_message", error.__str__)(), 2
    elif kind.__module__.split(".")[0] in _OURS:
        said, code = str(error), getattr(error, "exit_code", 2)
    elif os.environ.get("VEDETTE_DEBUG"):
        raise error
    else:
        said, code = f"{kind.__name__}: {error} (VEDETTE_DEBUG=1 shows where)", 1
    # A watch may have many faults, each a line of its own.
    for line in said.splitlines() if kind.__name__ == "WatchError" else [said]:
        print(f"vedette: {clean(line)}", file=sys.stderr)
    return code
