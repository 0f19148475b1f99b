"""The entries of the sources -> which pages to ask for now, which later.

In:   what the polls brought, what is known of the pages, the instant
Out:  Wanted: pages to ask for, pages to be remembered for a later run, the counts of the others
Never: loses an entry: what a run has no room for is written down, and comes with the next.

    known, entry unchanged            not asked for, until its next visit (flows/sources/revisit.py)
    known, entry changed              asked for, conditionally; of a live blog once an hour
    new                               asked for; a run takes so many, the others wait
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from flows.sources.feed_poll import Polled
from flows.sources.local_source import is_local
from flows.sources.poll_state import PageState, PollState
from flows.sources.revisit import LIVE_EVERY
from transforms.feed_live import is_live
from transforms.feed_outlet import Outlets
from transforms.feed_record import FeedEntry
from transforms.records import Feed, Watch

MAX_PAGES = 3_000  # asked for in one run because a source lists them
MAX_REVISITS = 300  # asked for in one run because it is time to look again


@dataclass
class Wanted:
    """`pages` are asked for now; `later` are the states of those that have to wait."""

    pages: list[PageState] = field(default_factory=list)
    later: list[PageState] = field(default_factory=list)
    listed: int = 0
    known: int = 0
    waiting: int = 0


class Listing:
    """What is to be asked for in one run; add the polls, then the visits that are due."""

    def __init__(self, watch: Watch, poll_state: PollState, now: datetime) -> None:
        self._outlets = Outlets(watch)
        self._poll_state = poll_state
        self._now = now
        self._seen: set[str] = set()
        self.wanted = Wanted()

    def add(self, polled: Iterable[Polled]) -> None:
        """The entries of the sources. A URL that two of them list is the first's."""
        for source in polled:
            for entry in source.entries:
                if self._is_new(entry.url):
                    known = self._poll_state.page(entry.url)
                    self._sort(self._listed(entry, source.feed, known), known)

    def add_due(self) -> None:
        """Pages that had to wait, whoever lists them still, then those to be looked at again."""
        for page in self._poll_state.due(self._now, MAX_PAGES):
            if self._is_new(page.url):
                self._sort(page, page)
        for page in self._poll_state.due_revisits(self._now, MAX_REVISITS):
            if self._is_new(page.url):
                self.wanted.pages.append(page)

    def _is_new(self, url: str) -> bool:
        if url in self._seen:
            return False
        self._seen.add(url)
        self.wanted.listed += 1
        return True

    def _sort(self, page: PageState, known: PageState | None) -> None:
        """Into asked for now, remembered for later, or known."""
        wanted = self.wanted
        if page.status == "dead" or (page.status == "ok" and not self._is_visit_due(page)):
            wanted.known += 1
        elif page.status != "ok" and page.next_ask_at and page.next_ask_at > self._now:
            wanted.waiting += 1
            if page != known:
                wanted.later.append(page)
        elif len(wanted.pages) < MAX_PAGES:
            wanted.pages.append(page)
        else:
            wanted.waiting += 1
            wanted.later.append(replace(page, next_ask_at=self._now))

    def _is_visit_due(self, page: PageState) -> bool:
        return page.next_ask_at is not None and page.next_ask_at <= self._now

    def _listed(self, entry: FeedEntry, feed: Feed, known: PageState | None) -> PageState:
        """The state of a listed page: as known, or to be asked for, being new or changed."""
        dated = entry.updated_at or entry.published_at
        said = f"{entry.title or ''}\n{dated.isoformat() if dated else ''}"
        fingerprint = hashlib.sha256(said.encode()).hexdigest()
        if known is not None and known.entry_fingerprint == fingerprint:
            return known
        # A file bears the date on which it was copied here, which says nothing of the article.
        is_dated = not is_local(entry.url)
        page = PageState(
            url=entry.url,
            entry_fingerprint=fingerprint,
            feed_id=feed.id,
            outlet=self._outlets.of(entry, feed),
            status="listed",
            listed_title=entry.title,
            listed_at=(entry.published_at or entry.updated_at) if is_dated else None,
            listed_updated_at=entry.updated_at if is_dated else None,
            listed_language=entry.language,
        )
        return page if known is None else self._changed(page, known)

    def _changed(self, page: PageState, known: PageState) -> PageState:
        """A page whose entry changed, with what is known of it from before."""
        page = replace(
            page,
            etag=known.etag,
            last_modified=known.last_modified,
            body_sha256=known.body_sha256,
            first_fetched_at=known.first_fetched_at,
            asked_at=known.asked_at,
            tries=known.tries if known.status == "retry" else 0,
            next_ask_at=known.next_ask_at if known.status in ("retry", "listed") else None,
        )
        if known.asked_at and known.status == "ok" and is_live(page.url, page.listed_title):
            return replace(page, next_ask_at=known.asked_at + LIVE_EVERY)
        return page
