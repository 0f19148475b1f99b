"""The address of a site -> its feeds, each tried.

In:   a URL, of a feed or of a page; how to ask
Out:  Found for each feed: what it is, or why it cannot be read; the best first
Never: asks for more than a few dozen addresses, or past robots.txt (flows/web/fetch.py).

Where feeds are looked for: at the address itself, in what its page names (link rel=alternate, links
that look like feeds), at the usual places of the site, and in the sitemaps that robots.txt names.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from flows.web.answer import Answer, FetchError
from flows.web.fetch import Fetcher
from flows.web.page import status_line
from flows.web.parse_apart import read_feed_apart
from transforms.feed_lists import is_same_site
from transforms.feed_record import FeedContent, FeedError, web_url
from transforms.page_links import links_of

_USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json")
_LOOKS_LIKE_A_FEED = re.compile(
    r"(?:/|\.)(?:rss|atom|feeds?)(?:[/.?]|$)|rss.*\.xml$", re.IGNORECASE
)
_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_MOST_NAMED = 20
_MOST_SITEMAPS = 5
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed of a site; with a reason it could not be read. `is_named`: by the site itself."""

    url: str
    form: str = ""
    title: str | None = None
    entries: int = 0
    newest_entry_at: datetime | None = None
    reason: str | None = None
    is_named: bool = True
    urls: frozenset[str] = frozenset()  # what it lists


async def find_feeds(fetcher: Fetcher, url: str) -> list[Found]:
    """The feeds of a site, the best first, then those that it names in vain. Raises FetchError."""
    answer = await fetcher.get(url)
    if answer.status != 200:
        raise FetchError(status_line(answer), is_final=False)
    at_address = await asyncio.to_thread(_tried, url, answer, True)
    if at_address.reason is None:
        return [at_address]
    kind = answer.header("content-type") or ""
    page = links_of(answer.body, kind, answer.url)
    named = [target for target, _ in page.feeds]
    named += [t for t, _ in page.anchors if _is_likely(t, url)]
    named = list(dict.fromkeys(named))[:_MOST_NAMED] + await _sitemaps(fetcher, answer.url)
    usual = [urljoin(answer.url, f"/{place}") for place in _USUAL]
    jobs = {target: target in named for target in dict.fromkeys((*named, *usual))}
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_try(fetcher, t, is_named)) for t, is_named in jobs.items()]
    return _ranked([task.result() for task in tasks])


async def _try(fetcher: Fetcher, url: str, is_named: bool) -> Found:
    try:
        answer = await fetcher.get(url)
    except FetchError as error:
        return Found(url, reason=str(error), is_named=is_named)
    if answer.status != 200:
        return Found(url, reason=status_line(answer), is_named=is_named)
    return await asyncio.to_thread(_tried, url, answer, is_named)


def _tried(url: str, answer: Answer, is_named: bool) -> Found:
    """What an answer is as a feed; its address is the one that was asked for."""
    kind = answer.header("content-type") or ""
    try:
        content = read_feed_apart(answer.body, answer.url, kind)
    except FeedError as error:
        return Found(url, reason=str(error), is_named=is_named)
    listed = frozenset((*(e.url for e in content.entries), *(p.url for p in content.parts)))
    return Found(
        url=url,
        form=content.form,
        title=content.title,
        entries=len(content.entries) or len(content.parts),
        newest_entry_at=_newest(content),
        is_named=is_named,
        urls=listed,
    )


def _newest(content: FeedContent) -> datetime | None:
    dates = [e.published_at or e.updated_at for e in content.entries]
    dates += [part.updated_at for part in content.parts]
    return max((at for at in dates if at), default=None)


def _ranked(found: list[Found]) -> list[Found]:
    """Feeds before sitemaps, the freshest first; of equal ones the first; no guess in vain."""
    good: dict[frozenset[str], Found] = {}
    for one in found:
        if one.reason is None:
            good.setdefault(one.urls or frozenset({one.url}), one)
    order = sorted(
        good.values(),
        key=lambda f: (
            not f.form.startswith("sitemap"),
            f.entries > 0,
            f.newest_entry_at or _NEVER,
            f.entries,
        ),
        reverse=True,
    )
    return [*order, *(one for one in found if one.reason is not None and one.is_named)]


def _is_likely(target: str, site: str) -> bool:
    return is_same_site(target, site) and bool(_LOOKS_LIKE_A_FEED.search(urlsplit(target).path))


async def _sitemaps(fetcher: Fetcher, url: str) -> list[str]:
    try:
        answer = await fetcher.get(urljoin(url, "/robots.txt"))
    except FetchError:
        return []
    text = answer.body[:500_000].decode("utf-8", "replace")
    links = (web_url(link, answer.url) for link in _SITEMAP.findall(text))
    return [link for link in dict.fromkeys(links) if link][:_MOST_SITEMAPS]
