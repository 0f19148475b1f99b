"""Quantities of NewsQuant sentences (Almasian et al., CQE, EMNLP 2023), by transforms/quantity.py.

    python -m benchmarks.public.newsquant IN.jsonl OUT.jsonl

In:   {"doc_id", "text"} a line
Out:  {"doc_id", "quantities": [{"lo", "hi", "change", "normalized_unit"}]} a line
Never: reads a text in its own way: what stands here is the set's conventions only.

Its conventions: "dozens" is 12 to 120, "thousands" 1,000 to 10,000; a change from one number to
another is a range; dates, ordinals, clock times and parts of names are no quantities; change is
one of = ~ > < up down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from benchmarks.public.lines import Row, adapt_texts
from transforms.bounds import read_bounds
from transforms.counted import counted_noun, number_token
from transforms.language import parse_sentences
from transforms.quantity import Quantity, find_quantities
from transforms.trend import Trend, trend_of
from transforms.vocabulary.units import CURRENCIES, UNITS

KINDS = frozenset({"count", "measure", "money", "percent", "times", "share", "age"})
CHANGES = {
    "about": "~",
    "nearly": "~",
    "at_least": ">",
    "more_than": ">",
    "at_most": "<",
    "less_than": "<",
}
# The set spells units out, in the singular.
UNIT_NAMES = {unit.name: unit.words.split("|")[0] for unit in UNITS}
UNIT_NAMES |= {code: words.split("|")[0] for code, words, _ in CURRENCIES}
UNIT_NAMES |= {
    "percent": "percentage",
    "km/h": "kilometre per hour",
    "m/s": "metre per second",
    "lb-ft": "foot pound-force",
    "jpy": "japanese yen",
    "cny": "chinese yuan",
    "gbp": "pound sterling",
    "m2": "square metre",
}


def quantities_of(text: str) -> Iterator[Row]:
    """The quantities of a sentence as the set writes them down."""
    before: tuple[Quantity, Trend | None] | None = None
    nouns = _nouns_of(text)
    for quantity in _with_changes(text, find_quantities(text)):
        trend = trend_of(text, quantity, before)
        before = (quantity, trend)
        low, high = _ends(quantity)
        change = _change(text, quantity) or trend or "="
        unit = {"normalized_unit": _unit_of(quantity, nouns)}
        if quantity.approximation == "range" and _says_or(text, quantity):
            first = read_bounds(text, quantity.number_start, quantity.number_start, "")
            yield {"lo": low, "hi": low, "change": CHANGES.get(first.approximation, "="), **unit}
            yield {"lo": high, "hi": high, "change": "=", **unit}
        else:
            yield {"lo": low, "hi": high, "change": change, **unit}


def _nouns_of(text: str) -> dict[int, str]:
    """What each number counts, by the number's end: its noun's lemma with the words before it."""
    found: dict[int, str] = {}
    for sentence in parse_sentences(text):
        first = sentence.shift + sentence.span.start_char
        for quantity in find_quantities(sentence.span.text):
            number = number_token(sentence.span, quantity)
            noun = counted_noun(number) if number is not None else None
            if number is not None and noun is not None:
                between = [t.text for t in sentence.span.doc[number.i + 1 : noun.i]]
                words = [w for w in between if w not in ("of", "the", "-")]
                found[first + quantity.number_end] = " ".join([*words, noun.lemma_])
    return found


def _unit_of(quantity: Quantity, nouns: dict[int, str]) -> str:
    """The set's name of a unit; of a count the noun that it counts."""
    if quantity.kind in ("age", "times", "share"):
        return {"age": "year of age", "times": "count", "share": "%"}[quantity.kind]
    if quantity.unit is None:
        return nouns.get(quantity.number_end, "-")
    unit, _, per = quantity.unit.partition("/")
    if quantity.unit in UNIT_NAMES:
        return UNIT_NAMES[quantity.unit]
    name = UNIT_NAMES.get(unit, unit)
    return f"{name} per {per}" if per else name


def _with_changes(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """The quantities, a change ("from 240 to 273") as the range of its ends."""
    found = [q for q in found if q.kind in KINDS]
    skip = False
    for first, second in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        joint = text[first.end : second.start] if second else ""
        is_from = re.search(r"\bfrom\s$", text[: first.start])
        is_pair = second and "range" not in (first.approximation, second.approximation)
        if second and is_pair and is_from and re.fullmatch(r"(?:\s\w+)?\sto\s", joint):
            yield replace(second, approximation="range", low=first.value, high=second.value)
            skip = True
        else:
            yield first


def _says_or(text: str, quantity: Quantity) -> bool:
    return " or " in text[quantity.number_start : quantity.number_end]


def _change(text: str, quantity: Quantity) -> str | None:
    """The bound; "just under" and the like are a bound here, "nearly" an approximation."""
    lead = text[quantity.start : quantity.number_start].lower()
    if quantity.approximation == "nearly" and re.search("under|below|less|short", lead):
        return "<"
    return CHANGES.get(quantity.approximation)


def _ends(quantity: Quantity) -> tuple[float, float]:
    if quantity.approximation == "range":
        return quantity.low or 0.0, quantity.high or 0.0
    if quantity.value is None:
        one = (quantity.low or 0.0) / 2  # our "dozens" are two of them at least
        return one, one * 10
    return quantity.value, quantity.value


def found_in(text: str) -> Row:
    """What is written down of one sentence."""
    return {"quantities": list(quantities_of(text))}


if __name__ == "__main__":
    adapt_texts(found_in)
