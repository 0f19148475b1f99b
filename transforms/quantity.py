"""Text -> the quantities in it: value, closed interval, how exactly it is meant.

In:   any English text
Out:  Quantity, in reading order, with offsets; overlapping readings are settled for the longest
Never: says what is counted (transforms/counting.py) or drops a number for its size. Percentages,
       money, ordinals, names with a number in them ("Hwasong-19") and dates are left alone.
The intervals are those of the contract: "about" is ten per cent either way, "nearly" ten per
cent below, "at least" is open above, a plural order of magnitude is open above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.vocabulary.dates import MONTHS
from transforms.vocabulary.numbers import (
    AFTER,
    BEFORE,
    FILLERS,
    INCREMENTS,
    NOT_A_COUNT,
    ORDERS,
    PLAIN,
    SCALES,
    UNITS,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`start`, `end`: of the whole phrase; `number_start`, `number_end`: of the number alone."""

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


_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_SCALE = "(?:hundred|thousand|million|billion|trillion|bn|[kKmM])"
_WORD = "(?:" + "|".join([*UNITS, *(s for s in SCALES if len(s) > 2)]) + ")"
_SPELLED = (
    rf"(?:(?:a|half a|a couple of|a few)[\s-]+(?=(?:hundred|thousand|million|billion)\b))?"
    rf"{_WORD}(?:(?:[\s-]+|\s+and\s+){_WORD})*"
)
# "four-thousand-100" is how radio scripts write 4,100.
_RADIO = rf"{_WORD}(?:-{_WORD})*-\d{{1,3}}"
_NUMBER = rf"(?:{_RADIO}|(?:{_DIGITS})(?:[\s-]?{_SCALE})?\b|{_SPELLED}\b)"
_UNIT_AFTER_HYPHEN = "mm|km|metre|meter|year|day|month|point|inch|member|nation"
_NUMBER_RE = re.compile(
    rf"(?<![\w$€£¥.,/])(?<![A-Za-z]-)(?<!No\. )(?:{_NUMBER})"
    rf"(?![\w%])(?!-(?:{_UNIT_AFTER_HYPHEN})\b)",
    re.I,
)
_JOIN = re.compile(r"\s*[-–—]\s*|\s+to\s+|\s+or\s+|\s+and\s+", re.I)
_ORDER_RE = re.compile(r"\b(?:" + "|".join(words for words, _ in ORDERS) + r")\b", re.I)
_ORDER_LOW = dict(ORDERS)
_BEFORE_RE = re.compile(
    r"\b(" + "|".join(words for words, _ in sorted(BEFORE, key=lambda b: -len(b[0]))) + r")\s*$",
    re.I,
)
_BEFORE = dict(BEFORE)
_FILLER_RE = re.compile(r"\b(?:" + "|".join(FILLERS) + r")\s*$", re.I)
_INCREMENT_RE = re.compile(r"\b(?:" + "|".join(INCREMENTS) + r")\b(?! than)", re.I)
_AFTER_RE = re.compile(r"\s*(" + "|".join(re.escape(words) for words, _ in AFTER) + r")\b", re.I)
_AFTER = dict(AFTER)
_NOT_A_COUNT_AFTER = re.compile(NOT_A_COUNT, re.I)
_MONTH = "(?:" + "|".join(rf"{m.capitalize()}\b\.?" for m in MONTHS) + ")"
_DATE_BEFORE = re.compile(rf"\b{_MONTH}\s*$")
_DATE_AFTER = re.compile(rf"\s+{_MONTH}(?![a-z])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|until|by|from|during|before|after|early|late|mid)\s*[-,]?\s*$", re.I
)
# What may be a noun: a word in small letters that is no preposition or conjunction.
_NOUN_AFTER = re.compile(r"\s+(?!(?:and|or|to|when|with|by|at|in|on|the|that|which)\b)[a-z]")
_MORE_AFTER = re.compile(
    r"\s+(?:(?:more|additional|further|extra|fresh)\b(?! than)"
    r"|(?:\w+ ){0,2}\w+ (?:more\b(?! than)|in addition\b))"
)
_COUPLE = re.compile(r"\b(?:a )?couple of\b", re.I)


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text, in order; an empty list where there are none."""
    text = text.translate(PLAIN)
    found = [_order(m) for m in _ORDER_RE.finditer(text)]
    taken = [(q.number_start, q.number_end) for q in found]
    spans = [
        (m.start(), m.end())
        for m in _NUMBER_RE.finditer(text)
        if not any(a < m.end() and m.start() < b for a, b in taken) and _is_count(text, m)
    ]
    index = 0
    while index < len(spans):
        first = spans[index]
        second = spans[index + 1] if index + 1 < len(spans) else None
        if second and (ranged := _range(text, first, second)):
            found.append(ranged)
            index += 2
            continue
        found.append(_single(text, first))
        index += 1
    return sorted(found, key=lambda q: q.start)


def number_value(phrase: str) -> float | None:
    """Read one number, in digits, words or both; None where it is none."""
    phrase = re.sub(r"(?<=\d)[,\u00a0\u202f\u2009 ](?=\d{3})", "", phrase.strip().lower())
    total, current, seen = 0.0, 0.0, False
    phrase = phrase.replace("a couple of", "two").replace("half a", "0.5")
    for word in re.findall(r"\d+(?:\.\d+)?|[a-z]+", phrase):
        if word[0].isdigit():
            current += float(word)
        elif word in UNITS:
            current += UNITS[word]
        elif word in SCALES:
            scale = SCALES[word]
            current = (current or 1) * scale
            if scale > 100:
                total, current = total + current, 0.0
        elif word in ("and", "a"):
            continue
        else:
            return None
        seen = True
    return total + current if seen else None


def interval(value: float, approximation: str) -> tuple[float | None, float | None]:
    """The closed interval that a number and its approximator allow; None = open."""
    tenth = value / 10
    return {
        "exact": (value, value),
        "about": (value - tenth, value + tenth),
        "at_least": (value, None),
        "more_than": (value, None),
        "at_most": (0.0, value),
        "less_than": (0.0, value),
        "nearly": (value - tenth, value),
    }[approximation]


def _is_count(text: str, match: re.Match[str]) -> bool:
    """Whether the number counts something: not a date, a share, a rank or a measure."""
    before, after = text[: match.start()], text[match.end() :]
    if _NOT_A_COUNT_AFTER.match(after) or _DATE_AFTER.match(after):
        return False
    if _DATE_BEFORE.search(before):
        return False
    number = match.group()
    if _YEAR.fullmatch(number) and (_YEAR_BEFORE.search(before) or not _NOUN_AFTER.match(after)):
        return False
    return number.lower() not in ("one", "a") and number_value(number) is not None


def _order(match: re.Match[str]) -> Quantity:
    low = float(_ORDER_LOW[match.group().lower()])
    return Quantity(*match.span(), *match.span(), None, low, None, "order")


def _range(text: str, first: tuple[int, int], second: tuple[int, int]) -> Quantity | None:
    """Two numbers that are the ends of one range, or None."""
    joint = text[first[1] : second[0]]
    joined = _JOIN.fullmatch(joint)
    before = text[: first[0]].rstrip().lower()
    if not joined:
        return None
    word = joint.strip().lower()
    if word == "and" and not before.endswith("between"):
        return None
    low, high = (number_value(text[a:b]) for a, b in (first, second))
    if low is None or high is None:
        return None
    if low < high / 100 and high >= 1000:  # "11-12,000": the scale is said once
        low *= 1000
    if low >= high:
        return None
    start = first[0]
    for word in ("between", "from"):
        if before.endswith(word):
            start = len(before) - len(word)
    return Quantity(
        start,
        second[1],
        first[0],
        second[1],
        (low + high) / 2,
        low,
        high,
        "range",
        is_increment=bool(_MORE_AFTER.match(text, second[1])),
    )


def _single(text: str, span: tuple[int, int]) -> Quantity:
    """One number with the words before and after it that bound it."""
    start, end = span
    value = number_value(text[start:end]) or 0.0
    approximation = "about" if _COUPLE.search(text[max(0, start - 1) : end]) else "exact"
    begin, words = _read_before(text, start)
    if words:
        approximation = _BEFORE[words]
    after = _AFTER_RE.match(text, end)
    if after:
        approximation = _AFTER[after.group(1).lower()]
        end = after.end()
    lead = text[begin:start]
    comes_on_top = _INCREMENT_RE.search(lead) or _MORE_AFTER.match(text, end)
    return Quantity(
        begin,
        end,
        *span,
        value,
        *interval(value, approximation),
        approximation,
        is_increment=bool(comes_on_top),
        is_estimated="estimated" in lead.lower(),
    )


def _read_before(text: str, start: int) -> tuple[int, str | None]:
    """Read backwards over fillers and one or two approximators; the one nearest the number wins."""
    begin, words = start, None
    lead = text[max(0, start - 60) : start]
    offset = start - len(lead)
    for _ in range(3):
        if match := _BEFORE_RE.search(lead):
            words = words or match.group(1).lower()
        else:
            match = _FILLER_RE.search(lead)
            if not match:
                break
        begin, lead = offset + match.start(), lead[: match.start()]
    if words is None and begin != start and not _INCREMENT_RE.search(text[begin:start]):
        begin = start
    return begin, words
