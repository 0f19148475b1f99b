"""One source of links: ask it, and say what it lists, how it is, and when to ask again.

In:   a feed of the watch, what is known of it, how to ask, the instant
Out:  Polled: its entries, its next state (and those of its parts), what failed, whether its health
      turned
Never: raises for what a server does; gives a feed up; keeps validators of what could not be read.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.sources.feed_health import Turn, health_of, turn_of
from flows.sources.local_source import is_local, read_local_feed
from flows.sources.poll_state import FeedState
from flows.web.answer import Answer, FetchError, Validators
from flows.web.fetch import Fetcher
from flows.web.page import Failure, status_line
from flows.web.parse_apart import read_feed_apart
from flows.web.retry import next_try
from transforms.feed_record import FeedContent, FeedEntry, FeedError, FeedPart
from transforms.feed_rhythm import header_seconds, lot_of, rhythm_seconds, wait_seconds
from transforms.records import Feed

_INDEX = "sitemap index"
MAX_PARTS = 20  # of an index in one poll, those of indexes below it included
MAX_DEPTH = 2
_MAX_PARTS_LOOKED_AT = 200
# A run that begins a little early still finds what falls due with it.
SLACK = timedelta(minutes=1)
_NEWEST_MAY_LEAD = timedelta(days=1)  # a clock may be wrong; a date of next year is no news
_LATEST_GAP_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll came to."""

    feed: Feed
    state: FeedState
    entries: tuple[FeedEntry, ...] = ()
    failures: tuple[Failure, ...] = ()
    part_states: tuple[FeedState, ...] = ()
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What an answer held; no content: it is as it was."""

    content: FeedContent | None = None
    etag: str | None = None
    last_modified: str | None = None
    good_for_seconds: int = 0


class _Refused(Exception):
    """Why a feed could not be read, in one line, and what its server says of the next try."""

    def __init__(self, reason: str, retry_after: str | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether a feed may be asked; one that fails, not a moment before."""
    if state.next_ask_at is None:
        return True
    return state.next_ask_at <= (now if state.consecutive_failures else now + SLACK)


async def poll_feed(
    fetcher: Fetcher, feed: Feed, known_of: Callable[[str], FeedState], now: datetime
) -> Polled:
    """Ask for a feed; of a sitemap index for its newest parts, too. `known_of` a URL: its state."""
    polled = await _poll(fetcher, feed, known_of(feed.url), now)
    if polled.content is None or not polled.content.parts:
        return polled.as_polled()
    return await _with_parts(fetcher, polled, known_of, now)


@dataclass(frozen=True, slots=True)
class _Poll:
    feed: Feed
    before: str  # the health before
    state: FeedState
    content: FeedContent | None = None
    failures: tuple[Failure, ...] = ()

    def as_polled(self) -> Polled:
        entries = self.content.entries if self.content else ()
        turn = turn_of(self.before, self.state)
        return Polled(self.feed, self.state, entries, self.failures, turn=turn)


async def _poll(fetcher: Fetcher, feed: Feed, known: FeedState, now: datetime) -> _Poll:
    known = replace(known, feed_id=feed.id, title=feed.title or known.title)
    read_as = f"{feed.kind} {feed.match or ''}".strip()
    if known.read_as != read_as:
        known = replace(known, read_as=read_as, etag=None, last_modified=None)
    try:
        read = await (_read_local(feed) if is_local(feed.url) else _ask(fetcher, feed, known, now))
    except _Refused as error:
        return _failed(feed, known, str(error), now, error.retry_after)
    state = _as_read(known, read, now)
    state = replace(state, next_ask_at=_next_ask_at(state, read, now))
    state = replace(state, health=health_of(state, now))
    has_news = bool(state.note) and state.note != known.note
    failures = (Failure(feed.url, str(state.note), False),) if has_news else ()
    return _Poll(feed, known.health, state, read.content, failures)


# --- asking ---


async def _ask(fetcher: Fetcher, feed: Feed, known: FeedState, now: datetime) -> _Read:
    # An index may stay as it is while its parts change, so it is always read.
    validators = Validators(known.etag, known.last_modified)
    if known.form == _INDEX or known.last_ok_at is None:
        validators = Validators()
    try:
        answer = await fetcher.get(feed.url, validators)
        if answer.status == 304:
            if not validators.headers():
                raise _Refused("304, though nothing of it is known here")
            return _Read(good_for_seconds=_good_for(answer, now))
        if answer.status != 200:
            raise _Refused(status_line(answer), answer.header("retry-after"))
        kind = answer.header("content-type") or ""
        arguments = (answer.body, answer.url, kind, feed.kind, feed.match)
        content = await asyncio.to_thread(read_feed_apart, *arguments)
    except (FetchError, FeedError) as error:
        raise _Refused(str(error)) from None
    return _Read(
        content, answer.header("etag"), answer.header("last-modified"), _good_for(answer, now)
    )


async def _read_local(feed: Feed) -> _Read:
    try:
        return _Read(await asyncio.to_thread(read_local_feed, feed))
    except FeedError as error:
        raise _Refused(str(error)) from None


def _good_for(answer: Answer, now: datetime) -> int:
    return header_seconds(answer.header("cache-control"), answer.header("expires"), now)


# --- the next state ---


def _failed(
    feed: Feed, known: FeedState, reason: str, now: datetime, retry_after: str | None
) -> _Poll:
    """A feed is never given up: it is asked again, later each time."""
    failures = known.consecutive_failures + 1
    state = replace(
        known,
        checked_at=now,
        consecutive_failures=failures,
        failing_since_at=known.failing_since_at or now,
        last_error=reason,
        last_error_at=now,
        next_ask_at=next_try(known.url, failures, now, retry_after),
    )
    state = replace(state, health=health_of(state, now))
    return _Poll(feed, known.health, state, failures=(Failure(feed.url, reason, False),))


def _as_read(known: FeedState, read: _Read, now: datetime) -> FeedState:
    """The state after a poll that went well, without its health and when to ask again."""
    state = replace(
        known,
        checked_at=now,
        last_ok_at=now,
        consecutive_failures=0,
        failing_since_at=None,
    )
    content = read.content
    if content is None:
        return state
    listed = "\n".join(f"{e.url} {e.title}" for e in content.entries)
    listing = hashlib.sha256(listed.encode()).hexdigest()
    is_changed = listing != known.listing_sha256
    dates = [at for e in content.entries if (at := e.published_at or e.updated_at)]
    dates = [at for at in dates if at <= now + _NEWEST_MAY_LEAD]
    return replace(
        state,
        title=state.title or content.title,
        form=content.form,
        etag=read.etag,
        last_modified=read.last_modified,
        asked_seconds=content.ask_after_seconds or 0,
        entries=len(content.entries),
        listing_sha256=listing,
        last_changed_at=now if is_changed else known.last_changed_at,
        newest_entry_at=max(dates, default=known.newest_entry_at),
        rhythm_seconds=rhythm_seconds(dates)
        or (_learned(known, now) if is_changed and not dates else known.rhythm_seconds),
        note=_note(content),
    )


def _learned(known: FeedState, now: datetime) -> float | None:
    """The rhythm of a feed without dates, from the polls that brought something."""
    if known.last_changed_at is None:
        return known.rhythm_seconds
    gap = (now - known.last_changed_at).total_seconds()
    if known.rhythm_seconds is None:
        return gap
    return known.rhythm_seconds + _LATEST_GAP_SHARE * (gap - known.rhythm_seconds)


def _note(content: FeedContent) -> str | None:
    said = (
        (content.unusable, "entries without a web address"),
        (content.left_out, "entries over the limit, left out"),
    )
    return "; ".join(f"{words}: {count:,}" for count, words in said if count) or None


def _next_ask_at(state: FeedState, read: _Read, now: datetime) -> datetime | None:
    if is_local(state.url):
        return None
    newest = max(filter(None, (state.newest_entry_at, state.last_changed_at)), default=now)
    wait = wait_seconds(
        state.rhythm_seconds,
        max(0.0, (now - newest).total_seconds()),
        max(state.asked_seconds, read.good_for_seconds),
        lot_of(state.feed_id, now),
    )
    return now + timedelta(seconds=wait)


# --- the parts of a sitemap index ---


async def _with_parts(
    fetcher: Fetcher, index: _Poll, known_of: Callable[[str], FeedState], now: datetime
) -> Polled:
    """The entries of the newest parts, one after the other; what fails is that part alone."""
    assert index.content is not None
    waiting = [(part, 1) for part in index.content.parts[:_MAX_PARTS_LOOKED_AT]]
    found: dict[str, FeedEntry] = {}
    states: dict[str, FeedState] = {}
    failures = list(index.failures)
    while waiting and len(states) < MAX_PARTS:
        part, depth = waiting.pop(0)
        known = known_of(part.url)
        if part.url in (index.feed.url, *states) or not _is_part_due(part, known, now):
            continue
        asked = replace(index.feed, url=part.url, title="")
        polled = await _poll(fetcher, asked, known, now)
        states[part.url] = replace(polled.state, part_of=index.feed.url)
        failures += polled.failures
        if polled.content is not None:
            found.update((e.url, e) for e in polled.content.entries)
            if depth < MAX_DEPTH:
                below = polled.content.parts[:_MAX_PARTS_LOOKED_AT]
                waiting = [(part, depth + 1) for part in below] + waiting
    return _summed(index, tuple(found.values()), tuple(states.values()), failures, now)


def _is_part_due(part: FeedPart, known: FeedState, now: datetime) -> bool:
    """Not one that the index says is as it was when it was read, or that fails and has to wait."""
    if known.consecutive_failures:
        return is_due(known, now)
    if part.updated_at is None or known.last_ok_at is None:
        return True
    # Many indexes name days only: what changed at noon bears the day's midnight.
    return part.updated_at + timedelta(days=1) > known.last_ok_at


def _summed(
    index: _Poll,
    entries: tuple[FeedEntry, ...],
    states: tuple[FeedState, ...],
    failures: list[Failure],
    now: datetime,
) -> Polled:
    """The index with what its parts brought: theirs are the dates by which it is judged."""
    ok = [s for s in states if s.last_ok_at == now]
    newest = (index.state.newest_entry_at, *(s.newest_entry_at for s in ok))
    rhythms = [s.rhythm_seconds for s in ok if s.rhythm_seconds is not None]
    has_changed = any(s.last_changed_at == now for s in ok)
    state = replace(
        index.state,
        entries=sum(s.entries for s in ok) or index.state.entries,
        last_changed_at=now if has_changed else index.state.last_changed_at,
        newest_entry_at=max((at for at in newest if at), default=None),
        rhythm_seconds=min(rhythms) if rhythms else index.state.rhythm_seconds,
    )
    state = replace(state, next_ask_at=_next_ask_at(state, _Read(), now))
    state = replace(state, health=health_of(state, now))
    turn = turn_of(index.before, state)
    return Polled(index.feed, state, entries, tuple(failures), states, turn)
