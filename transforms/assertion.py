"""A word in a parsed sentence -> does its source assert it, rule it out, or leave it open?

In:   the token that carries a statement; the word of saying that bounds it (None: nobody's)
Out:  "asserted", "negated" or "open"
Never: looks beyond the source's own words: what others make of them is transforms/denial.py's.
What is hedged is asserted all the same, with less certainty (transforms/certainty.py). Open is
what nobody says at all: what is asked, wished, demanded, tried, or would have been.
"""

from __future__ import annotations

from itertools import pairwise, starmap
from typing import Literal

from spacy.tokens import Token

from transforms.clauses import ancestors, is_question, is_statement_beside
from transforms.denial import denies
from transforms.factuality import factuality_of
from transforms.polarity import negator_of, rules_out
from transforms.vocabulary import cues
from transforms.vocabulary import implicatives as lexicon

Standing = Literal["asserted", "negated", "open"]

# From here on down a value says that it did not happen (the scale of transforms/factuality.py).
_RULED_OUT = -1.0
_VERBAL = frozenset({"VERB", "AUX"})


def standing(token: Token, cue: Token | None) -> Standing:
    """Return how the source puts the statement that a token carries."""
    if cue is not None and cue.lemma_.lower() in lexicon.WISHES - cues.SAYING:
        cue = None  # who demands it does not say that it is so
    if is_left_open(token, cue) or _is_wished(token, cue):
        return "open"
    if token.pos_ in _VERBAL and factuality_of(token, cue).value <= _RULED_OUT:
        return "negated"
    return "asserted"


def is_left_open(token: Token, cue: Token | None) -> bool:
    """Whether nobody says it: it is asked, unreal, or under a saying that does not take place."""
    return is_asked(token, cue) or _is_unreal(token) or _is_unsaid(token, cue)


def is_asked(token: Token, cue: Token | None = None) -> bool:
    """ "Has it left?", "whether it has left", "wonders if it has left"."""
    path = _within(token, cue)
    if any(map(_is_indirect_question, path)):
        return True
    top = path[-1] if path else token
    return is_question(top) and not any(c.dep_ == "ccomp" for c in top.children)


def _is_indirect_question(node: Token) -> bool:
    marks = {c.lower_ for c in node.children if c.dep_ in ("mark", "advmod")}
    if "if" not in marks:
        return "whether" in marks
    is_content = node.dep_ in ("ccomp", "pcomp")
    return is_content or (node.i > node.head.i and node.head.lemma_.lower() in lexicon.ASKING)


def _is_unreal(token: Token) -> bool:
    """ "would have left"; "should not leave" is what somebody thinks right."""
    auxiliaries = {c.lower_ for c in token.children if c.dep_ == "aux"}
    would_have = bool(auxiliaries & lexicon.UNREAL) and "have" in auxiliaries
    return would_have or (bool(auxiliaries & lexicon.DUTIES) and negator_of(token) is not None)


def _is_unsaid(token: Token, cue: Token | None) -> bool:
    """ "It is too early to say that they have left"."""
    path = _within(token, cue)
    return any(
        below.dep_ == "ccomp"
        and above.lemma_.lower() in cues.SAYING - cues.BELIEVING
        and not (denies(above, below) or rules_out(above))
        and factuality_of(above, cue).value <= _RULED_OUT
        for below, above in pairwise(path)
    )


def _is_wished(token: Token, cue: Token | None) -> bool:
    """ "demanded that they leave", "urged them to leave", "tried to leave"."""
    path = _within(token, cue)
    return any(starmap(_wishes, pairwise(path)))


def _wishes(below: Token, above: Token) -> bool:
    lemma = above.lemma_.lower()
    if below.dep_ == "xcomp":
        # who wants to leave plans to; who urges others to leave does not
        is_of_others = any(c.dep_ in ("dobj", "nsubjpass") for c in above.children)
        return lemma in lexicon.ATTEMPTS or (lemma in lexicon.WISHES and is_of_others)
    return below.dep_ in ("ccomp", "acl") and lemma in lexicon.WISHES


def _within(token: Token, cue: Token | None) -> list[Token]:
    """The token and what governs it, below the word of saying."""
    path: list[Token] = []
    for node in ancestors(token):
        if node == cue:
            break
        if not (path and is_statement_beside(path[-1])):
            path.append(node)
    return path
