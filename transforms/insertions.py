"""A sentence -> the clauses of saying that commas set apart in it, by their shape.

In:   a parsed sentence
Out:  Insertion: the voice and the tokens of the clause ("…, X said on Friday, …", "…, X said.")
Never: trusts the parse to join the clause to what it frames: a long sentence hangs it anywhere.
What such a clause frames is the rest of its sentence, or, at the end, what stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Span, Token

from transforms.clauses import is_relative, phrase_text
from transforms.vocabulary import cues
from transforms.voice import Voice

# What a verb of saying has beside it where it brings in a content of its own.
_ADDING = frozenset({"dobj", "ccomp", "xcomp", "auxpass", "acomp", "attr", "oprd"})
# Say nothing without an object: with one, they are no insertion ("…, and X called the bill …").
_TRANSITIVE = frozenset("call put point count cite describe accuse charge denounce quote".split())
_BARE = cues.SAYING - _TRANSITIVE
# "…, British intelligence estimates." is often tagged as a plural noun.
_TAKEN_FOR_NOUNS = frozenset(verb + ending for verb in _BARE for ending in ("s", "es"))
_WH = frozenset({"WDT", "WP", "WP$", "WRB", "MD"})  # who, whose; "neither side would say"
_JOINING = frozenset({"CCONJ", "SCONJ", "ADV"})
_NAMING = frozenset({"NOUN", "PROPN", "PRON"})
_MARKS = frozenset({",", '"', "”", "“"})


@dataclass(frozen=True, slots=True)
class Insertion:
    """`start` and `end` are the indices of the commas; `end` is the sentence's where none is."""

    voice: Voice
    start: int
    end: int


def insertions(sentence: Span) -> Iterator[Insertion]:
    """Yield the clauses of saying between two commas, or after the last."""
    words = [t for t in sentence if not t.is_space]
    marks = [n for n, t in enumerate(words) if t.text in _MARKS]
    for first, last in pairwise([*marks, len(words)]):
        stretch = words[first + 1 : last]
        is_last = last == len(words)
        if words[first].text != "," or not (is_last or words[last].text == ","):
            continue
        voice = _voice_of(stretch) if _adds_nothing(stretch) else None
        if voice is not None:
            yield Insertion(voice, words[first].i, sentence.end if is_last else words[last].i)


def _adds_nothing(stretch: list[Token]) -> bool:
    """Whether a stretch has no content of its own ("…, and he called it a day" does)."""
    if stretch and stretch[0].lower_ == "as":  # "as X noted"
        stretch = stretch[1:]
    if not stretch or stretch[0].pos_ in _JOINING or any(t.tag_ in _WH for t in stretch):
        return False
    is_told = any(t.lemma_.lower() in cues.TELLING for t in stretch)
    return is_told or not any(t.dep_ in _ADDING for t in stretch)


def _voice_of(stretch: list[Token]) -> Voice | None:
    """The voice of a stretch that holds a speaker and one finite verb of saying after it."""
    verbs = [t for t in stretch if t.pos_ == "VERB"]
    if not verbs:
        verbs = [t for t in stretch if t.text in _TAKEN_FOR_NOUNS][-1:]
    if len(verbs) != 1 or verbs[0].tag_ == "VBG":
        return None
    cue = verbs[0]
    if cue.lemma_.lower() not in _BARE and cue.text not in _TAKEN_FOR_NOUNS:
        return None
    before = [t for t in stretch if t.i < cue.i and t.pos_ not in {*_JOINING, "AUX"}]
    before = before[1:] if before and before[0].lower_ == "as" else before
    heads = [t for t in before if t.pos_ in _NAMING]
    if not heads or is_relative(heads[0]):
        return None
    return Voice(phrase_text(tuple(before)), cue.text, cue, heads[-1])
