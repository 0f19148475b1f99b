"""What hosts asked of us, kept between runs: who is asked again, when, and what if it cannot be."""

import asyncio
import time

import pytest

from flows.web import host_store
from flows.web.answer import FetchError
from flows.web.fetch import Fetcher, FetchOptions
from flows.web.host_store import FILE, HostStore
from tests.flows.builders_site import Site

HOUR = 3_600.0
DAY = 24 * HOUR


@pytest.fixture
def site():
    with Site() as running:
        running.page("/a")
        running.page("/private/a")
        running.page("/robots.txt", body=b"User-agent: *\nDisallow: /private", kind="text/plain")
        yield running


@pytest.fixture
def clock(monkeypatch):
    """The time of the store: real, and as many seconds later as the test says."""
    later = [0.0]
    real = time.time

    class Clock:
        time = staticmethod(lambda: real() + later[0])

    monkeypatch.setattr(host_store, "time", Clock)
    return later


def get(site, home, path="/a") -> int:
    options = FetchOptions(
        allow_loopback=True, delay_seconds=0.0, timeout_seconds=1.0, home=home
    )

    async def ask() -> int:
        async with Fetcher(options) as fetcher:
            return (await fetcher.get(site.url + path)).status

    return asyncio.run(ask())


def asked(site) -> int:
    return site.asked["/robots.txt"]


def test_a_host_is_asked_once_a_day(site, tmp_path, clock):
    for clock[0] in (0.0, HOUR, 23 * HOUR, DAY - 1):
        assert get(site, tmp_path) == 200
    assert asked(site) == 1
    for clock[0] in (DAY + HOUR, DAY + 2 * HOUR):
        assert get(site, tmp_path) == 200
    assert asked(site) == 2


def test_what_is_kept_is_obeyed(site, tmp_path):
    get(site, tmp_path)
    with pytest.raises(FetchError, match=r"robots.txt does not allow it"):
        get(site, tmp_path, "/private/a")
    assert asked(site) == 1


def test_that_there_is_none_is_kept_too(site, tmp_path):
    del site.replies["/robots.txt"]
    assert [get(site, tmp_path, "/private/a") for _ in range(3)] == [200] * 3
    assert asked(site) == 1


def test_an_old_copy_serves_while_the_host_gives_no_newer_one(site, tmp_path, clock):
    get(site, tmp_path)
    site.page("/robots.txt", status=503)
    clock[0] = 29 * DAY
    assert get(site, tmp_path) == 200
    with pytest.raises(FetchError, match="does not allow it"):
        get(site, tmp_path, "/private/a")
    clock[0] = 31 * DAY
    with pytest.raises(FetchError, match=r"robots.txt: it answers 503"):
        get(site, tmp_path)


def test_a_copy_from_the_future_is_not_believed(site, tmp_path, clock):
    clock[0] = 9 * DAY
    get(site, tmp_path)
    clock[0] = 0.0
    get(site, tmp_path)
    assert asked(site) == 2


def test_who_asks_to_be_left_alone_is_by_the_next_runs_too_with_all_its_pages(site, tmp_path, clock):
    site.page("/busy", status=429, headers={"Retry-After": "7200"})
    assert get(site, tmp_path, "/busy") == 429
    clock[0] = 2 * HOUR - 60
    assert get(site, tmp_path) == 429
    assert site.asked["/a"] == 0
    clock[0] = 2 * HOUR + 1
    assert get(site, tmp_path) == 200


@pytest.mark.parametrize("asked", ["Fri, 31 Dec 9999 23:59:59 GMT", "9" * 400])
def test_nobody_is_left_alone_for_more_than_a_week(site, tmp_path, clock, asked):
    site.page("/busy", status=503, headers={"Retry-After": asked})
    assert get(site, tmp_path, "/busy") == 503
    clock[0] = 7 * DAY - HOUR
    assert get(site, tmp_path) == 503
    clock[0] = 7 * DAY + 1
    assert get(site, tmp_path) == 200


def test_a_clock_that_was_set_back_holds_nobody(site, tmp_path, clock):
    clock[0] = 9 * DAY
    site.page("/busy", status=429, headers={"Retry-After": "60"})
    get(site, tmp_path, "/busy")
    clock[0] = 0.0
    assert get(site, tmp_path) == 200


@pytest.mark.parametrize("content", [b"this is no database" * 99, b""])
def test_a_broken_file_is_as_none(site, tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert get(site, tmp_path) == 200


def test_without_a_home_nothing_is_kept(site):
    assert get(site, None) == get(site, None) == 200
    assert asked(site) == 2


def test_what_cannot_be_written_is_not_kept_and_does_no_harm(tmp_path):
    store = HostStore(tmp_path / "no" / "home")
    store.keep_robots("https://site.example", "User-agent: *")
    assert store.robots_of("https://site.example") is None
