"""URL -> the answer of the web, asked for politely and safely.

In:   a URL, the validators of what we have already
Out:  Answer: the last one of the redirects, whatever its status; the body only of a 200
Never: speaks anything but http and https, to a host that is not public (flows/address_guard.py),
       against robots.txt, or through a proxy of the environment, which would hide the address.

    FetchError            no answer that can be used; one line
      .is_final           asking again would give the same
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpcore
import httpx

from flows.address_guard import AddressRefused, GuardedBackend
from flows.host import Host
from flows.http_body import ACCEPT_ENCODING, Body, BodyRefused, read_body

USER_AGENT = "Vedette/0.1"  # robots.txt files name it "Vedette"
_REDIRECTS = (301, 302, 303, 307, 308)
_HOLD = (429, 503)
_ROBOTS_MAX_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How to ask. `contact` is an address or a page where a site's owner can reach us."""

    contact: str = ""
    allow_loopback: bool = False
    at_once: int = 16
    at_once_per_host: int = 2
    delay_seconds: float = 1.0  # between two beginnings on one host
    timeout_seconds: float = 15.0  # without a byte
    deadline_seconds: float = 60.0  # for one whole answer
    max_body_bytes: int = 5_000_000
    max_redirects: int = 5


class FetchError(Exception):
    """No usable answer: why, in one line, and whether asking again is of no use."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?" with, letter for letter."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The request headers that carry them; what is not ASCII cannot go back as it came."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in pairs if value and value.isascii()}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `url` is where it came from, after redirects; the bodies are those of a 200.

    `wire_body` is the body as it came, still packed, the transfer coding removed.
    """

    url: str
    status: int
    reason_phrase: str
    headers: tuple[tuple[str, str], ...]
    request_headers: tuple[tuple[str, str], ...]
    wire_body: bytes = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """The first header of a name, in any case."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


class Fetcher:
    """One client for one run. Use it in `async with`."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._agent = f"{USER_AGENT} (+{options.contact})" if options.contact else USER_AGENT
        self._hosts: dict[str, Host] = {}
        self._held: dict[str, Answer] = {}  # hosts that asked to be left alone, and how
        self._mute: dict[str, FetchError] = {}  # hosts whose robots.txt cannot be had, and why
        self._at_once = asyncio.Semaphore(options.at_once)
        self._client = httpx.AsyncClient(
            transport=_GuardedTransport(options),
            headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPT_ENCODING},
            timeout=options.timeout_seconds,
            follow_redirects=False,
            trust_env=False,
        )

    async def get(self, url: str, validators: Validators | None = None) -> Answer:
        """Fetch a URL, through at most `max_redirects` redirects. Raises FetchError."""
        headers = validators.headers() if validators else {}
        seen: list[str] = []
        while url not in seen and len(seen) <= self._options.max_redirects:
            seen.append(url)
            answer = await self._politely(url, headers)
            location = answer.header("location")
            if answer.status not in _REDIRECTS or location is None:
                return answer
            url = _joined(answer.url, location)
        what = "in a circle" if url in seen else f"more than {self._options.max_redirects} times"
        raise FetchError(f"redirects {what}", is_final=True)

    async def _politely(self, url: str, headers: Mapping[str, str]) -> Answer:
        """One request, if robots.txt allows it, when it is the host's turn."""
        origin = _origin(url)
        host = self._hosts.setdefault(
            origin, Host(self._options.at_once_per_host, self._options.delay_seconds)
        )
        await self._know_robots(origin, host)
        if not host.allows(url, USER_AGENT):
            raise FetchError("robots.txt does not allow it", is_final=True)
        async with host.turn():
            if origin in self._held:
                return self._held[origin]
            answer = await self._once(url, headers, self._options.max_body_bytes)
        if answer.status in _HOLD and answer.header("retry-after"):
            self._held[origin] = answer
        return answer

    async def _know_robots(self, origin: str, host: Host) -> None:
        """Read robots.txt once a run; a host that cannot give it is left alone for the run."""
        async with host.robots_lock:
            if origin in self._mute:
                raise self._mute[origin]
            if not host.robots_read:
                try:
                    host.take_robots(await self._robots(origin, host), USER_AGENT)
                except FetchError as error:
                    self._mute[origin] = error
                    raise

    async def _robots(self, origin: str, host: Host) -> str | None:
        """The text of robots.txt; None where the host has none (RFC 9309, section 2.3.1)."""
        url = f"{origin}/robots.txt"
        for _ in range(self._options.max_redirects + 1):
            async with host.turn():
                answer = await self._once(url, {}, _ROBOTS_MAX_BYTES)
            location = answer.header("location")
            if answer.status in _REDIRECTS and location:
                url = _joined(url, location)
                _origin(url)
            elif answer.status >= 500 or answer.status == 429:
                raise FetchError(f"robots.txt answers {answer.status}", is_final=False)
            else:
                return answer.body.decode("utf-8", "replace") if answer.status == 200 else None
        return None

    async def _once(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        deadline = self._options.deadline_seconds
        try:
            async with self._at_once, asyncio.timeout(deadline):
                return await self._ask(url, headers, max_bytes)
        except TimeoutError:
            raise FetchError(f"no whole answer in {deadline:g} s", is_final=False) from None
        except httpx.TimeoutException:
            silent = self._options.timeout_seconds
            raise FetchError(f"silent for {silent:g} s", is_final=False) from None
        except (AddressRefused, BodyRefused, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise FetchError(str(error), is_final=True) from None
        except httpx.HTTPError as error:
            reason = f"{type(error).__name__}: {error}".rstrip(": ")
            raise FetchError(" ".join(reason.split()), is_final=False) from None

    async def _ask(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        async with self._client.stream("GET", url, headers=dict(headers)) as response:
            body = Body()
            if response.status_code == 200:
                encoding = response.headers.get("content-encoding", "")
                body = await read_body(response.aiter_raw(), encoding, max_bytes)
            return Answer(
                url=url,
                status=response.status_code,
                reason_phrase=response.reason_phrase,
                headers=_as_sent(response.headers),
                request_headers=_as_sent(response.request.headers),
                wire_body=body.wire,
                body=body.plain,
            )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport over a pool that connects through the guard.

    httpx has no public way to name httpcore's network backend; a test holds this to its word.
    """

    def __init__(self, options: FetchOptions) -> None:
        tls = httpx.create_ssl_context()
        super().__init__(verify=tls)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=options.at_once,
            keepalive_expiry=10.0,
            http2=True,
            network_backend=GuardedBackend(options.allow_loopback),
        )


def _as_sent(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    """Names and values in their order, the case of the names kept."""
    coding = headers.encoding
    return tuple((name.decode(coding), value.decode(coding)) for name, value in headers.raw)


def _origin(url: str) -> str:
    """Scheme, host and port. Raises FetchError for what is not plain http or https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError(f"{url!r} is no URL", is_final=True) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"{parts.scheme or 'no'} scheme: only http and https", is_final=True)
    if parts.username is not None:
        raise FetchError("the URL carries a user name", is_final=True)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def _joined(base: str, location: str) -> str:
    try:
        return str(httpx.URL(base).join(location).copy_with(fragment=None))
    except httpx.InvalidURL:
        raise FetchError("redirects to something that is no URL", is_final=True) from None
