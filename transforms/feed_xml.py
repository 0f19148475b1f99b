"""RSS 0.9 to 2.0, RDF and Atom -> entries, by feedparser.

In:   the body, the URL it came from, its content type
Out:  FeedContent; None where the bytes are none of these
Never: expands an entity that the document declares: transforms/feed.py refuses such documents,
       feedparser removes what it would have declared, and its XML reader loads nothing.
"""

from __future__ import annotations

import calendar
import io
from datetime import UTC, datetime
from typing import Any

from transforms.feed_record import (
    FeedContent,
    FeedEntry,
    FeedError,
    language_of,
    one_line,
    web_url,
)

_FORMS = {
    "rss090": "RSS 0.90",
    "rss091n": "RSS 0.91",
    "rss091u": "RSS 0.91",
    "rss092": "RSS 0.92",
    "rss093": "RSS 0.93",
    "rss094": "RSS 0.94",
    "rss10": "RSS 1.0",
    "rss20": "RSS 2.0",
    "atom01": "Atom 0.1",
    "atom02": "Atom 0.2",
    "atom03": "Atom 0.3",
    "atom10": "Atom 1.0",
}
# Of the module "syndication" of RSS 1.0: updatePeriod, divided by updateFrequency.
_PERIOD_SECONDS = {
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}


def read_xml_feed(body: bytes, url: str, content_type: str) -> FeedContent | None:
    """The entries in the feed's order. Raises FeedError where feedparser fails."""
    parsed = _parse(body, url, content_type)
    if not parsed.get("version") and not parsed.entries:
        return None
    entries = []
    language = parsed.feed.get("language")
    for item in parsed.entries:
        link = web_url(item.get("link"), url)
        if link is not None:
            entries.append(_entry(item, link, url, language))
    return FeedContent(
        form=_FORMS.get(parsed.get("version", ""), "RSS"),
        title=one_line(parsed.feed.get("title")),
        entries=tuple(entries),
        unusable=len(parsed.entries) - len(entries),
        ask_after_seconds=_ask_after_seconds(parsed.feed),
    )


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


def _entry(item: Any, link: str, feed_url: str, language: object) -> FeedEntry:
    # RSS gives an element with the attribute url, Atom a whole little feed.
    source = item.get("source") or {}
    detail = item.get("title_detail") or {}
    return FeedEntry(
        url=link,
        title=one_line(item.get("title")),
        published_at=_instant(item, "published_parsed"),
        updated_at=_instant(item, "updated_parsed"),
        language=language_of(item.get("language") or detail.get("language") or language),
        source_title=one_line(source.get("title") or source.get("value")),
        source_url=web_url(source.get("href") or source.get("link"), feed_url),
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


def _ask_after_seconds(feed: Any) -> int | None:
    """<ttl> in minutes, or sy:updatePeriod and updateFrequency; the longer."""
    waits = []
    ttl = _whole(feed.get("ttl"))
    if ttl:
        waits.append(ttl * 60)
    period = _PERIOD_SECONDS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    if period:
        waits.append(period // (_whole(feed.get("sy_updatefrequency")) or 1))
    return max(waits, default=None)


def _whole(value: object) -> int | None:
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
