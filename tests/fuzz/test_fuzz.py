"""Spoilt input for what reads strangers' bytes: nothing comes out but what is declared.

VEDETTE_FUZZ_MINUTES says for how long in all; without it, each target gets one short round.
"""

import asyncio
import gzip
import os
import tempfile
import time
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import brotli
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.web.answer import FetchError
from flows.web.fetch import Fetcher, FetchOptions
from flows.web.http_body import BodyRefused, read_body
from seeds.newsroom import load_corpus, site_on
from tests.flows.hostile_server import HostileServer, says
from tests.fuzz.mutations import spoilt
from tests.warehouse.test_warc import BODIES, records
from transforms.feed import FeedError, read_feed
from transforms.parse import PageUnreadable, parse_page
from transforms.records import Page
from warehouse.warc import Part, captures

MINUTES = float(os.environ.get("VEDETTE_FUZZ_MINUTES", "0"))
ROUND = 60  # examples; with minutes given, round after round
NOW = datetime(2025, 1, 24, 12, tzinfo=UTC)
SITE = site_on(
    load_corpus(Path(__file__).parents[2] / "seeds" / "corpus"),
    date(2025, 1, 24),
    "http://x.example",
)
PAGES = [d.body for d in SITE.values() if "html" in d.content_type]
FEEDS = [d.body for d in SITE.values() if "xml" in d.content_type]
TYPES = [
    "",
    "text/html",
    "application/rss+xml; charset=utf-16",
    "application/atom+xml",
    "a/b; charset=x",
]
PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=2),
    "zstd": zstd.compress,
    "": bytes,
}
ANSWERS = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"1\"\r\nContent-Length: 9\r\n\r\n<p>3,000\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>3\r\n2;a=b\r\n00\r\n0\r\nX: y\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>3"),
]  # fmt: skip


def feeds() -> None:
    @given(spoilt(FEEDS), st.sampled_from(TYPES))
    def reads(body: bytes, kind: str) -> None:
        with suppress(FeedError):
            content = read_feed(body, "http://x.example/feed", kind)
            assert all(entry.url.startswith(("http://", "https://")) for entry in content.entries)

    rounds(reads)


def pages() -> None:
    @given(spoilt(PAGES), st.sampled_from(TYPES))
    def reads(body: bytes, kind: str) -> None:
        page = Page("http://x.example/a", body, kind, NOW, outlet="o", feed_id="f", sha256="0")
        with suppress(PageUnreadable):
            assert len(parse_page(page).text) >= 40

    rounds(reads)


def bodies() -> None:
    packed = {name: [pack(body) for body in PAGES[:9]] for name, pack in PACKERS.items()}

    @given(st.data(), st.sampled_from(list(PACKERS)), st.sampled_from([1, 7, 100, 65_536]))
    def reads(data: st.DataObject, coding: str, size: int) -> None:
        body = data.draw(spoilt(packed[coding]))

        async def chunks():
            for at in range(0, len(body), size):
                yield body[at : at + size]

        with suppress(BodyRefused):
            got = asyncio.run(read_body(chunks(), coding, 200_000))
            assert got.wire == body
            assert len(got.plain) <= 200_000

    rounds(reads)


def answers() -> None:
    options = FetchOptions(
        allow_loopback=True, delay_seconds=0.0, timeout_seconds=0.2, deadline_seconds=0.5
    )

    async def get(port: int) -> None:
        async with Fetcher(options) as fetcher:
            with suppress(FetchError):
                await fetcher.get(f"http://127.0.0.1:{port}/a")

    with HostileServer() as server:

        @given(spoilt(ANSWERS))
        def reads(answer: bytes) -> None:
            asyncio.run(get(server.listen(says(answer), with_robots=len(answer) % 2 == 0)))

        rounds(reads)


def archives() -> None:
    samples = [records(*BODIES, is_packed=packed)[0] for packed in (True, False)]

    @given(spoilt(samples), st.integers(1, 2_000))
    def reads(content: bytes, end: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "spoilt.warc.gz"
            path.write_bytes(content)
            for part in (Part(path, 0, end), Part(path, end, len(content))):
                for found in captures(part, 1_000):
                    assert str(found)

    rounds(reads)


def rounds(reads) -> None:
    """Run a property once, or until its share of the minutes is over."""
    check = settings(max_examples=ROUND, deadline=None, suppress_health_check=list(HealthCheck))(
        reads
    )
    until = time.monotonic() + 60 * MINUTES / len(TARGETS)
    check()
    while time.monotonic() < until:
        check()


TARGETS = [feeds, pages, bodies, answers, archives]


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_spoilt_input_gives_nothing_but_what_is_declared(target):
    target()
