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
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from flows.commands import (
    alerts,
    archives,
    backtest,
    board,
    checks,
    export,
    feeds,
    log,
    quarantine,
    questions,
    review,
)
from flows.commands.arguments import DEFAULT_HOME, AsJson, Home, InputError, WatchName, day_of

app = typer.Typer(
    name="vedette",
    help="Watches the news for indicators: who claims what, how sure they are, in which words.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
watch_app = typer.Typer(help="Watch files: what to follow.", no_args_is_help=True)
_OURS = ("flows", "seeds", "transforms", "expectations", "warehouse")


@app.command()
def demo(
    home: Annotated[Path, typer.Option("--home", help="Where the demo keeps its log.")] = Path(
        ".demo"
    ),
) -> None:
    """Serve the sample newsroom on this machine and watch it, one date after the other.

    Example: vedette demo --home /tmp/demo
    """
    from flows.demo import run_demo

    raise typer.Exit(run_demo(home))


@app.command()
def run(watch: WatchName, home: Home = DEFAULT_HOME, json: AsJson = False) -> None:
    """Run once: fetch what is new, append its claims, say what changed.

    Example: vedette run --watch dprk --home ~/vedette
    """
    from flows.prefect_home import use_prefect_home
    from flows.settings import read_settings
    from flows.terminal.show import as_json, outcome_lines, write
    from seeds.watch import find_watch, read_watch

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


@app.command()
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
) -> None:
    """Run again and again until interrupted, every half hour unless told otherwise.

    Example: vedette serve --watch dprk --every 15m
    """
    from flows.serve import serve_monitor
    from flows.serving.schedule import schedule_of

    serve_monitor(watch, home, schedule_of(cron, every))


for question in (
    questions.status,
    questions.why,
    questions.claims,
    questions.sql,
    board.board,
    feeds.feeds,
    export.export,
):
    app.command()(question)


@app.command()
def extract(
    files: Annotated[list[Path] | None, typer.Argument(help="HTML pages.")] = None,
    articles: Annotated[
        Path | None,
        typer.Option("--articles", help="JSON lines: id, text, published_at. - is standard input."),
    ] = None,
    watch: WatchName = "dprk",
    published_at: Annotated[
        str | None, typer.Option("--published-at", help="The day of the pages: 2025-01-24.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            help="How many processes read; else one a core, if worth it.",
        ),
    ] = None,
) -> None:
    """Read the claims out of files, without a log: one JSON object a line.

    Example: vedette extract page.html --published-at 2025-01-24 --watch dprk
    """
    if not files and articles is None:
        raise InputError("nothing to read: name HTML files, or --articles FILE.jsonl")
    day = day_of(published_at)
    from flows.terminal.show import as_json
    from flows.texts.extract_files import extract_articles, extract_html
    from seeds.watch import find_watch, read_watch

    found = read_watch(find_watch(watch))
    if articles is not None:
        for row in extract_articles(articles, found, jobs):
            print(as_json(row, indent=None))
    if files:
        from transforms.reader import RULES, make_reader

        reader = make_reader(RULES, found)
        for file in files:
            print(as_json(extract_html(file, day, reader), indent=None))


for upkeep in (
    archives.backfill,
    archives.replay,
    backtest.backtest,
    quarantine.quarantine,
    review.review,
    checks.checks,
    log.verify,
    log.doctor,
    log.seal,
    log.rebuild,
):
    app.command()(upkeep)


@watch_app.command("check")
def watch_check(
    file: Annotated[str, typer.Argument(help="A watch file, or the name of a shipped one.")],
) -> None:
    """Read a watch file and say what is wrong with it, line by line.

    A note is no fault: it says what will never match or has no effect.
    Example: vedette watch check seeds/watches/dprk.yaml
    """
    from flows.terminal.show import write
    from seeds.watch import find_watch, read_with_notes
    from transforms.units import named_dimension

    found, notes = read_with_notes(find_watch(file), named_dimension)
    write(
        f"{file}: {found.title}: {len(found.indicators)} indicators, {len(found.parties)} parties, "
        f"{len(found.feeds)} feeds, {len(found.rules)} alert rules",
        *notes,
    )


@watch_app.command("try")
def watch_try(
    file: Annotated[str, typer.Argument(help="A watch file, or the name of a shipped one.")],
    articles: Annotated[
        Path | None,
        typer.Option("--articles", help="JSON lines: id, text, published_at. - is standard input."),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="One text, as it stands here.")] = None,
    published_at: Annotated[
        str | None, typer.Option("--published-at", help="The day of the text: 2025-01-24.")
    ] = None,
    with_all: Annotated[
        bool, typer.Option("--all", help="Sentences that give nothing, too.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Say what a watch would find in texts, sentence by sentence, and why it finds nothing.

    Example: vedette watch try dprk --text "North Korea has sent 3,000 soldiers to Russia."
    """
    if (articles is None) == (text is None):
        raise InputError("name what to read: --articles FILE.jsonl, or --text and a text")
    if published_at is not None and text is None:
        raise InputError("--published-at is for --text; articles have published_at in the file")
    day = day_of(published_at)
    from seeds.watch import find_watch, read_watch

    found = read_watch(find_watch(file))
    from flows.terminal.trial import print_trial
    from flows.texts.extract_files import read_articles
    from flows.texts.many import Item
    from flows.texts.try_watch import Trial

    typed = iter([Item("text", text or "", day)])
    read = read_articles(articles) if articles is not None else typed
    print_trial(Trial(found), read, with_all=with_all, json=json)


app.add_typer(watch_app, name="watch")
app.add_typer(feeds.feed_app, name="feed")
app.add_typer(alerts.alerts_app, name="alerts")


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
