"""Hostile sites, played by a real server: each costs its own page, and nothing else."""

import asyncio
import re
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows import reading
from flows.run import Run, RunOptions
from flows.sources.collect import Collected, collect
from flows.sources.poll_state import PollState
from flows.web import parse_apart
from flows.web.fetch import FetchOptions
from flows.web.parse_apart import ParserProcess
from tests.flows.builders_run import report, watch_over
from tests.flows.builders_site import Site
from tests.flows.hostile_cases import CASES, PAGE, SLOW, Fails, Reads, Unreadable
from tests.flows.hostile_feeds import FEEDS, SLOW_FEEDS
from tests.flows.hostile_server import HostileServer, answers
from transforms.records import Feed
from warehouse.database import connect, query

NOW = datetime(2025, 1, 24, 12, tzinfo=UTC)
OPTIONS = FetchOptions(
    allow_loopback=True,
    delay_seconds=0.0,
    timeout_seconds=1.0,
    deadline_seconds=1.5,
    max_body_bytes=2_000_000,
)
PARSE_SECONDS = 3.0


@pytest.fixture(scope="module")
def server():
    with HostileServer() as running:
        yield running


@pytest.fixture(scope="module")
def site():
    with Site() as running:
        running.page("/good", body=PAGE.encode())
        yield running


@pytest.fixture(scope="module")
def parser():
    running = ParserProcess(limit_seconds=PARSE_SECONDS)
    yield running
    running.close()


def url_of(case, server) -> str:
    port = server.listen(case.script, with_robots=case.with_robots, is_rash=case.is_rash)
    return case.url.format(port=port)


def collected_of(site, tmp_path, *urls: str) -> Collected:
    site.feed(*((url, f"{n}") for n, url in enumerate([*urls, f"{site.url}/good"])))
    with PollState(tmp_path, "harbour") as state:
        return asyncio.run(collect(site.watch(), state, OPTIONS, NOW))


def check(case, url: str, collected: Collected, parser: ParserProcess) -> None:
    """That of the case came what must come of it."""
    failures = {failure.url: failure for failure in collected.failures}
    if isinstance(case.expected, Fails):
        failure = failures[url]
        assert re.search(case.expected.words, failure.reason), failure.reason
        assert case.expected.is_final in (None, failure.is_final)
        assert failure.reason.isprintable()
        assert len(failure.reason) <= 300
        return
    assert url not in failures
    (page,) = (one.page for one in collected.pages if one.page.url == url)
    parsed = parser.parse(page)
    if isinstance(case.expected, Unreadable):
        assert parsed.article is None
        assert case.expected.words in parsed.reason
    else:
        assert parsed.article is not None, parsed.reason
        assert case.expected.words in parsed.article.text


def by_name(cases, *marks):
    return [pytest.param(case, id=case.name, marks=marks) for case in cases]


@pytest.mark.parametrize("case", [*by_name(CASES), *by_name(SLOW, pytest.mark.slow)])
def test_a_hostile_page_comes_to_what_it_must(case, server, site, parser, tmp_path):
    url = url_of(case, server)
    started = time.monotonic()
    collected = collected_of(site, tmp_path, url)
    assert time.monotonic() - started < 4 * OPTIONS.deadline_seconds
    assert f"{site.url}/good" in {one.page.url for one in collected.pages}
    check(case, url, collected, parser)


def feed_url_of(case, server, good: str) -> str:
    script = answers(case.body(good), kind="application/rss+xml", headers=case.headers)
    return f"http://127.0.0.1:{server.listen(script)}/feed"


@pytest.mark.parametrize("case", [*by_name(FEEDS), *by_name(SLOW_FEEDS, pytest.mark.slow)])
def test_a_hostile_feed_comes_to_what_it_must(case, server, site, parser, tmp_path, monkeypatch):
    monkeypatch.setattr(parse_apart, "_parser", parser)
    if case.parse_seconds != PARSE_SECONDS:
        parser.close()  # the next one is begun with the other limit
        monkeypatch.setattr(parser, "_limit_seconds", case.parse_seconds)
    good = f"{site.url}/good"
    site.feed((good, "Good"))
    feed = Feed("bad", feed_url_of(case, server, good), "media.bad")
    watch = replace(site.watch(), feeds=(feed, *site.watch().feeds))
    started = time.monotonic()
    with PollState(tmp_path, "harbour") as state:
        options = replace(OPTIONS, max_body_bytes=5_000_000)
        collected = asyncio.run(collect(watch, state, options, NOW))
    assert time.monotonic() - started < case.parse_seconds + 6
    (state_of_it,) = (s for s in collected.feed_states if s.url == feed.url)
    assert state_of_it.entries == (case.listed or 0)
    assert (state_of_it.last_error is None) is (case.listed is not None)
    said = "\n".join(one.reason for one in collected.failures)
    assert re.search(case.words, said), said
    assert all(one.reason.isprintable() for one in collected.failures)
    assert good in {one.page.url for one in collected.pages}


# --- all of it at once ---


@pytest.mark.slow
def test_a_run_over_all_of_them_closes_its_ledger(server, site, parser, tmp_path, monkeypatch):
    monkeypatch.setattr(parse_apart, "_parser", parser)
    parser.close()
    monkeypatch.setattr(parser, "_limit_seconds", 8.0)  # what is sound must come, on a busy day too
    patient = replace(OPTIONS, timeout_seconds=3.0, deadline_seconds=5.0)
    cases = [*CASES, *SLOW]
    urls = [url_of(case, server) for case in cases]
    goods = [f"{site.url}/good/{n}" for n in range(20)]
    for n, url in enumerate(goods):
        site.page(url.removeprefix(site.url), report(100 + n))
    site.feed(*((url, url) for url in [*urls, *goods]), path="/all")
    feeds = [feed_url_of(case, server, goods[0]) for case in (*FEEDS, *SLOW_FEEDS)]
    watch = watch_over(*feeds, f"{site.url}/all")
    run = Run(RunOptions(watch, tmp_path, NOW, patient))
    desk = reading.Desk.of(watch)

    async def read(pages, known):
        return reading.read_batch(pages, known, desk, run.outcome.run_id)

    outcome = asyncio.run(run.perform(read))
    assert outcome.ledger.failed >= 100
    for case, url in zip(cases, urls, strict=True):
        said = [words for words in outcome.failures if words.startswith(f"{url}: ")]
        assert bool(said) is not isinstance(case.expected, Reads), case.name
        if said:
            assert re.search(case.expected.words, said[0]), case.name
    with connect(tmp_path) as con:
        read_urls = {row[0] for row in query(con, "SELECT url FROM articles").rows}
    assert set(goods) <= read_urls


def test_there_are_many_of_them():
    names = [(type(case), case.name) for case in (*CASES, *SLOW, *FEEDS, *SLOW_FEEDS)]
    assert len(names) == len(set(names)) >= 180
    kinds = {type(case.expected) for case in CASES}
    assert kinds == {Fails, Unreadable, Reads}
