"""The bytes of a page -> its words, roughly: enough to see whether a page is worth parsing.

In:   a body, unpacked, and its content type
Out:  the text between the tags, menus and all, with single blanks
Never: a word less than the article's text has; more of them cost only time. Never a page's text:
       that is for transforms/parse.py.
"""

from __future__ import annotations

import html
import re

from transforms.charset import decode

# Tags that may stand within a word: "<b>N</b>orth Korea".
_WITHIN_WORDS = re.compile(
    r"</?(?:a|abbr|b|bdi|big|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>",
    re.I,
)
# No pattern looks further than the next bracket: a page of a million openings costs no more than
# another. What stands in comments, styles and scripts is left among the words.
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_UNSEEN = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")


def rough_text(body: bytes, content_type: str = "") -> str:
    """The words of a page, in order."""
    text = _TAG.sub(" ", _WITHIN_WORDS.sub("", decode(body, content_type)))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(_UNSEEN.sub("", text).split())

