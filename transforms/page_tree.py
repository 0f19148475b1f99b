"""A body as it came over the wire -> a tree of elements, within bounds.

In:   Page: bytes, and what the answer's header said of them
Out:  lxml's root element
Never: lets a parser's own error out: whatever cannot be read is PageUnreadable. Depth needs no
       rule of ours: libxml2 stops at 256 nested elements (its huge_tree stays off).
"""

from __future__ import annotations

from typing import Any

from transforms.records import Page

# A page of news has 500 to 5,000 elements and 50 to 500 kB. At these bounds reading takes seconds.
MAX_BODY_BYTES = 5_000_000
MAX_ELEMENTS = 100_000
# These encodings write every character with ASCII bytes: such a body is valid UTF-8, but is not.
_SEVEN_BIT = ("iso2022", "hz", "utf-7", "utf7")


class PageUnreadable(Exception):
    """No main text can be found in a page; the message says what was found instead."""


def tree_of(page: Page) -> Any:
    """The root element of a page. Raises PageUnreadable where it is no HTML, or is too large."""
    import trafilatura  # 0.4 s: only where pages are parsed

    if len(page.body) > MAX_BODY_BYTES:
        raise PageUnreadable(
            f"{page.url}: {len(page.body)} bytes are more than the {MAX_BODY_BYTES} that are read"
        )
    tree = trafilatura.load_html(decode(page.body, page.content_type))
    if tree is None:
        raise PageUnreadable(f"{page.url}: not HTML ({len(page.body)} bytes, {page.content_type})")
    if tree.xpath("count(//*)") > MAX_ELEMENTS:
        raise PageUnreadable(f"{page.url}: more than {MAX_ELEMENTS} elements, which is no article")
    return tree


def decode(body: bytes, content_type: str) -> str:
    """The text of a body. Order: byte order mark, UTF-8 where it is valid, then what the header
    and the page declare, where it holds, then a guess; bytes that stay unread become U+FFFD.

    UTF-8 goes before the declarations, unlike in the HTML standard: bytes that happen to be valid
    UTF-8 are UTF-8, and servers that add "charset=iso-8859-1" to every answer are common.
    """
    from w3lib import encoding

    marked, mark = encoding.read_bom(body)
    if marked:
        return body[len(mark or b"") :].decode(marked, "replace")
    declared = [
        name
        for said in (
            encoding.http_content_type_encoding(content_type),
            encoding.html_body_declared_encoding(body),
        )
        if said and (name := encoding.resolve_encoding(said))
    ]
    if declared and declared[0].replace("_", "").replace("-", "").startswith(_SEVEN_BIT):
        return body.decode(declared[0], "replace")
    for name in ("utf-8", *declared):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(body, declared)


def _guess(body: bytes, declared: list[str]) -> str:
    """No declaration holds without a fault. One stray byte does not make a declaration wrong; a
    byte in every hundred does."""
    for name in ("utf-8", *declared):
        text = body.decode(name, "replace")
        if text.count("\ufffd") * 100 < sum(byte > 127 for byte in body[:100_000]):
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(body[:20_000]).best()
    return body.decode(best.encoding if best else "windows-1252", "replace")
