"""The command on the checks of runs: checks.

In:   a home, a run
Out:  what was asked of its rows and what failed; where its page is; Data Docs in a folder
Never: imports anything heavy before a command is run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.arguments import DEFAULT_HOME, AsJson, Home, with_log


def checks(
    run: Annotated[str | None, typer.Argument(help="A run; else the newest with a report.")] = None,
    data_docs: Annotated[
        Path | None,
        typer.Option("--data-docs", help="Write Great Expectations' own pages into this folder."),
    ] = None,
    home: Home = DEFAULT_HOME,
    json: AsJson = False,
) -> None:
    """Show what the gate asked of a run's rows, what failed, and where the page of it lies.

    Example: vedette checks --home ~/vedette
    """
    from flows.quality.check_report import read_report
    from flows.terminal.show import as_json, console, table, write

    report, page = read_report(with_log(home), run)
    if data_docs is not None:
        from flows.quality.data_docs import write_data_docs

        write(f"{write_data_docs(home, report, data_docs)}: open it in a browser")
        return
    if json:
        print(as_json(report))
        return
    names = ("suite", "meaning", "severity", "rows", "failed")
    failed = [check for check in report["checks"] if check["failed"]]
    if failed:
        console().print(table(names, ([check[name] for name in names] for check in failed)))
    write(
        f"{report['run_id']}: {len(report['checks'])} expectations, {len(failed)} with failures; "
        f"{report['shape']['rows']} rows, {report['shape']['held']} held back, "
        f"{len(report['flagged'])} flags",
        str(page),
    )
