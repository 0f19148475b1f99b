"""A part of a foreign file: what of it is kept, what is only counted, what cannot be read."""

import gzip
from pathlib import Path

import pytest

from flows.archives.backfill_part import read_part
from tests.flows.builders_run import report, watch_over
from tests.flows.builders_warc import html_of, write_warc
from transforms.reader import RULES
from warehouse.warc import Part

WATCH = watch_over("https://www.north.example/feed", outlets=("media.north",))
TOLL = html_of(report(120))
DULL = html_of("The harbour was calm, and nobody had anything to tell of the week that went by.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "news.warc.gz"


def read(file: Path, readers: tuple[str, ...] = (RULES,)):
    return read_part(Part(file, 0, file.stat().st_size), WATCH, readers)


def test_a_page_with_the_watchs_words_is_read_and_another_only_counted(file):
    write_warc(file, {"https://north.example/toll": TOLL, "https://south.example/dull": DULL})
    done = read(file)
    assert (done.pages, done.screened, done.failed) == (2, 1, 0)
    (toll,) = done.read
    assert [claim.value for claim in toll.reading.claims] == [120]
    assert done.exchanges[toll.page.url, toll.page.sha256].wire_body == TOLL


def test_an_outlet_is_known_by_the_host_of_its_feed_or_named_after_its_own(file):
    write_warc(file, {"https://north.example/toll": TOLL, "https://www.west.example/toll": TOLL})
    assert [one.page.outlet for one in read(file).read] == ["media.north", "media.west-example"]


def test_a_packed_body_is_unpacked_and_kept_packed(file):
    packed = gzip.compress(TOLL)
    write_warc(file, {"https://north.example/": packed}, headers={"Content-Encoding": "gzip"})
    done = read(file)
    assert done.read[0].page.body == TOLL
    (exchange,) = done.exchanges.values()
    assert exchange.wire_body == packed


@pytest.mark.parametrize(
    ("status", "headers", "url"),
    [
        ("404 Not Found", {}, "https://north.example/"),
        ("200 OK", {"Content-Type": "image/png"}, "https://north.example/"),
        ("200 OK", {}, "ftp://north.example/"),
    ],
)
def test_what_is_no_page_is_counted_apart(file, status, headers, url):
    write_warc(file, {url: TOLL}, status=status, headers=headers)
    done = read(file)
    assert (done.pages, done.not_pages, done.read) == (0, 1, [])


def test_a_bomb_is_told_and_costs_itself_alone(file):
    bomb = gzip.compress(b"cholera deaths " * 2_000_000)
    write_warc(file, {"https://bad.example/": bomb}, headers={"Content-Encoding": "gzip"})
    write_warc(file, {"https://north.example/toll": TOLL})
    done = read(file)
    assert (done.pages, done.failed, len(done.read)) == (2, 1, 1)
    assert done.failures[0].startswith("https://bad.example/: the body")


def test_a_page_of_interest_without_a_text_is_told(file):
    page = b"<html><head><title>cholera deaths</title></head><body></body></html>"
    write_warc(file, {"https://north.example/": page})
    done = read(file)
    assert (done.failed, done.read) == (1, [])
    assert "no article text found" in done.failures[0]


def test_the_same_bytes_at_the_same_address_are_read_once(file):
    write_warc(file, {"https://north.example/toll": TOLL})
    write_warc(file, {"https://north.example/toll": TOLL})
    done = read(file)
    assert (done.pages, done.screened, len(done.read)) == (2, 1, 1)


def test_another_reader_sees_every_page(file):
    write_warc(file, {"https://south.example/dull": DULL})
    done = read(file, ("tests.flows.builders_readers:Echo",))
    assert (done.screened, len(done.read)) == (0, 1)
