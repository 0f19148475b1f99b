"""Corpus and a day -> the newsroom's whole site as it was at the end of that day.

In:   Corpus (load_corpus), a day (UTC), the address under which the site is served
Out:  Document by path: article pages, one feed an outlet, robots.txt
Never: a clock or the network. The same corpus, day and address give the same bytes and ETags.

An article that was not out yet is absent, a revised one stands in its newest version, and one
that was taken down answers 404 or 410 while its feed still lists it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import jinja2

from seeds.articles import Corpus, Outlet, SampleArticle, Version, midnight
from seeds.corpus_reader import CorpusError, load_corpus

__all__ = ["Corpus", "CorpusError", "Document", "load_corpus", "site_on"]

_HTML = "text/html; charset=utf-8"
_FEED_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
_RELATED_LINKS = 4
_SUMMARY_CHARS = 180


@dataclass(frozen=True, slots=True)
class Document:
    """What one path answers. `etag` carries its quotes; it is empty and `last_modified` None
    where the status is not 200. `last_modified` is UTC, whole seconds."""

    body: bytes
    content_type: str
    etag: str
    last_modified: datetime | None
    status: int = 200


@dataclass(frozen=True, slots=True)
class _Link:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article as its feed lists it."""

    id: str
    title: str
    is_title_html: bool
    url: str
    author: str
    section: str
    summary: str
    published_at: datetime
    updated_at: datetime


def site_on(corpus: Corpus, day: date, base_url: str) -> dict[str, Document]:
    """Return every document that is served at the end of `day`, by path ("/harbour-wire/…").

    `base_url` has no slash at its end ("http://127.0.0.1:8731"); links are absolute below it.
    """
    templates = _environment(corpus)
    site = {"/robots.txt": _robots(corpus, templates)}
    for outlet in corpus.outlets:
        out = [
            (article, version)
            for article in corpus.articles
            if article.outlet == outlet and (version := article.version_on(day)) is not None
        ]
        site[outlet.feed_path] = _feed(outlet, out, base_url, templates)
        for article, version in out:
            if article.is_dead_on(day):
                site[article.path] = _gone(article, templates)
            else:
                site[article.path] = _page(corpus, article, version, base_url, templates)
    return site


def _environment(corpus: Corpus) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(corpus.folder / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["rfc822"] = _rfc822
    return environment


def _page(
    corpus: Corpus,
    article: SampleArticle,
    version: Version,
    base_url: str,
    templates: jinja2.Environment,
) -> Document:
    url = base_url + article.path
    text = templates.get_template(f"{article.template}.html.j2").render(
        article=article,
        version=version,
        outlet=article.outlet,
        url=url,
        feed_url=base_url + article.outlet.feed_path,
        related=list(_related(corpus, article, base_url)),
        shown_date=_shown(article.published_at),
        summary=_summary(version),
        word_count=sum(len(p.split()) for p in version.paragraphs),
        json_ld=_json_ld(article, version, url),
    )
    return _document(text, _HTML, _changed_at(article, version))


def _related(corpus: Corpus, article: SampleArticle, base_url: str) -> Iterator[_Link]:
    """The outlet's articles before this one, newest first: a page that does not change when
    later articles appear, so that a reader who has it is answered 304."""
    older = [
        a
        for a in corpus.articles
        if a.outlet == article.outlet and a.versions[0].available_from < article.published_at.date()
    ]
    for other in reversed(older[-_RELATED_LINKS:]):
        yield _Link(other.versions[0].title, base_url + other.path)


def _json_ld(article: SampleArticle, version: Version, url: str) -> dict[str, Any]:
    card: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting" if version.posts else "NewsArticle",
        "headline": version.title,
        "mainEntityOfPage": url,
        "datePublished": article.published_at.isoformat(),
        "dateModified": (version.updated_at or article.published_at).isoformat(),
        "author": [{"@type": "Person", "name": article.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name},
        "articleSection": article.section,
        "isAccessibleForFree": article.template != "paywall",
    }
    if article.template == "paywall":
        card["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": False,
            "cssSelector": ".meteredContent",
        }
    if version.posts:
        card["liveBlogUpdate"] = [
            {
                "@type": "BlogPosting",
                "headline": post.heading,
                "datePublished": post.posted_at.isoformat(),
                "articleBody": "\n\n".join(post.paragraphs),
            }
            for post in version.posts
        ]
    return card


def _feed(
    outlet: Outlet,
    out: list[tuple[SampleArticle, Version]],
    base_url: str,
    templates: jinja2.Environment,
) -> Document:
    newest = out[::-1][: outlet.feed.newest]
    # An outlet with no article yet has an empty feed, unchanged since its house opened.
    changed_at = max(
        (_changed_at(a, v) for a, v in newest), default=datetime(2024, 1, 1, tzinfo=UTC)
    )
    text = templates.get_template(f"{outlet.feed.format}.xml.j2").render(
        outlet=outlet,
        home_url=f"{base_url}/{outlet.id}/",
        feed_url=base_url + outlet.feed_path,
        changed_at=changed_at,
        entries=[_entry(article, version, base_url) for article, version in newest],
    )
    return _document(text, _FEED_TYPES[outlet.feed.format], changed_at)


def _entry(article: SampleArticle, version: Version, base_url: str) -> _Entry:
    return _Entry(
        id=article.id,
        title=article.feed_title or version.title,
        is_title_html=article.feed_title is not None,
        url=base_url + article.path,
        author=article.author,
        section=article.section,
        summary=_summary(version),
        published_at=article.published_at,
        updated_at=version.updated_at or article.published_at,
    )


def _gone(article: SampleArticle, templates: jinja2.Environment) -> Document:
    text = templates.get_template("gone.html.j2").render(
        outlet=article.outlet, status=article.dead_status
    )
    return Document(text.encode(), _HTML, "", None, article.dead_status)


def _robots(corpus: Corpus, templates: jinja2.Environment) -> Document:
    text = templates.get_template("robots.txt.j2").render()
    return _document(text, "text/plain; charset=utf-8", midnight(corpus.dates[0]))


def _document(text: str, content_type: str, changed_at: datetime) -> Document:
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Document(body, content_type, etag, changed_at)


def _changed_at(article: SampleArticle, version: Version) -> datetime:
    """When the site last changed for this article: its own time, or the later day on which it
    was put up, so that a page or a feed never changes under the same Last-Modified."""
    own = (version.updated_at or article.published_at).astimezone(UTC)
    return max(own.replace(microsecond=0), midnight(version.available_from))


def _summary(version: Version) -> str:
    lead = version.paragraphs[0]
    return lead if len(lead) <= _SUMMARY_CHARS else lead[:_SUMMARY_CHARS].rsplit(" ", 1)[0] + " …"


def _shown(instant: datetime) -> str:
    """A date as readers see it: "18 October 2024, 18:42"."""
    return f"{instant.day} {instant.strftime('%B %Y, %H:%M')}"


def _rfc822(instant: datetime, zone: str = "GMT") -> str:
    """An RSS date: in GMT by name, or in a fixed offset ("+0900")."""
    if zone == "GMT":
        return format_datetime(instant.astimezone(UTC), usegmt=True)
    sign = -1 if zone.startswith("-") else 1
    offset = timedelta(hours=sign * int(zone[1:3]), minutes=sign * int(zone[3:5]))
    return format_datetime(instant.astimezone(timezone(offset)))
