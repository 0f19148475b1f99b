"""What an article says about itself: that it was corrected, clarified, updated or retracted.

In:   a text, normalised; its title
Out:  Notice: its kind, its sentence, and where it stands; the spans that are no reporting
Never: takes what the article reports for what it says of itself: a notice stands at the head or
       the foot, in a paragraph of its own.

"An earlier version said that 3,000 soldiers had died" claims nothing: readers pass such spans by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.vocabulary.notices import NOTICES

# Paragraphs from either end. A foot may hold a byline and a link after the notice.
_HEAD, _FOOT = 3, 4
# A notice is short; in a longer paragraph, the first of these characters are looked at.
_MOST_CHARS = 600
_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in NOTICES]
_LABEL = re.compile(r"\W*(?:retract(?:ed|ion)|withdrawn) ?[:(\[—–-]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[)\]\"”']*\s")


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `kind` is retraction, correction, clarification or update. In the title, `start`
    and `end` are 0."""

    kind: str
    sentence: str
    start: int = 0
    end: int = 0


def notice_of(text: str, title: str | None = None) -> Notice | None:
    """The gravest notice of an article; of equals, the first. None where there is none."""
    found = [*_in_title(title), *_notices(text)]
    gravity = {kind: n for n, (kind, _) in reversed(list(enumerate(_PATTERNS)))}
    return min(found, key=lambda notice: gravity[notice.kind], default=None)


def no_reporting(text: str) -> list[tuple[int, int]]:
    """The spans (start, end) of a text's notices. What "Update:" opens may be news, and counts as
    a notice only where it speaks of the article."""
    return [(notice.start, notice.end) for notice in _notices(text)]


def _in_title(title: str | None) -> Iterator[Notice]:
    # A headline about a paper that was retracted is news; a label before the headline is not.
    if title and _LABEL.match(title):
        yield Notice("retraction", title)


def _notices(text: str) -> Iterator[Notice]:
    lines = [(found.start(), found[0]) for found in re.finditer(r"[^\n]+", text)]
    ends = lines if len(lines) <= _HEAD + _FOOT else lines[:_HEAD] + lines[-_FOOT:]
    for start, line in ends:
        if notice := _read(line):
            yield Notice(notice.kind, notice.sentence, start, start + len(line))


def _read(paragraph: str) -> Notice | None:
    looked_at = paragraph[:_MOST_CHARS]
    for kind, pattern in _PATTERNS:
        if found := pattern.search(looked_at):
            return Notice(kind, _sentence_at(looked_at, found.start()))
    return None


def _sentence_at(paragraph: str, at: int) -> str:
    """The sentence of a paragraph in which a character stands; a label goes with what follows."""
    starts = [0, *(end.end() for end in _SENTENCE_END.finditer(paragraph)), len(paragraph)]
    begin = max(start for start in starts[:-1] if start <= at)
    end = min(start for start in starts[1:] if start > begin)
    if end - begin < 20 and end < len(paragraph):  # "Correction." and then what it was
        end = min(start for start in starts[1:] if start > end)
    return paragraph[begin:end].strip()
