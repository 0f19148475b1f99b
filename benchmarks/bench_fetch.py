"""How fast pages are fetched with all that fetching politely and safely takes, beside bare httpx.

    python -m benchmarks.bench_fetch

In:   a server on 127.0.0.1 in a process of its own, pages of 30 kB, plain and packed with gzip
Out:  pages a second and CPU time a page of our Fetcher, at its fastest setting, and of
      httpx.AsyncClient with as many requests at once; the memory after 500, 1,000, 2,000 pages
Never: compares runs: each ratio is of figures of one run, the two take turns.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import platform
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import httpx

from benchmarks.newspaper import Newspaper
from flows.texts.crew import cores
from flows.web.fetch import Fetcher, FetchOptions

SEED = 1
PAGES, AT_ONCE, ROUNDS = 2_000, 16, 5
PAGE_BYTES = 30_000
_LOOKS_AT = (500, 1_000, 2_000)
_ROOT = Path(__file__).parents[1]
_CODINGS = ("plain", "gzip")


@dataclass(frozen=True)
class Fetched:
    """What one client did in one process: seconds, CPU seconds, MB after so many pages."""

    wall_seconds: float
    cpu_seconds: float
    resident_mb: list[float]

    @property
    def pages_a_second(self) -> float:
        """The rate over all pages."""
        return PAGES / self.wall_seconds


def main() -> None:
    """Both clients in turns, each in a process of its own; then the tables."""
    print(f"{cores()} cores, Python {platform.python_version()}, httpx {httpx.__version__}")
    print(f"{PAGES:,} pages of {PAGE_BYTES / 1_000:g} kB, {AT_ONCE} at once, {ROUNDS} rounds\n")
    print(f"{'':22}{'pages/s':>9}{'ratio':>8}{'CPU ms':>9}   MB after 500, 1,000, 2,000 pages")
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bench_fetch", "serve"], stdout=subprocess.PIPE, cwd=_ROOT
    ) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        try:
            for coding in _CODINGS:
                _table(port, coding)
        finally:
            server.kill()


def _table(port: int, coding: str) -> None:
    rounds = [{name: _measure(name, port, coding) for name in _CLIENTS} for _ in range(ROUNDS)]
    for name in _CLIENTS:
        mine = [one[name] for one in rounds]
        ratio = median(o[name].pages_a_second / o["httpx"].pages_a_second for o in rounds)
        rate = median(one.pages_a_second for one in mine)
        cpu_ms = median(1_000 * one.cpu_seconds / PAGES for one in mine)
        memory = ", ".join(f"{mb:.1f}" for mb in mine[-1].resident_mb)
        print(f"{f'{name}, {coding}':22}{rate:>9,.0f}{ratio:>8.2f}{cpu_ms:>9.2f}   {memory}")


def _measure(client: str, port: int, coding: str) -> Fetched:
    command = [sys.executable, "-m", "benchmarks.bench_fetch", client, str(port), coding]
    out = subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.PIPE).stdout
    return Fetched(**json.loads(out))


# --- the clients ---

Get = Callable[[str], Awaitable[int]]  # bytes of the unpacked body


async def _with_httpx(ask: Callable[[Get], Awaitable[None]]) -> None:
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(http2=True, limits=limits, trust_env=False) as client:

        async def get(url: str) -> int:
            return len((await client.get(url)).content)

        await ask(get)


async def _with_vedette(ask: Callable[[Get], Awaitable[None]]) -> None:
    options = FetchOptions(
        allow_loopback=True, at_once=AT_ONCE, at_once_per_host=AT_ONCE, delay_seconds=0.0
    )
    async with Fetcher(options) as fetcher:

        async def get(url: str) -> int:
            return len((await fetcher.get(url)).body)

        await ask(get)


_CLIENTS = {"httpx": _with_httpx, "vedette": _with_vedette}


async def _fetch(client: str, url: str) -> Fetched:
    """All pages, `AT_ONCE` at a time; none is kept."""
    resident_mb: list[float] = []
    done = 0
    todo = iter(range(PAGES))

    async def ask(get: Get) -> None:
        async def work() -> None:
            nonlocal done
            for number in todo:
                assert await get(f"{url}/{number}") == PAGE_BYTES
                done += 1
                if done in _LOOKS_AT:
                    resident_mb.append(_resident_mb())

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))

    start, start_cpu = perf_counter(), process_time()
    await _CLIENTS[client](ask)
    return Fetched(perf_counter() - start, process_time() - start_cpu, resident_mb)


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1_024


# --- the server ---


class _Server(asyncio.Protocol):
    """HTTP/1.1 on connections that stay open; one answer for all paths below /plain or /gzip."""

    replies: dict[bytes, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._held = transport, b""

    def data_received(self, data: bytes) -> None:
        *heads, self._held = (self._held + data).split(b"\r\n\r\n")
        for head in heads:
            coding = head.split(b"/", 2)[1]
            self._transport.write(self.replies.get(coding, self.replies[b"robots.txt"]))


def _replies() -> dict[bytes, bytes]:
    newspaper = Newspaper([], SEED)
    text = b""
    for article in newspaper.dull():
        text += f"<p>{article}</p>\n".encode()
        if len(text) > PAGE_BYTES:
            break
    page = text[:PAGE_BYTES]
    return {
        b"robots.txt": _reply("404 Not Found", b""),
        b"plain": _reply("200 OK", page),
        b"gzip": _reply("200 OK", gzip.compress(page), "Content-Encoding: gzip\r\n"),
    }


def _reply(status: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n{more}"
    return head.encode() + b"\r\n" + body


async def _serve() -> None:
    _Server.replies = _replies()
    server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            main()
        case ["serve"]:
            asyncio.run(_serve())
        case [name, port, coding]:
            fetched = asyncio.run(_fetch(name, f"http://127.0.0.1:{port}/{coding}"))
            print(json.dumps(fetched.__dict__))
