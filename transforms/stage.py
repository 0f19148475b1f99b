"""A clause about a deed -> how far the deed has come, and whether that is said or denied.

In:   a clause and the words in it that name the deed or its object
Out:  StageReading, or None where the clause merely mentions the thing
Never: knows a watch: stages are general (vocabulary/stages.py), rungs are transforms/rung.py's.
The word that says most wins: near in time, then worked on, then intended, then the tense of
the deed itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.clauses import Clause, clause_head, path_length, subject_of
from transforms.polarity import is_absent_sign, is_negated, is_ruled_out, is_under_absent_sign
from transforms.vocabulary import cues
from transforms.vocabulary.stages import (
    ASSERTING,
    ATTESTING,
    LIGHT_VERBS,
    ON_ORDER,
    ONGOING,
    PHRASES,
    STOPPING,
    TRIGGERS,
    TRYING,
    VERBS_ONLY,
)

_PHRASES = [(re.compile(pattern), stage) for pattern, stage in PHRASES]
_ON_ORDER = re.compile(ON_ORDER)
_PRECEDENCE = ("none", "imminent", "preparing", "planned", "underway")
# Farther than this from the deed in the parse, a word says nothing of it (arcs).
_REACH = 4
_NOUN_REACH = 2
_AHEAD = frozenset({"planned", "preparing", "imminent"})
_BE = frozenset({"is", "are", "was", "were", "been", "be", "’s", "'s"})
_FUTURE = frozenset(
    {"will", "would", "shall", "may", "might", "could", "can", "should", "’ll", "'ll"}
)


@dataclass(frozen=True, slots=True)
class StageReading:
    """`token` carries the stage; certainty and attribution are read from it."""

    stage: str
    token: Token
    is_negated: bool
    certainty: str | None = None  # where the stage word is a hedge too ("unlikely within days")


def stage_of(
    clause: Clause, deeds: list[Token], objects: list[Token], known: frozenset[str]
) -> StageReading | None:
    """Return the stage that a clause states of its deeds; `known` are the stages of the ladder.

    Where no deed is named, words of nearness and of work may stand on the thing itself.
    """
    reading = _near_or_worked_on(clause, deeds or objects, known)
    reading = reading or next(filter(None, map(tense_of, deeds)), None)
    return reading or next(filter(None, map(_no_sign_of, deeds)), None)


def _no_sign_of(deed: Token) -> StageReading | None:
    """ "no signs of a launch": of the deed itself, not of its being near."""
    if deed.pos_ != "NOUN" or deed.dep_ != "pobj":
        return None
    sign = deed.head.head
    return StageReading("none", sign, False) if is_absent_sign(sign) else None


def _near_or_worked_on(
    clause: Clause, deeds: list[Token], known: frozenset[str]
) -> StageReading | None:
    found: list[tuple[str, Token]] = []
    for token in clause.tokens:
        stage = TRIGGERS.get(token.lemma_.lower())
        if token.pos_ != "VERB" and token.lemma_.lower() in VERBS_ONLY:
            continue  # "a solid-fuel missile" is not being fuelled
        if stage and _is_about(token, deeds, stage):
            found.append((stage, token))
    text = clause.text
    for pattern, stage in _PHRASES:
        if match := pattern.search(text):
            found.append((stage, clause.token_at(match.start())))
    # On a ladder that knows no nearness, what is expected soon is expected.
    if "imminent" not in known:
        found = [f for f in found if f[0] != "imminent" or is_ruled_out(f[1], clause)]
    if not found:
        return None
    stage, token = min(found, key=lambda f: _PRECEDENCE.index(f[0]))
    if stage == "imminent" and _ON_ORDER.search(clause.head.sent.text.lower()):
        stage = "preparing"
    unlikely = stage == "imminent" and re.search(r"\b(?:unlikely|improbable)\b", text)
    is_under = token.dep_ in ("dobj", "nsubjpass", "xcomp")
    is_stopped = is_under and token.head.lemma_.lower() in STOPPING
    is_denied = bool(unlikely) or is_stopped or is_ruled_out(token, clause)
    return StageReading(stage, token, is_denied, "likely" if unlikely else None)


def _is_about(trigger: Token, deeds: list[Token], stage: str) -> bool:
    """Whether a trigger governs, or stands on, a deed of this clause."""
    if trigger.dep_ == "nsubj" and trigger.head.lemma_.lower() not in ASSERTING:
        return False  # "the preparations follow a visit": taken for granted
    if stage == "preparing" and trigger.dep_ == "nsubj" and trigger.head.lemma_.lower() == "be":
        return True  # "preparations were under way for the launch"
    if any(trigger == d or trigger in d.ancestors for d in deeds):
        return True
    if stage == "planned":
        return False
    # "answered the dispatch with preparations" prepares something else
    reach = _NOUN_REACH if stage == "preparing" and trigger.pos_ == "NOUN" else _REACH
    return any(path_length(trigger, d) <= reach for d in deeds)


def is_ahead(deed: Token) -> bool:
    """Whether a deed lies ahead: planned, prepared, promised, or in a future form."""
    head = clause_head(deed)
    for node in (deed, *deed.ancestors):
        if node != deed and node.pos_ == "VERB" and _auxiliaries(node) & _FUTURE:
            return True  # "could end up sending"
        if node != deed and TRIGGERS.get(node.lemma_.lower()) in _AHEAD:
            return bool(node.pos_ in ("VERB", "NOUN", "ADJ"))
        if node == head:
            break
    reading = tense_of(deed)
    return reading is not None and reading.stage == "planned"


def tense_of(deed: Token) -> StageReading | None:
    """The stage that a deed's own verb form says; None for a deed that is only mentioned."""
    if deed.pos_ in ("NOUN", "PROPN"):
        return _noun_tense(deed)
    if deed.head.lemma_ == "have" and "to" in _auxiliaries(deed) and _has_yet(deed.head):
        return StageReading("done", deed, True)
    stage = _verb_stage(deed)
    if stage is None:
        return None
    no_sign = is_under_absent_sign(deed)
    return StageReading(stage, deed, no_sign or is_negated(deed))


def _has_yet(have: Token) -> bool:
    """ "has yet to launch"."""
    return any(c.lower_ == "yet" for c in have.children)


def _auxiliaries(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}


def _verb_stage(verb: Token) -> str | None:
    auxiliaries = _auxiliaries(verb)
    is_subjunctive = verb.tag_ == "VBN" and auxiliaries == {"be"}
    if is_subjunctive and TRIGGERS.get(verb.head.lemma_.lower()) == "planned":
        return "planned"  # "it is foreseen that 1,000 be installed"
    if verb.tag_ == "VB" and "did" in auxiliaries:
        return "done"  # "did not launch"
    if auxiliaries & _FUTURE and "have" not in auxiliaries:
        return "planned"
    if "did" in auxiliaries:
        return "done"  # "did not launch": the past, as it is said in the negative
    if not auxiliaries and _shares_auxiliaries(verb):
        return _verb_stage(verb.head)  # "are to be built and launched"
    if verb.tag_ == "VBG":
        return "underway" if auxiliaries & _BE else _gerund_stage(verb)
    if "to" in auxiliaries:
        return _infinitive_stage(verb, "have" in auxiliaries)
    is_participle = verb.dep_ in ("acl", "amod") and subject_of(verb) is None
    if verb.tag_ == "VBD":
        return None if is_participle else "done"
    if verb.tag_ == "VBN" and "being" in auxiliaries:
        return "underway"
    if verb.tag_ == "VBN":
        # "having fired …, the North" presupposes; it does not assert
        return "done" if auxiliaries and "having" not in auxiliaries else None
    return None


def _shares_auxiliaries(verb: Token) -> bool:
    is_joined = verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ and verb.tag_ != "VBD"
    return is_joined and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _gerund_stage(verb: Token) -> str | None:
    """ "began sending", "denied sending", "was seen sending"; "confirmed sending"."""
    governor = verb.head.lemma_.lower()
    if governor in cues.PERCEIVING and verb.dep_ in ("ccomp", "xcomp"):
        return "underway"
    is_charge = governor == "of" and verb.head.head.lemma_.lower() == "accuse"
    if governor in ONGOING or governor in cues.DENYING or is_charge:
        return "underway"
    return "done" if governor in ATTESTING else None


def _infinitive_stage(verb: Token, is_perfect: bool) -> str | None:
    """ "began to send", "is likely to send", "is believed to have sent", "failed to launch"."""
    governor = verb.head
    lemma = governor.lemma_.lower()
    if lemma in ONGOING:
        return "underway"
    if lemma in ("likely", "unlikely", "poised", "poise", "bound", "set", "be"):
        return "planned"
    if lemma in TRYING:
        return _attempt_stage(governor)
    if governor.pos_ == "VERB" and _verb_stage(governor) == "planned":
        return "planned"  # "might go on to carry out"
    return "done" if is_perfect else None


def _attempt_stage(attempt: Token) -> str | None:
    """An attempt in the past is a deed, whether or not it succeeded; one ahead is a plan."""
    verb = attempt
    if attempt.pos_ == "NOUN":
        verb = next((t for t in attempt.ancestors if t.pos_ in ("VERB", "AUX")), attempt)
    stage = _verb_stage(verb)
    return "preparing" if stage == "underway" else stage


def _said_of(noun: Token, verb: Token) -> StageReading | None:
    """ "The test is likely to take place", "the launch was a success"."""
    said = {c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr")}
    if said & {"likely", "unlikely"}:
        return StageReading("planned", verb, is_negated(verb))
    is_over = said & {"success", "failure", "successful", "unsuccessful"}
    return StageReading("done", noun, False) if is_over else None


def _is_of_a_report(noun: Token) -> bool:
    """ "reports of a deployment"."""
    return bool(noun.dep_ == "pobj" and noun.head.head.lemma_.lower() in cues.NOUNS)


def _noun_tense(noun: Token) -> StageReading | None:
    """ "conducted a test", "confirmed the deployment", "the launch failed"."""
    verb = next((t for t in noun.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or clause_head(noun) != clause_head(verb):
        return None
    if _is_of_a_report(noun) and verb.lemma_.lower() in cues.DENYING:
        return StageReading("underway", noun, False)
    if noun.head != verb and not (noun.dep_ == "pobj" and noun.head.head == verb):
        return None
    lemma = verb.lemma_.lower()
    if lemma == "be" and noun.dep_ == "nsubj":
        return _said_of(noun, verb)
    if lemma in LIGHT_VERBS:
        stage = _verb_stage(verb)
        if stage == "done" and lemma in ONGOING:
            stage = "underway"
        return StageReading(stage, verb, is_negated(verb)) if stage else None
    if noun.dep_ not in ("dobj", "nsubjpass"):
        return None
    if lemma in cues.DENYING:
        return StageReading("underway", noun, False)
    if lemma == "announce":
        return StageReading("planned", noun, False)
    return StageReading("done", noun, False) if lemma in ATTESTING else None
