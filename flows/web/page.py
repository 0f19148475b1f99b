"""One page: ask for it, and say what became of it.

In:   what is known of a page, the rules: the instant, the largest body, when to look again
Out:  Outcome: its next state, with the page where it is new or changed, or with the failure
Never: raises for what a server does.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from flows.sources.local_source import LocalFault, is_local, read_local_page
from flows.sources.poll_state import PageState
from flows.sources.revisit import next_visit
from flows.web.answer import Answer, FetchError, Validators, one_line
from flows.web.fetch import Fetcher
from flows.web.retry import next_try
from transforms.records import Page
from warehouse.archive import HttpExchange

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_MOST_TRIES = 8  # with doubled waits, some ten hours
_GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class PageRules:
    """What holds for every page of a run."""

    now: datetime
    max_body_bytes: int
    revisit_after_hours: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page that is new or changed, and how it came, for the archive."""

    page: Page
    exchange: HttpExchange


@dataclass(frozen=True, slots=True)
class Failure:
    """A feed or page that could not be had; `is_final` where it will not be tried again."""

    url: str
    reason: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One page asked for. Neither fetched nor failed: it is as it was."""

    state: PageState
    fetched: FetchedPage | None = None
    failure: Failure | None = None


async def fetch_page(fetcher: Fetcher, page: PageState, rules: PageRules) -> Outcome:
    """Ask for a page; conditionally where we have it."""
    page = replace(page, asked_at=rules.now)
    if is_local(page.url):
        return await _read_local(page, rules)
    has_body = page.body_sha256 is not None
    validators = Validators(page.etag, page.last_modified) if has_body else None
    try:
        answer = await fetcher.get(page.url, validators)
    except FetchError as error:
        return _failed(page, str(error), rules.now, is_final=error.is_final)
    if answer.status == 304 and has_body:
        return Outcome(_page_ok(page, rules))
    if answer.status != 200:
        is_gone = answer.status in _GONE
        retry_after = answer.header("retry-after")
        reason = status_line(answer)
        return _failed(page, reason, rules.now, is_final=is_gone, retry_after=retry_after)
    kind = answer.header("content-type") or "text/html"
    return _read(page, answer.url, kind, answer, rules)


async def _read_local(page: PageState, rules: PageRules) -> Outcome:
    """A file of this machine, as if a server had given it."""
    try:
        found = await asyncio.to_thread(read_local_page, page.url, rules.max_body_bytes)
    except LocalFault as error:
        return _failed(page, str(error), rules.now, is_final=True)
    headers = (("Content-Type", found.content_type),)
    answer = Answer(page.url, 200, "OK", headers, (), found.body, found.body)
    return _read(page, found.url, found.content_type, answer, rules)


def _read(page: PageState, url: str, kind: str, answer: Answer, rules: PageRules) -> Outcome:
    """What became of a page whose body came."""
    if kind.partition(";")[0].strip().lower() not in _PAGE_TYPES:
        reason = f"is {one_line(kind, 80)}, not a page of text"
        return _failed(page, reason, rules.now, is_final=True)
    if not answer.body:
        return _failed(page, "the body is empty", rules.now, is_final=False)
    sha256 = hashlib.sha256(answer.body).hexdigest()
    state = replace(
        _page_ok(page, rules),
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
        body_sha256=sha256,
    )
    if sha256 == page.body_sha256:
        return Outcome(state)
    body = Page(
        url=url,
        body=answer.body,
        content_type=kind,
        fetched_at=rules.now,
        outlet=page.outlet,
        feed_id=page.feed_id,
        sha256=sha256,
        listed_title=page.listed_title,
        listed_at=page.listed_at,
        listed_updated_at=page.listed_updated_at,
        listed_language=page.listed_language,
    )
    exchange = HttpExchange(
        status_line(answer), answer.headers, answer.request_headers, answer.wire_body
    )
    return Outcome(state, FetchedPage(body, exchange))


def _page_ok(page: PageState, rules: PageRules) -> PageState:
    """A page that could be had. A file is looked at in every run, so it needs no visits."""
    first = page.first_fetched_at or rules.now
    visit = None if is_local(page.url) else next_visit(first, rules.now, rules.revisit_after_hours)
    return replace(
        page,
        status="ok",
        first_fetched_at=first,
        tries=0,
        next_ask_at=visit,
        reason=None,
    )


def _failed(
    page: PageState, reason: str, now: datetime, *, is_final: bool, retry_after: str | None = None
) -> Outcome:
    tries = page.tries + 1
    if not is_final and tries >= _MOST_TRIES:
        is_final, reason = True, f"{reason}; given up after {tries} tries"
    state = replace(
        page,
        status="dead" if is_final else "retry",
        tries=tries,
        next_ask_at=None if is_final else next_try(page.url, tries, now, retry_after),
        reason=reason,
    )
    return Outcome(state, failure=Failure(page.url, reason, is_final))


def status_line(answer: Answer) -> str:
    """Code and words, as in "404 Not Found"."""
    return f"{answer.status} {answer.reason_phrase}".strip()
