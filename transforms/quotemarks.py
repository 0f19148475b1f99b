"""A paragraph -> the stretches of it that stand in quotation marks.

In:   plain text; whether a quotation of the paragraph before is still open
Out:  Quoted: start and end, marks included, and whether it is closed
Never: pairs an apostrophe; reads a quotation inside a quotation apart from it.
A quotation that runs over paragraphs is opened anew in each and closed in the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# '' and `` are what some agencies' wires send for double marks.
_MARK = re.compile(r"[\"“”„«»]|''+'?|``")
_OPENING = frozenset({"“", "„", "«", "``"})
_CLOSING = frozenset({"”", "»"})


@dataclass(frozen=True, slots=True)
class Quoted:
    """`text[start:end]` holds the marks; a quotation that nobody closes ends with the text."""

    start: int
    end: int
    is_closed: bool


def quotations(text: str) -> tuple[Quoted, ...]:
    """Return the quoted stretches of a paragraph in order, none inside another."""
    return tuple(_pairs(text))


def _pairs(text: str) -> Iterator[Quoted]:
    opened: int | None = None
    for mark in _MARK.finditer(text):
        if opened is None:
            if _can_open(text, mark):
                opened = mark.start()
        elif not _only_opens(text, mark):
            yield Quoted(opened, mark.end(), True)
            opened = None
    if opened is not None and text[opened:].strip():
        yield Quoted(opened, len(text.rstrip()), False)


def _can_open(text: str, mark: re.Match[str]) -> bool:
    """An opening mark stands before a word; a closing one that opens nothing is skipped."""
    if mark.group() in _OPENING:
        return True
    after = text[mark.end() : mark.end() + 1]
    if mark.group() in _CLOSING or not after or after.isspace():
        return False
    return not text[max(mark.start() - 1, 0) : mark.start()].isdigit()  # 6'2", 12"


def _only_opens(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark cannot close: it opens a quotation inside the quotation."""
    if mark.group() in _OPENING:
        return True
    if mark.group() in _CLOSING:
        return False
    before = text[mark.start() - 1 : mark.start()]
    after = text[mark.end() : mark.end() + 1]
    return before.isspace() and bool(after) and not after.isspace()
