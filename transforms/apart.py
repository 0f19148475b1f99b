"""A statement in a parsed sentence -> the place or thing that its indicator is kept apart by.

In:   a word of the statement; the watch's places or things; what was spoken of before
Out:  the place or thing as the watch writes it, or None where it is about all of them or none
Never: gives a place to what a sentence says of a whole region, where it names none nearer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Span, Token

from transforms.clauses import clause_head, path_length
from transforms.records import Indicator
from transforms.vocabulary.countries import COUNTRIES

# Words that take all the places together.
_WHOLE = re.compile(
    r"\b(?:region(?:al|ally|wide)?|continent(?:al)?|worldwide|global(?:ly)?|countries|nations"
    r"|states|provinces|districts|combined|altogether|across Africa|nationwide total)\b",
    re.I,
)


@cache
def place_pattern(places: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of every spelling, and the place that each spelling stands for.

    A country is also meant by its capital and its adjective ("Angolan", "Luanda"), unless the list
    keeps that place apart.
    """
    spelled = {place: place for place in places}
    for place in places:
        for names, adjectives in COUNTRIES.values():
            if place in names:
                for word in (*names, *adjectives):
                    spelled.setdefault(word, place)
    words = sorted(spelled, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)"), spelled


class Apart:
    """What one indicator is kept apart by (`by` in the watch)."""

    def __init__(self, indicator: Indicator) -> None:
        self.places = indicator.places if "place" in indicator.by else ()
        things = (*indicator.counts, *indicator.objects) if "thing" in indicator.by else ()
        self._things = {_plain(thing): thing for thing in things}
        words = sorted(self._things, key=len, reverse=True) or ["(?!)"]
        self._pattern = re.compile(
            r"(?<!\w)(" + "|".join(map(re.escape, words)) + r")(?:e?s)?(?!\w)"
        )

    def thing_of(self, token: Token, span: Span) -> str | None:
        """The thing that a statement is about: the nearest one in the sentence."""
        at = token.idx - span.start_char
        found = [
            (abs(m.start() - at), self._things[m.group(1)])
            for m in self._pattern.finditer(_plain(span.text))
        ]
        return min(found)[1] if found else None


def _plain(text: str) -> str:
    return text.lower().replace("-", " ")


@dataclass
class PlaceMemory:
    """Which place an article has been speaking of, by list of places."""

    lists: Sequence[tuple[str, ...]] = ()
    _last: dict[tuple[str, ...], str | None] = field(default_factory=dict)

    def of(self, token: Token, span: Span, places: tuple[str, ...]) -> str | None:
        """The place of a statement, in the light of the sentences before."""
        named = _named(span, places)
        if not named:
            return None if _WHOLE.search(span.text) else self._last.get(places)
        own = _nearest(token, named)
        if own is not None:
            return own
        return None if _WHOLE.search(span.text) else named[0][1]

    def note(self, text: str) -> None:
        """Remember the place that a sentence speaks of; one of several, or a region, clears it."""
        for places in self.lists:
            pattern, spelled = place_pattern(places)
            found = [spelled[m.group()] for m in pattern.finditer(text)]
            if len(set(found)) == 1:
                self._last[places] = found[0]
            elif found or _WHOLE.search(text):
                self._last[places] = None


def _named(span: Span, places: tuple[str, ...]) -> list[tuple[Token, str]]:
    """The places that a sentence names, each with the head of its words."""
    pattern, spelled = place_pattern(places)
    found = []
    for match in pattern.finditer(span.text):
        words = span.char_span(*match.span(), alignment_mode="expand")
        if words is not None:
            found.append((words.root, spelled[match.group()]))
    return found


def _nearest(token: Token, named: list[tuple[Token, str]]) -> str | None:
    """The nearest place in the statement's own clause; the only one of the sentence otherwise."""
    head = clause_head(token)
    own = [
        (path_length(token, word), abs(word.i - token.i), place)
        for word, place in named
        if clause_head(word) == head
    ]
    if own:
        return min(own)[2]
    return named[0][1] if len({place for _, place in named}) == 1 else None
