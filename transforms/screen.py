"""Text -> which of its words are a watch's, found in one pass, at next to no cost.

In:   an article's text; one watch or many, compiled into one automaton (Aho-Corasick)
Out:  Hits: where subjects and indicators are named; whether the text can hold a claim at all
Never: a false no: a text that could give a claim always passes. A false yes costs only time.
       Never parses.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ahocorasick_rs import AhoCorasick, Implementation

from transforms.records import Indicator, Subject, Watch
from transforms.sentences import Sentence


@dataclass(frozen=True, slots=True)
class _Trigger:
    """What a pattern stands for. `written` are the only spellings that count; none = all.

    A short form ("the test") is a thing's only where the thing is named somewhere in the text.
    """

    watch: str
    subject: str
    indicator: str | None  # None: the subject itself is named
    written: frozenset[str] = frozenset()
    is_short: bool = False
    is_level: bool = False


@dataclass(slots=True)
class Hits:
    """What one watch finds in one text; places are offsets in code points, in order."""

    subjects: set[str] = field(default_factory=set)
    indicators: set[tuple[str, str]] = field(default_factory=set)  # (subject, indicator)
    places: list[int] = field(default_factory=list)  # of indicators' words
    levels: list[int] = field(default_factory=list)  # of these, of levels
    named: list[int] = field(default_factory=list)  # of subjects

    @property
    def is_of_interest(self) -> bool:
        """Whether the text can hold a claim: a subject, and a thing that is counted of it."""
        return any(subject in self.subjects for subject, _ in self.indicators)

    def is_in(self, sentence: Sentence) -> bool:
        """Whether a word of an indicator begins within a sentence."""
        return _is_between(self.places, sentence)

    def names_level(self, sentence: Sentence) -> bool:
        """Whether a word of an indicator of kind level begins within a sentence."""
        return _is_between(self.levels, sentence)

    def names_subject(self, sentence: Sentence) -> bool:
        """Whether a subject is named within a sentence."""
        return _is_between(self.named, sentence)


def _is_between(places: list[int], sentence: Sentence) -> bool:
    at = bisect_left(places, sentence.start)
    return at < len(places) and places[at] < sentence.end


class Screen:
    """All triggers of all watches in one automaton."""

    def __init__(self, watches: Iterable[Watch]) -> None:
        patterns: dict[str, list[_Trigger]] = defaultdict(list)
        for watch in watches:
            for pattern, trigger in _triggers(watch):
                patterns[pattern].append(trigger)
        self._triggers = list(patterns.values())
        # Twice as fast as what the library would choose, for some megabytes.
        self._automaton = AhoCorasick(list(patterns), implementation=Implementation.DFA)

    def hits(self, text: str) -> dict[str, Hits]:
        """What each watch finds in a text; a watch that finds nothing is not there."""
        found: dict[str, Hits] = {}
        for index, start, end in self._matches(text):
            if start and _is_word(text[start - 1]) and _is_word(text[start]):
                continue
            for trigger in self._triggers[index]:
                if trigger.written:
                    stands = _stands_as_written(text, start, end, trigger.written)
                else:
                    stands = _ENDING.match(text, end) is not None
                if stands:
                    _note(found.setdefault(trigger.watch, Hits()), trigger, start)
        return {watch: _in_order(hits) for watch, hits in found.items()}

    def _matches(self, text: str) -> Sequence[tuple[int, int, int]]:
        # The only letter whose small form is longer; offsets have to hold.
        folded = text.replace("İ", "I").lower().replace("-", " ").replace("\n", " ")
        matches: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(
            folded.replace("\u00a0", " "), overlapping=True
        )
        return matches


# What may end a word that begins as a watch writes it: a plural, the "y" of "casualty".
_ENDING = re.compile(r"(?:e?s|ies|y|ren|men)?(?!\w)", re.I)


def _note(hits: Hits, trigger: _Trigger, start: int) -> None:
    if trigger.indicator is None:
        hits.subjects.add(trigger.subject)
        hits.named.append(start)
        return
    if not trigger.is_short:
        hits.indicators.add((trigger.subject, trigger.indicator))
    hits.places.append(start)
    if trigger.is_level:
        hits.levels.append(start)


def _in_order(hits: Hits) -> Hits:
    hits.places.sort()
    hits.levels.sort()
    hits.named.sort()
    return hits


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _stands_as_written(text: str, start: int, end: int, written: frozenset[str]) -> bool:
    """A subject's name counts as it is written, and as a whole word ("the North", not "north")."""
    is_whole = end >= len(text) or not (_is_word(text[end]) and _is_word(text[end - 1]))
    return is_whole and text[start:end] in written


def _triggers(watch: Watch) -> Iterator[tuple[str, _Trigger]]:
    for subject in watch.subjects:
        for name in mentions(subject):
            yield _folded(name), _Trigger(watch.id, subject.id, None, frozenset({name}))
    subjects = {s.id: s for s in watch.subjects}
    for indicator in watch.indicators:
        thing = _Trigger(
            watch.id, indicator.subject, indicator.id, is_level=indicator.kind == "level"
        )
        for word in _things(indicator, subjects[indicator.subject]):
            for stem in _stems(word):
                yield _folded(stem), thing
        for word in {o.split()[-1] for o in indicator.objects if " " in o}:
            yield _folded(word), replace(thing, is_short=True)


def mentions(subject: Subject) -> set[str]:
    """Every name, adjective or people of a subject; "The North" opens a sentence as "the North"."""
    words = {*subject.names, *subject.adjectives, *subject.members}
    return words | {w[:1].upper() + w[1:] for w in words}


def _things(indicator: Indicator, subject: Subject) -> set[str]:
    """The things of an indicator; a verb alone ("launch") is too common to be one.

    A sign of a rung counts only beside its thing, so it need not be looked for.
    """
    words = {*indicator.counts, *indicator.nouns, *indicator.objects}
    if indicator.kind == "quantity":
        words |= set(subject.members)
    return words - {""}


def _folded(words: str) -> str:
    return " ".join(words.lower().replace("-", " ").split())


def _stems(words: str) -> Iterator[str]:
    """What all forms begin with: "casualties", "servicemen"."""
    if words.endswith("y") and len(words) > 3:
        words = words[:-1]
    yield words
    if words.endswith("man"):
        yield words[:-3] + "men"
