"""Plain text -> HTML that says the same, so that one parser reads both.

In:   a text, and the content type under which it came
Out:  HTML: a paragraph for each block between empty lines
Never: takes a mark-up character of the text for mark-up.
"""

from __future__ import annotations

import re
from html import escape


def is_plain_text(text: str, content_type: str) -> bool:
    """Whether a body is text without mark-up; some servers call anything text/plain."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "text/plain" and not text.lstrip().startswith("<") and "\x00" not in text


def as_html(text: str) -> str:
    """The HTML of a plain text."""
    blocks = (block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip())
    paragraphs = "".join(f"<p>{escape(block)}</p>" for block in blocks)
    return f"<html><body><article>{paragraphs}</article></body></html>"
