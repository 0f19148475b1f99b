"""Bytes as they came over the wire -> text.

In:   a body, unpacked, and its content type
Out:  the text, whatever the bytes are; without a byte order mark
Never: raises: bytes that stay unread become U+FFFD.
"""

from __future__ import annotations

# These encodings write every character with ASCII bytes: such a body is valid UTF-8, but is not.
_SEVEN_BIT = ("iso2022", "hz", "utf-7", "utf7")


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
