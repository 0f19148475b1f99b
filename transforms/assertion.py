"""A word in a parsed sentence -> does its source assert it, rule it out, or leave it open?

In:   the token that carries a statement; the word of saying that bounds it (None: nobody's)
Out:  "asserted", "negated" or "open"
Never: looks beyond the source's own words: what others make of them is transforms/denial.py's.
What is hedged is asserted all the same, with less certainty (transforms/certainty.py). Open is
what nobody says at all: what is asked, wished, demanded, or would have been.
"""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from transforms.clauses import ancestors, is_statement_beside
from transforms.factuality import factuality_of, modal_of
from transforms.vocabulary import implicatives as lexicon

Standing = Literal["asserted", "negated", "open"]

# From here on down a value says that it did not happen (the scale of transforms/factuality.py).
_RULED_OUT = -1.0
_VERBAL = frozenset({"VERB", "AUX"})


def standing(token: Token, cue: Token | None) -> Standing:
    """Return how the source puts the statement that a token carries."""
    if is_asked(token, cue) or _is_wished(token, cue) or _would_have_been(token):
        return "open"
    if token.pos_ in _VERBAL and factuality_of(token, cue).value <= _RULED_OUT:
        return "negated"
    return "asserted"


def is_asked(token: Token, cue: Token | None = None) -> bool:
    """ "Has it left?", "whether it has left", "wonders if it has left"."""
    node = token
    for node in _within(token, cue):
        marks = {c.lower_ for c in node.children if c.dep_ in ("mark", "advmod")}
        if "whether" in marks or ("if" in marks and node.dep_ in ("ccomp", "pcomp")):
            return True
    is_top = node.dep_ == "ROOT" and node.sent[-1].text == "?"
    return is_top and not any(c.dep_ == "ccomp" for c in node.children)


def _is_wished(token: Token, cue: Token | None) -> bool:
    """ "demanded that they leave", "hopes that they have left", "wants them to leave"."""
    path = list(_within(token, cue))
    return any(
        above.lemma_.lower() in lexicon.WISHES and below.dep_ in ("ccomp", "xcomp", "acl")
        for below, above in zip(path, path[1:], strict=False)
    )


def _would_have_been(token: Token) -> bool:
    if token.pos_ not in _VERBAL:
        return False
    return modal_of(token) == lexicon.PERFECT_MODALS["would"]


def _within(token: Token, cue: Token | None) -> list[Token]:
    """The token and what governs it, below the word of saying."""
    path: list[Token] = []
    for node in ancestors(token):
        if node == cue:
            break
        if not (path and is_statement_beside(path[-1])):
            path.append(node)
    return path
