"""A part of a foreign WARC file -> the articles in it that a watch has use for, read.

In:   a part, a watch, the names of its readers
Out:  PartRead: articles with their readings and how their pages came; the counts of the rest
Never: writes, or depends on any other part: parts may be read in any process, in any order.

Screened first: most pages of the world's news have no word of a watch. To see that takes a tenth
of the time of parsing one, and nothing is kept of it but the count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flows.reading import Desk, Read, text_of
from flows.sources.local_warc import is_page
from flows.web.http_body import BodyRefused, unpacked
from flows.web.parse_apart import parse_pages
from transforms.feed_outlet import Outlets
from transforms.feed_record import FeedEntry
from transforms.reader import RULES, read_many
from transforms.records import Feed, Page, Watch
from transforms.rough_text import rough_text
from transforms.screen import Screen
from warehouse.archive import HttpExchange
from warehouse.warc import LARGEST_BODY_BYTES, Capture, Damage, Part, captures

_NO_FEED = Feed("", "", "outlet")


@dataclass
class PartRead:
    """What a part holds: pages = read + screened + failed; answers that are no pages apart."""

    part: Part
    pages: int = 0
    screened: int = 0
    failed: int = 0
    not_pages: int = 0
    read: list[Read] = field(default_factory=list)
    exchanges: dict[tuple[str, str], HttpExchange] = field(default_factory=dict)  # URL, sha256
    failures: list[str] = field(default_factory=list)
    damages: list[str] = field(default_factory=list)

    def fail(self, reason: str) -> None:
        """Book a page that cannot be read."""
        self.failed += 1
        self.failures.append(reason)


def read_part(part: Part, watch: Watch, readers: tuple[str, ...]) -> PartRead:
    """Screen, parse and read the pages of a part. Raises OSError, UnknownReader."""
    done = PartRead(part)
    is_wanted = _screened(watch) if set(readers) <= {RULES} else None
    outlets = Outlets(watch)
    wanted: dict[tuple[str, str], Page] = {}
    for found in captures(part):
        if isinstance(found, Damage):
            done.damages.append(str(found))
            continue
        if not is_page(found):
            done.not_pages += 1
            continue
        done.pages += 1
        try:
            body = unpacked(found.wire_body, found.header("Content-Encoding"), LARGEST_BODY_BYTES)
        except BodyRefused as error:
            done.fail(f"{found.url}: {error}")
            continue
        page = _page(found, body, part, outlets)
        if is_wanted is not None and not is_wanted.admits(page):
            done.screened += 1
        elif wanted.setdefault((page.url, page.sha256), page) is not page:
            done.screened += 1  # the same bytes at the same address, twice in the part
        else:
            done.exchanges[page.url, page.sha256] = _exchange(found)
    _read_pages(list(wanted.values()), _desk(watch, readers), done)
    return done


def _read_pages(pages: Sequence[Page], desk: Desk, done: PartRead) -> None:
    articles = []
    for parsed in parse_pages(pages):
        if parsed.article is None:
            done.fail(parsed.reason)
        else:
            articles.append((parsed.page, parsed.article))
    readings = read_many(desk.readers, [text_of(article) for _, article in articles])
    for (page, article), reading in zip(articles, readings, strict=True):
        done.read.append(Read(page, article, reading))


class _Wanted:
    """The screen, held against the rough words of a page."""

    def __init__(self, watch: Watch) -> None:
        self._screen, self._watch_id = Screen([watch]), watch.id

    def admits(self, page: Page) -> bool:
        text = rough_text(page.body, page.content_type)
        hits = self._screen.hits(text).get(self._watch_id)
        return hits is not None and hits.is_of_interest


# A process reads many parts: what is slow to make is made once.
@lru_cache(maxsize=4)
def _screened(watch: Watch) -> _Wanted:
    return _Wanted(watch)


@lru_cache(maxsize=4)
def _desk(watch: Watch, readers: tuple[str, ...]) -> Desk:
    return Desk.of(watch, readers)


def _page(capture: Capture, body: bytes, part: Part, outlets: Outlets) -> Page:
    return Page(
        url=capture.url,
        body=body,
        content_type=capture.header("Content-Type") or "text/html",
        fetched_at=capture.fetched_at,
        outlet=outlets.of(FeedEntry("", source_url=capture.url), _NO_FEED),
        feed_id=f"warc:{part.path.name}",
        sha256=hashlib.sha256(body).hexdigest(),
    )


def _exchange(capture: Capture) -> HttpExchange:
    return HttpExchange(f"{capture.status}", capture.headers, (), capture.wire_body)
