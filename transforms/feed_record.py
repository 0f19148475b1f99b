"""What a source of links comes to, whatever form it has: FeedContent, with FeedEntry and FeedPart.

In:   links, titles and dates as they stand in a source
Out:  records; URLs absolute and without fragment, instants UTC, titles on one line
Never: takes "now" for a date that is missing or wrong, or lets a link through that leads anywhere
       but to http or https.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from dateutil import parser as date_parser

MAX_BYTES = 5_000_000
_MAX_TITLE_CHARS = 500
_MAX_URL_CHARS = 8_000  # what RFC 9110, section 4.1, asks of servers


class FeedError(Exception):
    """The bytes are no source of links, or none that is safe to read; one line."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A link that a source lists, with the source's own words and dates for it.

    `source_title` and `source_url` name the outlet whose item an aggregator passes on.
    """

    url: str
    title: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None  # ISO 639, lower case, without a country
    source_title: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class FeedPart:
    """A sitemap that a sitemap index names."""

    url: str
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A source as read. `unusable` counts entries without a web address, `left_out` those over the
    limit. `ask_after_seconds` is how long the source itself asks to be left alone."""

    form: str  # "RSS 2.0", "Atom 1.0", "JSON Feed 1.1", "sitemap", "sitemap index", …
    title: str | None = None
    entries: tuple[FeedEntry, ...] = ()
    unusable: int = 0
    left_out: int = 0
    parts: tuple[FeedPart, ...] = ()
    ask_after_seconds: int | None = None


def web_url(link: object, base: str) -> str | None:
    """The absolute http(s) URL of a link; None where it is none."""
    if not isinstance(link, str) or not link.strip() or len(link) > _MAX_URL_CHARS:
        return None
    try:
        url = urldefrag(urljoin(base, link.strip())).url.replace(" ", "%20")
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url if is_web else None


def one_line(value: object) -> str | None:
    """A text with single blanks, shortened; None for nothing."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text[:_MAX_TITLE_CHARS] or None


def language_of(value: object) -> str | None:
    """ "en-US" -> "en"; None for what is no tag of BCP 47."""
    tag = (
        value.strip().replace("_", "-").partition("-")[0].lower() if isinstance(value, str) else ""
    )
    return tag if tag.isascii() and tag.isalpha() and 2 <= len(tag) <= 3 else None


def instant(value: object) -> datetime | None:
    """A date of ISO 8601 (RFC 3339, W3C), UTC where it names no zone; None for anything else."""
    if not isinstance(value, str) or not 4 <= len(text := value.strip()) <= 40:
        return None
    try:
        at = date_parser.isoparse(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, ArithmeticError):
        return None
