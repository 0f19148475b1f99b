"""The command that reads files without a log: extract.

In:   HTML pages, or articles as JSON lines; a watch
Out:  one JSON object a line
Never: imports anything heavy before it is run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.arguments import InputError, WatchName, day_of


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
