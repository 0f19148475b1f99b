"""Fetcher, against a real web server: what an answer holds."""

import asyncio
import gzip
import time
from dataclasses import replace

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from flows.web.answer import Answer, FetchError, Validators, one_line
from flows.web.fetch import Fetcher, FetchOptions
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


def test_a_cookie_is_not_kept(site):
    site.page("/a", headers={"Set-Cookie": "who=you; Path=/"}, status=302)
    site.replies["/a"].headers["Location"] = "/b"
    site.page("/b")
    assert get(f"{site.url}/a").status == 200
    assert not any("Cookie" in headers for _, headers in site.seen)


def test_nothing_of_the_environment_is_used(site, monkeypatch, tmp_path):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login desk password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HOME", str(tmp_path))
    site.page("/a")
    assert get(f"{site.url}/a").status == 200
    assert "Authorization" not in site.seen[-1][1]


def test_redirects_share_one_deadline(site):
    for n in range(4):
        head = {"Location": f"/{n + 1}"}
        site.page(f"/{n}", body=b"....", slow_seconds=0.1, status=302, headers=head)
    site.page("/4", body=b"." * 40, slow_seconds=0.1)
    options = replace(OPTIONS, deadline_seconds=1.0)
    started = time.monotonic()
    with pytest.raises(FetchError, match="no whole answer in 1 s") as refused:
        get(f"{site.url}/0", options)
    assert not refused.value.is_final
    assert time.monotonic() - started < 2.5


def test_a_host_that_fails_five_times_in_a_row_is_left_alone(site):
    async def ask_ten_times() -> list[str]:
        async with Fetcher(replace(OPTIONS, timeout_seconds=0.1)) as fetcher:
            reasons = []
            for n in range(10):
                with pytest.raises(FetchError) as refused:
                    await fetcher.get(f"{site.url}/{n}")
                reasons.append(str(refused.value))
            return reasons

    for n in range(10):
        site.page(f"/{n}", body=b"....", slow_seconds=0.3)
    reasons = asyncio.run(ask_ten_times())
    assert reasons[:5] == ["silent for 0.1 s"] * 5
    assert set(reasons[5:]) == {"the host failed 5 times in a row: silent for 0.1 s"}
    assert sum(site.asked.values()) == 6, "robots.txt and five pages"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ({"status": 429, "headers": {"Retry-After": "60"}}, "429"),
        ({"body": b"....", "slow_seconds": 0.2}, "failed 5 times in a row"),
    ],
)
def test_nobody_waits_for_the_turn_of_a_host_that_is_left_alone(site, reply, words):
    options = replace(OPTIONS, delay_seconds=0.2, timeout_seconds=0.1)
    for n in range(60):
        site.page(f"/{n}", **reply)

    async def ask_all() -> list[str]:
        async with Fetcher(options) as fetcher:
            got = (fetcher.get(f"{site.url}/{n}") for n in range(60))
            answers = await asyncio.gather(*got, return_exceptions=True)
        return [str(a.status if isinstance(a, Answer) else a) for a in answers]

    started = time.monotonic()
    told = asyncio.run(ask_all())
    assert time.monotonic() - started < 6, "60 turns would take 12 seconds"
    assert sum(words in one for one in told) >= 50


@given(st.text(max_size=200))
def test_what_a_server_said_becomes_one_line_that_no_terminal_obeys(text):
    words = one_line(text, 50)
    assert len(words) <= 50
    assert words.isprintable()
