"""Addresses of feeds -> rows of a watch: ids, titles and outlets, and what is there already.

In:   a watch file, feeds as they were found (address, title)
Out:  Added: the feeds that were written, the parties that were added for them, those it had
Never: asks a site. An outlet that the watch does not know becomes a party of type media, without a
       reliability, which is the user's to judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from seeds.watch import read_watch
from seeds.watch_edit import add_feeds
from transforms.feed_lists import host_of
from transforms.feed_outlet import Outlets, slug_of
from transforms.feed_record import FeedEntry
from transforms.records import Feed, Party, Watch

# What a feed may call itself that is nobody's name.
_NO_NAMES = frozenset("news rss feed home all latest index blog atom sitemap posts".split())


@dataclass
class Added:
    """What became of the feeds."""

    feeds: list[Feed] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    known: list[Feed] = field(default_factory=list)


def add_to_watch(path: Path, found: Iterable[tuple[str, str | None]], outlet: str | None) -> Added:
    """Write the feeds that a watch file lacks into it. Raises WatchError."""
    watch = read_watch(path)
    by_url = {_key(feed.url): feed for feed in watch.feeds}
    ids = {feed.id for feed in watch.feeds}
    added = Added()
    for url, title in found:
        if (known := by_url.get(_key(url))) is not None:
            added.known.append(known)
            continue
        party = outlet or _outlet(watch, url, title, added)
        feed_id = _free_id(slug_of(title or "") or slug_of(host_of(url)), ids)
        feed = Feed(feed_id, url, party, title or "")
        ids.add(feed.id)
        by_url[_key(url)] = feed
        added.feeds.append(feed)
    if added.feeds:
        add_feeds(path, added.feeds, added.parties)
    return added


def _key(url: str) -> str:
    """An address without what makes no difference to whom it leads."""
    scheme, _, rest = url.partition("://")
    return rest.rstrip("/") if scheme in ("http", "https") else url


def _outlet(watch: Watch, url: str, title: str | None, added: Added) -> str:
    """The party that publishes a feed; a new one where the watch knows none."""
    site = f"https://{host_of(url)}/"
    name = title if title and title.strip().lower() not in _NO_NAMES else host_of(url)
    nobody = Feed("", "", "")
    party_id = Outlets(watch).of(FeedEntry("", source_title=name, source_url=site), nobody)
    taken = {party.id for party in (*watch.parties, *added.parties)}
    if party_id not in taken:
        added.parties.append(Party(party_id, (name,), type="media"))
    return party_id


def _free_id(wanted: str, taken: set[str]) -> str:
    names = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
