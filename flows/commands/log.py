"""The commands that look after the log and what is derived from it: verify, doctor, seal, rebuild.

In:   a home
Out:  what was checked or merged, as text or JSON
Never: imports anything heavy before a command is run.
"""

from __future__ import annotations

import dataclasses
import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.commands.arguments import DEFAULT_HOME, AsJson, Home, with_log
from flows.republish import republish


def verify(
    home: Home = DEFAULT_HOME,
    afresh: Annotated[
        bool,
        typer.Option(
            "--afresh", help="Read every quotation again, in files too that have passed before."
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """Check the log: chain, sequence, schema, and that each evidence stands in its article.

    Every byte is hashed each time; quotations in files that have passed before are not read again.
    Example: vedette verify --home ~/vedette
    """
    from flows.terminal.show import as_json, write
    from warehouse.verify import verify as verify_log

    report = verify_log(with_log(home), afresh=afresh)
    if json:
        print(as_json(dataclasses.asdict(report) | {"is_sound": report.is_sound}))
    else:
        write(str(report))
    if not report.is_sound:
        raise typer.Exit(1)


def doctor(
    home: Home = DEFAULT_HOME,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the sources, and connect to the targets, too.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Check all that can be checked: what the home stands on, the log as verify does, the store.

    What fails makes the exit code 1; a warning does not.
    Example: vedette doctor --online --home ~/vedette
    """
    import asyncio

    from flows.quality.doctor import examine
    from flows.quality.surroundings import surroundings
    from flows.terminal.findings import finding_lines
    from flows.terminal.show import as_json, write

    found = [*surroundings(with_log(home), os.environ, datetime.now(UTC)), *examine(home)]
    if online:
        from flows.quality.reach import reach
        from flows.settings import read_settings

        found += asyncio.run(reach(home, read_settings(home, os.environ)))
    failed = sum(one.status == "fail" for one in found)
    if json:
        print(as_json({"checks": [dataclasses.asdict(one) for one in found], "failed": failed}))
    else:
        write(*finding_lines(found))
        write(f"{len({one.check for one in found})} checks, {failed} faults")
    if failed:
        raise typer.Exit(1)


def seal(
    home: Home = DEFAULT_HOME,
    with_all: Annotated[
        bool, typer.Option("--all", help="Every commit, however few there are.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Merge the log's many small files into few large ones, as each run does where it is due.

    Nothing that the log says changes. Example: vedette seal --all --home ~/vedette
    """
    from flows.terminal.show import as_json, write
    from warehouse.log import list_commits
    from warehouse.seal import seal as seal_log

    made = seal_log(with_log(home), now=datetime.now(UTC), has_to=with_all)
    if made:
        republish(home)
    n_files = len(list_commits(home))
    if json:
        print(as_json({"sealed": [str(path) for path in made], "files": n_files}))
    else:
        write(
            *(str(path) for path in made), f"{len(made)} files sealed; the log has {n_files} files"
        )


def rebuild(home: Home = DEFAULT_HOME) -> None:
    """Make the derived files and the database of the views anew from the log.

    What the views mean by now stays what it was. Example: vedette rebuild --home ~/vedette
    """
    from flows.terminal.show import write

    write(f"{republish(with_log(home), is_anew=True)}: made anew from the log")
