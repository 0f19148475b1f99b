"""Text -> the words in it that tell a time, whether or not a calendar can place them.

In:   English text
Out:  TimeWords, in reading order, never overlapping: "last Friday", "two months ago", "2016"
Never: resolves them: transforms/dates.py finds the days of those that have some.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.vocabulary.dates import TIME_WORDS
from transforms.vocabulary.numbers import PLAIN


@dataclass(frozen=True, slots=True)
class TimeWords:
    start: int
    end: int


_PATTERNS = [re.compile(pattern, re.I) for pattern in TIME_WORDS]


def find_times(text: str) -> list[TimeWords]:
    """Return the times that a text tells; of two that overlap the one that begins first, then the
    longer one."""
    text = text.translate(PLAIN)
    spans = sorted(
        (match.span() for pattern in _PATTERNS for match in pattern.finditer(text)),
        key=lambda span: (span[0], -span[1]),
    )
    found: list[TimeWords] = []
    for start, end in spans:
        if not found or start >= found[-1].end:
            found.append(TimeWords(start, end))
    return found
