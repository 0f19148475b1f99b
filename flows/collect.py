"""Collect: the feeds of a watch -> the pages that are new or changed.

In:   a watch, what is known from former runs (flows/poll_state.py), how to ask, the instant
Out:  Collected: pages with how they came, every failure with its reason, the counts,
      and the states to commit once the pages are safe
Never: writes anything. A run that dies before `poll_state.commit(collected)` fetches again.

What becomes of a listed page:
  known, entry unchanged                          not asked for
  known, entry changed                            conditional GET: 304 or the same bytes = unchanged
  404, 410, a refusal (robots.txt, size, kind)    dead, until the feed changes its entry
  5xx, 429, a timeout, a broken connection        tried again, later each time, then dead
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from flows.fetch import Fetcher, FetchError, FetchOptions, Validators
from flows.page import Failure, FetchedPage, Outcome, fetch_page, status_line
from flows.parse_apart import read_feed_apart
from flows.poll_state import FeedState, PageState, PollState
from flows.retry import next_try
from transforms.feed import FeedEntry, FeedError
from transforms.records import Feed, Watch


@dataclass(frozen=True, slots=True)
class Counts:
    """Pages: listed = known + waiting + fetched + unchanged + failed, always.

    `listed` holds the links of the feeds that were read, and the failed pages that were due.
    """

    listed: int = 0
    known: int = 0  # fetched, or found dead, by a former run, and not changed since
    waiting: int = 0  # failed in a former run, and not yet due
    fetched: int = 0
    unchanged: int = 0  # asked for, and the same as before
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Collected:
    """What one collection came to."""

    pages: tuple[FetchedPage, ...]
    failures: tuple[Failure, ...]
    counts: Counts
    feed_states: tuple[FeedState, ...]
    page_states: tuple[PageState, ...]


@dataclass(frozen=True, slots=True)
class _Polled:
    feed: Feed
    state: FeedState
    entries: tuple[FeedEntry, ...] = ()
    failures: tuple[Failure, ...] = ()


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
    known = [(feed, poll_state.feed(feed.url)) for feed in watch.feeds]
    due = [(f, s) for f, s in known if s.next_try_at is None or s.next_try_at <= now]
    async with Fetcher(options) as fetcher:
        polled = await _all(_poll(fetcher, feed, state, now) for feed, state in due)
        wanted, counts = _wanted(polled, poll_state, now)
        done = 0

        async def fetch(page: PageState) -> Outcome:
            nonlocal done
            outcome = await fetch_page(fetcher, page, now)
            done += 1
            if progress:
                progress(done, len(wanted))
            return outcome

        outcomes = await _all(fetch(page) for page in wanted)
    return _collected(polled, outcomes, counts)


async def _all(jobs: Iterable[Coroutine[Any, Any, _T]]) -> list[_T]:
    """Run all at once; their results in order."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job) for job in jobs]
    return [task.result() for task in tasks]


# --- feeds ---


async def _poll(fetcher: Fetcher, feed: Feed, known: FeedState, now: datetime) -> _Polled:
    """Ask for a feed, conditionally. Validators are kept of a feed that could be read only."""
    try:
        answer = await fetcher.get(feed.url, Validators(known.etag, known.last_modified))
        if answer.status == 304:
            return _Polled(feed, _feed_ok(known, "unchanged", now))
        if answer.status != 200:
            retry_after = answer.header("retry-after")
            return _feed_failed(feed, known, status_line(answer), now, retry_after)
        kind = answer.header("content-type") or ""
        content = await asyncio.to_thread(read_feed_apart, answer.body, answer.url, kind)
    except (FetchError, FeedError) as error:
        return _feed_failed(feed, known, str(error), now)
    state = replace(
        _feed_ok(known, "ok", now),
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
        entries=len(content.entries),
    )
    unusable = Failure(feed.url, f"entries without a web address: {content.unusable}", False)
    return _Polled(feed, state, content.entries, (unusable,) if content.unusable else ())


def _feed_ok(known: FeedState, status: str, now: datetime) -> FeedState:
    return replace(
        known,
        status=status,
        checked_at=now,
        last_ok_at=now,
        consecutive_failures=0,
        next_try_at=None,
    )


def _feed_failed(
    feed: Feed, known: FeedState, reason: str, now: datetime, retry_after: str | None = None
) -> _Polled:
    """A feed is never given up: it is asked again, later each time."""
    failures = known.consecutive_failures + 1
    state = replace(
        known,
        status=reason,
        checked_at=now,
        consecutive_failures=failures,
        next_try_at=next_try(failures, now, retry_after),
    )
    return _Polled(feed, state, failures=(Failure(feed.url, reason, False),))


# --- which pages to ask for ---


def _wanted(
    polled: Iterable[_Polled], poll_state: PollState, now: datetime
) -> tuple[list[PageState], Counts]:
    """The pages to ask for, and the counts of the others. A URL in two feeds is the first's."""
    wanted: dict[str, PageState | None] = {}
    known = waiting = 0
    for source in polled:
        for entry in source.entries:
            if entry.url in wanted:
                continue
            page = _listed(entry, source.feed, poll_state.page(entry.url))
            wanted[entry.url] = None
            if page.status in ("ok", "dead"):
                known += 1
            elif page.next_try_at is not None and page.next_try_at > now:
                waiting += 1
            else:
                wanted[entry.url] = page
    for page in poll_state.due(now):
        wanted.setdefault(page.url, page)
    asked = [page for page in wanted.values() if page is not None]
    return asked, Counts(listed=len(wanted), known=known, waiting=waiting)


def _listed(entry: FeedEntry, feed: Feed, known: PageState | None) -> PageState:
    """The state of a listed page: as known, or to be asked for, being new or changed."""
    dated = entry.updated_at or entry.published_at
    said = f"{entry.title or ''}\n{dated.isoformat() if dated else ''}"
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    if known is not None and known.entry_fingerprint == fingerprint:
        return known
    listing = PageState(
        url=entry.url,
        entry_fingerprint=fingerprint,
        feed_id=feed.id,
        outlet=feed.outlet,
        status="listed",
        listed_title=entry.title,
        listed_at=entry.published_at or entry.updated_at,
    )
    if known is None:
        return listing
    return replace(
        listing,
        etag=known.etag,
        last_modified=known.last_modified,
        body_sha256=known.body_sha256,
        tries=known.tries if known.status == "retry" else 0,
        next_try_at=known.next_try_at,
    )


# --- the sum ---


def _collected(polled: list[_Polled], outcomes: list[Outcome], counts: Counts) -> Collected:
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
        counts=replace(
            counts,
            fetched=len(pages),
            unchanged=len(outcomes) - len(pages) - len(failed),
            failed=len(failed),
        ),
        feed_states=tuple(source.state for source in polled),
        page_states=tuple(outcome.state for outcome in outcomes),
    )
