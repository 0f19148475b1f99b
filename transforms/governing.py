"""An event word in a parsed sentence -> its governor, and what that makes of the event.

In:   a token; the lexicon of vocabulary/implicatives.py
Out:  Governed: the governing token (None: nothing above matters) and the signature
Never: adds up: how far the governor holds itself is transforms/factuality.py's question.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.polarity import negator_of, rules_out
from transforms.vocabulary import cues
from transforms.vocabulary import implicatives as lexicon
from transforms.vocabulary.implicatives import Signature

_VERBAL = frozenset({"VERB", "AUX"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "csubj", "csubjpass", "acomp", "oprd", "dobj"})
_PREDICATES = frozenset({"acomp", "attr", "oprd", "prt", "advmod"})
_NOMINAL_MODIFIERS = frozenset({"compound", "nmod", "npadvmod"})
_VAGUE = frozenset({"a", "an", "some", "no", "any"})


@dataclass(frozen=True, slots=True)
class Governed:
    governor: Token | None
    signature: Signature


def governed(token: Token) -> Governed | None:
    """Return what governs a token; None for the top of a sentence."""
    head, dep = token.head, token.dep_
    if head == token or dep in ("ROOT", "parataxis"):
        return None
    if dep in ("pobj", "pcomp"):
        return _under_preposition(token, head)
    if token.pos_ in _VERBAL:
        return _clause(token, head)
    return Governed(head, _of_noun(token, head))


def is_infinitive(verb: Token) -> bool:
    """ "to leave"."""
    return any(c.tag_ == "TO" for c in verb.children)


def _clause(verb: Token, head: Token) -> Governed:
    if mark := _mark(verb):
        return Governed(None, mark)
    lemma = head.lemma_.lower()
    if is_infinitive(verb) and any(c.lower_ == "too" for c in head.children):
        return Governed(head, lexicon.TOO)
    if lemma == "have" and any(c.lower_ == "yet" for c in head.children):
        return Governed(head, lexicon.SAME)  # "has yet to leave": the "yet" is its "not"
    if verb.dep_ in _COMPLEMENTS and rules_out(head):
        return Governed(head, lexicon.RULED_OUT)
    if verb.dep_ in _COMPLEMENTS:
        predicate = _predicate(head) if lemma in ("be", "seem", "appear") else None
        return Governed(head, _of_complement(verb, predicate or lemma))
    if verb.dep_ == "advcl" and is_infinitive(verb):
        return Governed(head, lexicon.PURPOSE)
    if verb.dep_ in ("acl", "relcl") and is_infinitive(verb):
        return Governed(head, lexicon.CONTENT.get(lemma, lexicon.TO_DO))
    if verb.dep_ in ("acl", "relcl") and negator_of(head) is not None:
        return Governed(head, lexicon.SAME)  # "no trip planned", "nobody who came"
    if verb.dep_ in ("acl", "relcl", "ccomp") and is_called_untrue(head):
        return Governed(head.head, lexicon.CLAUSES["untrue"])
    if verb.dep_ == "acl" and verb.tag_ not in ("VBN", "VBG") and lemma in lexicon.CONTENT:
        return Governed(head, lexicon.CONTENT[lemma])
    return Governed(head, lexicon.ASIDE)


def _of_complement(verb: Token, lemma: str) -> Signature:
    """ "managed to leave", "stopped leaving"; "said that they left"."""
    is_finite = not is_infinitive(verb) and verb.tag_ not in ("VB", "VBG")
    if verb.dep_ == "ccomp" and is_finite:
        return lexicon.CLAUSES.get(lemma, lexicon.SAID)
    found = lexicon.INFINITIVES.get(lemma) or lexicon.CLAUSES.get(lemma)
    if found is not None:
        return found
    if verb.dep_ == "ccomp" and not is_infinitive(verb):
        return lexicon.SAID  # "will go, he wrote"
    return lexicon.SAME if verb.tag_ == "VBG" else lexicon.TO_DO


def _predicate(copula: Token) -> str | None:
    """ "It is false that they left": the word that judges the clause."""
    for child in copula.children:
        if child.dep_ in ("acomp", "attr", "oprd") and child.lemma_.lower() in lexicon.CLAUSES:
            return str(child.lemma_.lower())
    return None


def is_called_untrue(noun: Token) -> bool:
    """ "the report that they left is false"."""
    if noun.dep_ not in ("nsubj", "nsubjpass") or noun.head.lemma_ != "be":
        return False
    said = (c for c in noun.head.children if c.dep_ in ("acomp", "attr", "oprd"))
    return any(c.lemma_.lower() in cues.UNTRUE for c in said)


def _mark(verb: Token) -> Signature | None:
    """ "if", "until", "because": the word that opens the clause."""
    for child in verb.children:
        if child.dep_ not in ("mark", "advmod") or child.i > verb.i:
            continue
        found = lexicon.MARKS.get(child.lower_)
        if found and (verb.dep_ == "advcl" or child.lower_ in lexicon.CONDITIONS):
            return found
    return None


def _under_preposition(token: Token, preposition: Token) -> Governed:
    governor = preposition.head
    word, lemma = preposition.lower_, governor.lemma_.lower()
    if pair := lexicon.WITH_PREPOSITION.get((word, lemma)):
        return Governed(governor, pair)
    if word == "of" and preposition.i > 0 and preposition.nbor(-1).lower_ in ("instead", "short"):
        return Governed(None, lexicon.PREPOSITIONS["without"])
    if lemma in lexicon.CONTENT and word in ("of", "for", "to", "at", "that"):
        return Governed(governor, lexicon.CONTENT[lemma])
    is_verbal = token.pos_ in _VERBAL
    if is_verbal and word in lexicon.BEFORE_GERUNDS:
        return Governed(governor, lexicon.BEFORE_GERUNDS[word])
    if word in lexicon.PREPOSITIONS:
        return Governed(governor, lexicon.PREPOSITIONS[word])
    return Governed(governor, lexicon.BY_DOING if is_verbal else _of_phrase(token))


def _of_noun(noun: Token, head: Token) -> Signature:
    if noun.dep_ in ("dobj", "nsubjpass") and rules_out(head):
        return lexicon.RULED_OUT
    if noun.dep_ in ("dobj", "nsubjpass") and head.lemma_.lower() in lexicon.OBJECTS:
        return lexicon.OBJECTS[head.lemma_.lower()]
    if noun.dep_ in _PREDICATES:
        return lexicon.SAME
    if noun.dep_ in _NOMINAL_MODIFIERS:
        return lexicon.NAMED
    return _of_phrase(noun)


def _of_phrase(noun: Token) -> Signature:
    """ "the attack" is there whatever is said of it; "an attack" need not be."""
    before = {c.lower_ for c in noun.children if c.dep_ in ("det", "poss")}
    if "any" in before:
        return lexicon.ANY
    if before - _VAGUE:
        return lexicon.DEFINITE
    return lexicon.INDEFINITE if before else lexicon.BARE
