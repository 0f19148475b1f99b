"""The words around a number -> how exactly it is meant: bounds, increments, estimates.

In:   the text, the span of a number with its unit
Out:  Bounds: the span of the whole phrase, the approximation, increment and estimate
Never: looks past the next number: in "around 300 … and another 2,700" each has its own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.vocabulary.numbers import AFTER, BEFORE, FILLERS, INCREMENTS, SIGNS

# Farther back than this no word bounds a number.
_WINDOW = 60


@dataclass(frozen=True, slots=True)
class Bounds:
    start: int
    end: int
    approximation: str
    is_increment: bool
    is_estimated: bool


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_BEFORE = dict(BEFORE)
_AFTER = dict(AFTER)
_BEFORE_RE = re.compile(
    rf"(?:\b({_any_of(list(_BEFORE))})\s*|(?<![\w<>])([{''.join(SIGNS)}])\s?)$", re.I
)
_FILLER_RE = re.compile(r"\b(?:" + "|".join(FILLERS) + r")\s*$", re.I)
_INCREMENT_RE = re.compile(r"\b(?:" + "|".join(INCREMENTS) + r")\b(?! than)", re.I)
_AFTER_RE = re.compile(rf"\s*({_any_of(list(_AFTER))})\b", re.I)
_PLUS_AFTER = re.compile(r"\+(?!\d)")
# "300 men at least", but not "300 men, at least 20 of them"
_CLOSING_AFTER = re.compile(r"(?:\s[a-z]+)?\s(at least|at most|or more|or so)\b(?!\s\w*\d)", re.I)
_CLOSING = {"at least": "at_least", "at most": "at_most", "or more": "at_least", "or so": "about"}
_MORE_AFTER = re.compile(
    r"\s+(?:(?:more|additional|further|extra|fresh)\b(?! than)"
    r"|(?:\w+ ){0,2}\w+ (?:more\b(?! than)|in addition\b))"
)
_COUPLE = re.compile(r"\b(?:a )?couple of\b", re.I)


def read_bounds(text: str, start: int, end: int, number: str) -> Bounds:
    """How the number in a span is meant; `number` is it as written, and the next sign."""
    approximation = "about" if _COUPLE.search(number) else "exact"
    begin, found = _read_before(text, start)
    approximation = found or approximation
    stop = end
    if after := _AFTER_RE.match(text, end):
        approximation, stop = _AFTER[after.group(1).lower()], after.end()
    elif number.endswith("+"):
        approximation = "at_least"
    elif plus := _PLUS_AFTER.match(text, end):
        approximation, stop = "at_least", plus.end()
    elif approximation == "exact" and (closing := _CLOSING_AFTER.match(text, end)):
        approximation = _CLOSING[closing.group(1).lower()]
    lead = text[begin:start]
    comes_on_top = _INCREMENT_RE.search(lead) is not None or comes_on_top_after(text, stop)
    return Bounds(begin, stop, approximation, comes_on_top, "estimated" in lead.lower())


def comes_on_top_after(text: str, end: int) -> bool:
    """ "3,000 more men", "3,000 men in addition"."""
    return _MORE_AFTER.match(text, end) is not None


def interval(value: float, approximation: str) -> tuple[float | None, float | None]:
    """The closed interval that a number and its approximator allow; None = open."""
    tenth = abs(value) / 10
    floor = 0.0 if value >= 0 else None
    return {
        "exact": (value, value),
        "about": (value - tenth, value + tenth),
        "at_least": (value, None),
        "more_than": (value, None),
        "at_most": (floor, value),
        "less_than": (floor, value),
        "nearly": (value - tenth, value),
    }[approximation]


def _read_before(text: str, start: int) -> tuple[int, str | None]:
    """Read backwards over fillers and one or two approximators; the one nearest the number wins."""
    begin, found = start, None
    lead = text[max(0, start - _WINDOW) : start]
    offset = start - len(lead)
    for _ in range(3):
        if match := _BEFORE_RE.search(lead):
            word, sign = match.groups()
            found = found or (_BEFORE[word.lower()] if word else SIGNS[sign])
        else:
            match = _FILLER_RE.search(lead)
            if not match:
                break
        begin, lead = offset + match.start(), lead[: match.start()]
    if found is None and begin != start and not _INCREMENT_RE.search(text[begin:start]):
        begin = start
    return begin, found
