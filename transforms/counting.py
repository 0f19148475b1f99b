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
from transforms.presence import is_placed, is_their_number, only_one, present_in
from transforms.quantity import Quantity, in_unit, is_in_unit
from transforms.records import Indicator, Subject
from transforms.stage import is_ahead
from transforms.subject import belongs
from transforms.vocabulary.cues import SAYING
from transforms.watch_words import counts, is_deed_of, lower, names

# Farther than this from a number, a verb says nothing of it (arcs of the parse).
_REACH = 5


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
        if number is None or id(quantity) in shares or not _tells(number, quantity):
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


def _tells(number: Token, quantity: Quantity) -> bool:
    """Whether a number can tell how many there are now."""
    return not (is_former(number) or _is_fraction(quantity) or _speaks(number))


def _is_fraction(quantity: Quantity) -> bool:
    """ "A return to 3.67": things are counted in whole numbers."""
    is_exact = quantity.unit is None and quantity.approximation == "exact"
    return is_exact and quantity.value is not None and not float(quantity.value).is_integer()


def _speaks(number: Token) -> bool:
    """ "…, two of them said": whoever speaks is not counted."""
    return number.dep_ == "nsubj" and number.head.lemma_.lower() in SAYING


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
        return present_in((number, anchor), noun, sentence, indicators)
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
    if noun is None and (is_placed(number) or is_their_number(number)):
        noun = anchor
    present = present_in((number, anchor), noun, sentence, indicators)
    return present or (only_one(noun, indicators) if measured else None)


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
