"""The commands that look after the log and what is derived from it: verify, seal, rebuild.

In:   a home
Out:  what was checked or merged, as text or JSON
Never: imports anything heavy before a command is run.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.arguments import DEFAULT_HOME, AsJson, Home, InputError


def verify(home: Home = DEFAULT_HOME) -> None:
    """Check the log: chain, sequence, schema, and that each evidence stands in its article.

    Example: vedette verify --home ~/vedette
    """
    from flows.show import write
    from warehouse.verify import verify as verify_log

    report = verify_log(_with_log(home))
    write(str(report))
    if not report.is_sound:
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
    from flows.show import as_json, write
    from warehouse.log import list_commits
    from warehouse.seal import seal as seal_log

    made = seal_log(_with_log(home), now=datetime.now(UTC), has_to=with_all)
    if made:
        _publish(home)
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
    from flows.show import write

    write(f"{_publish(_with_log(home), is_anew=True)}: made anew from the log")


def _publish(home: Path, *, is_anew: bool = False) -> Path:
    """Publish with the clock of the last publication, where there is one."""
    from warehouse.database import DatabaseError, QueryError, connect, publish_clock
    from warehouse.publish import publish

    try:
        with connect(home) as con:
            now = publish_clock(con)
    except (DatabaseError, QueryError):  # nothing published, or damaged
        now = datetime.now(UTC)
    return publish(home, now=now, is_anew=is_anew)


def _with_log(home: Path) -> Path:
    if not home.is_dir():
        raise InputError(f"{home}: no such home; name it with --home")
    if not (home / "log").is_dir():
        raise InputError(f"{home}: no log in this folder; name a home with --home")
    return home
