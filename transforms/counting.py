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

from spacy.tokens import Span, Token

from transforms.clauses import clause_head
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
from transforms.deeds import (
    distance,
    does_it_to_others,
    has_own_number,
    is_aside,
    is_of_another,
    is_of_another_clause,
)
from transforms.quantity import Quantity, in_unit, is_in_unit
from transforms.records import Indicator, Subject
from transforms.stage import is_ahead
from transforms.subject import belongs
from transforms.watch_words import counts, is_deed_of, lower, names

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
        if deed is not None and (_is_not_yet(indicator, deed) or _only_describes(deed, number)):
            continue
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


def _is_not_yet(indicator: Indicator, deed: Token) -> bool:
    """Of what is planned, an indicator of what is done counts nothing."""
    return indicator.stage == "done" and is_ahead(deed)


def _only_describes(deed: Token, number: Token) -> bool:
    """ "274 kilograms of uranium enriched to 60 per cent": which uranium is no statement."""
    if deed.tag_ != "VBN" or deed.i == 0 or number not in deed.subtree:
        return False
    thing = deed.nbor(-1)  # the parse may hang the participle on the verb instead
    if deed.dep_ not in ("acl", "advcl") or thing.pos_ not in ("NOUN", "PROPN"):
        return False
    whole = thing.head.head if thing.dep_ == "pobj" and thing.head.lower_ == "of" else thing
    return any(map(is_number, (*thing.children, *whole.children)))


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
        named = next((i for i in indicators if thing is not None and names(thing, i)), None)
        if named is not None and thing is not None:
            named = _said_of(thing, named, indicators)
        if named is not None and thing is not None:
            return _sum_of(thing, named, indicators), thing
    if noun is not None and not any(counts(noun, i) for i in indicators):
        return None
    if noun is None and not may_stand_alone(number):
        return None
    is_partitive = noun is not None and noun.dep_ == "pobj" and noun.head.head == number
    anchor = number if is_partitive or noun is None else noun
    if noun is not None and _is_said_to_be_there(noun):
        return _present((number, anchor), noun, sentence, indicators)
    scope = list(anchor.subtree) if noun is not None and is_whole(noun, number) else sentence
    deeds = [
        (
            is_aside(word, anchor) or _describes(word, noun, anchor),
            distance(anchor, word),
            abs(word.i - number.i),
            rank,
            word,
        )
        for word in scope
        for rank, i in enumerate(indicators)
        if is_deed_of(word, i) and (noun is None or counts(noun, i))
        if not does_it_to_others(anchor, word, i) and not is_of_another(word, number, anchor)
        if not is_of_another_clause(word, anchor) and not has_own_number(word, number)
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


def _describes(word: Token, noun: Token | None, anchor: Token) -> bool:
    """ "300 of the soldiers sent to fight have died": which soldiers, not what became of 300."""
    return noun is not None and noun != anchor and word in noun.subtree


def _said_of(thing: Token, named: Indicator, indicators: Sequence[Indicator]) -> Indicator:
    """ "40 cases were confirmed": of two indicators that count them, the one whose verb it is."""
    verb = thing.head
    if thing.dep_ not in ("nsubjpass", "dobj") or is_deed_of(verb, named):
        return named
    others = (i for i in indicators if counts(thing, i) and is_deed_of(verb, i))
    return next(others, named)


def _most_specific(noun: Token | None, indicators: Sequence[Indicator]) -> Sequence[Indicator]:
    """ "Confirmed cases" are not just cases: an indicator that names both words goes before."""
    if noun is None or noun.i == 0:
        return indicators
    pairs = {f"{noun.nbor(-1).lower_} {form}" for form in (noun.lower_, noun.lemma_.lower())}
    specific = [i for i in indicators if pairs & (lower(i.counts) | lower(i.nouns))]
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
    counting = [i for i in indicators if noun is not None and counts(noun, i)]
    counting = [i for i in counting if i.stage != "planned"]
    return (counting[0], None) if len(counting) == 1 else None


def _sum_of(deed: Token, indicator: Indicator, indicators: Sequence[Indicator]) -> Indicator:
    """ "killed or wounded": the indicator that is the sum of both, where the deeds are joined."""
    for whole in indicators:
        if indicator.id not in whole.parts:
            continue
        parts = [i for i in indicators if i.id in whole.parts and i.id != indicator.id]
        for other in _joined(deed):
            between = deed.doc[min(deed.i, other.i) + 1 : max(deed.i, other.i)]
            has_own_number = any(map(is_number, between))
            if not has_own_number and any(is_deed_of(other, part) for part in parts):
                return whole
    return indicator


def _joined(deed: Token) -> list[Token]:
    """The words that "and" or "or" joins to a deed."""
    above = [deed.head] if deed.dep_ == "conj" else []
    if deed.i + 2 < len(deed.doc) and deed.nbor().lower_ in ("and", "or"):
        above.append(deed.nbor(2))  # "the number of dead and wounded", however it is parsed
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
            and (counts(noun, indicator) or noun == number)
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
        is_first = all(i >= number.i - 1 for i in others)
        end = following[0] if following else sentence.end
        text = sentence.doc[sentence.start if is_first else number.i : end].text
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text) for p in indicator.places)
