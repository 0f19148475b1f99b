"""A parsed sentence -> the rungs that it states for an indicator of kind level.

In:   the sentence; an indicator and its subject; what the article spoke of before (Topic)
Out:  RungReading: rung, polarity, the token that carries it, the rule that found it
Never: decides who says so (transforms/attribution.py), nor how sure (transforms/certainty.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span, Token

from transforms.clauses import Clause, clauses_of, subject_of
from transforms.polarity import is_negated, is_ruled_out
from transforms.records import Indicator, Subject
from transforms.stage import StageReading, stage_of
from transforms.subject import belongs, is_done_by_others, mention_pattern
from transforms.vocabulary.stages import MOVING, STAGES, TAKES_UP, TAKES_UP_VERBS, TRIGGERS

# Words on a noun that leave it the thing it was.
_NUMBERING = frozenset(
    "new another next other such further first second third fourth fifth sixth seventh eighth "
    "ninth tenth last latest".split()
)
# Things that are done, whatever their watch calls the doing of them.
_HAPPENINGS = frozenset(
    "exercise drill manoeuvre maneuver test launch strike attack campaign operation "
    "outbreak".split()
)
_NOT_YET = frozenset({"will", "would", "may", "might", "could", "can", "should", "to"})
_CALLING_OFF = frozenset("call cancel postpone abandon scrap shelve drop delay".split())
_THEY = frozenset({"they", "them", "those", "these"})
_ANAPHORS = frozenset(
    "another one it first last second third fourth others this that two three both they them "
    "those these".split()
)


@dataclass(frozen=True, slots=True)
class RungReading:
    level: str
    token: Token
    clause: Clause
    is_negated: bool
    certainty: str | None
    rule: str = "stage"  # or sign, presence, existence
    is_named: bool = True  # the thing stands in the clause


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article has been speaking of before a sentence."""

    is_ours: bool  # the subject was named not long ago
    carried: bool  # the sentence before spoke of this indicator's thing
    named: bool  # an earlier sentence did


def read_rungs(
    sentence: Span, indicator: Indicator, subject: Subject, topic: Topic
) -> list[RungReading]:
    """Return the rungs that a sentence states; an empty list where it states none."""
    if indicator.excludes and _has(indicator.excludes, sentence.text):
        return []
    found: list[RungReading] = []
    clauses = clauses_of(sentence)
    objects = _objects(clauses, indicator)
    if topic.named and not any(objects.values()):
        objects = {c.head.i: _short_forms(c, indicator) for c in clauses}
    _add_antecedents(clauses, objects)
    any_object = any(objects.values())
    if not (any_object or topic.carried):
        return []  # nothing for a deed or a sign to be about
    for clause in clauses:
        own = objects[clause.head.i]
        deeds = _deeds(clause, indicator, own, any_object or topic.carried)
        if indicator.places and not own:
            # "the deployment", "they may be sent"; not any "send"
            deeds = [d for d in deeds if d.pos_ == "NOUN" or _moves_them(d, topic)]
        sign = _signs(clause, indicator) if own or topic.carried else None
        in_place = not indicator.places or _has(indicator.places, clause.text)
        if not (sign or deeds or in_place):
            continue  # soldiers alone are no movement of soldiers
        if own or deeds:
            if not _is_ours(own or deeds, sentence, subject, topic):
                continue
        elif not (sign and topic.is_ours):
            continue
        reading = sign
        if reading is None and (own or any_object or topic.carried):
            reading = _of_stage(clause, indicator, deeds, own)
        if reading and (indicator.places or not is_done_by_others(reading.token, subject)):
            found.append(replace(reading, is_named=bool(own)))
    return found


def _objects(clauses: list[Clause], indicator: Indicator) -> dict[int, list[Token]]:
    """The tokens that name the indicator's thing, by the head of their clause."""
    # One look at all of them: no phrase reaches across the sign between two clauses.
    if not _has(indicator.objects, "\0".join(c.text for c in clauses)):
        return {c.head.i: [] for c in clauses}
    return {c.head.i: _phrase_tokens(c, indicator.objects) for c in clauses}


def _add_antecedents(clauses: list[Clause], objects: dict[int, list[Token]]) -> None:
    """ "The satellite, which was launched in May": the clause speaks of the thing before it."""
    named = {token.i for tokens in objects.values() for token in tokens}
    for clause in clauses:
        before = clause.head.head
        if clause.head.dep_ == "relcl" and before.i in named:
            objects[clause.head.i] = [*objects[clause.head.i], before]


def _short_forms(clause: Clause, indicator: Indicator) -> list[Token]:
    """ "the test" for the nuclear test that was named before; "an engine test" is another."""
    heads = _last_words(indicator.objects)
    return [t for t in clause.tokens if t.lemma_.lower() in heads and _is_bare(t)]


@cache
def _last_words(objects: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words.split()[-1].lower() for words in objects if " " in words)


def _is_bare(noun: Token) -> bool:
    if noun.pos_ != "NOUN" or any(c.lower_ in ("of", "for") for c in noun.children):
        return False  # "a test of a missile" is that thing's
    own_words = [c for c in noun.children if c.i < noun.i]
    return all(c.dep_ in ("det", "poss", "nummod") or c.lower_ in _NUMBERING for c in own_words)


def names_object(text: str, indicator: Indicator) -> bool:
    """Whether a text names the indicator's thing."""
    return _has(indicator.objects, text)


def _of_stage(
    clause: Clause, indicator: Indicator, deeds: list[Token], own: list[Token]
) -> RungReading | None:
    stage, rule = stage_of(clause, deeds, own, frozenset(indicator.stages)), "stage"
    is_doing = stage is not None and stage.stage == "underway" and stage.token == clause.head
    if stage is None or (is_doing and stage.token.lemma_ not in (*MOVING, "be")):
        there = _presence(clause, indicator, own)
        stage, rule = (there, "presence") if there is not None else (stage, rule)
    if stage is None:
        stage, rule = _existence(clause, indicator, own), "existence"
    if stage is None or (level := rung_at(indicator, stage.stage)) is None:
        return None
    return RungReading(level, stage.token, clause, stage.is_negated, stage.certainty, rule)


def _presence(clause: Clause, indicator: Indicator, own: list[Token]) -> StageReading | None:
    """What is in the place, or acts there, has come there.

    "There are troops in the border area", "sappers are clearing mines in the region".
    """
    verb = clause.head
    if not _has(indicator.places, clause.text):
        return None
    if not any(verb in (t.head, t.head.head) for t in own):
        return None
    if verb.lemma_ != "be" and not _acts_there(verb, own):
        return None
    if verb.lemma_ == "be" and any(c.dep_ == "aux" for c in verb.children):
        return None
    is_there = verb.lemma_ != "be" or any(
        c.dep_ == "prep" and c.lower_ in ("in", "at", "on", "near") for c in clause.tokens
    )
    return StageReading("done", verb, is_ruled_out(verb, clause)) if is_there else None


def _acts_there(verb: Token, own: list[Token]) -> bool:
    """Whether the thing itself does something, now or before, that is not moving or a plan."""
    lemma = verb.lemma_.lower()
    if lemma in MOVING or lemma in TRIGGERS or verb.pos_ != "VERB":
        return False
    # the parse may hang the subject on the auxiliary
    if not any(t.dep_ == "nsubj" and verb in (t.head, t.head.head) for t in own):
        return False
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return verb.tag_ != "VB" and not auxiliaries & _NOT_YET


def _existence(clause: Clause, indicator: Indicator, own: list[Token]) -> StageReading | None:
    """ "There was an exercise", "there is no drill": where the thing is itself a deed."""
    verb = clause.head
    if verb.lemma_ == "have":
        has_none = any(t.head == verb and t.dep_ == "dobj" and is_negated(t) for t in own)
        return StageReading("none", verb, False) if has_none else None
    if verb.lemma_ != "be" or not any(c.dep_ == "expl" for c in verb.children):
        return None
    acts = _acts(indicator.acts) | _HAPPENINGS
    thing = next((t for t in own if t.head == verb and t.dep_ in ("attr", "nsubj")), None)
    if thing is None or not (_is_act_noun(thing, acts) or thing.lemma_.lower() in _HAPPENINGS):
        return None
    stage = "done" if verb.tag_ == "VBD" or verb.tag_ == "VBN" else "underway"
    if stage not in indicator.stages:
        return None
    return StageReading(stage, verb, is_ruled_out(verb, clause) or is_negated(thing))


def rung_at(indicator: Indicator, stage: str) -> str | None:
    """The rung of a ladder for a general stage; a ladder without it takes the next one below."""
    order = STAGES.index(stage)
    rungs = zip(indicator.ladder, indicator.stages, strict=True)
    below = [(STAGES.index(s), rank, rung) for rank, (rung, s) in enumerate(rungs)]
    below = [b for b in below if b[0] <= order]
    return max(below)[2] if below and (order == 0 or max(below)[0] > 0) else None


def _deeds(
    clause: Clause, indicator: Indicator, own: list[Token], may_take_up: bool
) -> list[Token]:
    """Tokens that name the deed: words of the watch that govern the object, or take it up."""
    acts = _acts(indicator.acts)
    found = []
    for token in clause.tokens:
        lemma = token.lemma_.lower()
        if lemma in acts:
            is_taken_up = may_take_up and (_is_bare(token) or _has_anaphor(token))
            if own or is_taken_up:
                found.append(token)
        elif not own and may_take_up and lemma in TAKES_UP and token.pos_ == "NOUN":
            found.append(token)
    if not found and not own and may_take_up and _takes_up(clause.head):
        return [clause.head]
    if not found and not own and may_take_up and not indicator.places:
        found = [t for t in clause.tokens if TRIGGERS.get(t.lemma_.lower()) == "imminent"]
    return found + [t for t in own if t not in found and _is_act_noun(t, acts)]


def _moves_them(verb: Token, topic: Topic) -> bool:
    """ "They might later be sent": people who were spoken of just before."""
    if not topic.carried:
        return False
    arguments = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "nsubj")]
    return any(c.lower_ in _THEY or _is_of_them(c) for c in arguments)


def _is_of_them(noun: Token) -> bool:
    """ "A portion of them", "most of those"."""
    return any(o.lower_ in _THEY for of in noun.children if of.lower_ == "of" for o in of.children)


def _has_anaphor(verb: Token) -> bool:
    """ "In July he fired another", "the second was launched": the thing that was named before."""
    if verb.pos_ != "VERB":
        return False
    return any(
        c.lower_ in _ANAPHORS
        and (c.dep_ in ("dobj", "nsubjpass") or (c.dep_ == "nsubj" and c.lower_ in _THEY))
        for c in verb.children
    )


@cache
def _acts(acts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(act.lower() for act in acts)


def _takes_up(verb: Token) -> bool:
    """Whether a verb speaks of what was named before.

    "It could happen at any time", "but called it off".
    """
    subject = subject_of(verb)
    lemma = verb.lemma_.lower()
    if subject is not None and subject.lower_ in ("it", "that", "this") and lemma in TAKES_UP_VERBS:
        return True
    is_object = any(c.lower_ in ("it", "them") and c.dep_ == "dobj" for c in verb.children)
    return is_object and lemma in _CALLING_OFF


def _is_act_noun(token: Token, acts: frozenset[str]) -> bool:
    """Whether a thing is itself the deed: "a detonation" where one may "detonate"."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    return any(token.lemma_.lower().startswith(act.rstrip("e")) for act in acts if len(act) > 3)


def _signs(clause: Clause, indicator: Indicator) -> RungReading | None:
    """A phrase that the watch itself lists for a rung."""
    text = clause.text
    order = {rung: rank for rank, rung in enumerate(indicator.ladder)}
    for rung, phrases in sorted(indicator.signs, key=lambda s: -order[s[0]]):
        for phrase in phrases:
            if match := _sign_pattern(phrase).search(text):
                token = clause.token_at(match.start())
                no = is_ruled_out(token, clause)
                return RungReading(rung, token, clause, no, None, "sign")
    return None


@cache
def _sign_pattern(phrase: str) -> re.Pattern[str]:
    """ "near … launch pad": an ellipsis is up to eight words, words match by their start."""
    # The parser cuts "lift-off" in three.
    parts = [
        re.escape(p.strip().lower()).replace(r"\-", r"\s*-\s*").replace(r"\ ", r"\w*\s+") + r"\w*"
        for p in phrase.split("…")
    ]
    return re.compile(r"\b" + r"(?:\s+\S+){0,8}?\s+".join(parts))


def _phrase_tokens(clause: Clause, phrases: tuple[str, ...]) -> list[Token]:
    """The last token of each phrase that stands in a clause."""
    matches = _phrases_pattern(phrases).finditer(clause.text)
    return [clause.token_at(match.end() - 1) for match in matches]


@cache
def _phrases_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True) or ["(?!)"]
    return re.compile(r"(?<![\w])(?:" + "|".join(_loose(p) for p in ordered) + r")(?!\w)", re.I)


def _loose(phrase: str) -> str:
    """Plural and hyphen do not matter: "spy satellites", "Hwasong - 19"."""
    return re.escape(phrase).replace(r"\-", r"\s*-\s*").replace(r"\ ", r"[\s-]+") + "(?:e?s)?"


def _has(phrases: tuple[str, ...], text: str) -> bool:
    return bool(phrases) and bool(_phrases_pattern(phrases).search(text))


def _is_proper_name(noun: Token) -> bool:
    """Whether a thing has a name of its own ("Hwasong-20"): it is nobody else's."""
    return noun.pos_ == "PROPN" and not noun.text.isupper() and bool(re.search(r"\d", noun.text))


def _is_ours(nouns: list[Token], sentence: Span, subject: Subject, topic: Topic) -> bool:
    is_context = topic.is_ours or bool(mention_pattern(subject).search(sentence.text))
    is_context = is_context or any(_is_proper_name(n) for n in nouns)
    return any(belongs(n, sentence, subject, is_context) for n in nouns)
