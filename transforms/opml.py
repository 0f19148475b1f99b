"""OPML 2.0, the lists of feeds that feed readers exchange: in and out.

In:   the bytes of a file; titles and addresses of feeds
Out:  (address, title) of each feed, once, whatever folders it lies in; the text of a file
Never: takes an address that is not http or https; resolves an entity (transforms/hardened_xml.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from transforms.feed_record import MAX_BYTES, FeedError, one_line, web_url
from transforms.hardened_xml import local_name, parse_xml


def read_opml(body: bytes) -> tuple[list[tuple[str, str | None]], int]:
    """The feeds of a file, (URL, title), and how many outlines name no usable address.

    Raises FeedError where it is no OPML.
    """
    if len(body) > MAX_BYTES:
        raise FeedError(f"the file is larger than {MAX_BYTES:,} bytes")
    root = parse_xml(body)
    if local_name(root) != "opml":
        raise FeedError("this is not OPML: its first element is not <opml>")
    found: dict[str, str | None] = {}
    unusable = 0
    for outline in root.iter():
        said = {name.lower(): value for name, value in outline.attrib.items()}
        if local_name(outline) != "outline" or "xmlurl" not in said:
            continue
        url = web_url(said["xmlurl"], "")
        if url is None:
            unusable += 1
        else:
            found.setdefault(url, one_line(said.get("title") or said.get("text")))
    return list(found.items()), unusable


def write_opml(title: str, feeds: Iterable[tuple[str, str]]) -> str:
    """The text of a file with these feeds, (URL, title)."""
    outlines = "".join(
        f'    <outline type="rss" text={quoteattr(name)} title={quoteattr(name)}'
        f" xmlUrl={quoteattr(url)}/>\n"
        for url, name in feeds
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head>\n    <title>{escape(title)}</title>\n  </head>\n"
        f"  <body>\n{outlines}  </body>\n</opml>\n"
    )
