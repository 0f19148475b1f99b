"""A parsed sentence and its quantities -> which indicator each quantity counts.

In:   the sentence, the quantities in it, the quantity indicators of a watch
Out:  Count: quantity, indicator, the token that carries the statement
Never: counts what belongs to somebody else, a share, or a number whose noun says that it counts
       something else. "killed or wounded" is one number of the indicator that is their sum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from transforms.clauses import clause_head, path_length, subject_of
from transforms.counted import (
    counted_noun,
    is_former,
    is_number,
    is_part,
    is_part_of_them,
    is_whole,
    may_stand_alone,
    measure_of,
    measured_thing,
    number_token,
    parts_of_a_sum,
    unit_token,
)
from transforms.quantity import Quantity, in_unit, is_in_unit
from transforms.records import Indicator, Subject
from transforms.stage import is_ahead
from transforms.subject import belongs

# Farther than this from a number, a verb says nothing of it (arcs of the parse).
_REACH = 5
_PLACING = frozenset({"in", "at", "near", "on", "inside", "there", "here"})


@dataclass(frozen=True, slots=True)
class Count:
    quantity: Quantity
    indicator: Indicator
    token: Token  # the number or the noun that it counts
    deed: Token | None  # the word that says what happened to them


def count(
    sentence: Span,
    quantities: Sequence[Quantity],
    indicators: Sequence[Indicator],
    subjects: dict[str, Subject],
    is_context_ours: bool,
    recent: frozenset[str] = frozenset(),
) -> list[Count]:
    """Return what the quantities of a sentence count; offsets are the sentence's own.

    `recent`: the indicators that were counted not long before.
    """
    found: list[Count] = []
    shares = {id(q) for q in parts_of_a_sum(quantities)}
    for quantity in quantities:
        number = number_token(sentence, quantity)
        if number is None or is_former(number) or id(quantity) in shares:
            continue
        of_its_kind = [i for i in indicators if is_in_unit(quantity, i.unit)]
        noun = counted_noun(number) if quantity.unit is None else measured_thing(number)
        if number.lower_ == "one" and (noun is None or number.head != noun):
            continue  # "one of the men", "one said"
        if quantity.unit is not None:
            number = unit_token(number)
        chosen = _choose(number, noun, sentence, of_its_kind) if of_its_kind else None
        if chosen is None and noun is None and found and _goes_on_elsewhere(number):
            chosen = found[-1].indicator, found[-1].deed
        if chosen is None:
            continue
        indicator, deed = chosen
        if noun is None and deed != number.head and _is_definite(number):
            continue  # "the four": they were told of before
        if is_part(number) and not _is_of_its_own(indicator, number, found, recent):
            continue
        if any(re.search(rf"\b{re.escape(w)}", sentence.text, re.I) for w in indicator.excludes):
            continue
        if not belongs(noun or number, sentence, subjects[indicator.subject], is_context_ours):
            continue
        said = in_unit(quantity, indicator.unit, sentence.text)
        found.append(Count(said, indicator, noun or number, deed))
    return found


def _is_definite(number: Token) -> bool:
    return any(c.lower_ in ("the", "these", "those") for c in number.children)


def _goes_on_elsewhere(number: Token) -> bool:
    """ "… 97 in Kasai, 21 in Angola and 14 in Uganda": what was counted is not said again."""
    after = number.doc[number.i + 1] if number.i + 1 < len(number.doc) else None
    is_placed = after is not None and after.lower_ in ("in", "at", "near", "from", "for")
    return is_placed and number.doc[number.i - 1].lower_ in (",", ";", "and")


def _is_of_its_own(
    indicator: Indicator, number: Token, before: Sequence[Count], recent: frozenset[str]
) -> bool:
    """ "12,000 went; 4,000 of them died": a part of one indicator's total, but another's number.

    So is a part by place, where the indicator is kept by place.
    """
    if "place" in indicator.by:
        return True
    if not is_part_of_them(number) or indicator.stage == "planned":
        return False
    if indicator.stage is not None and indicator.id in recent:
        return False
    return all(c.indicator.id != indicator.id for c in before)


def _choose(
    number: Token, noun: Token | None, sentence: Span, indicators: Sequence[Indicator]
) -> tuple[Indicator, Token | None] | None:
    """The indicator whose word stands nearest to the number in the parse."""
    indicators = _most_specific(noun, indicators)
    for thing in (noun, None if noun is not None else measure_of(number)):
        named = next((i for i in indicators if thing is not None and _names(thing, i)), None)
        if named is not None and thing is not None:
            return _sum_of(thing, named, indicators), thing
    if noun is not None and not any(_counts(noun, i) for i in indicators):
        return None
    if noun is None and not may_stand_alone(number):
        return None
    anchor = noun or number
    if noun is not None and _is_said_to_be_there(noun):
        return _present((number, anchor), noun, sentence, indicators)
    scope = list(anchor.subtree) if noun is not None and is_whole(noun, number) else sentence
    deeds = [
        (_is_aside(word, anchor), _distance(anchor, word), abs(word.i - number.i), rank, word)
        for word in scope
        for rank, i in enumerate(indicators)
        if _is_deed_of(word, i) and (noun is None or _counts(noun, i))
        if not _does_it_to_others(anchor, word, i) and not _is_of_another(word, number, anchor)
        if not _is_of_another_clause(word, anchor) and not _has_own_number(word, number)
        if word.pos_ == "VERB" or clause_head(word) == clause_head(anchor)
    ]
    measured = noun is not None and measure_of(number) is not None
    near = [d for d in deeds if d[1] <= _REACH]
    if near:
        _, _, _, rank, deed = min(near, key=lambda d: d[:4])
        indicator = _sum_of(deed, indicators[rank], indicators)
        return _staged(indicator, deed, indicators), deed
    if noun is None and (_is_placed(number) or _is_their_number(number)):
        noun = anchor
    present = _present((number, anchor), noun, sentence, indicators)
    return present or (_only_one(noun, indicators) if measured else None)


def _most_specific(noun: Token | None, indicators: Sequence[Indicator]) -> Sequence[Indicator]:
    """ "Confirmed cases" are not just cases: an indicator that names both words goes before."""
    if noun is None or noun.i == 0:
        return indicators
    pairs = {f"{noun.nbor(-1).lower_} {form}" for form in (noun.lower_, noun.lemma_.lower())}
    specific = [i for i in indicators if pairs & (_lower(i.counts) | _lower(i.nouns))]
    return specific or indicators


def _is_said_to_be_there(noun: Token) -> bool:
    """ "8,000 soldiers are now in …": being there is what is said of the number first."""
    verb = noun.head
    is_subject = noun.dep_ == "nsubj" and verb.lemma_.lower() == "be"
    return is_subject and any(
        c.dep_ == "prep" and c.lower_ in ("in", "at", "near", "on") for c in verb.children
    )


def _is_placed(number: Token) -> bool:
    """ "11,000 of them are in Kursk", "8,000 were there": people who were spoken of."""
    verb = number.head
    is_there = verb.lemma_ == "be" and any(c.lower_ in _PLACING for c in verb.children)
    return number.dep_ in ("nsubj", "attr") and (is_there or is_part_of_them(number))


def _is_their_number(number: Token) -> bool:
    """ "It has estimated their number at 10,000"."""
    measure = measure_of(number)
    return measure is not None and measure.lemma_.lower() in ("number", "strength", "total")


def _only_one(
    noun: Token | None, indicators: Sequence[Indicator]
) -> tuple[Indicator, Token | None] | None:
    """ "The number of warships stood at 21": the one indicator that counts warships."""
    counting = [i for i in indicators if noun is not None and _counts(noun, i)]
    counting = [i for i in counting if i.stage != "planned"]
    return (counting[0], None) if len(counting) == 1 else None


def _is_aside(word: Token, anchor: Token) -> bool:
    """Whether a deed only says which ones are meant, or is told by a clause joined to theirs.

    In "100 soldiers sent to fight have been killed" the number is of the killed.
    """
    if word.dep_ == "amod" and word.head == anchor:
        return True  # "captured two wounded soldiers"
    if anchor.dep_ not in ("nsubj", "nsubjpass"):
        return False
    participle = anchor.head
    if _has_no_auxiliary(participle):  # no verb of the sentence, whatever the parse says
        finite = [v for v in (participle.head, *participle.children) if _lacks_subject(v)]
        after = [v for v in finite if v.i > participle.i and v.tag_ != "VB"]
        below = [v for v in after if v in participle.subtree]
        is_own = word in participle.subtree
        return bool(after) and is_own and not any(v == word or v in word.ancestors for v in below)
    return word.dep_ in ("acl", "relcl") and bool(word.head == anchor)


def _is_of_another_clause(word: Token, anchor: Token) -> bool:
    """ "15,000 went; 2,000 have been brought home": the number has a verb of its own."""
    if anchor.dep_ not in ("nsubj", "nsubjpass") or word.pos_ != "VERB":
        return False
    if _has_no_auxiliary(anchor.head):
        return False  # a participle that the parse took for the verb
    if _is_joined_with_a_subject(word, anchor.head):
        return True  # "27 have recovered, 22 died"
    if word in anchor.ancestors:
        return bool(anchor.head.dep_ in ("conj", "ccomp", "parataxis") and word != anchor.head)
    own = clause_head(anchor)
    above = (t for t in (word, *word.ancestors) if t != own and t not in own.ancestors)
    if word.i < anchor.i and any(t.dep_ in ("ccomp", "parataxis") for t in above):
        return True
    return word not in own.subtree


def _is_joined_with_a_subject(verb: Token, first: Token) -> bool:
    """Whether a verb is joined to the first one, and has a subject of its own."""
    while verb.dep_ == "conj" and verb != first:
        if any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return first in verb.ancestors
        verb = verb.head
    return False


def _has_no_auxiliary(verb: Token) -> bool:
    return verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _lacks_subject(verb: Token) -> bool:
    """A finite verb without a subject: the parse gave it to a participle before it."""
    dependents = {c.dep_ for c in verb.children}
    is_finite = verb.pos_ == "VERB" and bool(dependents & {"aux", "auxpass"})
    return is_finite and not dependents & {"nsubj", "nsubjpass"}


def _distance(anchor: Token, word: Token) -> int:
    """Arcs of the parse; a verb that follows at once is nearest ("200 have been hurt")."""
    between = anchor.doc[anchor.i + 1 : word.i]
    is_next = word.i > anchor.i and all(t.pos_ in ("AUX", "ADV") for t in between)
    if is_next and word.pos_ == "VERB":
        return 1
    return path_length(anchor, word)


def _is_of_another(word: Token, number: Token, anchor: Token) -> bool:
    """ "two men, one of them wounded": the wounded man is another number's."""
    above = list(word.ancestors)
    if anchor not in above:
        return False
    between = above[: above.index(anchor)]
    return any(t.like_num and t != number for t in between)


def _has_own_number(word: Token, number: Token) -> bool:
    """ "41 planes, with two dozen crossings": the crossings are counted by themselves."""
    if word.pos_ not in ("NOUN", "PROPN"):
        return False
    return any(is_number(c) and c != number and c.dep_ == "nummod" for c in word.children)


def _does_it_to_others(anchor: Token, verb: Token, indicator: Indicator) -> bool:
    """ "300 soldiers killed 20 villagers": the 300 are not the dead."""
    if verb.pos_ != "VERB" or subject_of(verb) != anchor or verb.tag_ == "VBN":
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return any(_counts(o, indicator) or any(map(is_number, o.children)) for o in objects)


def _counts(noun: Token, indicator: Indicator) -> bool:
    before = noun.nbor(-1).lower_ if noun.i else ""
    forms = (noun.lemma_.lower(), noun.lower_)
    pairs = (f"{before} {form}" for form in forms)
    return not _lower(indicator.counts).isdisjoint((*forms, *pairs))


def _names(noun: Token, indicator: Indicator) -> bool:
    """Whether a noun is itself what has happened ("300 fatalities", "40 confirmed cases")."""
    before = noun.nbor(-1).lower_ if noun.i else ""
    forms = (noun.lemma_.lower(), noun.lower_)
    pairs = (f"{before} {form}" for form in forms)
    return not _lower(indicator.nouns).isdisjoint((*forms, *pairs))


def _is_deed_of(token: Token, indicator: Indicator) -> bool:
    # A noun is a deed where the watch names it so: "wounds" are none, "deployment" may be.
    lemma = token.lemma_.lower()
    if (token.lower_ if token.pos_ == "NOUN" else lemma) in _lower(indicator.verbs):
        return True
    return token.pos_ in ("NOUN", "PROPN", "ADJ") and lemma in _lower(indicator.nouns)


@cache
def _lower(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(w.lower() for w in words)


def _sum_of(deed: Token, indicator: Indicator, indicators: Sequence[Indicator]) -> Indicator:
    """ "killed or wounded": the indicator that is the sum of both, where the deeds are joined."""
    for whole in indicators:
        if indicator.id not in whole.parts:
            continue
        parts = [i for i in indicators if i.id in whole.parts and i.id != indicator.id]
        for other in _joined(deed):
            between = deed.doc[min(deed.i, other.i) + 1 : max(deed.i, other.i)]
            has_own_number = any(map(is_number, between))
            if not has_own_number and any(_is_deed_of(other, part) for part in parts):
                return whole
    return indicator


def _joined(deed: Token) -> list[Token]:
    """The words that "and" or "or" joins to a deed."""
    above = [deed.head] if deed.dep_ == "conj" else []
    return [*above, *(child for child in deed.children if child.dep_ == "conj")]


def _staged(indicator: Indicator, deed: Token, indicators: Sequence[Indicator]) -> Indicator:
    """Of indicators that share their verbs, the one at the stage that the sentence speaks of."""
    twins = [
        i
        for i in indicators
        if i.stage
        and set(i.verbs) & set(indicator.verbs)
        and set(i.counts) == set(indicator.counts)
    ]
    if len({i.stage for i in twins}) < 2:
        return indicator
    stage = "planned" if is_ahead(deed) else "done"
    return next((i for i in twins if i.stage == stage), indicator)


def _present(
    found: tuple[Token, Token],
    noun: Token | None,
    sentence: Span,
    indicators: Sequence[Indicator],
) -> tuple[Indicator, Token | None] | None:
    """No deed near: things counted in one of the indicator's places are there."""
    if noun is None:
        return None
    number, anchor = found
    for indicator in indicators:
        if (
            indicator.stage == "done"
            and indicator.places
            and (_counts(noun, indicator) or noun == number)
            and _in_place(number, sentence, indicator)
        ):
            head = clause_head(anchor)
            ahead = is_ahead(head) or is_ahead(anchor)
            return (_twin(indicator, indicators) if ahead else indicator), None
    return None


def _twin(indicator: Indicator, indicators: Sequence[Indicator]) -> Indicator:
    return next(
        (i for i in indicators if i.stage == "planned" and set(i.verbs) & set(indicator.verbs)),
        indicator,
    )


def _in_place(number: Token, sentence: Span, indicator: Indicator) -> bool:
    """Whether one of the indicator's places stands in the sentence.

    In a list ("274 kg up to 20 per cent and 408 kg up to 60 per cent") only what comes before the
    next number of its kind is this number's.
    """
    unit = number.head.lemma_
    others = [
        t.i
        for t in sentence
        if t.like_num and t.dep_ == "nummod" and unit in (t.lemma_, t.head.lemma_)
    ]
    text = sentence.text
    if len(others) > 1:
        following = [i for i in others if i > number.i]
        end = following[0] if following else sentence.end
        text = sentence.doc[number.i : end].text
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text) for p in indicator.places)
