"""A body as it came over the wire -> a tree of elements, within bounds.

In:   Page: bytes, and what the answer's header said of them
Out:  lxml's root element
Never: lets a parser's own error out: whatever cannot be read is PageUnreadable. Depth needs no
       rule of ours: libxml2 stops at 256 nested elements (its huge_tree stays off).
"""

from __future__ import annotations

from typing import Any

from transforms.charset import decode
from transforms.plain_text import as_html, is_plain_text
from transforms.records import Page

# A page of news has 500 to 5,000 elements and 50 to 500 kB. At these bounds reading takes seconds.
MAX_BODY_BYTES = 5_000_000
MAX_ELEMENTS = 100_000


class PageUnreadable(Exception):
    """No main text can be found in a page; the message says what was found instead."""


def tree_of(page: Page) -> Any:
    """The root element of a page. Raises PageUnreadable where it is no HTML, or is too large."""
    import trafilatura  # 0.4 s: only where pages are parsed

    if len(page.body) > MAX_BODY_BYTES:
        raise PageUnreadable(
            f"{page.url}: {len(page.body)} bytes are more than the {MAX_BODY_BYTES} that are read"
        )
    text = decode(page.body, page.content_type)
    if is_plain_text(text, page.content_type):
        text = as_html(text)
    tree = trafilatura.load_html(text)
    if tree is None:
        raise PageUnreadable(f"{page.url}: not HTML ({len(page.body)} bytes, {page.content_type})")
    if tree.xpath("count(//*)") > MAX_ELEMENTS:
        raise PageUnreadable(f"{page.url}: more than {MAX_ELEMENTS} elements, which is no article")
    return tree
