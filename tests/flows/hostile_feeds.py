"""What a hostile feed holds, by name, and what must come of it: the second table of test_hostile.py.

A case is one feed, on a host of its own; {good} in its text is the address of a sound page.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

GOOD = "<item><title>Good</title><link>{good}</link></item>"


@dataclass(frozen=True)
class FeedCase:
    """`listed` pages are found in it; None: it cannot be read. `words` stand in its failure."""

    name: str
    text: str | bytes
    listed: int | None
    words: str = ""
    headers: tuple[str, ...] = ()
    parse_seconds: float = 3.0

    def body(self, good: str) -> bytes:
        text = self.text
        return text if isinstance(text, bytes) else text.replace("{good}", good).encode()


def rss(inside: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>Site</title>{inside}</channel></rss>'


def entry(link: str, **more: str) -> str:
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return f"<item><link>{link}</link>{fields}</item>"


def sitemap(outer: str, inner: str, *links: str) -> str:
    urls = "".join(f"<{inner}><loc>{link}</loc><lastmod>9999-99-99</lastmod></{inner}>" for link in links)
    return f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</{outer}>'


LAUGHS = "<!DOCTYPE lolz [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
XXE = "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"

ATTRIBUTES = " ".join(f"a{n}=''" for n in range(100_000))

FEEDS = [
    FeedCase("billion laughs", rss(entry("{good}", title="&a9;"), LAUGHS), None, "declares entities"),
    FeedCase("quadratic blow-up", rss(entry("{good}", title="&a;" * 50_000), f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]>"), None, "declares entities"),
    FeedCase("an entity that is a file", rss(entry("{good}", title="&x;"), XXE), None, "declares entities"),
    FeedCase("the same in UTF-16", rss(entry("{good}", title="&x;"), XXE).encode("utf-16"), None, "declares entities"),
    FeedCase("a document type outside", rss(GOOD, "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'>"), 1),
    FeedCase("a style sheet outside", rss(GOOD, "<?xml-stylesheet href='http://127.0.0.1:9/x.xsl'?>"), 1),
    FeedCase("dates of the years 25 and 9999", rss(entry("{good}", pubDate="Fri, 24 Jan 0025 06:00:00 GMT") + entry("{good}?2", pubDate="Fri, 31 Dec 9999 23:59:59 GMT")), 2),
    FeedCase("dates that are none", rss(entry("{good}", pubDate="9" * 10_000) + entry("{good}?2", pubDate="Fri, 99 Foo 2025 99:99:99 +9999")), 2),
    FeedCase("entries of other schemes", rss(GOOD + entry("javascript:alert(1)") + entry("file:///etc/passwd") + entry("data:text/html,x")), 1, "without a web address"),
    FeedCase("entries with passwords", rss(GOOD + entry("http://a:b@127.0.0.1:9/")), 2, "user name"),
    FeedCase("entries that lead inside", rss(GOOD + entry("http://169.254.169.254/latest") + entry("http://[::ffff:10.0.0.1]/")), 3, "not a public address"),
    FeedCase("an entry of 1 MB", rss(GOOD + entry("http://127.0.0.1:9/" + "x" * 1_000_000)), 1, "without a web address"),
    FeedCase("an entry of 9 kB", rss(GOOD + entry("http://127.0.0.1:9/" + "x" * 9_000)), 1, "without a web address"),
    FeedCase("a title without end", rss(entry("{good}", title="title " * 200_000)), 1),
    FeedCase("titles that a terminal would obey", rss(entry("{good}", title="&#27;[2J&#7;\u202eevil")), 1),
    FeedCase("zero bytes", rss(entry("{good}", title="a\x00b")).replace("Site", "S\x00te"), 1),
    FeedCase("no entries", rss(""), 0),
    FeedCase("nothing", b"", None, "neither a feed nor a sitemap"),
    FeedCase("a page", "<html><body><p>3,000</p></body></html>", None, "neither a feed nor a sitemap"),
    FeedCase("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, None, ""),
    FeedCase("cut off in the middle", rss(GOOD + GOOD)[:-40], 1, "without a web address"),
    FeedCase("JSON 100,000 deep", '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000, None),
    FeedCase("UTF-16 without a mark", rss(GOOD).encode("utf-16-le"), None, "neither a feed nor a sitemap"),
    FeedCase("a bomb", gzip.compress(bytes(20_000_000)), None, "larger than|times its size", ("Content-Encoding: gzip",)),
    FeedCase("gzip that is none", rss(GOOD), None, "broken", ("Content-Encoding: gzip",)),
    FeedCase("a JSON feed of the wrong things", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [1, None, [], {"url": 7}, {"url": "javascript:1"}, {"url": "{good}", "title": ["a"], "date_published": 10**30}]}), 1, "without a web address"),
    FeedCase("a JSON feed without items", '{"version": "https://jsonfeed.org/version/1.1", "items": {"a": 1}}', None),
    FeedCase("a sitemap with entries of other schemes", sitemap("urlset", "url", "{good}", "javascript:alert(1)", "file:///etc/passwd"), 1),
    FeedCase("a sitemap with entities", sitemap("urlset", "url", "&a9;").replace("<urlset", LAUGHS + "<urlset"), None, "entities"),
    FeedCase("an index that leads inside", sitemap("sitemapindex", "sitemap", "http://169.254.169.254/map.xml", "file:///etc/passwd"), 0, "not a public address"),
    FeedCase("cut off before anything", rss(GOOD)[:30], None),
]  # fmt: skip
SLOW_FEEDS = [
    FeedCase("20,000 entries", rss("".join(entry(f"http://127.0.0.1:9/{n}") for n in range(20_000))), 1_000, "19,000", parse_seconds=30.0),
    FeedCase("tags 100,000 deep", rss(GOOD + "<a>" * 100_000), 1, parse_seconds=30.0),
    FeedCase("100,000 attributes", rss(f"<item {ATTRIBUTES}></item>" + GOOD), None, "it takes more than 3 s"),
    FeedCase("100,000 entries", rss("".join(entry(f"http://127.0.0.1:9/{n}") for n in range(100_000))), 1_000, "99,000", parse_seconds=60.0),
]  # fmt: skip
