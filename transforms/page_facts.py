"""The tree of a page -> what the page states of itself, for machines to read.

In:   lxml's root element, the page's URL
Out:  PageFacts: stamps as they are written, in the order of trust; language; section; paywall
Never: reads a date (transforms/page_dates.py does).
Sources: schema.org (JSON-LD, microdata), Open Graph, Dublin Core; transforms/vocabulary/pages.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transforms.json_ld import Node, article_and_page, as_list, text_of, types_of
from transforms.normalise import one_line
from transforms.vocabulary.pages import (
    ASIDE_TAGS,
    DATE_CLASSES,
    META_LANGUAGE,
    META_MODIFIED,
    META_PUBLISHED,
    META_SECTION,
    META_TIER,
    PUBLISHED_CLASSES,
)

_HAS_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page states. Stamps are as they were written, the most trusted first; those `shown`
    stand in time elements that do not say of what they are the time."""

    published: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    language: str | None = None  # ISO 639, lower case
    title: str | None = None
    section: str | None = None
    types: tuple[str, ...] = ()  # of schema.org: NewsArticle, LiveBlogPosting
    organisations: tuple[str, ...] = ()  # those that are named as authors
    is_locked: bool = False  # the rest stands behind a paywall


def facts_of(tree: Any, url: str) -> PageFacts:
    """Read the machine-readable statements of a page."""
    meta = _meta(tree)
    article, page = article_and_page(tree, url)
    marked, shown = _times(tree)
    languages = (tree.get("lang"), text_of(article.get("inLanguage")), *_of(meta, META_LANGUAGE))
    return PageFacts(
        published=_stamps(
            _of(meta, META_PUBLISHED[:1]),  # written by the system that published it
            (text_of(node.get("datePublished")) for node in (article, page)),
            _of(meta, META_PUBLISHED[1:]),
            marked,
            (text_of(article.get(name)) for name in ("dateCreated", "uploadDate")),
        ),
        shown=tuple(shown),
        modified=_stamps(
            _of(meta, META_MODIFIED),
            (text_of(node.get("dateModified")) for node in (article, page)),
        ),
        language=next(filter(None, map(_language, languages)), None),
        title=one_line(text_of(article.get("headline"))),
        section=one_line(
            text_of(article.get("articleSection")) or next(_of(meta, META_SECTION), "")
        ),
        types=types_of(article),
        organisations=tuple(_organisations(article)),
        is_locked=_is_closed(article) or "locked" in _of(meta, META_TIER),
    )


def _meta(tree: Any) -> dict[str, str]:
    """The meta elements by name in lower case; of several, the first. Microdata in other
    elements counts where its value is an attribute."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            if (name := element.get(key)) and (content := element.get("content")):
                found.setdefault(name.lower(), content)
    return found


def _of(meta: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    return (meta[name] for name in names if name in meta)


def _stamps(*groups: Iterable[str]) -> tuple[str, ...]:
    """Each stamp once, in order."""
    return tuple(dict.fromkeys(stamp for group in groups for stamp in group if stamp.strip()))


def _times(tree: Any) -> tuple[list[str], list[str]]:
    """The stamp of the first element that is marked as the time of publication; and, of those
    that only show a time, the first time element, and the first other one with a year. Neither
    counts in a list of other articles, nor what is shown before the headline: a site's clock."""
    marked: list[str] = []
    times: list[str] = []
    bylines: list[str] = []
    is_below_headline = tree.find(".//h1") is None
    for element in tree.iter("h1", "time", "span", "abbr", "div", "p", "li"):
        is_below_headline = is_below_headline or element.tag == "h1"
        named = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        is_time = element.tag == "time"
        if not is_time and not any(word in named for word in DATE_CLASSES):
            continue
        if any(up.tag in ASIDE_TAGS for up in element.iterancestors()):
            continue
        is_marked = "datepublished" in named or "pubdate" in element.attrib
        stamp = element.get("datetime") or element.get("content") or element.text or ""
        if is_marked or (is_time and any(word in named for word in PUBLISHED_CLASSES)):
            marked.append(stamp)
        elif is_below_headline:
            (times if is_time else bylines).append(stamp)
    return marked[:1], times[:1] + [b for b in bylines if _HAS_YEAR.search(b)][:1]


def _language(said: str | None) -> str | None:
    found = _LANGUAGE.match((said or "").strip().lower())
    return found[0] if found else None


def _organisations(article: Node) -> Iterator[str]:
    authors = (a for a in as_list(article.get("author")) if isinstance(a, dict))
    for author in authors:
        if any("Organization" in t for t in types_of(author)) and (name := text_of(author)):
            yield one_line(name) or ""


def _is_closed(article: Node) -> bool:
    """Does the page say that it, or a part of it, is not free to read?"""
    nodes = [article, *(n for n in as_list(article.get("hasPart")) if isinstance(n, dict))]
    said = (n.get("isAccessibleForFree") for n in nodes)
    return any(str(free).rpartition("/")[2].lower() == "false" for free in said)
