"""The commands that read archives: replay, backfill.

In:   a home with an archive, or WARC files of others
Out:  a new home, what the claims of a replay have that those of the home have not, or the events
      of what the files hold
Never: imports anything heavy before a command is run.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.arguments import DEFAULT_HOME, AsJson, Home, InputError, WatchName


def replay(
    watch: WatchName,
    home: Home = DEFAULT_HOME,
    into: Annotated[
        Path | None, typer.Option("--into", help="A new home for what the archive gives now.")
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Only show which claims would change, and how.")
    ] = False,
    every_page: Annotated[
        bool, typer.Option("--every-page", help="Pages that other watches fetched, too.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Read the archive again, without the network: with new rules, or for another watch.

    The home itself stays as it is. Example: vedette replay --watch dprk --home ~/vedette --diff
    """
    if (into is None) is not diff:
        raise InputError("name a new home with --into, or ask for --diff")
    from flows.settings import read_settings
    from flows.terminal.replay import diff_lines, diff_plain, replay_lines
    from flows.terminal.show import as_json, progress_bar, write
    from seeds.watch import find_watch, read_watch

    found = read_watch(find_watch(watch))
    readers = read_settings(home, os.environ).readers
    from flows.archives.replay import replay as replay_archive
    from flows.archives.replay_diff import claims_of, diff_of

    with tempfile.TemporaryDirectory(prefix="vedette-replay-") as made:
        target = into or Path(made) / "home"
        with progress_bar("replaying") as progress:
            done = replay_archive(
                home, target, found, readers, with_every_page=every_page, progress=progress
            )
        changes = diff_of(claims_of(home, found.id), claims_of(target, found.id)) if diff else None
    if json:
        told = {"runs": done.runs, "ledger": done.ledger.as_detail(), "failures": done.failures}
        print(as_json(told | ({"diff": diff_plain(changes)} if changes else {})))
        return
    write(*replay_lines(done))
    if changes is not None:
        write(*diff_lines(changes))


def backfill(
    files: Annotated[list[Path], typer.Argument(help="WARC files: *.warc.gz or *.warc.")],
    watch: WatchName,
    home: Home = DEFAULT_HOME,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes; else one a core.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            envvar="VEDETTE_SCHEDULER",
            help="A Dask scheduler: tcp://host:8786. Its workers need to see the files.",
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Read archives of others into the log: those of their pages that the watch has use for.

    Broken off, it goes on where it was. Nobody is alerted of what is history.
    Example: vedette backfill CC-NEWS-*.warc.gz --watch dprk --home ~/vedette
    """
    from flows.prefect_home import use_prefect_home
    from flows.settings import read_settings
    from flows.terminal.show import as_json, outcome_lines, progress_bar, write
    from flows.texts.crew import cores
    from seeds.watch import find_watch, read_watch

    for file in files:
        if not file.is_file():
            raise InputError(f"{file}: no such file")
    found = read_watch(find_watch(watch))
    readers = read_settings(home, os.environ).readers
    use_prefect_home(home)
    from flows.archives.backfill import run_backfill

    with progress_bar("reading") as progress:
        outcome = run_backfill(
            files,
            found,
            home,
            readers,
            jobs=jobs or cores(),
            scheduler=scheduler,
            progress=progress,
        )
    if json:
        print(as_json(outcome.as_plain()))
        return
    write(f"{outcome.ledger.screened} pages without a word of the watch", *outcome_lines(outcome))
