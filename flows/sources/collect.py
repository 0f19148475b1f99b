"""Collect: the sources of a watch -> the pages that are new or changed.

In:   a watch, what is known from former runs (flows/sources/poll_state.py), how to ask, the instant
Out:  Collected: pages with how they came, every failure with its reason, the counts,
      and the states to commit once the pages are safe
Never: writes anything. A run that dies before `poll_state.commit(collected)` fetches again.

Which sources are due says flows/sources/feed_poll.py, which pages are asked for,
flows/sources/listing.py.
What becomes of a page that was asked for:
  304 or the same bytes                           unchanged
  404, 410, a refusal (robots.txt, size, kind)    dead, until the feed changes its entry
  5xx, 429, a timeout, a broken connection        tried again, later each time, then dead
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flows.sources.feed_health import Turn
from flows.sources.feed_poll import Polled, is_due, poll_feed
from flows.sources.listing import Listing, Wanted
from flows.sources.poll_state import FeedState, PageState, PollState
from flows.web.fetch import Fetcher, FetchOptions
from flows.web.page import Failure, FetchedPage, Outcome, PageRules, fetch_page
from transforms.records import Watch


@dataclass(frozen=True, slots=True)
class Counts:
    """Pages: listed = known + waiting + fetched + unchanged + failed, always.

    `listed` holds the links of the feeds that were read, and the pages that were due by themselves.
    """

    listed: int = 0
    known: int = 0  # fetched, or found dead, by a former run, and not changed since
    waiting: int = 0  # not yet due, or beyond what one run takes
    fetched: int = 0
    unchanged: int = 0  # asked for, and the same as before
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Collected:
    """What one collection came to. `next_due_at`: when the next of the feeds may be asked."""

    pages: tuple[FetchedPage, ...]
    failures: tuple[Failure, ...]
    counts: Counts
    feed_states: tuple[FeedState, ...]
    page_states: tuple[PageState, ...]
    turns: tuple[Turn, ...] = ()
    followed: tuple[str, ...] = ()  # the URLs of the watch's feeds
    feeds_asked: int = 0
    next_due_at: datetime | None = None


_T = TypeVar("_T")
Progress = Callable[[int, int], None]  # pages done, pages to fetch


async def collect(
    watch: Watch,
    poll_state: PollState,
    options: FetchOptions,
    now: datetime,
    progress: Progress | None = None,
) -> Collected:
    """Poll every feed that is due, fetch what is new or changed. `now` is an aware instant.

    A feed or page that fails is a Failure, never an exception. Raises PollStateError.
    """
    states = {feed.url: poll_state.feed(feed.url) for feed in watch.feeds}
    due = [feed for feed in watch.feeds if is_due(states[feed.url], now)]
    rules = PageRules(now, options.max_body_bytes, options.revisit_after_hours)
    async with Fetcher(options) as fetcher:
        polled = await _all(poll_feed(fetcher, feed, poll_state.feed, now) for feed in due)
        listing = Listing(watch, poll_state, now)
        listing.add(polled)
        listing.add_due()
        outcomes = await _fetched(fetcher, listing.wanted.pages, rules, progress)
    states |= {source.feed.url: source.state for source in polled}
    return _collected(polled, listing.wanted, outcomes, tuple(states.values()))


async def _fetched(
    fetcher: Fetcher, pages: Sequence[PageState], rules: PageRules, progress: Progress | None
) -> list[Outcome]:
    done = 0

    async def fetch(page: PageState) -> Outcome:
        nonlocal done
        outcome = await fetch_page(fetcher, page, rules)
        done += 1
        if progress:
            progress(done, len(pages))
        return outcome

    return await _all(fetch(page) for page in pages)


async def _all(jobs: Iterable[Coroutine[Any, Any, _T]]) -> list[_T]:
    """Run all at once; their results in order."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job) for job in jobs]
    return [task.result() for task in tasks]


def _collected(
    polled: list[Polled], wanted: Wanted, outcomes: list[Outcome], states: tuple[FeedState, ...]
) -> Collected:
    """Put all together. Two links that lead to the same bytes at the same URL are one page."""
    pages: dict[tuple[str, str], FetchedPage] = {}
    for outcome in outcomes:
        if outcome.fetched:
            page = outcome.fetched.page
            pages.setdefault((page.url, page.sha256), outcome.fetched)
    failures = [failure for source in polled for failure in source.failures]
    failed = [outcome.failure for outcome in outcomes if outcome.failure]
    return Collected(
        pages=tuple(pages.values()),
        failures=(*failures, *failed),
        counts=Counts(
            listed=wanted.listed,
            known=wanted.known,
            waiting=wanted.waiting,
            fetched=len(pages),
            unchanged=len(outcomes) - len(pages) - len(failed),
            failed=len(failed),
        ),
        feed_states=tuple(s for source in polled for s in (source.state, *source.part_states)),
        page_states=(*(outcome.state for outcome in outcomes), *wanted.later),
        turns=tuple(source.turn for source in polled if source.turn),
        followed=tuple(state.url for state in states),
        feeds_asked=len(polled),
        next_due_at=min((s.next_ask_at for s in states if s.next_ask_at), default=None),
    )
