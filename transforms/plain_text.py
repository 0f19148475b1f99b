"""Plain text as it came -> HTML that says the same, so that one parser reads both.

In:   bytes, their content type
Out:  HTML in UTF-8: a paragraph for each block between empty lines
Never: takes a mark-up character of the text for mark-up.
"""

from __future__ import annotations

import re
from html import escape

from transforms.page_links import decoded


def is_plain_text(body: bytes, content_type: str) -> bool:
    """Whether a body is text without mark-up; some servers call their HTML text/plain, too."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "text/plain" and not body.lstrip().startswith(b"<")


def as_html(body: bytes, content_type: str) -> bytes:
    """The HTML of a plain text."""
    text = decoded(body, content_type).removeprefix("\ufeff")
    blocks = (block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip())
    paragraphs = "".join(f"<p>{escape(block)}</p>" for block in blocks)
    return f"<html><body><article>{paragraphs}</article></body></html>".encode()
