"""Text -> the quantities in it: value, closed interval, how exactly it is meant, unit and kind.

In:   any English text
Out:  Quantity, in reading order, with offsets, never overlapping
Never: says what is counted (transforms/counting.py) or drops a number for its size. What is no
       quantity at all (dates, ordinals, "Article 5") is given with its kind: callers choose.
       find_counts gives what counts things, find_measures what measures them, as claims
       need it.
The intervals are those of the contract: "about" is ten per cent either way, "nearly" ten per
cent below, "at least" is open above, a plural order of magnitude is open above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from transforms.bounds import comes_on_top_after, interval, read_bounds
from transforms.measures import Reading, read_measure, unit_of_order
from transforms.number_words import Numeral
from transforms.numerals import find_numerals
from transforms.units import convert, converted, named_unit
from transforms.vocabulary.numbers import FALLING, ORDERS, PLAIN, RISING


@dataclass(frozen=True, slots=True)
class Quantity:
    """`start`, `end`: of the whole phrase; `number_start`, `number_end`: of the number alone.

    `unit`: a canonical measure (transforms/vocabulary/units.py), a rate of one ("barrel/day"), or
    None for a bare number. `kind`: one of those that transforms/measures.py lists.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float | None
    low: float | None
    high: float | None
    approximation: str
    is_increment: bool = False
    is_estimated: bool = False
    unit: str | None = None
    kind: str = "count"


@dataclass(frozen=True, slots=True)
class _Number:
    numeral: Numeral
    reading: Reading


# Kinds that have a size: two of them can be the ends of a range, and words can bound them.
_SIZED = frozenset({"count", "measure", "money", "percent", "times", "age", "share"})
_MEASURED = frozenset({"measure", "money", "percent"})
_JOIN = re.compile(r"\s*(?:[-–—]|--)\s*|-?\s+to\s+|-to-|\s+to-|-?\s+or\s+|\s+or\s+|\s+and\s+", re.I)
_ORDER_RE = re.compile(r"\b(?:" + "|".join(words for words, _ in ORDERS) + r")\b", re.I)
_ORDER_LOW = dict(ORDERS)
_FROM = r"\b(?P<opens>between|from|anywhere from)\s+(?:about |around |roughly |some |up to )?$"
_OPENS = re.compile(_FROM, re.I)
_CHANGE = re.compile(
    rf"\b(?:{RISING}|{FALLING})\s+(?:by\s+)?(?:[a-z]+\s+){{0,3}}?(?:from\s+)?"
    r"(?:about |around |some )?$"
    r"|\b(?:went|goes|change|changed|moved)\s(?:[a-z]+\s+){0,2}?from\s+(?:about |around |some )?$",
    re.I,
)
_MINUS = re.compile(r"(?:(?<![^\s(\[])[-−–]|\bminus[\s-])$", re.I)


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text, in order; an empty list where there are none."""
    text = text.translate(PLAIN)
    orders = [_order(text, match) for match in _ORDER_RE.finditer(text)]
    numbers = list(_read(text, orders))
    found: list[Quantity] = []
    index = 0
    while index < len(numbers):
        first = numbers[index]
        second = numbers[index + 1] if index + 1 < len(numbers) else None
        if second and (ranged := _range(text, first, second)):
            found.append(ranged)
            index += 2
            continue
        found.append(_single(text, first))
        index += 1
    return sorted((*orders, *found), key=lambda q: q.number_start)


def find_counts(text: str) -> list[Quantity]:
    """The quantities that count things: no measure, money, share, date or name."""
    return [q for q in find_quantities(text) if q.kind == "count"]


def find_measures(text: str) -> list[Quantity]:
    """The measures, shares in per cent, and sums of money of a text, in order."""
    return [q for q in find_quantities(text) if q.kind in _MEASURED and q.unit is not None]


def is_in_unit(quantity: Quantity, unit: str | None) -> bool:
    """Whether a quantity can be told in an indicator's unit: bare numbers in one that is none."""
    wanted = named_unit(unit) if unit else None
    if quantity.unit is None:
        return wanted is None
    return wanted is not None and convert(1.0, quantity.unit, wanted) is not None


def in_unit(quantity: Quantity, unit: str | None, text: str) -> Quantity:
    """The quantity in an indicator's unit, rounded to what its words in the text carry."""
    wanted = named_unit(unit) if unit else None
    if quantity.unit is None or wanted is None or wanted == quantity.unit:
        return quantity
    words = text[quantity.number_start : quantity.number_end]
    value, low, high = (
        None if number is None else converted(number, quantity.unit, wanted, words)
        for number in (quantity.value, quantity.low, quantity.high)
    )
    return replace(quantity, value=value, low=low, high=high, unit=wanted)


def number_value(phrase: str) -> float | None:
    """Read one number, in digits, words or both; None where it is none."""
    phrase = phrase.translate(PLAIN).strip()
    found = find_numerals(phrase)
    is_whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(phrase))
    return found[0].value if is_whole else None


def _read(text: str, orders: list[Quantity]) -> Iterator[_Number]:
    """The numbers of a text that are part of no order of magnitude, each with its kind."""
    waiting = list(reversed(orders))
    before: Reading | None = None
    for numeral in find_numerals(text):
        while waiting and waiting[-1].number_end <= numeral.start:
            waiting.pop()
        if waiting and waiting[-1].number_start < numeral.end:
            continue
        reading = read_measure(text, numeral, before)
        if not _is_year_of_name(text, reading, before):
            before = reading
        if reading is not None:
            yield _Number(numeral, reading)


def _is_year_of_name(text: str, reading: Reading | None, before: Reading | None) -> bool:
    """ "Resolutions 2139 (2014) and 2191": the year in brackets does not end the list of names."""
    if reading is None or before is None or before.kind != "name" or reading.kind != "year":
        return False
    return text[before.end : reading.start] == " (" and text[reading.end : reading.end + 1] == ")"


def _order(text: str, match: re.Match[str]) -> Quantity:
    low = float(_ORDER_LOW[match.group().lower()])
    kind, unit, end = unit_of_order(text, match.end())
    return Quantity(
        match.start(), end, *match.span(), None, low, None, "order", unit=unit, kind=kind
    )


def _range(text: str, first: _Number, second: _Number) -> Quantity | None:
    """Two numbers that are the ends of one range, or None."""
    joint = text[first.reading.end : second.reading.start]
    if len(joint) > 12 or not _JOIN.fullmatch(joint):
        return None
    lead = text[max(0, first.reading.start - 60) : first.reading.start]
    opening = _OPENS.search(lead)
    word = joint.strip().lower()
    if word == "and" and (opening is None or opening["opens"].lower() != "between"):
        return None
    if "to" in word and _CHANGE.search(lead):
        return None
    measure = _measure_of_both(first.reading, second.reading, is_opened=opening is not None)
    low, high = _low_end(first.numeral, second.numeral), second.numeral.value
    if measure is None or low >= high:
        return None
    start = first.reading.start - (len(lead) - opening.start() if opening else 0)
    return Quantity(
        start,
        second.reading.end,
        first.numeral.start,
        second.numeral.end,
        (low + high) / 2,
        low,
        high,
        "range",
        is_increment=comes_on_top_after(text, second.reading.end),
        kind=measure[0],
        unit=measure[1],
    )


def _measure_of_both(
    first: Reading, second: Reading, is_opened: bool
) -> tuple[str, str | None] | None:
    """Kind and unit of a range; None where its ends are of different things."""
    if not {first.kind, second.kind} <= _SIZED:
        return None
    if first.unit == second.unit:
        return second.kind, second.unit
    if first.kind == "count":
        return second.kind, second.unit  # "10 to 12 km"
    if second.kind == "count" and (first.kind in ("money", "age") or is_opened):
        return first.kind, first.unit  # "$10 to 12 million", "from 21 km to 23"
    if second.kind == first.kind and (second.unit or "").startswith(f"{first.unit}/"):
        return second.kind, second.unit  # "between $62 and $68 per share"
    return None


def _low_end(first: Numeral, second: Numeral) -> float:
    """The first number, with the scale that is said once: "11-12,000", "2 to 3 million"."""
    if first.has_scale or first.value >= 1000:
        return first.value
    if not second.has_scale:
        is_short = first.is_plain and first.value < second.value / 100 and second.value >= 1000
        scaled = first.value * 1000 if is_short else first.value
        return scaled if scaled < second.value else first.value
    for scale in (1e12, 1e9, 1e6, 1e3, 100.0):
        if second.value >= scale and second.value / scale < 1000:
            return first.value * scale if first.value * scale < second.value else first.value
    return first.value


def _single(text: str, number: _Number) -> Quantity:
    """One number with the words before and after it that bound it."""
    numeral, reading = number.numeral, number.reading
    start, end, value = reading.start, reading.end, numeral.value
    if reading.kind not in _SIZED:
        return Quantity(
            start, end, numeral.start, numeral.end, value, value, value, "exact", kind=reading.kind
        )
    if minus := _MINUS.search(text[max(0, start - 6) : start]):
        is_sign = reading.kind != "count" or len(minus.group()) > 1
        value, start = (-value, start - len(minus.group())) if is_sign else (value, start)
    written = text[numeral.start : numeral.end + 1]
    bounds = read_bounds(text, start, end, written)
    return Quantity(
        bounds.start,
        bounds.end,
        numeral.start,
        numeral.end,
        value,
        *interval(value, bounds.approximation),
        bounds.approximation,
        is_increment=bounds.is_increment,
        is_estimated=bounds.is_estimated,
        unit=reading.unit,
        kind=reading.kind,
    )
