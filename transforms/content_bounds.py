"""A content as the parse gives it -> where it ends in the speaker's own words.

In:   a Frame
Out:  the Frame with its content cut; the word of reporting at the cut, where the speaker goes on
Never: lengthens a content.
A parse hangs what ends a sentence on the nearest verb, which is one of the content: an aside of
the article's (", who …", "although …"), or what the same speaker did next (", adding that …").
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from transforms.frame import Frame, lemma_of
from transforms.vocabulary import reporting as words

_COMMAS = frozenset({",", "-", "–", "—", "--"})
_CONTRASTING = frozenset("although though while whereas as".split())
_RELATIVE = frozenset("who which where whose whom".split())
_OWN_CLAUSE = frozenset({"nsubj", "nsubjpass", "aux", "auxpass"})
# Constructions whose content holds a clause, which the parse may let run on too far.
_LONG = frozenset({"clause", "infinitive", "directive", "object", "told"})
# Said by people, and seldom what somebody is said to have done.
_PLAIN = frozenset("say call tell add urge accuse criticize criticise vow note warn insist".split())
_SLACK = 2  # a stop and a closing mark may follow what ends a content


def bounded(frame: Frame) -> tuple[Frame, Token | None]:
    """Return the frame without what is not its content, and the word that goes on from it."""
    if not frame.content or (frame.by not in _LONG and frame.by not in words.PREPOSITION):
        return frame, None
    frame = _cut(frame, _aside(frame))
    rival = _rival(frame) if frame.by in _LONG else None
    return (_cut(frame, rival), rival)


def _cut(frame: Frame, at: Token | None) -> Frame:
    if at is None:
        return frame
    left = at.left_edge.i
    return replace(frame, content=tuple((s, min(e, left)) for s, e in frame.content if s < left))


def _last_clauses(frame: Frame) -> list[Token]:
    """The words after the cue whose clause ends the content and does not begin it."""
    start, end = frame.content[-1]
    doc = frame.word.doc
    return [
        token
        for token in doc[max(start, frame.word.i + 1) : end]
        if token.right_edge.i + _SLACK >= end and token.left_edge.i > start + 1
    ]


def _aside(frame: Frame) -> Token | None:
    """The ", who …" or ", although …" that a content ends in."""
    return next((t for t in _last_clauses(frame) if _is_aside(t)), None)


def _is_aside(token: Token) -> bool:
    first = token.left_edge
    if first.nbor(-1).text not in _COMMAS:
        return False
    if token.dep_ == "relcl":
        return first.lower_ in _RELATIVE
    return token.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in _CONTRASTING for c in token.lefts
    )


def _rival(frame: Frame) -> Token | None:
    """A word of reporting at the end of a content that belongs to the same speaker.

    "said he would go, adding that …", "said it was late, and called it a day".
    """
    return next((t for t in _last_clauses(frame) if _goes_on(t, frame.word)), None)


def _goes_on(verb: Token, cue: Token) -> bool:
    if verb.pos_ != "VERB" or lemma_of(verb) not in words.ANY:
        return False
    before = verb.doc[verb.left_edge.i - 2 : verb.left_edge.i]
    if verb.tag_ == "VBG":
        return verb.dep_ in ("advcl", "conj") and before[-1].text in _COMMAS
    is_own = any(c.dep_ in _OWN_CLAUSE for c in verb.children)
    if verb.dep_ != "conj" or is_own or not verb.tag_ == cue.tag_ != "VB":
        return False
    is_apart = any(c.tag_ == "MD" for c in verb.head.children)  # "would go and called it"
    return is_apart or lemma_of(verb) in _PLAIN or any(t.text == "," for t in before)
