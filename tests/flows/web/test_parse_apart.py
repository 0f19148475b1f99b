"""The process in which pages are parsed: what a page can do to it, and what that costs."""

import hashlib
import os
import signal
import sys
from datetime import UTC, datetime

import pytest

from flows.web import parse_apart
from flows.web.parse_apart import ParserProcess, read_feed_apart
from transforms.feed_record import FeedError
from transforms.parse import parse_page
from transforms.records import Page

TEXT = "The harbour was calm, and nobody had anything to tell of the week that went by."


def page_of(body: bytes, url: str = "https://star.example/one") -> Page:
    return Page(
        url=url,
        body=body,
        content_type="text/html",
        fetched_at=datetime(2025, 1, 24, tzinfo=UTC),
        outlet="media.star",
        feed_id="star",
        sha256=hashlib.sha256(body).hexdigest(),
    )


GOOD = page_of(f"<html><body><p>{TEXT}</p></body></html>".encode())


@pytest.fixture
def parser():
    made = ParserProcess(limit_seconds=2.0)
    yield made
    made.close()


def pid_of(parser: ParserProcess) -> int:
    assert parser._process is not None
    return parser._process.pid


def test_a_page_gives_the_article_that_it_gives_in_this_process(parser):
    assert parser.parse(GOOD).article == parse_page(GOOD)


def test_an_unreadable_page_gives_the_parsers_own_reason(parser):
    parsed = parser.parse(page_of(b"<html></html>"))
    assert parsed.article is None
    assert "no article text found" in parsed.reason
    assert parsed.reason.startswith("https://star.example/one: ")


def test_one_process_serves_many_pages(parser):
    parser.parse(GOOD)
    first = pid_of(parser)
    assert parser.parse(GOOD).article
    assert pid_of(parser) == first


def test_a_hang_costs_one_page(parser):
    assert parser.parse(GOOD).article
    os.kill(pid_of(parser), signal.SIGSTOP)
    parsed = parser.parse(GOOD)
    assert parsed.article is None
    assert "more than 2 s" in parsed.reason
    assert parser.parse(GOOD).article


def test_a_crash_costs_one_page(parser):
    assert parser.parse(GOOD).article
    os.kill(pid_of(parser), signal.SIGKILL)
    parsed = parser.parse(GOOD)
    assert "crashed" in parsed.reason
    assert parser.parse(GOOD).article


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are Linux's")
def test_a_page_that_takes_too_much_memory_costs_itself_alone():
    parser = ParserProcess(memory_bytes=3_000_000_000)
    try:
        parsed = parser.parse(page_of(b"<p>" + b"<a b='c'>" * 500_000))
        assert parsed.article is None
        assert parser.parse(GOOD).article
    finally:
        parser.close()


def test_nothing_is_left_behind(parser):
    parser.parse(GOOD)
    pid = pid_of(parser)
    parser.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_an_answer_that_would_run_code_is_refused():
    import io
    import pickle

    evil = io.BytesIO(pickle.dumps(("ok", os.system)))
    with pytest.raises(EOFError):
        parse_apart._Answers(evil).load()


def test_a_feed_that_cannot_be_read_says_so_in_the_readers_words():
    with pytest.raises(FeedError, match="neither a feed nor a sitemap"):
        read_feed_apart(b"<html></html>", "https://star.example/feed", "text/html")
