"""URL -> the answer of the web, asked for politely and safely.

In:   a URL, the validators of what we have already
Out:  Answer: the last one of the redirects, whatever its status; the body only of a 200
Never: speaks anything but http and https, to a host that is not public
       (flows/web/address_guard.py), against robots.txt, or through a proxy of the environment,
       which would hide the address.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from flows.sources.revisit import REVISIT_AFTER_HOURS
from flows.web.address_guard import AddressRefused
from flows.web.answer import Answer, FetchError, Validators, one_line
from flows.web.host import MOST_FAILURES, Host
from flows.web.host_store import HostStore
from flows.web.http_body import ACCEPT_ENCODING, Body, BodyRefused, read_body
from flows.web.retry import asked_wait
from flows.web.transport import GuardedTransport
from flows.web.web_url import UrlRefused, WebUrl, redirected, web_url

USER_AGENT = "Vedette/0.1"  # robots.txt files name it "Vedette"
_REDIRECTS = (301, 302, 303, 307, 308)
_HOLD = (429, 503)
_REFUSALS = (AddressRefused, BodyRefused, httpx.InvalidURL, httpx.UnsupportedProtocol)
_ROBOTS_MAX_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least
_MAX_PHRASE_CHARS = 80


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How to ask. `contact` is an address or a page where a site's owner can reach us."""

    contact: str = ""
    revisit_after_hours: tuple[float, ...] = REVISIT_AFTER_HOURS  # a page that was read before
    allow_loopback: bool = False
    at_once: int = 16
    at_once_per_host: int = 2
    delay_seconds: float = 1.0  # between two beginnings on one host
    timeout_seconds: float = 15.0  # without a byte
    deadline_seconds: float = 60.0  # for one page in all, its redirects included
    max_body_bytes: int = 5_000_000
    max_redirects: int = 5
    home: Path | None = None  # where is kept, between runs, what hosts asked of us
    extra_ca_file: str = ""  # certificate authorities in PEM, beside the public ones


class Fetcher:
    """One client for one run. Use it in `async with`."""

    def __init__(self, options: FetchOptions) -> None:
        """Raises TrustError."""
        self._options = options
        agent = f"{USER_AGENT} (+{options.contact})" if options.contact else USER_AGENT
        self._headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": ACCEPT_ENCODING}
        self._hosts: dict[str, Host] = {}
        self._host_store = HostStore(options.home)
        self._at_once = asyncio.Semaphore(options.at_once)
        self._transport = GuardedTransport(
            at_once=options.at_once,
            allow_loopback=options.allow_loopback,
            extra_ca_file=options.extra_ca_file,
        )

    async def get(self, url: str, validators: Validators | None = None) -> Answer:
        """Fetch a URL, through at most `max_redirects` redirects. Raises FetchError."""
        headers = validators.headers() if validators else {}
        patience = _Patience(self._options.deadline_seconds)
        try:
            target = web_url(url)
            seen: list[str] = []
            while target.text not in seen and len(seen) <= self._options.max_redirects:
                seen.append(target.text)
                answer = await self._politely(target, headers, patience)
                location = answer.header("location")
                if answer.status not in _REDIRECTS or location is None:
                    return answer
                target = redirected(target, location)
        except UrlRefused as error:
            raise FetchError(str(error), is_final=True) from None
        is_circle = target.text in seen
        what = "in a circle" if is_circle else f"more than {self._options.max_redirects} times"
        raise FetchError(f"redirects {what}", is_final=True)

    async def _politely(
        self, url: WebUrl, headers: Mapping[str, str], patience: _Patience
    ) -> Answer:
        """One request, if robots.txt allows it, when it is the host's turn."""
        host = self._host(url)
        await self._know_robots(url.origin, host)
        if not host.allows(url.text, USER_AGENT):
            raise FetchError("robots.txt does not allow it", is_final=True)
        async with host.turn():
            if host.held:
                return host.held
            answer = await self._ask(host, url, headers, self._options.max_body_bytes, patience)
        asked = answer.header("retry-after")
        if answer.status in _HOLD and asked:
            host.held = answer
            wait = asked_wait(asked, datetime.now(UTC))
            self._host_store.hold(url.origin, answer.status, wait.total_seconds())
        return answer

    def _held_since_before(self, origin: str, host: Host) -> Answer | None:
        """The answer of a host that asked in a former run to be left alone for longer yet."""
        hold = None if host.robots_read else self._host_store.hold_on(origin)
        if hold is None:
            return None
        wait = (("Retry-After", str(math.ceil(hold.left_seconds))),)
        return Answer(origin, hold.status, "as it said before", wait, (), b"", b"")

    async def _know_robots(self, origin: str, host: Host) -> None:
        """Know the rules of a host; one that cannot give them is left alone for the run."""
        async with host.robots_lock:
            if host.left_alone:
                raise host.left_alone
            host.held = host.held or self._held_since_before(origin, host)
            if host.robots_read or host.held:
                return
            kept = self._host_store.robots_of(origin)
            if kept and kept.is_fresh:
                host.take_robots(kept.text, USER_AGENT)
                return
            try:
                text = await self._robots(web_url(f"{origin}/robots.txt"))
                self._host_store.keep_robots(origin, text)
            except FetchError as error:
                if kept is None or not kept.is_usable:
                    host.left_alone = FetchError(f"robots.txt: {error}", is_final=False)
                    raise host.left_alone from None
                text = kept.text
            host.take_robots(text, USER_AGENT)

    async def _robots(self, url: WebUrl) -> str:
        """The text of robots.txt; empty where the host has none (RFC 9309, section 2.3.1)."""
        patience = _Patience(self._options.deadline_seconds)
        for _ in range(self._options.max_redirects + 1):
            async with self._host(url).turn():
                answer = await self._ask(self._host(url), url, {}, _ROBOTS_MAX_BYTES, patience)
            location = answer.header("location")
            if answer.status >= 500 or answer.status == 429:
                raise FetchError(f"it answers {answer.status}", is_final=False)
            if answer.status not in _REDIRECTS or location is None:
                return answer.body.decode("utf-8", "replace")
            try:
                url = redirected(url, location)
            except UrlRefused:
                break
        return ""  # it leads to nowhere

    def _host(self, url: WebUrl) -> Host:
        options = self._options
        made = Host(options.at_once_per_host, options.delay_seconds)
        return self._hosts.setdefault(url.origin, made)

    async def _ask(
        self,
        host: Host,
        url: WebUrl,
        headers: Mapping[str, str],
        max_bytes: int,
        patience: _Patience,
    ) -> Answer:
        """One request now, unless the host is left alone. Raises FetchError."""
        if host.left_alone:
            raise host.left_alone
        try:
            async with self._at_once, patience.spent():
                answer = await self._exchange(url.text, headers, max_bytes)
        except TimeoutError:
            whole = self._options.deadline_seconds
            error = FetchError(f"no whole answer in {whole:g} s", is_final=False)
        except httpx.TimeoutException:
            silent = self._options.timeout_seconds
            error = FetchError(f"silent for {silent:g} s", is_final=False)
        except _REFUSALS as refusal:
            raise FetchError(str(refusal), is_final=True) from None
        # httpcore promises errors of its own and lets h2's through: no host may stop a run.
        except Exception as fault:
            error = FetchError(f"{type(fault).__name__}: {fault}".rstrip(": "), is_final=False)
        else:
            host.answered()
            return answer
        if host.failed():
            words = f"the host failed {MOST_FAILURES} times in a row: {error}"
            host.left_alone = FetchError(words, is_final=False)
        raise error

    async def _exchange(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        timeouts = httpx.Timeout(self._options.timeout_seconds).as_dict()
        request = httpx.Request(
            "GET", url, headers={**self._headers, **headers}, extensions={"timeout": timeouts}
        )
        response = await self._transport.handle_async_request(request)
        try:
            body = Body()
            if response.status_code == 200:
                encoding = response.headers.get("content-encoding", "")
                body = await read_body(response.aiter_raw(), encoding, max_bytes)
            return Answer(
                url=url,
                status=response.status_code,
                reason_phrase=one_line(response.reason_phrase, _MAX_PHRASE_CHARS),
                headers=_as_sent(response.headers),
                request_headers=_as_sent(request.headers),
                wire_body=body.wire,
                body=body.plain,
            )
        finally:
            await response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.aclose()


class _Patience:
    """The seconds that are left for one page. What it waits for its turn does not count."""

    def __init__(self, seconds: float) -> None:
        self._left_seconds = seconds

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        """Take what happens inside off the seconds. Raises TimeoutError where they are over."""
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(self._left_seconds):
                yield
        finally:
            self._left_seconds -= clock() - start


def _as_sent(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    """Names and values in their order, the case of the names kept."""
    coding = headers.encoding
    return tuple((name.decode(coding), value.decode(coding)) for name, value in headers.raw)
