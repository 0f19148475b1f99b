"""The commands on watch files: watch check, watch try.

In:   a watch file; texts
Out:  what is wrong with the file; what it would find in the texts
Never: imports anything heavy before a command is run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.arguments import AsJson, InputError, day_of

watch_app = typer.Typer(help="Watch files: what to follow.", no_args_is_help=True)


@watch_app.command("check")
def watch_check(
    file: Annotated[str, typer.Argument(help="A watch file, or the name of a shipped one.")],
    json: AsJson = False,
) -> None:
    """Read a watch file and say what is wrong with it, line by line.

    A note is no fault: it says what will never match or has no effect.
    Example: vedette watch check seeds/watches/dprk.yaml
    """
    from flows.terminal.show import as_json, write
    from seeds.watch import find_watch, read_with_notes
    from transforms.units import named_dimension

    found, notes = read_with_notes(find_watch(file), named_dimension)
    if json:
        parts = ("indicators", "parties", "feeds", "rules")
        counts = {name: len(getattr(found, name)) for name in parts}
        print(as_json({"watch": found.id, "title": found.title, **counts, "notes": list(notes)}))
        return
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
