"""Text and an article's date -> the dates that the words mean.

In:   English text; the day on which it was written, or None
Out:  DateSpan, in reading order: first and last day of what the words allow
Never: guesses. Words that need the day of writing give nothing where it is not known; a span
       without a year takes the nearest past one, or the coming one where it `is_ahead`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from transforms.day_readers import MIDDLE, Days, Written
from transforms.period_readers import READERS
from transforms.vocabulary.dates import AFTER, BEFORE, BY, PATTERNS, SINCE, TOLD
from transforms.vocabulary.numbers import PLAIN


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Offsets in the text; first and last day, both included; None = open on that side."""

    start: int
    end: int
    first: date | None
    last: date | None

    @property
    def is_day(self) -> bool:
        return self.first is not None and self.first == self.last


_PATTERNS = [(name, re.compile(pattern.replace(" ", r"\s"), re.I)) for name, pattern in PATTERNS]
# Enough for the longest words that open a side, and no more: time grows with the text only.
_LOOK_BACK = 32
_OPENERS = [
    (way, re.compile(rf"(?:{words})\s*$".replace(" ", r"\s"), re.I))
    for way, words in (("since", SINCE), ("by", BY), ("after", AFTER), ("before", BEFORE))
]
_OPENS = {"since": "since", "as early as": "since", "by": "by", "until": "by"} | {
    word: word for word in ("after", "before")
}
_ENDS_IN = re.compile(r"\b(?:end|close|middle)\s*(?:of\s)?(?:the\s)?$", re.I)
_JOINED = re.compile(
    r"\s*(?P<how>,?\s(?:and|or|to|until|till|through)|[-–—])\s(?:(?:on|in|late|early)\s)?", re.I
)
_RANGED = re.compile(r"\b(?:between|from|either)\s(?:the\s)?$", re.I)
_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+(?=[A-Z\"“])|\n")
_NO_DAYS = (date.max, date.min)
_ONE = timedelta(days=1)
# Two dates with "or" between them are one span where they lie so near together.
_ONE_SPAN = timedelta(days=62)

Match = tuple[str, re.Match[str]]


def find_dates(text: str, written_on: date | None, *, is_ahead: bool = False) -> list[DateSpan]:
    """Return the dates that a text names; "since …" is open after, "by …" open before.

    `is_ahead`: the text tells of what is to come ("will arrive on Friday").
    """
    text = text.translate(PLAIN)
    written = Written(written_on, is_ahead)
    sentences = [match.end() for match in _SENTENCE_END.finditer(text)]
    found: list[DateSpan] = []
    for name, match in sorted(_matches(text, written), key=lambda m: m[1].start()):
        if name in TOLD:
            told = _told_before(match.start(), found, sentences)
            days = _days_of(name, match, replace(written, told=told))
        else:
            days = _days_of(name, match, written)
        if days is not None and days[0] <= days[1]:
            found.append(_opened(text, match, days))
    return _joined(text, found)


def _matches(text: str, written: Written) -> Iterator[Match]:
    """What names a date, no two of them over the same words."""
    taken = bytearray(len(text))  # also by words that turn out to name no day
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            if name not in TOLD and _days_of(name, match, written) is None:
                continue
            taken[match.start() : match.end()] = b"\1" * len(match.group())
            yield name, match


def _days_of(name: str, match: re.Match[str], written: Written) -> Days | None:
    """First and last day; None where the words need a day of writing, _NO_DAYS for 31 February."""
    try:
        return READERS[name](match, written)
    except (ValueError, ArithmeticError):
        return _NO_DAYS


def _told_before(start: int, found: list[DateSpan], sentences: list[int]) -> date | None:
    """The day that was named last, in the same sentence."""
    if not found or not found[-1].is_day:
        return None
    before = bisect_right(sentences, start)
    is_same = before == 0 or sentences[before - 1] <= found[-1].start
    return found[-1].first if is_same else None


def _way_of(text: str, match: re.Match[str]) -> str:
    """The word that opens a side of a date ("since", "by"), or nothing."""
    if match.group().lower().startswith("before the"):
        return "before"
    word = (match.groupdict().get("which") or "").lower()
    if word in _OPENS:
        return _OPENS[word]
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    is_end = bool(_ENDS_IN.search(before))
    before = _ENDS_IN.sub("", before)
    way = next((way for way, opener in _OPENERS if opener.search(before)), "")
    return "by" if is_end and way == "before" else way


def _opened(text: str, match: re.Match[str], days: Days) -> DateSpan:
    """Open the side that "since" or "by" leaves open."""
    first: date | None = days[0]
    last: date | None = days[1]
    way = _way_of(text, match)
    middle = days[0].replace(day=MIDDLE) if _is_middle(match) else None
    if way == "since":
        first, last = middle or days[0], None
    elif way == "by" or (way == "before" and _is_end(match)):
        first, last = None, middle or days[1]
    elif way == "after" and days[1] < date.max:
        first, last = days[1] + _ONE, None
    elif way == "before" and days[0] > date.min:
        first, last = None, days[0] - _ONE
    return DateSpan(match.start(), match.end(), first, last)


def _is_middle(match: re.Match[str]) -> bool:
    """Whether the words mean the middle of a month."""
    parts = match.groupdict()
    return parts.get("month") is not None and (parts.get("part") or "").lower() in ("mid", "middle")


def _is_end(match: re.Match[str]) -> bool:
    """ "Before the end of the year", "before the year is out": its last day counts."""
    is_out = match.group().lower().startswith("before the")
    return is_out or (match.groupdict().get("part") or "").lower() in ("end", "close")


def _joined(text: str, found: list[DateSpan]) -> list[DateSpan]:
    """ "Between Thursday and Aug. 31", "on Sunday or Monday" are one span each."""
    spans: list[DateSpan] = []
    for span in found:
        both = _both(text, spans[-1], span) if spans else None
        if both:
            spans[-1] = both
        else:
            spans.append(span)
    return spans


def _both(text: str, one: DateSpan, other: DateSpan) -> DateSpan | None:
    """One span of two that the words between them join."""
    if other.start - one.end > _LOOK_BACK or other.first is None or other.last is None:
        return None
    match = _JOINED.fullmatch(text, one.end, other.start)
    if match is None or one.first is None or one.first > other.last:
        return None
    how = match["how"].strip(" ,").lower()
    is_range = _RANGED.search(text[max(0, one.start - _LOOK_BACK) : one.start]) is not None
    if is_range or how in ("to", "until", "till", "through", "-", "–", "—"):
        return DateSpan(one.start, other.end, one.first, other.last)
    if one.last is None:
        return None
    gap = other.first - one.last
    is_near = gap <= _ONE if how == "and" else gap <= _ONE_SPAN
    return DateSpan(one.start, other.end, one.first, other.last) if is_near else None
