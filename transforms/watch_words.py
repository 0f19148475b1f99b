"""A word in a parsed sentence -> is it one of an indicator's words?

In:   a token; an indicator of kind quantity
Out:  True or False, for what it counts, and for what happens to that
Never: looks at grammar: whether the word says anything of a number is transforms/counting.py's.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from transforms.records import Indicator


def counts(noun: Token, indicator: Indicator) -> bool:
    """Whether a noun is what the indicator counts, alone or with the word before it."""
    before = noun.nbor(-1).lower_ if noun.i else ""
    forms = (noun.lemma_.lower(), noun.lower_)
    pairs = (f"{before} {form}" for form in forms)
    return not lower(indicator.counts).isdisjoint((*forms, *pairs))


def names(noun: Token, indicator: Indicator) -> bool:
    """Whether a noun is itself what has happened ("300 fatalities", "40 confirmed cases")."""
    before = noun.nbor(-1).lower_ if noun.i else ""
    forms = (noun.lemma_.lower(), noun.lower_)
    pairs = (f"{before} {form}" for form in forms)
    return not lower(indicator.nouns).isdisjoint((*forms, *pairs))


def is_deed_of(token: Token, indicator: Indicator) -> bool:
    """Whether a word says what the indicator counts by: a verb, or a noun of a deed."""
    # A noun is a deed where the watch names it so: "wounds" are none, "deployment" may be.
    lemma = token.lemma_.lower()
    if (token.lower_ if token.pos_ == "NOUN" else lemma) in lower(indicator.verbs):
        return True
    return token.pos_ in ("NOUN", "PROPN", "ADJ") and lemma in lower(indicator.nouns)


@cache
def lower(words: tuple[str, ...]) -> frozenset[str]:
    """Words of a watch as they are compared."""
    return frozenset(w.lower() for w in words)
