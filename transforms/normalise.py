"""Text as it comes -> text as it is kept: one form, so that offsets hold.

In:   any text
Out:  NFC, one blank between words, one paragraph a line, nothing invisible
Never: changes a text twice: what is normalised stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def normalise(text: str) -> str:
    """NFC, one blank between words, one paragraph a line, nothing invisible."""
    # What is invisible goes first: it may stand between a letter and its accent.
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str | None) -> str | None:
    """The same on one line; None for nothing."""
    return normalise(text).replace("\n", " ") or None if text else None
