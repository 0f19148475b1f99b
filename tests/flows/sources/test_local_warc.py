"""WARC files as a source of a run: each page in them once, under its own address."""

import gzip
from dataclasses import replace

from tests.flows.builders_collect import LATER, run
from tests.flows.builders_warc import html_of, write_warc
from transforms.records import Feed, Watch

ONE = html_of("The toll has risen to 120.")


def watch_over(path, match=None):
    box = Feed("box", path.as_uri(), "media.box", kind="warc", match=match)
    bell = Feed("bell", "https://www.bell.example/rss", "media.bell")
    due = Watch("harbour", "", (), (), (), (box, bell), ())
    return replace(due, feeds=(box,)), due


def pages_of(collected):
    return {fetched.page.url: fetched.page for fetched in collected.pages}


def test_each_page_comes_once_under_the_address_that_it_was_fetched_from(state, tmp_path):
    first = write_warc(tmp_path / "a.warc.gz", {"https://bell.example/1": ONE})
    write_warc(first, {"https://far.example/2": gzip.compress(ONE)}, headers={"Content-Encoding": "gzip"})
    write_warc(first, {"https://bell.example/none": ONE}, status="404 Not Found")
    watch, _ = watch_over(tmp_path)
    pages = pages_of(run(None, state, watch=watch))
    assert {url: page.body for url, page in pages.items()} == {
        "https://bell.example/1": ONE,
        "https://far.example/2": ONE,
    }
    assert run(None, state, watch=watch, now=LATER).pages == ()
    write_warc(tmp_path / "b.warc.gz", {"https://bell.example/3": ONE + b"!"})
    assert list(pages_of(run(None, state, watch=watch, now=LATER))) == ["https://bell.example/3"]


def test_a_page_is_of_the_outlet_whose_feed_lies_on_its_host(state, tmp_path):
    file = write_warc(
        tmp_path / "a.warc.gz", {"https://bell.example/1": ONE, "https://far.example/2": ONE}
    )
    box, both = watch_over(file)
    pages = pages_of(run(None, state, watch=replace(both, feeds=(*box.feeds, both.feeds[1]))))
    assert pages["https://bell.example/1"].outlet == "media.bell"
    assert pages["https://far.example/2"].outlet == "media.far-example"


def test_only_the_addresses_that_match_are_taken(state, tmp_path):
    file = write_warc(
        tmp_path / "a.warc.gz", {"https://bell.example/world/1": ONE, "https://far.example/2": ONE}
    )
    watch, _ = watch_over(file, match="/world/")
    assert list(pages_of(run(None, state, watch=watch))) == ["https://bell.example/world/1"]


def test_a_damaged_record_is_told_and_the_others_are_read(state, tmp_path):
    file = write_warc(tmp_path / "a.warc.gz", {"https://bell.example/1": ONE})
    whole = file.stat().st_size
    write_warc(file, {"https://bell.example/2": ONE + b"2"})
    write_warc(file, {"https://bell.example/3": ONE + b"3"})
    content = bytearray(file.read_bytes())
    content[whole + 40] ^= 0xFF
    file.write_bytes(bytes(content))
    collected = run(None, state, watch=watch_over(file)[0])
    assert len(collected.pages) == 2
    assert len(collected.failures) >= 1


def test_a_file_that_is_gone_by_the_time_it_is_read_is_a_failure(state, tmp_path):
    watch, _ = watch_over(tmp_path / "none.warc.gz")
    collected = run(None, state, watch=watch)
    assert collected.pages == ()
    assert len(collected.failures) == 1
