"""The dates of a sentence -> when a thing was said, and when the thing itself holds.

In:   a parsed sentence, the day on which the article was published (or None)
Out:  for a word of the sentence, the date in that word's own clause
Never: takes a date of another clause: "said on Friday that … in March" has two dates for two
       questions.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property

from spacy.tokens import Span, Token

from transforms.clauses import clause_head, path_length
from transforms.dates import DateSpan, find_dates
from transforms.voice import is_saying

# "… 12,000, up from 11,000 a week ago": the date is of the other number.
_COMPARISON = re.compile(r"\b(?:(?:up|down) from|compared (?:with|to))\b(?:[^,;]|,(?=\d))*$")


class SentenceDates:
    """The dates of one sentence, each with the token that heads it."""

    def __init__(self, span: Span, published_on: date | None) -> None:
        self._span, self._published_on = span, published_on

    @cached_property
    def _dated(self) -> list[tuple[DateSpan, Token]]:
        """Found when they are first asked for: most sentences make no claim."""
        span, text = self._span, self._span.text
        dated = []
        for found in find_dates(text, self._published_on):
            if _COMPARISON.search(text, 0, found.start):
                continue
            words = span.char_span(found.start, found.end, alignment_mode="expand")
            if words is not None:
                dated.append((found, _said_just_before(words) or words.root))
        return dated

    def stated_on(self, cue: Token) -> date | None:
        """The day on which the cue's clause says that it was said."""
        head = clause_head(cue)
        days = (d.first for d, token in self._dated if d.is_day and clause_head(token) == head)
        return next(days, None)

    def holds(self, token: Token, thing: Token, cue: Token | None) -> DateSpan | None:
        """When the statement of `token` holds: the date in its clause that is nearest to `thing`.

        A date in the clause of saying is not the statement's.
        """
        head = clause_head(token)
        if cue is not None and clause_head(cue) == head:
            return None
        own = [
            (path_length(thing, word), day)
            for day, word in self._dated
            if clause_head(word) == head
        ]
        return min(own, key=lambda d: d[0])[1] if own else self._only_other(cue)

    def _only_other(self, cue: Token | None) -> DateSpan | None:
        """ "Its last attempt, on May 27, ended when the rocket exploded": the only day there is."""
        others = [
            day for day, word in self._dated if cue is None or clause_head(word) != clause_head(cue)
        ]
        return others[0] if len(others) == 1 and others[0].is_day else None


def _said_just_before(words: Span) -> Token | None:
    """ "said on Tuesday it had …": the day is of the saying, wherever the parse hangs it."""
    before = list(words.doc[max(words.sent.start, words.start - 3) : words.start])
    while before and before[-1].lower_ in ("on", "late", "early"):
        before.pop()
    return before[-1] if before and is_saying(before[-1]) else None
