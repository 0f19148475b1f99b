"""read_feed: every form that a source of links may have, and what is told apart by content."""

import contextlib
import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.feed import MAX_ENTRIES, read_feed
from transforms.feed_record import MAX_BYTES, FeedEntry, FeedError, FeedPart

URL = "https://news.example/feeds/all.xml"
AT = datetime(2025, 1, 24, 6, 30, tzinfo=UTC)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
ITEM = "<item><title>One</title><link>https://news.example/1</link></item>"


def urls(content):
    return [entry.url for entry in content.entries]


def sitemap(*rows: str) -> bytes:
    return f'<?xml version="1.0"?><urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">{"".join(rows)}</urlset>'.encode()


# --- RSS, RDF, Atom ---


@pytest.mark.parametrize(
    ("body", "form"),
    [
        pytest.param(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
            f"<channel><title>T</title></channel>{ITEM}</rdf:RDF>",
            "RSS 0.90",
            id="0.90",
        ),
        pytest.param(
            '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
            f'<rss version="0.91"><channel>{ITEM}</channel></rss>',
            "RSS 0.91",
            id="0.91 with its doctype",
        ),
        pytest.param(f'<rss version="0.92"><channel>{ITEM}</channel></rss>', "RSS 0.92", id="0.92"),
        pytest.param(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            f"<channel/>{ITEM}</rdf:RDF>",
            "RSS 1.0",
            id="1.0",
        ),
        pytest.param(f'<rss version="2.0"><channel>{ITEM}</channel></rss>', "RSS 2.0", id="2.0"),
        pytest.param(
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>One</title>'
            '<link rel="alternate" href="https://news.example/1"/></entry></feed>',
            "Atom 0.3",
            id="Atom 0.3",
        ),
        pytest.param(
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title>'
            '<link href="https://news.example/1"/></entry></feed>',
            "Atom 1.0",
            id="Atom 1.0",
        ),
    ],
)
def test_every_version_of_rss_and_atom_is_read(body, form):
    content = read_feed(body.encode(), URL, "text/html")
    assert (content.form, urls(content)) == (form, ["https://news.example/1"])
    assert content.entries[0].title == "One"


def test_an_item_of_another_outlet_names_it():
    rss = '<rss version="2.0"><channel><item><link>/1</link><source url="https://wire.example">The  Wire</source></item></channel></rss>'
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/1"/><source><title>The Wire</title>'
        '<link href="https://wire.example"/></source></entry></feed>'
    )
    for body in (rss, atom):
        (entry,) = read_feed(body.encode(), URL).entries
        assert (entry.source_title, entry.source_url) == ("The Wire", "https://wire.example")


def test_a_language_is_the_entrys_own_or_the_feeds():
    body = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><language>en-US</language>'
        "<item><link>/1</link><dc:language>ko</dc:language></item><item><link>/2</link></item></channel></rss>"
    )
    assert [e.language for e in read_feed(body.encode(), URL).entries] == ["ko", "en"]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("<ttl>60</ttl>", 3_600),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            21_600,
        ),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3_600),
        ("<ttl>soon</ttl><sy:updatePeriod>often</sy:updatePeriod>", None),
        ("<ttl>-5</ttl>", None),
        ("", None),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(said, seconds):
    body = f'<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>{said}</channel></rss>'
    assert read_feed(body.encode(), URL).ask_after_seconds == seconds


# --- JSON Feed ---


def json_feed(*items, version="https://jsonfeed.org/version/1.1", **more) -> bytes:
    return json.dumps({"version": version, "title": "All", "items": items, **more}).encode()


def test_json_feed_gives_address_title_dates_and_language():
    body = json_feed(
        {
            "id": "1",
            "url": "/1#top",
            "title": " A  title ",
            "date_published": "2025-01-24T15:30:00+09:00",
            "date_modified": "2025-01-24T06:30:00Z",
        },
        {"id": "https://news.example/by-id", "language": "ko-KR"},
        {"id": "3", "external_url": "https://wire.example/3"},
        language="en-GB",
    )
    content = read_feed(body, URL)
    assert (content.form, content.title) == ("JSON Feed 1.1", "All")
    assert content.entries == (
        FeedEntry("https://news.example/1", "A title", AT, AT, "en"),
        FeedEntry("https://news.example/by-id", language="ko"),
        FeedEntry("https://wire.example/3", language="en"),
    )
    assert (
        read_feed(json_feed(version="https://jsonfeed.org/version/1"), URL).form == "JSON Feed 1.0"
    )


def test_items_of_json_that_have_no_address_are_counted():
    content = read_feed(json_feed({"id": "x"}, {"url": 7}, "text", None, {"url": "file:///x"}), URL)
    assert (content.entries, content.unusable) == ((), 5)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{}",
        b'{"version": 1, "items": []}',
        b'{"a":' * 60_000,
        b'{"a": ' + b"9" * 9_999 + b"}",
    ],
    ids=["cut off", "empty", "another version", "deep", "long number"],
)
def test_json_that_is_no_feed_is_refused_in_one_line(body):
    with pytest.raises(FeedError, match="JSON"):
        read_feed(body, URL)


# --- sitemaps ---


def test_a_news_sitemap_gives_title_dates_and_language():
    body = sitemap(
        "<url><loc>https://news.example/1</loc><lastmod>2025-01-24</lastmod><news:news><news:publication>"
        "<news:name>The Star</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2025-01-24T15:30:00+09:00</news:publication_date><news:title>One</news:title></news:news></url>"
    )
    content = read_feed(body, URL)
    assert (content.form, content.title) == ("sitemap", "The Star")
    day = datetime(2025, 1, 24, tzinfo=UTC)
    assert content.entries == (FeedEntry("https://news.example/1", "One", AT, day, "en"),)


def test_of_a_long_sitemap_the_newest_are_taken():
    rows = [
        f"<url><loc>/{n}</loc><lastmod>{1000 + n}-01-01</lastmod></url>"
        for n in range(MAX_ENTRIES + 7)
    ]
    content = read_feed(sitemap(*rows), URL)
    assert (len(content.entries), content.left_out) == (MAX_ENTRIES, 7)
    assert content.entries[0].url == f"https://news.example/{MAX_ENTRIES + 6}"


def test_an_index_gives_its_parts_the_newest_first():
    rows = "<sitemap><loc>/old.xml</loc><lastmod>2024-01-01</lastmod></sitemap><sitemap><loc>/undated.xml</loc></sitemap><sitemap><loc>/new.xml.gz</loc><lastmod>2025-01-01</lastmod></sitemap>"
    content = read_feed(f'<sitemapindex xmlns="{SITEMAP}">{rows}</sitemapindex>'.encode(), URL)
    assert content.form == "sitemap index"
    assert [part.url.rpartition("/")[2] for part in content.parts] == [
        "new.xml.gz",
        "old.xml",
        "undated.xml",
    ]
    assert content.parts[0] == FeedPart(
        "https://news.example/new.xml.gz", datetime(2025, 1, 1, tzinfo=UTC)
    )


def test_a_packed_sitemap_is_unpacked_and_never_beyond_the_limit():
    packed = gzip.compress(sitemap("<url><loc>/1</loc></url>"))
    assert urls(read_feed(packed, URL)) == ["https://news.example/1"]
    with pytest.raises(FeedError, match="larger than"):
        read_feed(gzip.compress(b" " * (MAX_BYTES + 1)), URL)
    with pytest.raises(FeedError, match="broken"):
        read_feed(b"\x1f\x8bnothing", URL)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE u [<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;]>',
    ],
)
def test_a_sitemap_with_entities_is_refused(doctype):
    body = (
        f'{doctype}<urlset xmlns="{SITEMAP}"><url><loc>https://x.example/&x;</loc></url></urlset>'
    )
    with pytest.raises(FeedError, match="declares entities"):
        read_feed(body.encode(), URL)


def test_a_sitemap_that_is_cut_off_is_read_as_far_as_it_goes():
    assert (
        len(
            urls(
                read_feed(
                    sitemap("<url><loc>/1</loc></url>", "<url><loc>/2</loc></url>")[:-20], URL
                )
            )
        )
        == 2
    )


# --- a page of links, a list of URLs ---

PAGE = b"""<html><head><title>Releases</title><link rel=canonical href="https://www.mod.example/releases"></head>
<a href="/releases">here</a><a href="/2025/one.html">One <b>thing</b></a><a href="https://press.mod.example/two">Two</a>
<a href="https://other.example/three">Three</a><a href="javascript:x()">no</a><a href="/map.PDF">map</a><a href="/2025/one.html#c">again</a>"""


def test_a_page_of_links_gives_those_to_its_own_site():
    content = read_feed(PAGE, "https://mod.example/releases", "text/html", "links")
    assert (content.form, content.title) == ("page of links", "Releases")
    assert content.entries == (
        FeedEntry("https://mod.example/2025/one.html", "One thing"),
        FeedEntry("https://press.mod.example/two", "Two"),
    )


def test_with_a_match_it_gives_those_that_match_wherever_they_lead():
    content = read_feed(
        PAGE, "https://mod.example/releases", "text/html", "links", r"/three$|/2025/"
    )
    assert urls(content) == ["https://mod.example/2025/one.html", "https://other.example/three"]


def test_the_address_of_a_page_may_be_set_by_its_base():
    page = b'<base href="https://mod.example/deep/"><a href="a">A</a>'
    assert urls(read_feed(page, "https://mod.example/", "", "links")) == [
        "https://mod.example/deep/a"
    ]


def test_a_list_of_urls_has_comments_and_counts_what_is_no_url():
    body = b"\xef\xbb\xbf# ours\n\nhttps://a.example/1  # first\nhttps://a.example/1\nnot a url\nfile:///etc/passwd\nhttps://b.example/2#x\n"
    content = read_feed(body, "file:///lists/links.txt", "", "urls")
    assert urls(content) == ["https://a.example/1", "https://b.example/2"]
    assert (content.form, content.title, content.unusable) == ("list of URLs", "links.txt", 2)


def test_a_match_chooses_among_the_entries_of_a_feed_too():
    body = b'<rss version="2.0"><channel><item><link>/world/1</link></item><item><link>/sport/2</link></item></channel></rss>'
    assert urls(read_feed(body, URL, match="/world/")) == ["https://news.example/world/1"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            b"<!doctype html><html><body>Log in</body></html>",
            "of a page, kind: links takes the links",
        ),
        (b'<?xml version="1.0"?><opml version="2.0"/>', "this is OPML, a list of feeds"),
    ],
)
def test_what_has_another_way_in_is_told_which(body, words):
    with pytest.raises(FeedError, match=words):
        read_feed(body, URL)


@given(
    st.sampled_from(["feed", "links", "urls"]),
    st.sampled_from(
        [
            b"",
            b"{",
            b"<urlset>",
            b"<sitemapindex><sitemap>",
            b"<a href=",
            b"\x1f\x8b",
            b'<rss version="2.0"><channel>',
        ]
    ),
    st.binary(max_size=200),
)
def test_no_bytes_raise_anything_else_or_lead_anywhere_but_the_web(kind, start, rest):
    with contextlib.suppress(FeedError):
        content = read_feed(start + rest, URL, "text/html", kind)
        assert all(e.url.startswith(("http://", "https://")) for e in content.entries)
