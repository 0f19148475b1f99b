"""A word in a parsed sentence -> is it negated, and by which word?

In:   any token; the parse around it
Out:  the negating word; whether a thing is negated within its clause, or ruled out
Never: says how sure that is (transforms/certainty.py), who denies it (transforms/denial.py), or
       what a governing verb makes of it (transforms/factuality.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.clauses import Clause, ancestors, clause_head
from transforms.vocabulary import cues, negation
from transforms.vocabulary.implicatives import INFINITIVES
from transforms.vocabulary.stages import LACKING, SIGNS

_VERBAL = frozenset({"VERB", "AUX"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "expl"})


# --- on one word ---------------------------------------------------------------------------------


def negator_of(token: Token) -> Token | None:
    """The word that negates a token itself: on it, or on one of its arguments."""
    for child in token.children:
        if is_negator(child):
            return child
    if (nor := _nor(token)) is not None:
        return nor
    if token.pos_ in _VERBAL:
        arguments = (c for c in token.children if c.dep_ in _ARGUMENTS)
        return next(filter(None, map(_none, arguments)), None) or _yet(token)
    return token if token.lower_ in negation.PRONOUNS else None


def is_negator(word: Token) -> bool:
    """Whether a word negates the word that it hangs on."""
    text, dep = word.lower_, word.dep_
    if text in negation.ADDED_TO_NO:
        return dep == "advmod" and any(c.lower_ in ("no", "not") for c in word.children)
    if text in negation.DETERMINERS:
        is_before = dep in ("det", "neg", "advmod", "preconj")
        return is_before and word.head.lower_ not in negation.AFFIRMING
    if text in negation.NEAR_NEGATIVES:
        return dep in ("advmod", "neg") and word.head.pos_ in _VERBAL
    if text in negation.ADVERBS or dep == "neg":
        return not _adds(word) and (dep != "cc" or word.i < word.head.i)  # "nor did they come"
    return str(text).endswith(negation.CONTRACTED)


def _adds(word: Token) -> bool:
    """ "not only", "not just": no negation."""
    return word.i + 1 < len(word.doc) and word.nbor().lower_ in negation.ADDING


def _none(argument: Token) -> Token | None:
    """ "no troops were sent", "sent no troops", "nobody came"."""
    if argument.lower_ in negation.PRONOUNS:
        return argument
    if argument.lower_ in negation.AFFIRMING:
        return None
    determiners = (c for c in argument.children if c.dep_ in ("det", "preconj"))
    return next((c for c in determiners if c.lower_ in negation.DETERMINERS), None)


def _nor(token: Token) -> Token | None:
    """ "neither came nor called"."""
    if token.dep_ != "conj":
        return None
    between = (c for c in token.head.children if token.head.i < c.i < token.i)
    return next((c for c in between if c.lower_ == "nor"), None)


def _yet(verb: Token) -> Token | None:
    """ "has yet to leave"."""
    if verb.tag_ != "VB" or verb.head.lemma_ != "have":
        return None
    return next((c for c in verb.head.children if c.lower_ == "yet"), None)


# --- within a clause -----------------------------------------------------------------------------


def is_negated(token: Token) -> bool:
    """Whether the token or a verb that governs it within its clause carries a "not" or a "no"."""
    head = clause_head(token)
    if negator_of(token) is not None:
        return True
    for node in ancestors(token):
        if any(map(is_negator, node.children)):
            return node == token or not _says_no(node)
        if node.dep_ in ("pobj", "pcomp") and node.head.lower_ in negation.PREPOSITIONS:
            return True
        if _yet(node) is not None or _is_far_from(node):
            return True
        if node == head:
            break
    return False


def _is_far_from(node: Token) -> bool:
    """ "is far from over"."""
    return bool(node.head.lower_ == "from" and node.head.head.lower_ == "far")


def rules_out(verb: Token) -> bool:
    """ "ruled out an attack"."""
    is_out = any(c.lower_ == "out" and c.dep_ == "prt" for c in verb.children)
    return is_out and verb.lemma_.lower() == "rule"


def _says_no(verb: Token) -> bool:
    """Whether a verb negates by itself, so that a "not" on it undoes that ("did not fail to")."""
    lemma = verb.lemma_.lower()
    signature = INFINITIVES.get(lemma)
    is_implicative = signature is not None and signature.holds == "not"
    return is_implicative or lemma in cues.DENYING or rules_out(verb)


def is_ruled_out(token: Token, clause: Clause) -> bool:
    """ "no signs of", "not", "without", "signs … are lacking" over a token."""
    if is_negated(token) or is_under_absent_sign(token):
        return True
    lemmas = clause.lemmas()
    if lemmas & SIGNS and lemmas & LACKING:
        return True
    for other in clause.tokens:
        determiners = {c.lower_ for c in other.children}
        is_subject = other.dep_ == "nsubj" and other.head in (token, token.head)
        if is_subject and "no" in determiners:
            return True
        if other.lemma_.lower() in SIGNS and determiners & negation.TOO_FEW:
            return True
    return clause.head.lemma_.lower() in ("lack", "lacking")


def is_absent_sign(node: Token) -> bool:
    """ "no sign that …", "has not seen any evidence of …"."""
    if node.lemma_.lower() not in SIGNS:
        return False
    if {c.lower_ for c in node.children} & negation.TOO_FEW:
        return True
    return bool(node.dep_ == "dobj") and is_negated(node)


def is_under_absent_sign(token: Token) -> bool:
    """ "no sign that …", "there is no sign so far that …"."""
    return any(
        is_absent_sign(node) or any(c.dep_ == "attr" and is_absent_sign(c) for c in node.children)
        for node in token.ancestors
    )
