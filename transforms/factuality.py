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

from transforms.clauses import is_question
from transforms.governing import governed
from transforms.polarity import negator_of
from transforms.vocabulary import hedges
from transforms.vocabulary import implicatives as lexicon
from transforms.vocabulary.implicatives import DEGREES, Signature

Polarity = Literal["affirmed", "negated"]

_VERBAL = frozenset({"VERB", "AUX"})
_FINITE = frozenset({"VBD", "VBZ"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
# A governor further up than this says nothing of the event any more.
_MOST_STEPS = 25


@dataclass(frozen=True, slots=True)
class Factuality:
    """`value` is from -3 to 3; `certainty` is how sure the polarity is."""

    value: float
    polarity: Polarity
    certainty: str


def factuality_of(token: Token, cue: Token | None = None) -> Factuality:
    """Return how far the text presents the event that a token names as a fact.

    With a `cue`, the word of saying of a source: how far that source does; what stands above the
    cue, and the cue itself, leave the source's own words as they are.
    """
    degree = _degree(token, cue, _MOST_STEPS)
    polarity: Polarity = "negated" if degree < 0 else "affirmed"
    return Factuality(round(3 * degree, 2), polarity, _grade(abs(degree)))


def _grade(degree: float) -> str:
    """The grade whose degree lies nearest, from "even" up."""
    grades = ("certain", "almost_certain", "very_likely", "likely", "even")
    return min(grades, key=lambda grade: abs(DEGREES[grade] - degree))


def _degree(token: Token, cue: Token | None, steps: int) -> float:
    """From -1 to 1: how far the phrase holds that the event stands in, times what stands on it."""
    if steps == 0:
        return 1.0
    return _context(token, cue, steps) * _own(token)


def _context(token: Token, cue: Token | None, steps: int) -> float:
    if token.dep_ == "conj" and token.head != token:
        other = _joined_to(token)
        is_both_verbs = token.pos_ in _VERBAL and other.pos_ in _VERBAL
        return _context(other, cue, steps - 1) if is_both_verbs else _degree(other, cue, steps - 1)
    found = governed(token)
    if found is None or (cue is not None and found.governor == cue):
        return 1.0
    if found.governor is None:
        return DEGREES[found.signature.holds]
    if _is_negated_by(found.governor, token):
        # "no talks were held": the one "no" is not two
        return _weighed(found.signature, _context(found.governor, cue, steps - 1))
    return _weighed(found.signature, _degree(found.governor, cue, steps - 1))


def _joined_to(token: Token) -> Token:
    """ "failed to win and resigned": a finite verb is joined to the finite one above."""
    other = token.head
    # a past form is at times taken for a participle
    is_finite = token.tag_ in _FINITE or token.tag_ == "VBN"
    while is_finite and other.tag_ == "VB" and other.head != other:
        other = other.head
    return other


def _is_negated_by(verb: Token, argument: Token) -> bool:
    negator = negator_of(verb)
    return negator is not None and (negator == argument or negator.head == argument)


def _weighed(signature: Signature, held: float) -> float:
    """The two ends of a signature, weighed by how far the governor holds."""
    share = (1 + held) / 2
    return share * DEGREES[signature.holds] + (1 - share) * DEGREES[signature.negated]


# --- what stands on the event itself -------------------------------------------------------------


def _own(token: Token) -> float:
    degree = _of_verb(token) if token.pos_ in _VERBAL else _of_noun(token)
    for child in token.children:
        grade = _grade_on(child)
        if grade is not None:
            degree = min(degree, DEGREES[grade]) if degree > 0 else degree * DEGREES[grade]
    return degree


def _grade_on(child: Token) -> str | None:
    """The grade that an adverb or adjective on the event carries ("probably", "planned")."""
    if child.dep_ == "advmod":
        return hedges.ADVERBS.get(child.lower_)
    if child.dep_ in ("amod", "nmod"):
        return lexicon.ADJECTIVES.get(child.lower_) or hedges.ADJECTIVES.get(child.lower_)
    return None


def _of_noun(noun: Token) -> float:
    return 1.0 if negator_of(noun) is None else DEGREES["not"]


def _of_verb(verb: Token) -> float:
    bearer = _bearer(verb)
    negator = negator_of(verb)
    if negator is None and bearer != verb and _is_under_or(verb):
        negator = negator_of(bearer)
    if modal := _modal(bearer):
        return DEGREES[modal.negated if negator else modal.holds]
    if negator is None:
        return _of_form(verb)
    # "gave no reason": of the giving itself little is said
    is_of_object = negator.head != verb and negator.head.dep_ in ("dobj", "attr")
    return DEGREES["open" if is_of_object else "not"]


def _modal(verb: Token) -> Signature | None:
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    is_perfect = any(c.lower_ == "have" for c in auxiliaries)
    for auxiliary in auxiliaries:
        word = auxiliary.lower_.removesuffix("n't").removesuffix("n’t")
        if auxiliary.tag_ == "MD" and word in lexicon.MODALS:
            perfect = lexicon.PERFECT_MODALS.get(word) if is_perfect else None
            return perfect or lexicon.MODALS[word]
    return None


def _bearer(verb: Token) -> Token:
    """The verb whose auxiliaries serve a joined one ("will come and go")."""
    for _ in range(4):
        dependents = {c.dep_ for c in verb.children}
        is_joined = verb.dep_ == "conj" and verb.head.pos_ in _VERBAL
        has_own = dependents & {"aux", "auxpass", "nsubj", "nsubjpass"}
        if not is_joined or has_own or not _same_form(verb, verb.head):
            return verb
        verb = verb.head
    return verb


def _same_form(one: Token, other: Token) -> bool:
    """Whether one auxiliary can serve both; the two past forms are often mistaken in the parse."""
    past = ("VBD", "VBN")
    return one.tag_ == other.tag_ or (one.tag_ in past and other.tag_ == "VBN")


def _is_under_or(verb: Token) -> bool:
    """ "did not come or call": the "not" reaches over an "or", not over an "and" or "but"."""
    return any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in verb.head.children)


def _of_form(verb: Token) -> float:
    """A question leaves it open; the present may be a habit; an order is not yet carried out."""
    if is_question(verb):
        return DEGREES["even"]
    if verb.tag_ in ("VBZ", "VBP"):
        return DEGREES["almost_certain"]
    is_order = verb.tag_ == "VB" and verb.dep_ == "ROOT"
    if is_order and not any(c.dep_ in _SUBJECTS for c in verb.children):
        return DEGREES["even"]
    return 1.0
