"""Text -> its sentences, before anything is parsed.

In:   plain text, paragraphs on lines of their own
Out:  Sentence, in reading order; text[start:end] is the sentence, trimmed; paragraphs count from 0
Never: loads a model. A stop within a name ("U.S. officials", "Lt. Gen. Doe", "Jan. 12") does not
       cut: a sentence that is too long does less harm than a name that is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.vocabulary.abbreviations import NEVER_LAST, OPENERS, SELDOM_LAST


@dataclass(frozen=True, slots=True)
class Sentence:
    """Offsets are into the article's text."""

    start: int
    end: int
    paragraph: int
    text: str
    opens_paragraph: bool = False


_PARAGRAPH = re.compile(r"[^\n]+")
# A stop, closing quotes or brackets, a blank, and what can open a sentence.
_BOUNDARY = re.compile(r"[.!?…][\"”’')\]]*(\s+)(?=[\"“‘'(\[]*[A-Z0-9À-Þ])|(?<=[.!?])[”\"](?=[A-Z])")
_LAST_WORD = re.compile(r"[\w.’'-]+\.$")
_INITIAL = re.compile(r"(?:[A-Z]\.)+")
_FIRST_WORD = re.compile(r"\w+")
# Nobody writes so long a sentence: what has no stop (a table, hostile text) is cut at a blank.
_LONGEST_CHARS = 1500


def split_sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text. Blank text gives none; never raises."""
    paragraphs = (m for m in _PARAGRAPH.finditer(text) if m.group().strip())
    for number, paragraph in enumerate(paragraphs):
        is_first = True
        for start, end in _cut(text, paragraph.start(), paragraph.end()):
            piece = text[start:end]
            begin = start + len(piece) - len(piece.lstrip())
            stripped = piece.strip()
            if stripped:
                yield Sentence(begin, begin + len(stripped), number, stripped, is_first)
                is_first = False


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between the boundaries of one paragraph."""
    for match in _BOUNDARY.finditer(text, start, end):
        if _is_boundary(text, start, match):
            yield from _short_enough(text, start, match.end())
            start = match.end()
    yield from _short_enough(text, start, end)


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a stop ends a sentence, by the words on both sides of it."""
    stop = match.start() + 1
    last = _LAST_WORD.search(text, max(start, stop - 24), stop)
    if match.group(1) is None or last is None:
        return True  # "!", "?", or a closing quote without a blank
    word = last.group()
    after = _FIRST_WORD.search(text, match.end(), match.end() + 40)
    opens = after is not None and after.group() in OPENERS
    if word in NEVER_LAST or (word.isupper() and word.capitalize() in NEVER_LAST):
        return False
    if word in SELDOM_LAST or _INITIAL.fullmatch(word):
        return opens
    return True


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_CHARS:
        blank = text.rfind(" ", start + _LONGEST_CHARS // 2, start + _LONGEST_CHARS)
        cut = blank + 1 if blank > 0 else start + _LONGEST_CHARS
        yield start, cut
        start = cut
    yield start, end
