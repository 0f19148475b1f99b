"""Feed bytes -> its entries: RSS 0.9 to 2.0, RDF and Atom.

In:   the body as it came over the wire, the URL it came from, its content type
Out:  FeedContent; entry URLs are absolute, without fragment; instants are UTC, or None
Never: takes "now" for a date that is missing or wrong; follows a link; expands an entity that
       the document declares.
"""

from __future__ import annotations

import calendar
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

MAX_BYTES = 5_000_000
MAX_ENTRIES = 1_000  # a feed lists tens; who lists more is an archive or an attack
_MAX_TITLE_CHARS = 500


class FeedError(Exception):
    """The bytes are no feed, or none that is safe to read; one line."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A link that a feed lists, with the feed's own words and dates for it."""

    url: str
    title: str | None
    published_at: datetime | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed as read. `unusable` counts entries without a web address, and those over the limit."""

    title: str | None
    entries: tuple[FeedEntry, ...]
    unusable: int = 0


def read_feed(body: bytes, url: str, content_type: str = "") -> FeedContent:
    """Return the entries of a feed, in its own order, each URL once.

    Raises FeedError: not a feed, too large, or declaring entities of its own.
    """
    if len(body) > MAX_BYTES:
        raise FeedError(f"the feed is larger than {MAX_BYTES:,} bytes")
    # Without the zero bytes, a declaration in UTF-16 shows too.
    if b"<!entity" in body.replace(b"\x00", b"").lower():
        raise FeedError("the feed declares entities, which no feed needs")
    parsed = _parse(body, url, content_type)
    if not parsed.get("version") and not parsed.entries:
        raise FeedError("this is neither RSS nor Atom")
    read: dict[str, FeedEntry] = {}
    unusable = max(0, len(parsed.entries) - MAX_ENTRIES)
    for item in parsed.entries[:MAX_ENTRIES]:
        entry = _entry(item, url)
        if entry is None:
            unusable += 1
        else:
            read.setdefault(entry.url, entry)
    return FeedContent(_text(parsed.feed.get("title")), tuple(read.values()), unusable)


def _parse(body: bytes, url: str, content_type: str) -> Any:
    import feedparser

    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    try:
        # A stream, as a byte string might be taken for an address or a file's name.
        return feedparser.parse(
            io.BytesIO(body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # feedparser promises none and breaks it on broken input
        raise FeedError(f"the feed cannot be read: {type(error).__name__}") from error


def _entry(item: Any, feed_url: str) -> FeedEntry | None:
    link = item.get("link")
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        url = urldefrag(urljoin(feed_url, link.strip())).url
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return FeedEntry(
        url=url,
        title=_text(item.get("title")),
        published_at=_instant(item, "published_parsed"),
        updated_at=_instant(item, "updated_parsed"),
    )


def _instant(item: Any, key: str) -> datetime | None:
    # dict.get: feedparser's own would give the published date for the updated one.
    parts = dict.get(item, key)
    if parts is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _text(value: Any) -> str | None:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text[:_MAX_TITLE_CHARS] or None
