"""The commands on sources of links: feeds; feed add, import, export.

In:   a home, a watch file, an address, an OPML file
Out:  tables, JSON, OPML on standard output; a watch file with more feeds
Never: asks a site but through flows/web/fetch.py, which knows robots.txt and what may be
       connected to; imports anything heavy before a command is run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.arguments import DEFAULT_HOME, AsJson, Home, InputError

if TYPE_CHECKING:
    from flows.sources.feed_edit import Added
    from flows.sources.feed_finder import Found
    from flows.web.fetch import FetchOptions

feed_app = typer.Typer(help="The sources of links of a watch.", no_args_is_help=True)
_SomeWatch = Annotated[
    str | None,
    typer.Option("--watch", "-w", help="Only of this watch file, with those never asked yet."),
]
_WatchFile = Annotated[Path, typer.Option("--watch", "-w", help="The watch file.")]
_Outlet = Annotated[
    str | None, typer.Option("--outlet", help="Id of the party that publishes them.")
]
_MOST_OPML_BYTES = 5_000_000


def feeds(home: Home = DEFAULT_HOME, watch: _SomeWatch = None, json: AsJson = False) -> None:
    """How the sources are: what they bring, how often, what is the matter; the worst first.

    Example: vedette feeds --home ~/vedette
    """
    from flows.sources.poll_state import feeds_of_home
    from flows.terminal.feeds import feeds_as_plain, feeds_table, with_new
    from flows.terminal.show import as_json, page

    by_watch = feeds_of_home(home)
    if watch is not None:
        from seeds.watch import find_watch, read_watch

        found = read_watch(find_watch(watch))
        listed = [(feed.url, feed.id) for feed in found.feeds]
        by_watch = {found.id: with_new(by_watch.get(found.id, []), listed)}
    if json:
        print(as_json(feeds_as_plain(by_watch)))
        return
    for watch_id, states in by_watch.items():
        page(feeds_table(states, f"Feeds of {watch_id}"))


@feed_app.command("add")
def feed_add(
    url: Annotated[str, typer.Argument(help="The address of a site, or of a feed.")],
    watch: _WatchFile,
    home: Home = DEFAULT_HOME,
    outlet: _Outlet = None,
    with_all: Annotated[bool, typer.Option("--all", help="Every feed that was found.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show them, write nothing.")] = False,
) -> None:
    """Find the feeds of a site, try each, and write the best into a watch file.

    Example: vedette feed add https://paper.example --watch harbour.yaml
    """
    import asyncio

    from flows.settings import read_settings
    from flows.terminal.feeds import found_table
    from flows.terminal.show import page, write
    from seeds.watch import read_watch

    read_watch(watch)
    url = url if "://" in url else f"https://{url}"
    found = asyncio.run(_find(url, read_settings(home, os.environ).fetch))
    if found:
        page(found_table(found))
    good = [one for one in found if one.reason is None]
    if not good:
        raise InputError(f"{url}: no feed was found; name its address, or use kind: links")
    if dry_run:
        write("Nothing was written: --dry-run.")
        return
    chosen = good if with_all else good[:1]
    _add(watch, [(one.url, one.title) for one in chosen], outlet)


@feed_app.command("import")
def feed_import(
    file: Annotated[Path, typer.Argument(help="An OPML file of a feed reader.")],
    watch: _WatchFile,
    outlet: _Outlet = None,
) -> None:
    """Write the feeds of an OPML file into a watch file. Those that it has stay as they are.

    Example: vedette feed import subscriptions.opml --watch harbour.yaml
    """
    from flows.terminal.show import write
    from transforms.feed_record import FeedError
    from transforms.opml import read_opml

    try:
        with file.open("rb") as opened:
            found, unusable = read_opml(opened.read(_MOST_OPML_BYTES + 1))
    except OSError as error:
        raise InputError(f"{file}: {(error.strerror or 'cannot be read').lower()}") from None
    except FeedError as error:
        raise InputError(f"{file}: {error}") from None
    if unusable:
        write(f"{file}: {unusable} outlines without a web address were left out")
    _add(watch, found, outlet)


@feed_app.command("export")
def feed_export(watch: Annotated[str, typer.Option("--watch", "-w", help="The watch.")]) -> None:
    """Print the feeds of a watch as OPML, for a feed reader.

    Example: vedette feed export --watch dprk > dprk.opml
    """
    import sys

    from seeds.watch import find_watch, read_watch
    from transforms.opml import write_opml

    found = read_watch(find_watch(watch))
    listed = [(feed.url, feed.title or feed.id) for feed in found.feeds if feed.kind == "feed"]
    print(write_opml(found.title, listed), end="")
    others = len(found.feeds) - len(listed)
    if others:
        print(f"{others} sources that are no feeds were left out", file=sys.stderr)


async def _find(url: str, options: FetchOptions) -> list[Found]:
    from flows.sources.feed_finder import find_feeds
    from flows.web.answer import FetchError
    from flows.web.fetch import Fetcher

    try:
        async with Fetcher(options) as fetcher:
            return await find_feeds(fetcher, url)
    except FetchError as error:
        raise InputError(f"{url}: {error}") from None


def _add(watch: Path, found: list[tuple[str, str | None]], outlet: str | None) -> None:
    """Write feeds into a watch file, and say which."""
    from flows.sources.feed_edit import add_to_watch
    from flows.terminal.show import write

    added: Added = add_to_watch(watch, found, outlet)
    for feed in added.known:
        write(f"{watch}: has {feed.url} already, as {feed.id}")
    for feed in added.feeds:
        write(f"{watch}: added {feed.id}, {feed.url}, of {feed.outlet}")
    for party in added.parties:
        write(f"{watch}: added the party {party.id}, without a reliability; write your judgement")
    if not added.feeds and not added.known:
        write(f"{watch}: nothing to add")
