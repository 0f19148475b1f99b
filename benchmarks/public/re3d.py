"""Quantities and times of re3d (Dstl, 2017), by transforms/quantity.py and transforms/times.py.

    python -m benchmarks.public.re3d IN.jsonl OUT.jsonl

In:   {"doc_id", "text"} a line
Out:  {"doc_id", "entities": [{"start", "end", "type"}], "relations"} a line
Never: reads a text in its own way: what stands here is the set's conventions only.

Its conventions: a quantity is the number with its unit, without the words that bound it; prices
are of the type Money and spans of time of the type Temporal; the number of a few people is part
of their entity; "one", and small numbers spelled out in plain prose, are not marked. A relation
binds a quantity to the phrase of what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.public.lines import Row, adapt_texts
from transforms.clauses import noun_phrase
from transforms.counted import counted_noun, number_token
from transforms.language import parse_sentences
from transforms.quantity import Quantity, find_quantities
from transforms.times import find_times
from transforms.units import dimension_of

KINDS = frozenset({"count", "measure", "percent", "age"})
# What is counted, or of an age, follows the number; a number that stands by itself is a reference,
# a telephone, a figure of a table, the age of a person ("Ada Moor, 25, said").
_NOUN_AFTER = re.compile(r"\s[A-Za-z]|-strong\b")
# Fewer people than this are one entity with their number ("15 civilians", "scores of men").
_FEW = 1000
_PEOPLE_AFTER = re.compile(
    r"\s(?:of\s)?(?:[A-Z][a-z]+\s)?(?:civilians?|men|man|women|woman|children|child|people|persons?|"
    r"others|hostages?|leaders?|fighters?|soldiers?|troops|militants?|refugees?|"
    r"[A-Z][a-z]+(?:is|ans))\b"
)
# Lines that report strikes ("Near Tikrit, two strikes destroyed …") are the only ones whose small
# numbers are marked where they are spelled out.
_STRIKES = re.compile(r"\b(?:destroy|damag|engag|suppress|strike|struck)", re.I)
_KNOWN_BEFORE = re.compile(r"\b(?:the|our|their|these|those|both|its|his|her)\s$", re.I)


def entities_of(text: str) -> Iterator[Row]:
    """The entities of a text: quantities, money, times."""
    times = [(t.start, t.end) for t in find_times(text)]
    yield from (_entity(start, end, "Temporal") for start, end in times)
    for quantity in find_quantities(text):
        if any(a < quantity.number_end and quantity.number_start < b for a, b in times):
            continue
        if quantity.kind == "money":
            yield _entity(*_span(text, quantity), "Money")
        elif quantity.kind in KINDS and not _is_passed_over(text, quantity):
            yield _entity(*_span(text, quantity), "Quantity")


def _is_passed_over(text: str, quantity: Quantity) -> bool:
    """Whether the set writes the number into another entity ("15 civilians") or passes it over."""
    if quantity.kind == "measure":
        return dimension_of(quantity.unit or "") == "time"
    if quantity.kind == "percent":
        return False
    if not _NOUN_AFTER.match(text, max(quantity.end, quantity.number_end)):
        return True
    return quantity.kind == "count" and (
        _is_few_people(text, quantity) or _is_small(text, quantity)
    )


def _is_few_people(text: str, quantity: Quantity) -> bool:
    """Whether the people and their number are one entity ("15 civilians")."""
    is_of_people = _PEOPLE_AFTER.match(text, quantity.number_end) is not None
    return is_of_people and quantity.low is not None and quantity.low < _FEW


def _is_small(text: str, quantity: Quantity) -> bool:
    """Whether a number below ten is no more than an article ("one strike", "our two countries")."""
    number = text[quantity.number_start : quantity.number_end].lower()
    if number == "one":
        return True
    if quantity.value is None or quantity.value >= 10:
        return False
    line = text[text.rfind("\n", 0, quantity.start) + 1 :].partition("\n")[0]
    is_known = _KNOWN_BEFORE.search(text[: quantity.number_start]) is not None
    return is_known or (number.isalpha() and _STRIKES.search(line) is None)


def relations_of(text: str) -> Iterator[Row]:
    """What each quantity counts."""
    for sentence in parse_sentences(text):
        for quantity in find_quantities(sentence.span.text):
            number = number_token(sentence.span, quantity)
            noun = counted_noun(number) if number is not None else None
            if quantity.kind != "count" or noun is None:
                continue
            first = sentence.shift + sentence.span.start_char
            after = [t for t in noun_phrase(noun) if number is not None and t.i > number.i]
            if after:
                start, end = after[0].idx, noun.idx + len(noun.text)
                number_span = [first + quantity.number_start, first + quantity.number_end]
                target = [sentence.shift + start, sentence.shift + end]
                yield {"type": "HasAttrOf", "source": number_span, "target": target}


def _span(text: str, quantity: Quantity) -> tuple[int, int]:
    """The number with its unit, without the words before it."""
    sign = re.search(r"\S*$", text[quantity.start : quantity.number_start])
    start = quantity.number_start - (len(sign.group()) if sign else 0)
    return start, max(quantity.end, quantity.number_end)


def _entity(start: int, end: int, kind: str) -> Row:
    return {"start": start, "end": end, "type": kind}


def found_in(text: str) -> Row:
    """What is written down of one text."""
    return {"entities": list(entities_of(text)), "relations": list(relations_of(text))}


if __name__ == "__main__":
    adapt_texts(found_in)
