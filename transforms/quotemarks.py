"""A text -> the stretches of it that stand in quotation marks.

In:   plain text, paragraphs on lines of their own; whether the text after it goes on in quotes
Out:  Quoted: start and end, marks included, and whether it is closed
Never: pairs an apostrophe; reads a quotation inside a quotation apart from it.
A quotation that runs over paragraphs is opened anew in each and closed in the last: it gives one
stretch a paragraph. A mark that nothing closes, before a paragraph without marks, is a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
# '' and `` are what some agencies' wires send for double marks.
_MARK = re.compile(r"[\"“”„«»]|''+|``")
_OPENING = frozenset({"“", "„", "«", "``"})
_CLOSING = frozenset({"”", "»"})


@dataclass(frozen=True, slots=True)
class Quoted:
    """`text[start:end]` holds the marks; a quotation that is not closed ends with its paragraph."""

    start: int
    end: int
    is_closed: bool


def quotations(text: str, goes_on: bool = False) -> tuple[Quoted, ...]:
    """Return the quoted stretches in order, none inside another."""
    paragraphs = [m.span() for m in _PARAGRAPH.finditer(text)]
    found: list[Quoted] = []
    for (start, end), after in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        runs_on = goes_on if after is None else begins_quoted(text[slice(*after)])
        found += _pairs(text, start, end, runs_on)
    return tuple(found)


def begins_quoted(paragraph: str) -> bool:
    """Whether a paragraph begins with an opening mark."""
    words = paragraph.lstrip()
    mark = _MARK.match(words)
    return mark is not None and _can_open(words, mark)


def _pairs(text: str, start: int, end: int, runs_on: bool) -> Iterator[Quoted]:
    opened: int | None = None
    for mark in _MARK.finditer(text, start, end):
        if opened is None:
            opened = mark.start() if _can_open(text, mark) else None
        elif not _only_opens(text, mark):
            yield Quoted(opened, mark.end(), True)
            opened = None
    if opened is not None and runs_on:
        yield Quoted(opened, start + len(text[start:end].rstrip()), False)


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
