"""One word of reporting with what belongs to it, as ranges of tokens.

In:   the word, in a parse
Out:  Frame; the lemma of a word; the range of its cue
Never: decides whether a word reports (transforms/reporting_verbs.py, reporting_phrases.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.complements import Range
from transforms.vocabulary import reporting as words

_BESIDE = frozenset({"aux", "auxpass", "neg", "advmod"})
_LEAD_UP = 4  # tokens from the verb that leads up to the one that reports ("has long tried to say")


@dataclass(frozen=True, slots=True)
class Frame:
    """`word` is the token of reporting, `by` the construction in which it takes its content.

    All ranges are of token indices, end exclusive.
    """

    word: Token
    by: str
    cue: Range
    source: Range | None
    content: tuple[Range, ...]


def lemma_of(word: Token) -> str:
    """The lemma, mended where the model's is no word."""
    lemma: str = word.lemma_.lower()
    return words.LEMMAS.get(lemma, lemma)


def cue_range(word: Token) -> Range:
    """The word with its auxiliaries and adverbs, and the verbs that only lead up to it."""
    top = _leading(word)
    start: int = top.i
    beside = {c.i for verb in (top, word) for c in verb.lefts if c.dep_ in _BESIDE}
    beside |= {c.i for c in word.lefts if c.tag_ == "TO"}
    while start - 1 in beside:
        start -= 1
    return start, _end(word)


def _leading(word: Token) -> Token:
    """ "tried to say", "went on to say": the first of the verbs."""
    top = word
    while top.dep_ == "xcomp" and top.head.pos_ in ("VERB", "AUX"):
        if not 0 < top.i - top.head.i <= _LEAD_UP:
            break
        top = top.head
    return top


def _end(word: Token) -> int:
    end: int = word.i + 1
    for child in word.rights:
        if child.i != end:
            break
        if child.dep_ == "prt":
            end += 1
        elif child.dep_ == "prep" and child.lower_ in ("in", "on", "during"):
            end = _occasion(child, end)
    return end


def _occasion(preposition: Token, end: int) -> int:
    """ "said in a statement"."""
    for noun in preposition.children:
        if noun.dep_ == "pobj" and noun.lemma_.lower() in words.OCCASIONS:
            return int(noun.i) + 1
    return end
