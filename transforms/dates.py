"""Text and an article's date -> the dates that the words mean.

In:   English text; the day on which it was written, or None
Out:  DateSpan, in reading order: first and last day of what the words allow
Never: guesses. Words that need the day of writing give nothing where it is not known; a span
       without a year takes the nearest past one.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from transforms.vocabulary.dates import MONTHS, PARTS, PATTERNS, SEASONS, WEEKDAYS
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


_PATTERNS = [(name, re.compile(pattern, re.I)) for name, pattern in PATTERNS]
# "By the middle of the month" ends here.
_MIDDLE = 15
_COUNTS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
}
_OPEN_AFTER = re.compile(r"\b(?:since|from)\s*(?:the\s+)?$", re.I)
_OPEN_BEFORE = re.compile(r"\b(?:by|until|till|before)\s*(?:the\s+)?(?:end of\s+)?$", re.I)
_DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}


def find_dates(text: str, written_on: date | None) -> list[DateSpan]:
    """Return the dates that a text names; "since …" is open after, "by …" open before."""
    text = text.translate(PLAIN)
    found: list[DateSpan] = []
    taken: list[tuple[int, int]] = []  # also by words that turn out to name no day
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            days = _days_of(name, match, written_on)
            if days is None:
                continue
            taken.append(match.span())
            if days[0] <= days[1]:
                found.append(_opened(text, match, *days))
    return sorted(found, key=lambda d: d.start)


_NO_DAYS = (date.max, date.min)


def _days_of(name: str, match: re.Match[str], written_on: date | None) -> tuple[date, date] | None:
    """First and last day; None where the words need a day of writing, _NO_DAYS for 31 February."""
    try:
        return _READERS[name](match, written_on)
    except ValueError:
        return _NO_DAYS


def _opened(text: str, match: re.Match[str], first: date, last: date) -> DateSpan:
    """Open the side that "since" or "by" leaves open."""
    word = (match.groupdict().get("which") or "").lower()
    before = text[: match.start()]
    if word == "since" or _OPEN_AFTER.search(before):
        return DateSpan(match.start(), match.end(), first, None)
    if word in ("by", "until") or _OPEN_BEFORE.search(before):
        if (match.groupdict().get("part") or "").lower() == "mid":
            last = last.replace(day=_MIDDLE)
        return DateSpan(match.start(), match.end(), None, last)
    return DateSpan(match.start(), match.end(), first, last)


def _month_year(
    match: re.Match[str], group: str, written_on: date | None
) -> tuple[int, int] | None:
    """Month and year; without a year the nearest month that is not ahead of the day of writing."""
    month = MONTHS[match.group(group).lower().rstrip(".")]
    named = match.groupdict().get("year") or match.groupdict().get("year2")
    if named:
        return int(named), month
    if written_on is None:
        return None
    if match.groupdict().get("lastyear"):
        return written_on.year - 1, month
    return (written_on.year if month <= written_on.month else written_on.year - 1), month


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


Span = tuple[date, date] | None


def _day(match: re.Match[str], written_on: date | None) -> Span:
    found = _month_year(match, "month", written_on)
    if not found:
        return None
    day = date(*found, int(match.group("day")))
    return day, day


def _days(match: re.Match[str], written_on: date | None) -> Span:
    found = _month_year(match, "month", written_on)
    if not found:
        return None
    year, month = found
    second = match.groupdict().get("month2")
    last_month = MONTHS[second.lower().rstrip(".")] if second else month
    return date(year, month, int(match["day"])), date(year, last_month, int(match["day2"]))


def _months(match: re.Match[str], written_on: date | None) -> Span:
    last = _month_year(match, "month2", written_on)
    if not last:
        return None
    month = MONTHS[match["month"].lower().rstrip(".")]
    first_year = int(match["year"]) if match["year"] else last[0] - (month > last[1])
    return date(first_year, month, 1), _month_span(*last)[1]


def _month(match: re.Match[str], written_on: date | None) -> Span:
    found = _month_year(match, "month", written_on)
    if not found:
        return None
    year, month = found
    which = (match.groupdict().get("which") or "").lower()
    if which == "last" and written_on and not match["year"] and month == written_on.month:
        year -= 1
    return _month_span(year, month)


def _part(match: re.Match[str], written_on: date | None) -> Span:
    found = _month_year(match, "month", written_on)
    if not found:
        return None
    low, high = PARTS[match["part"].lower()]
    last = min(high, calendar.monthrange(*found)[1])
    return date(*found, low), date(*found, last)


def _parts(match: re.Match[str], written_on: date | None) -> Span:
    found = _month_year(match, "month", written_on)
    if not found:
        return None
    first, last = PARTS[match["part"].lower()][0], PARTS[match["part2"].lower()][1]
    if match["part2"].lower() == "mid":
        last = _MIDDLE
    return date(*found, first), date(*found, min(last, calendar.monthrange(*found)[1]))


def _season(match: re.Match[str], written_on: date | None) -> Span:
    first, last = SEASONS[match["season"].lower()]
    if match["year"]:
        year = int(match["year"])
    elif written_on is None:
        return None
    else:
        year = written_on.year
        begun = date(year, first, 1) <= written_on
        which = (match.groupdict().get("which") or "").lower()
        over = begun and written_on > _month_span(year + (last < first), last)[1]
        if not begun or (which == "last" and not over):
            year -= 1
    return date(year, first, 1), _month_span(year + (last < first), last)[1]


def _ago(match: re.Match[str], written_on: date | None) -> Span:
    unit = match["unit"].lower()
    if written_on is None or unit not in ("day", "week"):
        return None  # "two months ago" is too loose to be a span
    day = written_on - timedelta(days=_DAYS_OF[unit] * _count(match["count"]))
    return day, day


def _past(match: re.Match[str], written_on: date | None) -> Span:
    if written_on is None:
        return None
    length = _DAYS_OF[match["unit"].lower()] * _count(match["count"] or "one")
    return written_on - timedelta(days=length), written_on


def _count(word: str) -> int:
    return _COUNTS.get(word.lower()) or int(word)


def _period(match: re.Match[str], written_on: date | None) -> Span:
    if written_on is None:
        return None
    unit, is_last = match["unit"].lower(), match["which"].lower() == "last"
    if unit == "week":
        monday = written_on - timedelta(days=written_on.weekday() + 7 * is_last)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        year = written_on.year - is_last
        return date(year, 1, 1), date(year, 12, 31)
    before = written_on.replace(day=1) - timedelta(days=1) if is_last else written_on
    return _month_span(before.year, before.month)


def _weekday(match: re.Match[str], written_on: date | None) -> Span:
    """The nearest such day that is not ahead: news looks back ("on Friday" may be today)."""
    which = (match.groupdict().get("which") or "").lower()
    if written_on is None or which == "next":
        return None
    back = (written_on.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
    if which == "last" and back == 0:
        back = 7
    day = written_on - timedelta(days=back)
    return day, day


def _today(match: re.Match[str], written_on: date | None) -> Span:
    if written_on is None:
        return None
    day = written_on - timedelta(
        days=0 if match["today"].lower() in ("today", "overnight", "tonight") else 1
    )
    return day, day


def _year(match: re.Match[str], _: date | None) -> Span:
    return date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)


def _years(match: re.Match[str], _: date | None) -> Span:
    return date(int(match["year"]), 1, 1), date(int(match["year2"]), 12, 31)


def _thday(match: re.Match[str], written_on: date | None) -> Span:
    if written_on is None:
        return None
    day = int(match["day"])
    month = written_on if day <= written_on.day else written_on.replace(day=1) - timedelta(days=1)
    return month.replace(day=day), month.replace(day=day)


_READERS = {
    "day": _day,
    "days": _days,
    "months": _months,
    "month": _month,
    "part": _part,
    "parts": _parts,
    "season": _season,
    "ago": _ago,
    "past": _past,
    "period": _period,
    "weekday": _weekday,
    "today": _today,
    "year": _year,
    "years": _years,
    "thday": _thday,
}
