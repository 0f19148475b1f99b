"""read_feed: entries as the feed gives them, dates only where it gives them, nothing hostile."""

import contextlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.feed import MAX_ENTRIES, read_feed
from transforms.feed_record import MAX_BYTES, FeedError

URL = "https://news.example/feeds/all.xml"

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>All  news</title>
<item><title>Troops &amp; talks</title><link>https://news.example/1?a=1&amp;b=2#top</link>
<pubDate>Fri, 24 Jan 2025 15:30:00 +0900</pubDate></item>
<item><title>No date</title><link>/2</link></item>
<item><title>Wrong date</title><link>https://news.example/3</link><pubDate>soon</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title>
<entry><title>One</title><link href="../one.html"/><published>2025-01-24T06:30:00Z</published>
<updated>2025-01-25T00:00:00+09:00</updated></entry>
<entry><title>Two</title><link rel="alternate" href="https://news.example/two"/>
<published>2025-01-24T06:30:00Z</published></entry></feed>"""


def rss(items: str) -> bytes:
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def test_rss_gives_address_title_and_utc_dates():
    feed = read_feed(RSS.encode(), URL)
    first, second, third = feed.entries
    assert (feed.title, first.title) == ("All news", "Troops & talks")
    assert first.url == "https://news.example/1?a=1&b=2"
    assert first.published_at == datetime(2025, 1, 24, 6, 30, tzinfo=UTC)
    assert second.url == "https://news.example/2"
    assert (second.published_at, third.published_at) == (None, None)


def test_a_published_date_is_no_updated_date():
    one, two = read_feed(ATOM.encode(), URL).entries
    assert one.url == "https://news.example/one.html"
    assert one.updated_at == datetime(2025, 1, 24, 15, tzinfo=UTC)
    assert (two.published_at, two.updated_at) == (datetime(2025, 1, 24, 6, 30, tzinfo=UTC), None)


def test_the_encoding_of_the_document_or_the_header_is_obeyed():
    text = '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><item><title>북한군</title><link>https://x.example/1</link></item></channel></rss>'
    for encoding in ("utf-8", "euc-kr"):
        body = text.format(encoding).encode(encoding)
        assert read_feed(body, URL, "text/xml").entries[0].title == "북한군"


@pytest.mark.parametrize(
    "item",
    [
        pytest.param("<item><title>x</title></item>", id="none"),
        pytest.param("<item><link>javascript:alert(1)</link></item>", id="script"),
        pytest.param("<item><link>file:///etc/passwd</link></item>", id="file"),
        pytest.param("<item><link>http://[::1</link></item>", id="broken"),
        pytest.param("<item><link>mailto:x@x.example</link></item>", id="mail"),
    ],
)
def test_an_entry_without_a_web_address_is_counted_not_followed(item):
    feed = read_feed(rss(item + "<item><link>https://x.example/1</link></item>"), URL)
    assert [e.url for e in feed.entries] == ["https://x.example/1"]
    assert feed.unusable == 1


def test_an_address_listed_twice_is_one_entry():
    feed = read_feed(rss("<item><link>/1</link></item>" * 2), URL)
    assert len(feed.entries) == 1


def test_more_entries_than_the_limit_are_counted():
    items = "".join(f"<item><link>/{n}</link></item>" for n in range(MAX_ENTRIES + 5))
    feed = read_feed(rss(items), URL)
    assert (len(feed.entries), feed.left_out) == (MAX_ENTRIES, 5)


def test_an_empty_feed_is_a_feed():
    assert read_feed(rss("<title>Quiet</title>"), URL).entries == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(b"", "neither a feed nor a sitemap", id="nothing"),
        pytest.param(b"<html><body>Log in</body></html>", "neither a feed nor a sitemap", id="page"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "neither a feed nor a sitemap", id="picture"),
        pytest.param(b"/etc/passwd", "neither a feed nor a sitemap", id="a path"),
        pytest.param(b"http://127.0.0.1:9/feed", "neither a feed nor a sitemap", id="an address"),
        pytest.param(b" " * (MAX_BYTES + 1), "larger than", id="huge"),
        pytest.param(
            b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + rss("<title>&b;</title>"),
            "declares entities",
            id="laughs",
        ),
        pytest.param(
            '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss/>'.encode(
                "utf-16"
            ),
            "declares entities",
            id="external in UTF-16",
        ),
    ],
)
def test_what_is_no_feed_is_refused_in_one_line(body, words):
    with pytest.raises(FeedError, match=words) as caught:
        read_feed(body, URL)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<rss><channel>" + b"<item>" * 20_000, id="nested"),
        pytest.param(rss("<item><title>" + "<b>" * 20_000 + "</title></item>"), id="deep markup"),
        pytest.param(rss("<item><title>" + "&amp;lt;" * 50_000 + "</title></item>"), id="entities"),
        pytest.param(b"<rss " + b'a="1" ' * 20_000 + b">", id="attributes"),
        pytest.param(b"<rss><" * 20_000, id="brackets"),
    ],
)
def test_hostile_markup_takes_no_long_time(body):
    started = time.monotonic()
    with contextlib.suppress(FeedError):
        read_feed(body, URL)
    assert time.monotonic() - started < 5


@given(st.binary(max_size=300))
def test_no_bytes_at_all_raise_anything_else(body):
    for document in (body, b"<rss version='2.0'><channel><item>" + body):
        try:
            feed = read_feed(document, URL)
        except FeedError:
            continue
        assert all(e.url.startswith(("http://", "https://")) for e in feed.entries)
