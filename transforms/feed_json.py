"""JSON Feed 1.0 and 1.1 (jsonfeed.org) -> entries.

In:   the body, the URL it came from
Out:  FeedContent
Never: raises anything but FeedError, however the values are typed.
"""

from __future__ import annotations

import json
from typing import Any

from transforms.feed_record import (
    FeedContent,
    FeedEntry,
    FeedError,
    instant,
    language_of,
    one_line,
    web_url,
)

_VERSION = "https://jsonfeed.org/version/"


def read_json_feed(body: bytes, url: str) -> FeedContent:
    """The entries in the feed's order. Raises FeedError: no JSON, or none of these versions."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        raise FeedError("the feed begins like JSON, and is none") from None
    version = feed.get("version") if isinstance(feed, dict) else None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(version, str) or _VERSION not in version or not isinstance(items, list):
        raise FeedError("this is JSON, and no JSON Feed: it lacks its version or its items")
    read = [_entry(item, url, feed.get("language")) for item in items]
    entries = tuple(entry for entry in read if entry is not None)
    return FeedContent(
        form="JSON Feed 1.1" if version.endswith("/1.1") else "JSON Feed 1.0",
        title=one_line(feed.get("title")),
        entries=entries,
        unusable=len(read) - len(entries),
    )


def _entry(item: Any, feed_url: str, language: object) -> FeedEntry | None:
    """`url` is the item's own page, `external_url` what it is about; an id may be a URL, too."""
    if not isinstance(item, dict):
        return None
    own = (web_url(item.get(key), feed_url) for key in ("url", "external_url"))
    identity = item.get("id")
    by_id = web_url(identity, "") if isinstance(identity, str) else None
    link = next((found for found in own if found), by_id)
    if link is None:
        return None
    return FeedEntry(
        url=link,
        title=one_line(item.get("title")),
        published_at=instant(item.get("date_published")),
        updated_at=instant(item.get("date_modified")),
        language=language_of(item.get("language") or language),
    )
