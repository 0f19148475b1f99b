"""A word in a parsed sentence -> is it negated, and by which word?

In:   any token; the parse around it
Out:  the negating word, or whether something is ruled out
Never: says how sure that is (transforms/certainty.py), or what a governing verb makes of it
       (transforms/factuality.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.vocabulary import negation

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "expl"})


def negator_of(token: Token) -> Token | None:
    """The word that negates a token itself: on it, on one of its arguments, or before it."""
    for child in token.children:
        if is_negator(child):
            return child
    if token.tag_ == "VB" and token.head.lemma_ == "have":
        return next((c for c in token.head.children if c.lower_ == "yet"), None)  # "has yet to"
    if token.pos_ in ("VERB", "AUX"):
        for child in token.children:
            if child.dep_ in _ARGUMENTS and (word := _none(child)) is not None:
                return word
    elif token.lower_ in negation.PRONOUNS:
        return token
    return None


def is_negator(child: Token) -> bool:
    """Whether a word negates the word that it hangs on."""
    word = child.lower_
    if word == "longer" or (word == "more" and child.dep_ == "advmod"):
        return any(c.lower_ in ("no", "not") for c in child.children)  # "no longer"
    if word.endswith(negation.CONTRACTED):
        return True
    if word in negation.ADVERBS or child.dep_ == "neg":
        if word == "no" or child.dep_ == "cc":
            return word == "no" and child.dep_ in ("neg", "det")
        return not _adds(child)
    if word in negation.DETERMINERS:
        return child.dep_ in ("det", "preconj") and child.head.lower_ not in negation.AFFIRMING
    if word in negation.NEAR_NEGATIVES:
        return bool(child.dep_ == "advmod" and child.head.pos_ in ("VERB", "AUX"))
    return False


def _adds(word: Token) -> bool:
    """ "not only", "not just": no negation."""
    return word.i + 1 < len(word.doc) and word.nbor().lower_ in negation.ADDING


def _none(argument: Token) -> Token | None:
    """ "no troops were sent", "sent no troops", "nobody came"."""
    if argument.lower_ in negation.PRONOUNS:
        return argument
    return next(
        (
            c
            for c in argument.children
            if c.lower_ in negation.DETERMINERS and c.dep_ in ("det", "preconj")
            and argument.lower_ not in negation.AFFIRMING
        ),
        None,
    )
