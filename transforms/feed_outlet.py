"""An entry of a feed -> whose words it is: the id of the outlet.

In:   the parties and feeds of a watch; an entry and the feed that lists it
Out:  a party id; `media.<slug>` for an outlet that the watch does not know
Never: the aggregator for an item that names another source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from transforms.feed_lists import host_of
from transforms.feed_record import FeedEntry
from transforms.records import Feed, Watch

_MAX_SLUG_CHARS = 60


class Outlets:
    """The outlets of a watch, by the names of its parties and the hosts of their feeds."""

    def __init__(self, watch: Watch) -> None:
        self._by_name = {
            _folded(name): party.id
            for party in reversed(watch.parties)
            for name in (*party.names, party.id)
        }
        self._by_host = {
            host: feed.outlet for feed in reversed(watch.feeds) if (host := host_of(feed.url))
        }

    def of(self, entry: FeedEntry, feed: Feed) -> str:
        """The outlet of an entry: its source's, where it names one, else the feed's."""
        title, host = entry.source_title or "", host_of(entry.source_url or "")
        if not title and not host:
            return feed.outlet
        if host and host == host_of(feed.url):
            return feed.outlet
        known = self._by_name.get(_folded(title)) or self._by_host.get(host)
        return known or f"media.{slug_of(title) or slug_of(host) or 'unknown'}"


def slug_of(text: str) -> str:
    """A name as the end of an id: "The Moscow Times" -> "the-moscow-times"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_MAX_SLUG_CHARS].strip("-")


def _folded(name: str) -> str:
    return " ".join(_words(name))


def _words(name: str) -> Iterable[str]:
    return unicodedata.normalize("NFKC", name).casefold().split()
