"""An event word in a parsed sentence -> does it hold, and how sure is that, as the text has it?

In:   any token: a verb, or a noun or adjective that names something that happens
Out:  Factuality: a value from -3 (it did not happen) to 3 (it did), polarity, the ICD 203 word
Never: needs a watch; asks who is to be trusted: a source's flat word counts nearly as a fact.
The walk goes up the parse. Each word that governs the event has a signature (vocabulary/
implicatives.py): what becomes of the event where the governor holds, and where it does not. The
two are weighed by how far the governor itself holds, found in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from transforms.polarity import negator_of
from transforms.vocabulary import hedges, implicatives
from transforms.vocabulary.implicatives import DEGREES, Signature

Polarity = Literal["affirmed", "negated"]

# A governor further up than this says nothing of the event any more.
_MOST_STEPS = 25


@dataclass(frozen=True, slots=True)
class Factuality:
    """`value` is from -3 to 3; `certainty` is how sure the polarity is."""

    value: float
    polarity: Polarity
    certainty: str


def factuality_of(token: Token) -> Factuality:
    """Return how far the text presents the event that a token names as a fact."""
    degree = _degree(token, _MOST_STEPS)
    polarity: Polarity = "negated" if degree < 0 else "affirmed"
    return Factuality(round(3 * degree, 2), polarity, _grade(abs(degree)))


def _grade(degree: float) -> str:
    """The grade whose degree lies nearest, from "even" up."""
    grades = ("certain", "almost_certain", "very_likely", "likely", "even")
    return min(grades, key=lambda g: abs(DEGREES[g] - degree))


def _degree(token: Token, steps: int) -> float:
    """From -1 to 1: what governs the event, times what stands on it."""
    if steps == 0:
        return 1.0
    return _context(token, steps) * _own(token)


# --- what stands on the event itself -------------------------------------------------------------


def _own(token: Token) -> float:
    if token.pos_ in ("VERB", "AUX"):
        return _of_verb(token)
    return _of_noun(token)


def _of_verb(verb: Token) -> float:
    bearer = _bearer(verb)
    modal = next((c for c in bearer.children if c.dep_ == "aux" and _modal(c)), None)
    negator = negator_of(verb)
    if negator is None and bearer != verb and _is_under_or(verb):
        negator = negator_of(bearer)
    degree = _tense(verb)
    if modal is not None:
        signature = implicatives.MODALS[_modal(modal) or ""]
        degree = DEGREES[signature.negated if negator else signature.holds]
    elif negator is not None:
        degree = DEGREES["not"]
    for child in verb.children:
        grade = hedges.ADVERBS.get(child.lower_) if child.dep_ == "advmod" else None
        if grade:
            degree = min(degree, DEGREES[grade]) if degree > 0 else degree * DEGREES[grade]
    return degree


def _modal(aux: Token) -> str | None:
    word = aux.lower_
    for ending in ("n't", "n’t"):
        word = word.removesuffix(ending)
    return word if word in implicatives.MODALS and aux.tag_ == "MD" else None


def _bearer(verb: Token) -> Token:
    """The verb whose auxiliaries serve a joined one ("will come and go")."""
    for _ in range(4):
        shares = (
            verb.dep_ == "conj"
            and verb.head.pos_ in ("VERB", "AUX")
            and verb.tag_ == verb.head.tag_
            and not any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for c in verb.children)
        )
        if not shares:
            return verb
        verb = verb.head
    return verb


def _is_under_or(verb: Token) -> bool:
    """ "did not come or call": the "not" reaches over an "or", not over an "and" or "but"."""
    return any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in verb.head.children)


def _tense(verb: Token) -> float:
    if verb.tag_ in ("VBZ", "VBP"):
        return DEGREES["almost_certain"]
    has_subject = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and not has_subject:
        return DEGREES["even"]  # an order is not yet carried out
    return DEGREES["certain"] if verb.dep_ == "ROOT" else 1.0


def _of_noun(noun: Token) -> float:
    if negator_of(noun) is not None:
        return DEGREES["not"]
    degree = 1.0
    for child in noun.children:
        grade = NOUN_MARKS.get(child.lower_) or hedges.ADJECTIVES.get(child.lower_)
        if grade and child.dep_ in ("amod", "acl", "advmod", "nmod"):
            degree = min(degree, DEGREES[grade])
    return degree


NOUN_MARKS = {
    "potential": "even", "future": "likely", "planned": "likely", "proposed": "even",
    "attempted": "open", "failed": "open", "further": "likely", "likely": "likely",
    "any": "even", "threatened": "even", "would-be": "even", "eventual": "likely",
}

# --- what governs it ------------------------------------------------------------------------------


def _context(token: Token, steps: int) -> float:
    """How far the clause or phrase that the event stands in holds."""
    head, dep = token.head, token.dep_
    if head == token or dep in ("ROOT", "parataxis"):
        return 1.0
    if dep == "conj":
        if token.pos_ in ("VERB", "AUX") and head.pos_ in ("VERB", "AUX"):
            return _context(head, steps - 1)
        return _degree(head, steps - 1)
    signature, governor = _signature(token, head)
    held = _degree(governor, steps - 1) if governor is not None else 1.0
    return _weighed(signature, held)


def _weighed(signature: Signature, held: float) -> float:
    share = (1 + held) / 2
    return share * DEGREES[signature.holds] + (1 - share) * DEGREES[signature.negated]


def _signature(token: Token, head: Token) -> tuple[Signature, Token | None]:
    if token.pos_ in ("VERB", "AUX"):
        return _of_clause(token, head)
    return _of_phrase(token, head)


_TAKEN = Signature("certain", "almost_certain")
_SAME = Signature("certain", "not")
_ASIDE = Signature("certain", "likely")


def _of_clause(verb: Token, head: Token) -> tuple[Signature, Token | None]:
    is_infinitive = any(c.tag_ == "TO" for c in verb.children)
    lemma = head.lemma_.lower()
    dep = verb.dep_
    if mark := _mark(verb):
        return mark, None
    if dep in ("xcomp", "ccomp", "csubj", "csubjpass", "acomp", "oprd", "dobj"):
        if dep == "ccomp" and not is_infinitive and verb.tag_ not in ("VB", "VBG"):
            return implicatives.CLAUSES.get(lemma, Signature("almost_certain", "open")), head
        default = Signature("certain", "not") if verb.tag_ == "VBG" else Signature("likely", "unlikely")
        table = implicatives.INFINITIVES
        found = table.get(lemma) or implicatives.CLAUSES.get(lemma)
        if found is None and dep == "ccomp" and not is_infinitive:
            found = Signature("almost_certain", "open")
        return found or default, head
    if dep == "advcl" and is_infinitive:
        return implicatives.PURPOSE, head
    if dep in ("acl", "relcl") and (is_infinitive or dep == "acl"):
        if is_infinitive:
            return implicatives.CONTENT.get(lemma, Signature("likely", "unlikely")), head
        if lemma in implicatives.CONTENT and verb.tag_ not in ("VBN", "VBG"):
            return implicatives.CONTENT[lemma], head
    if dep == "pcomp":
        return _of_preposition(verb, head)
    return _ASIDE, head


def _mark(verb: Token) -> Signature | None:
    if verb.dep_ not in ("advcl", "ccomp", "pcomp", "csubj", "acl", "relcl"):
        return None
    for child in verb.children:
        if child.dep_ in ("mark", "advmod") and child.i < verb.i:
            found = implicatives.MARKS.get(child.lower_)
            if found and (verb.dep_ == "advcl" or child.lower_ in ("if", "whether", "unless")):
                return found
    return None


def _of_preposition(token: Token, head: Token) -> tuple[Signature, Token | None]:
    governor = head.head
    pair = implicatives.WITH_PREPOSITION.get((head.lower_, governor.lemma_.lower()))
    if pair:
        return pair, governor
    if governor.lemma_.lower() in implicatives.CONTENT and head.lower_ in ("of", "for", "to"):
        return implicatives.CONTENT[governor.lemma_.lower()], governor
    if head.lower_ in implicatives.PREPOSITIONS:
        return implicatives.PREPOSITIONS[head.lower_], governor
    return (_SAME if token.pos_ in ("VERB", "AUX") else _presupposed(token)), governor


def _of_phrase(token: Token, head: Token) -> tuple[Signature, Token | None]:
    if token.dep_ == "pobj":
        return _of_preposition(token, head)
    lemma = head.lemma_.lower()
    if token.dep_ in ("dobj", "nsubjpass") and lemma in implicatives.OBJECTS:
        return implicatives.OBJECTS[lemma], head
    if token.dep_ in ("acomp", "attr", "oprd", "prt", "advmod"):
        return Signature("certain", "not"), head
    return _presupposed(token), head


def _presupposed(noun: Token) -> Signature:
    dets = {c.lower_ for c in noun.children if c.dep_ in ("det", "poss")}
    if "any" in dets:
        return Signature("certain", "not")
    if dets - {"a", "an", "some", "no", "any"}:
        return Signature("certain", "likely")
    return Signature("certain", "unlikely")
