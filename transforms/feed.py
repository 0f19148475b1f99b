"""The bytes of a source of links -> its entries, whatever form it has.

In:   the body as it came over the wire, the URL it came from, its content type; the kind that the
      watch says: feed (RSS, Atom, JSON Feed, sitemap: told apart by what is in it), links (a page),
      urls (a text file); a regular expression that the URLs have to match
Out:  FeedContent, each URL once
Never: follows a link; expands an entity that a document declares; unpacks more than the limit.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

from transforms.feed_json import read_json_feed
from transforms.feed_lists import read_links, read_urls
from transforms.feed_record import MAX_BYTES, FeedContent, FeedEntry, FeedError
from transforms.feed_sitemap import read_sitemap
from transforms.feed_xml import read_xml_feed

MAX_ENTRIES = 1_000  # a feed lists tens; who lists more is an archive or an attack
MAX_URLS = 20_000  # a list that somebody wrote is meant
_GZIP = b"\x1f\x8b"
_SNIFFED_BYTES = 4_000
_ROOT = re.compile(rb"<(?:[a-z0-9]+:)?(urlset|sitemapindex|opml|html)\b")


def read_feed(
    body: bytes, url: str, content_type: str = "", kind: str = "feed", match: str | None = None
) -> FeedContent:
    """Return the entries of a source, in its own order, each URL once.

    Raises FeedError: none of the known forms, too large, or declaring entities of its own.
    """
    body = _unpacked(body)
    if kind == "links":
        content = read_links(body, url, content_type, has_match=match is not None)
    elif kind == "urls":
        content = read_urls(body, url)
    else:
        content = _by_content(body, url, content_type)
    wanted = re.compile(match) if match else None
    read: dict[str, FeedEntry] = {}
    for entry in content.entries:
        if wanted is None or wanted.search(entry.url):
            read.setdefault(entry.url, entry)
    entries = tuple(read.values())
    limit = MAX_URLS if kind == "urls" else MAX_ENTRIES
    return replace(content, entries=entries[:limit], left_out=max(0, len(entries) - limit))


def _by_content(body: bytes, url: str, content_type: str) -> FeedContent:
    # Without the zero bytes, a declaration in UTF-16 shows too.
    plain = body.replace(b"\x00", b"").lower()
    if b"<!entity" in plain:
        raise FeedError("the feed declares entities, which no feed needs")
    start = plain[:_SNIFFED_BYTES].lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    if start.startswith(b"{"):
        return read_json_feed(body, url)
    found = _ROOT.search(start)
    root = found[1] if found else b""
    if root in (b"urlset", b"sitemapindex"):
        return read_sitemap(body, url)
    if root == b"opml":
        raise FeedError("this is OPML, a list of feeds: vedette feed import takes it")
    content = read_xml_feed(body, url, content_type)
    if content is not None:
        return content
    hint = "; of a page, kind: links takes the links" if root == b"html" else ""
    raise FeedError(f"this is neither a feed nor a sitemap{hint}")


def _unpacked(body: bytes) -> bytes:
    """The body; unpacked where it is a .gz file, as sitemaps often are."""
    if body.startswith(_GZIP):
        try:
            body = zlib.decompressobj(31).decompress(body, MAX_BYTES + 1)
        except zlib.error as error:
            raise FeedError(f"the packed feed is broken ({error})") from None
    if len(body) > MAX_BYTES:
        raise FeedError(f"the feed is larger than {MAX_BYTES:,} bytes")
    return body
