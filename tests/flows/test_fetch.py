"""Fetcher, against a real web server: what an answer holds."""

import asyncio
import gzip

import brotli
import pytest
from backports import zstd

from flows.fetch import Answer, Fetcher, FetchOptions, Validators
from tests.flows.builders_site import Site

OPTIONS = FetchOptions(
    contact="mailto:watch@example.org", allow_loopback=True, delay_seconds=0.0, timeout_seconds=1.0
)


@pytest.fixture
def site():
    with Site() as running:
        yield running


def get(url: str, options: FetchOptions = OPTIONS, validators: Validators | None = None) -> Answer:
    async def ask() -> Answer:
        async with Fetcher(options) as fetcher:
            return await fetcher.get(url, validators)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)]
)
def test_an_answer_holds_its_body_as_it_came_and_unpacked(site, coding, pack):
    packed = pack(b"<p>3,000 soldiers</p>")
    site.page("/a", body=packed, headers={"Content-Encoding": coding})
    answer = get(f"{site.url}/a")
    assert (answer.wire_body, answer.body) == (packed, b"<p>3,000 soldiers</p>")
    assert coding in site.seen[-1][1]["Accept-Encoding"]


def test_an_answer_holds_what_was_asked(site):
    site.page("/a")
    answer = get(f"{site.url}/a", validators=Validators(etag='"1"'))
    sent = dict(answer.request_headers)
    assert sent == site.seen[-1][1]
    assert sent["User-Agent"] == "Vedette/0.1 (+mailto:watch@example.org)"
    assert sent["If-None-Match"] == '"1"'
    assert not {"Cookie", "Authorization"} & set(sent)


def test_validators_that_no_header_can_carry_stay_at_home(site):
    site.page("/a")
    get(f"{site.url}/a", validators=Validators(etag='"é"', last_modified="yesterday"))
    sent = site.seen[-1][1]
    assert ("If-None-Match" in sent, sent["If-Modified-Since"]) == (False, "yesterday")
