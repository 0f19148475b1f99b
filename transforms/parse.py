"""A fetched page -> an article: text, title, author, dates, language.

In:   Page (bytes as they came)
Out:  Article, its text normalised once (NFC, single blanks, one paragraph a line)
Never: takes today for a missing date. The order of trust: the page's own metadata, then the
       feed's date for the entry; a date without a time of day, or from the feed alone, is flagged.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from dateutil import parser as date_parser

from transforms.events import article_id_of
from transforms.plain_text import as_html, is_plain_text
from transforms.records import Article, Page
from transforms.syndication import fingerprint

MIN_TEXT_CHARS = 40
_PUBLISHED = (
    "article:published_time",
    "datePublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "date",
    "DC.date.issued",
    "dc.date",
)


_MODIFIED = ("article:modified_time", "dateModified", "og:updated_time")


class PageUnreadable(Exception):
    """No main text can be found in a page; the message says what was found instead."""


def parse_page(page: Page) -> Article:
    """Return the article of a page. PageUnreadable where it holds no text worth the name."""
    import trafilatura  # 0.4 s: only where pages are parsed

    is_plain = is_plain_text(page.body, page.content_type)
    tree = trafilatura.load_html(as_html(page.body, page.content_type) if is_plain else page.body)
    if tree is None:
        raise PageUnreadable(f"{page.url}: not HTML ({len(page.body)} bytes, {page.content_type})")
    metadata = _metadata(tree)
    extracted = trafilatura.bare_extraction(
        tree, url=page.url, include_comments=False, include_tables=False, with_metadata=True
    )
    found: dict[str, Any] = extracted.as_dict() if extracted is not None else {}
    title = _one_line(found.get("title") or page.listed_title)
    text = _without_headline(normalise(found.get("text") or ""), title)
    if len(text) < MIN_TEXT_CHARS:
        raise PageUnreadable(f"{page.url}: no article text found ({len(page.body)} bytes of HTML)")
    published_at, is_uncertain = _published(metadata, found.get("date"), page.listed_at)
    article = Article(
        article_id=article_id_of(page.url, text),
        url=page.url,
        text=text,
        published_at=published_at,
        is_published_uncertain=is_uncertain,
        modified_at=_modified(metadata),
        title=title,
        author=_one_line(found.get("author")),
        language=found.get("language") or metadata.get("lang") or page.listed_language,
        outlet=page.outlet,
        is_teaser=metadata.get("isAccessibleForFree", "").lower() == "false",
        fetched_at=page.fetched_at,
        fingerprint=fingerprint(text),
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
        body_sha256=page.sha256,
    )
    return replace(article, cluster_id=article.article_id)


def normalise(text: str) -> str:
    """NFC, one blank between words, one paragraph a line, nothing invisible."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[\u200b-\u200d\u2060\ufeff\u00ad]", "", text)
    lines = (
        re.sub(r"[^\S\n]+", " ", line).strip() for line in text.replace("\r", "\n").split("\n")
    )
    return "\n".join(line for line in lines if line)


def _without_headline(text: str, title: str | None) -> str:
    """A headline is an editor's summary, not a statement of the sources: it is kept apart."""
    first, _, rest = text.partition("\n")
    return rest if title and rest and first.strip(" .") == title.strip(" .") else text


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def _metadata(root: Any) -> dict[str, str]:
    """Dates, language and paywall mark that a page states of itself, by name."""
    found: dict[str, str] = {}
    if lang := root.get("lang"):
        found["lang"] = str(lang).split("-")[0].lower()
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            found.setdefault(str(name), str(meta.get("content")))
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            _from_json_ld(script.text or "", found)
    for element in root.iter("time"):
        if (stamp := element.get("datetime")) and "pubdate" in element.attrib:
            found.setdefault("pubdate", str(stamp))
    return found


def _from_json_ld(text: str, found: dict[str, str]) -> None:
    """Add datePublished and isAccessibleForFree of the first article in a JSON-LD block."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    nodes = (
        data
        if isinstance(data, list)
        else data.get("@graph", [data])
        if isinstance(data, dict)
        else []
    )
    for node in nodes:
        if not isinstance(node, dict):
            continue
        for name in ("datePublished", "dateModified", "isAccessibleForFree"):
            if name in node:
                found.setdefault(name, str(node[name]))


def _published(
    metadata: dict[str, str], seen: str | None, listed_at: datetime | None
) -> tuple[datetime | None, bool]:
    """When the article appeared, UTC, and whether that is uncertain."""
    for name in _PUBLISHED:
        if name in metadata and (at := _instant(metadata[name])):
            return at, not _has_time(metadata[name])
    if listed_at is not None:
        return listed_at, True
    at = _instant(seen) if seen else None
    return at, True


def _modified(metadata: dict[str, str]) -> datetime | None:
    """When the page says that it was last changed, UTC."""
    stamps = (_instant(metadata[name]) for name in _MODIFIED if name in metadata)
    return next(filter(None, stamps), None)


def _has_time(stamp: str) -> bool:
    return bool(re.search(r"\d{1,2}:\d\d", stamp))


def _instant(stamp: str) -> datetime | None:
    """Read a date; one without a zone is UTC, one without a time is its noon."""
    try:
        at = date_parser.parse(stamp)
    except (ValueError, OverflowError):
        return None
    if not _has_time(stamp):
        at = datetime.combine(at.date(), time(12))
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at if 1990 <= at.year <= 2100 else None
