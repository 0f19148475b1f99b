"""The command line: every command reads its words, calls one function, prints what came back.

In:   arguments, HOME folders, files
Out:  text on standard output (JSON with --json), messages on standard error
      exit code 0 done · 1 a fault of ours or of the world (a run that failed) · 2 wrong input
Never: a stack trace for wrong input. Heavy imports happen inside the command that needs them,
       so that `vedette status` answers at once.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="vedette",
    help="Watches the news for indicators: who claims what, how sure they are, in which words.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
watch_app = typer.Typer(help="Watch files: what to follow.", no_args_is_help=True)
app.add_typer(watch_app, name="watch")

Home = Annotated[
    Path, typer.Option("--home", envvar="VEDETTE_HOME", help="Folder of the log and the database.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For a program: JSON.")]
RecordedAsOf = Annotated[
    str | None, typer.Option("--as-of", help="What was recorded by then: 2024-11-03 or 2024-11-03T12:00.")
]
ValidAsOf = Annotated[
    str | None, typer.Option("--valid-at", help="About the world on that day: 2024-11-01.")
]
DEFAULT_HOME = Path(".vedette")

# Faults of what was given, by module and name: known without importing what defines them.
_INPUT_FAULTS = frozenset(
    {
        "WatchError",
        "CorpusError",
        "ExtractError",
        "DatabaseError",
        "QueryError",
        "LogError",
        "ArchiveError",
        "SettingsError",
        "InputError",
        "ModelMissing",
    }
)


class InputError(Exception):
    """An argument that cannot be used; one line."""


@app.command()
def demo(
    home: Annotated[Path, typer.Option("--home", help="Where the demo keeps its log.")] = Path(".demo"),
) -> None:
    """Serve the sample newsroom on this machine and watch it, one date after the other.

    Example: vedette demo --home /tmp/demo
    """
    from flows.demo import run_demo

    raise typer.Exit(run_demo(home))


@app.command()
def run(
    watch: Annotated[str, typer.Option("--watch", "-w", help="A watch file, or dprk.")],
    home: Home = DEFAULT_HOME,
) -> None:
    """Run once: fetch what is new, append its claims, say what changed.

    Example: vedette run --watch dprk --home ~/vedette
    """
    from flows.prefect_home import use_prefect_home
    from flows.show import console, outcome_lines

    use_prefect_home(home)
    from flows.monitor import run_monitor

    outcome = run_monitor(watch, home)
    for line in outcome_lines(outcome):
        console().print(line, highlight=False)


@app.command()
def serve(
    watch: Annotated[str, typer.Option("--watch", "-w", help="A watch file, or dprk.")],
    home: Home = DEFAULT_HOME,
    cron: Annotated[str, typer.Option("--cron", help="When to run, in cron's words.")] = "*/30 * * * *",
) -> None:
    """Run again and again, as cron's five fields say, until interrupted.

    Example: vedette serve --watch dprk --cron "*/15 * * * *"
    """
    from flows.serve import serve_monitor

    serve_monitor(watch, home, cron)


@app.command()
def status(
    home: Home = DEFAULT_HOME,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
) -> None:
    """The state of every indicator, now or as of then.

    Example: vedette status --as-of 2024-11-03
    """
    from flows.show import as_json, console, state_table
    from warehouse.database import connect, publish_clock, query

    with connect(home, recorded_as_of=_instant(as_of), valid_as_of=_day(valid_at)) as con:
        answer = query(con, "select * from state")
        clock = publish_clock(con)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    if json:
        print(as_json(rows))
        return
    shown = rows[0]["as_of_on"].isoformat() if rows else clock.date().isoformat()
    known = f", as recorded by {as_of}" if as_of else ""
    console().print(state_table(rows, shown + known))


@app.command()
def why(
    indicator: Annotated[str, typer.Argument(help="Id of an indicator, as `vedette status` lists it.")],
    home: Home = DEFAULT_HOME,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
) -> None:
    """The claims behind a state, with their weights and sentences.

    Example: vedette why troops-deployed
    """
    from flows.show import as_json, claim_lines, console, range_of, state_text
    from warehouse.database import connect, query
    from warehouse.queries import claims_behind

    with connect(home, recorded_as_of=_instant(as_of), valid_as_of=_day(valid_at)) as con:
        answer = query(con, "select * from state where indicator = ?", [indicator])
        known = [row[0] for row in query(con, "select indicator from state").rows]
        claims = claims_behind(con, indicator)
    if not answer.rows:
        raise InputError(f"{indicator}: no such indicator; there are: {', '.join(known) or 'none'}")
    state = dict(zip(answer.columns, answer.rows[0], strict=True))
    if json:
        print(as_json({"state": state, "claims": claims}))
        return
    out = console()
    span = f" ({range_of(state)})" if range_of(state) else ""
    out.print(f"[bold]{indicator}[/bold]: {state_text(state)}{span}, {state['origins']} origins")
    for line in claim_lines(claims):
        out.print(line, highlight=False, soft_wrap=True)


@app.command()
def claims(
    home: Home = DEFAULT_HOME,
    indicator: Annotated[str | None, typer.Option("--indicator", "-i", help="Of this indicator.")] = None,
    source: Annotated[str | None, typer.Option("--source", "-s", help="Of this party, e.g. kr.nis.")] = None,
    as_of: RecordedAsOf = None,
    json: AsJson = False,
) -> None:
    """The live claims, oldest first.

    Example: vedette claims --indicator troops-killed --source kr.nis
    """
    from flows.show import as_json, claim_lines, console
    from warehouse.database import connect, query

    sql = """
        select * from claims
        where indicator = coalesce(?, indicator) and source = coalesce(?, source)
        order by position_date, seq
    """
    with connect(home, recorded_as_of=_instant(as_of)) as con:
        answer = query(con, sql, [indicator, source])
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    if json:
        print(as_json(rows))
        return
    for row, line in _headed(rows, claim_lines):
        console().print(f"{row['indicator']}  {line}" if line.startswith("[bold]") else line,
                        highlight=False, soft_wrap=True)


def _headed(rows: list[dict[str, Any]], lines: Any) -> Any:
    for row in rows:
        for line in lines([row]):
            yield row, line


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(help="One SELECT over the views.")],
    home: Home = DEFAULT_HOME,
    as_of: RecordedAsOf = None,
    valid_at: ValidAsOf = None,
    json: AsJson = False,
) -> None:
    """Ask in SQL. Views: events, articles, claims, positions, state, state_history, alerts, runs, quarantine.

    Example: vedette sql "SELECT origin, value_low, value_high FROM positions WHERE indicator = 'troops-killed'"
    """
    from flows.show import as_json, console, table
    from warehouse.database import connect, query

    with connect(home, recorded_as_of=_instant(as_of), valid_as_of=_day(valid_at)) as con:
        answer = query(con, statement)
    if json:
        print(as_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows]))
        return
    console().print(table(answer.columns, answer.rows))


@app.command()
def extract(
    files: Annotated[list[Path] | None, typer.Argument(help="HTML pages.")] = None,
    articles: Annotated[Path | None, typer.Option("--articles", help="JSON lines: id, text, published_at.")] = None,
    watch: Annotated[str, typer.Option("--watch", "-w", help="A watch file, or dprk.")] = "dprk",
    published_at: Annotated[str | None, typer.Option("--published-at", help="Day of the pages, 2025-01-24.")] = None,
) -> None:
    """Read the claims out of files, without a log: one JSON object a line.

    Example: vedette extract page.html --published-at 2025-01-24 --watch dprk
    """
    import json as json_format

    from flows.extract_files import ExtractError, extract_html, extract_json_lines
    from seeds.watch import find_watch, read_watch

    if not files and articles is None:
        raise InputError("nothing to read: name HTML files, or --articles FILE.jsonl")
    found = read_watch(find_watch(watch))
    from transforms.extract import Extractor

    extractor = Extractor(found)
    if articles is not None:
        try:
            with articles.open(encoding="utf-8") as lines:
                for row in extract_json_lines(lines, str(articles), extractor):
                    print(json_format.dumps(row, ensure_ascii=False))
        except (OSError, UnicodeDecodeError) as error:
            raise ExtractError(f"{articles}: cannot be read: {error}") from error
    for file in files or ():
        print(json_format.dumps(extract_html(file, _day(published_at), extractor), ensure_ascii=False))


@app.command()
def verify(home: Home = DEFAULT_HOME) -> None:
    """Check the log: chain, sequence, schema, and that each evidence stands in its article.

    Example: vedette verify --home ~/vedette
    """
    from warehouse.verify import verify as verify_log

    report = verify_log(home)
    print(report)
    if not report.is_sound:
        raise typer.Exit(1)


@watch_app.command("check")
def watch_check(
    file: Annotated[str, typer.Argument(help="A watch file, or the name of a shipped one.")],
) -> None:
    """Read a watch file and say what is wrong with it, line by line.

    Example: vedette watch check seeds/watches/dprk.yaml
    """
    from seeds.watch import find_watch, read_watch

    found = read_watch(find_watch(file))
    print(
        f"{file}: {found.title}: {len(found.indicators)} indicators, {len(found.parties)} parties, "
        f"{len(found.feeds)} feeds, {len(found.rules)} alert rules"
    )


def main() -> None:
    """Entry point: run a command; one line and an exit code for every fault."""
    try:
        app(standalone_mode=False)
    except typer.Exit as end:
        sys.exit(end.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        sys.exit(_report(error))


def _report(error: Exception) -> int:
    """Say what went wrong in one line; the exit code."""
    if hasattr(error, "format_message"):  # click's own: unknown option, missing argument
        print(f"vedette: {error.format_message()}", file=sys.stderr)
        return 2
    if type(error).__name__ in _INPUT_FAULTS:
        print(f"vedette: {error}", file=sys.stderr)
        return 2
    if os.environ.get("VEDETTE_DEBUG"):
        raise error
    kind = type(error).__name__
    print(f"vedette: {kind}: {error} (VEDETTE_DEBUG=1 shows where)".replace("\n", " "), file=sys.stderr)
    return 1


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no day: write it as 2024-11-03") from None


def _instant(text: str | None) -> datetime | None:
    """A day means its end; an instant without a zone is UTC."""
    if text is None:
        return None
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no instant: write it as 2024-11-03 or 2024-11-03T12:00") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
