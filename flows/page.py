"""One page: ask for it, and say what became of it.

In:   what is known of a page, the instant
Out:  Outcome: its next state, with the page where it is new or changed, or with the failure
Never: raises for what a server does.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from flows.fetch import Answer, Fetcher, FetchError, Validators
from flows.poll_state import PageState
from flows.retry import next_try
from transforms.records import Page
from warehouse.archive import HttpExchange

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_MOST_TRIES = 8  # with doubled waits, some ten hours
_GONE = (404, 410)


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


async def fetch_page(fetcher: Fetcher, page: PageState, now: datetime) -> Outcome:
    """Ask for a page; conditionally where we have it."""
    has_body = page.body_sha256 is not None
    validators = Validators(page.etag, page.last_modified) if has_body else None
    try:
        answer = await fetcher.get(page.url, validators)
    except FetchError as error:
        return _failed(page, str(error), now, is_final=error.is_final)
    if answer.status == 304 and has_body:
        return Outcome(_page_ok(page, page.etag, page.last_modified, page.body_sha256))
    if answer.status != 200:
        is_gone = answer.status in _GONE
        retry_after = answer.header("retry-after")
        return _failed(page, status_line(answer), now, is_final=is_gone, retry_after=retry_after)
    kind = answer.header("content-type") or "text/html"
    if kind.partition(";")[0].strip().lower() not in _PAGE_TYPES:
        return _failed(page, f"is {kind}, not a page of text", now, is_final=True)
    if not answer.body:
        return _failed(page, "the body is empty", now, is_final=False)
    sha256 = hashlib.sha256(answer.body).hexdigest()
    state = _page_ok(page, answer.header("etag"), answer.header("last-modified"), sha256)
    if sha256 == page.body_sha256:
        return Outcome(state)
    return Outcome(state, _fetched_page(page, answer, kind, sha256, now))


def _fetched_page(
    page: PageState, answer: Answer, kind: str, sha256: str, now: datetime
) -> FetchedPage:
    body = Page(
        url=answer.url,
        body=answer.body,
        content_type=kind,
        fetched_at=now,
        outlet=page.outlet,
        feed_id=page.feed_id,
        sha256=sha256,
        listed_title=page.listed_title,
        listed_at=page.listed_at,
    )
    exchange = HttpExchange(
        status_line(answer), answer.headers, answer.request_headers, answer.wire_body
    )
    return FetchedPage(body, exchange)


def _page_ok(
    page: PageState, etag: str | None, last_modified: str | None, sha256: str | None
) -> PageState:
    return replace(
        page,
        status="ok",
        etag=etag,
        last_modified=last_modified,
        body_sha256=sha256,
        tries=0,
        next_try_at=None,
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
        next_try_at=None if is_final else next_try(tries, now, retry_after),
        reason=reason,
    )
    return Outcome(state, failure=Failure(page.url, reason, is_final))


def status_line(answer: Answer) -> str:
    """Code and words, as in "404 Not Found"."""
    return f"{answer.status} {answer.reason_phrase}".strip()
