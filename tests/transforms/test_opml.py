"""OPML in and out."""

import contextlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.feed_record import FeedError
from transforms.opml import read_opml, write_opml

NESTED = b"""<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Asia"><outline text="A &amp; B" type="rss" xmlUrl="https://a.example/feed" htmlUrl="https://a.example"/>
<outline text="Deeper"><outline title="B" text="ignored" XMLURL="https://b.example/feed"/></outline></outline>
<outline text="twice" xmlUrl="https://a.example/feed"/><outline text="bad" xmlUrl="javascript:x"/></body></opml>"""


def test_the_feeds_of_all_folders_come_once():
    found, unusable = read_opml(NESTED)
    assert found == [("https://a.example/feed", "A & B"), ("https://b.example/feed", "B")]
    assert unusable == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not XML"),
        (b"<rss/>", "not OPML"),
        (b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml/>', "declares entities"),
        (b"<opml>" + b" " * 5_000_000, "larger than"),
    ],
)
def test_what_is_no_opml_is_refused_in_one_line(body, words):
    with pytest.raises(FeedError, match=words) as caught:
        read_opml(body)
    assert "\n" not in str(caught.value)


TITLES = (
    st.text(string.printable + "é한\"'<&>", min_size=1)
    .map(lambda t: " ".join(t.split()))
    .filter(bool)
)
LISTS = st.dictionaries(
    st.integers(0, 99).map(lambda n: f"https://{n}.example/feed?a=1&b={n}"), TITLES
)


@given(LISTS, TITLES)
def test_what_is_written_is_read_back(feeds, title):
    assert read_opml(write_opml(title, feeds.items()).encode()) == (list(feeds.items()), 0)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(body):
    with contextlib.suppress(FeedError):
        read_opml(b"<opml><outline xmlUrl=" + body)
