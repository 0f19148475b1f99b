"""Sitemaps, news sitemaps and sitemap indexes (sitemaps.org 0.9, Google's news 0.9) -> entries.

In:   the body, the URL it came from
Out:  FeedContent, the newest entries first; of an index its parts, the newest first
Never: resolves an entity, loads a DTD, or reaches for the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from transforms.feed_record import (
    FeedContent,
    FeedEntry,
    FeedPart,
    instant,
    language_of,
    one_line,
    web_url,
)
from transforms.hardened_xml import local_name, parse_xml

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def read_sitemap(body: bytes, url: str) -> FeedContent:
    """A sitemap lists all that a site has: the newest come first. Raises FeedError."""
    root = parse_xml(body)
    if local_name(root) == "sitemapindex":
        return _index(root, url)
    rows = [_fields(element) for element in root if local_name(element) == "url"]
    read = [_entry(fields, url) for fields in rows]
    entries = sorted((e for e in read if e), key=_newest_first, reverse=True)
    title = next((t for fields in rows if (t := one_line(fields.get("name")))), None)
    return FeedContent(
        form="sitemap",
        title=title,
        entries=tuple(entries),
        unusable=len(read) - len(entries),
    )


def _index(root: Any, url: str) -> FeedContent:
    rows = [_fields(element) for element in root if local_name(element) == "sitemap"]
    read = [(web_url(f.get("loc"), url), instant(f.get("lastmod"))) for f in rows]
    parts = [FeedPart(loc, at) for loc, at in read if loc]
    parts.sort(key=lambda part: part.updated_at or _LONG_AGO, reverse=True)
    return FeedContent(
        form="sitemap index",
        parts=tuple(parts),
        unusable=len(read) - len(parts),
    )


def _fields(element: Any) -> dict[str, str]:
    """The texts below an element by their names without namespace, the first of each."""
    found: dict[str, str] = {}
    for below in element.iter():
        if below.text and not below.text.isspace():
            found.setdefault(local_name(below), below.text)
    return found


def _entry(fields: dict[str, str], sitemap_url: str) -> FeedEntry | None:
    link = web_url(fields.get("loc"), sitemap_url)
    if link is None:
        return None
    return FeedEntry(
        url=link,
        title=one_line(fields.get("title")),
        published_at=instant(fields.get("publication_date")),
        updated_at=instant(fields.get("lastmod")),
        language=language_of(fields.get("language")),
    )


def _newest_first(entry: FeedEntry) -> datetime:
    dates: Sequence[datetime | None] = (entry.updated_at, entry.published_at)
    return max((at for at in dates if at), default=_LONG_AGO)
