"""The sentences of a text -> those that are worth parsing.

In:   a watch; sentences in order; what the screen found in the text
Out:  the starts of the sentences to parse
Never: parses. A parse costs a thousand times what the words cost that tell whether it can bring a
       claim, so it is looked for what each way to a claim cannot do without:
       a level: its thing in the sentence, or in the one before and a word that takes it up;
       a number: a number, and its thing, or a verb of its indicator while the subject is in mind;
       a speaker: a word of saying in the sentence before one of those, or a word in it that
       points back; the rest of its quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.forms import forms_pattern
from transforms.records import Watch
from transforms.screen import Hits
from transforms.sentences import Sentence
from transforms.vocabulary.cues import SAYING
from transforms.vocabulary.numbers import DOZENS, ORDERS, SCALES, UNITS
from transforms.vocabulary.stages import TAKES_UP, TAKES_UP_VERBS, TRIGGERS

# How many sentences a subject stays in mind when it is not named again.
MEMORY_SENTENCES = 8
# A quotation whose cue stands farther off is hardly ever met.
_QUOTATION_SENTENCES = 4
_QUOTE = re.compile(r"[\"“”]")
_POINTS_BACK = re.compile(
    r"\b(?:it|he|she|they|its|his|her|their|them|we|I)\b|\b[Tt]he \w+ (?:said|says)\b"
)
# "The agency said", "said the lawmaker": a short form beside a word of saying.
_SHORT_FORM_BEFORE = re.compile(r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er) (?:[a-z-]+ ){1,3}$")
_SHORT_FORM_AFTER = re.compile(r" (?:the|its|their|his|her) [a-z]")
_NUMBER_WORDS = (*(u for u in UNITS if u != "one"), *SCALES, *DOZENS, *(w for w, _ in ORDERS))
_NUMBER = re.compile(r"\d|\b(?:" + "|".join(_NUMBER_WORDS) + r")s?\b", re.I)


class Selection:
    """What of a watch is looked for in sentences; made once."""

    def __init__(self, watch: Watch) -> None:
        levels = [i for i in watch.indicators if i.kind == "level"]
        verbs = {verb for i in watch.indicators for verb in i.verbs}
        imminent = {word for word, stage in TRIGGERS.items() if stage == "imminent"}
        taking_up = {*TAKES_UP, *TAKES_UP_VERBS, *imminent, *(a for i in levels for a in i.acts)}
        signs = {phrase.split()[0] for i in levels for _, found in i.signs for phrase in found}
        self._deed = forms_pattern(verbs)
        self._taking_up = forms_pattern(taking_up)
        self._sign = _beginning(signs)
        self._saying = forms_pattern(SAYING)

    def worth_parsing(self, sentences: Sequence[Sentence], hits: Hits) -> frozenset[int]:
        """The starts of the sentences that a claim can come of."""
        chosen = set(self._candidates(sentences, hits))
        before = {i - 1 for i in chosen if i and self._tells_who(sentences[i - 1], sentences[i])}
        quoted = {i for i, sentence in enumerate(sentences) if _QUOTE.search(sentence.text)}
        around = {j for i in chosen for j in _quotation_around(i, quoted)}
        around &= set(range(len(sentences)))
        return frozenset(sentences[i].start for i in chosen | before | around)

    def _tells_who(self, before: Sentence, candidate: Sentence) -> bool:
        """Whether the sentence before can tell who speaks, or whom "it" stands for."""
        if self._saying.search(before.text) or _POINTS_BACK.search(candidate.text):
            return True
        return any(
            _SHORT_FORM_BEFORE.search(candidate.text, 0, said.start())
            or _SHORT_FORM_AFTER.match(candidate.text, said.end())
            for said in self._saying.finditer(candidate.text)
        )

    def _candidates(self, sentences: Sequence[Sentence], hits: Hits) -> Iterator[int]:
        since_named = MEMORY_SENTENCES + 1
        is_carried = False
        for index, sentence in enumerate(sentences):
            since_named = 0 if hits.names_subject(sentence) else since_named + 1
            is_level = hits.names_level(sentence)
            if (
                is_level
                or (is_carried and self._takes_up(sentence.text))
                or self._may_count(sentence, hits, since_named <= MEMORY_SENTENCES)
            ):
                yield index
            is_carried = is_level

    def _takes_up(self, text: str) -> bool:
        return bool(self._taking_up.search(text) or self._sign.search(text))

    def _may_count(self, sentence: Sentence, hits: Hits, is_in_mind: bool) -> bool:
        if not _NUMBER.search(sentence.text):
            return False
        return hits.is_in(sentence) or (is_in_mind and bool(self._deed.search(sentence.text)))


def _quotation_around(index: int, quoted: set[int]) -> Iterator[int]:
    """The sentences with quotation marks next to a candidate, and one more: a cue stands there.

    A sentence without marks may stand within a quotation: one such may lie between.
    """
    for step in (-1, 1):
        at = index
        for _ in range(_QUOTATION_SENTENCES):
            if at + step not in quoted and at + 2 * step not in quoted:
                break
            at += step
            yield at
    if index in quoted:
        yield index - 1
        yield index + 1


def _beginning(words: set[str]) -> re.Pattern[str]:
    """A sign's words match by their beginnings."""
    ordered = sorted(map(re.escape, words)) or ["(?!)"]
    return re.compile(r"\b(?:" + "|".join(ordered) + ")", re.I)
