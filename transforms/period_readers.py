"""The match of a pattern of weeks, months, seasons, years -> the first and last day of it.

In:   a match of one of vocabulary/dates.py's PATTERNS; the day of writing
Out:  as of day_readers.py, whose readers stand in the same table: READERS
Never: looks at the words around the match: transforms/dates.py does.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from transforms import day_readers as day
from transforms.day_readers import (
    DAYS_OF,
    MIDDLE,
    ONE,
    Days,
    Found,
    Written,
    count_of,
    month_of,
    named_year,
    word_of,
    year_of_month,
)
from transforms.vocabulary.dates import (
    MONTHS_OF,
    ORDINALS,
    PART_WORDS,
    PARTS,
    SEASONS,
    WEEKDAYS,
    YEAR_PARTS,
)

_WEEK = timedelta(days=6)


def _whole_month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _whole_year(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31)


def _weekend(match: re.Match[str], written: Written) -> Found:
    on, which = written.on, word_of(match, "which")
    if on is None or which == "next":
        return None
    if written.is_ahead:
        saturday = on + timedelta(days=(5 - on.weekday()) if on.weekday() < 6 else -1)
    elif which == "this" and 1 < on.weekday() < 5:
        return None  # the one gone, or the one to come
    else:
        back = (on.weekday() - 5) % 7
        saturday = on - timedelta(days=back + 7 * (which == "last" and back < 2))
    return saturday, saturday + ONE


def _period_around(unit: str, on: date, shift: int = 0) -> Days:
    """The week, month or year that a day lies in, or one before or after it."""
    if unit == "today":
        return on, on
    if unit == "week":
        monday = on - timedelta(days=on.weekday() - 7 * shift)
        return monday, monday + _WEEK
    if unit == "year":
        return _whole_year(on.year + shift)
    months = on.year * 12 + on.month - 1 + shift
    return _whole_month(months // 12, months % 12 + 1)


def _period(match: re.Match[str], written: Written) -> Found:
    if written.on is None:
        return None
    shift = {"last": -1, "next": 1}.get(word_of(match, "which"), 0)
    return _period_around(word_of(match, "unit"), written.on, shift)


def _so_far(match: re.Match[str], written: Written) -> Found:
    on = written.on
    return (_period_around(word_of(match, "unit"), on)[0], on) if on else None


def _out(match: re.Match[str], written: Written) -> Found:
    """ "Before the month is out": between the writing and then."""
    on = written.on
    return _period_around(word_of(match, "unit"), on) if on else None


def _part_of(match: re.Match[str], written: Written) -> Found:
    """ "Earlier this month", "late last year", "the end of the week"."""
    on, unit, part = written.on, word_of(match, "unit"), word_of(match, "part")
    if on is None:
        return None
    shift = {"last": -1, "next": 1}.get(word_of(match, "which"), 0)
    first, last = _period_around(unit, on, shift)
    if part in ("earlier", "later") and shift == 0:
        return (first, on) if part == "earlier" else (on, last)
    if part in ("earlier", "later") or unit == "week":
        return first, last
    part = PART_WORDS.get(part, part)
    if unit == "year":
        return _year_third(first.year, part)
    return _part_of_month(first.year, first.month, part)


def _past(match: re.Match[str], written: Written) -> Found:
    if written.on is None:
        return None
    unit, count = word_of(match, "unit") or word_of(match, "one"), count_of(match)
    length = -(-count // 24) if unit == "hour" else DAYS_OF[unit] * count
    return written.on - timedelta(days=length), written.on


def _hours(match: re.Match[str], written: Written) -> Found:
    """ "The 24 hours to 6 a.m. on Tuesday" end on that day; without one, on the day of writing."""
    if written.on is None:
        return None
    day = word_of(match, "now")
    back = (written.on.weekday() - WEEKDAYS[day]) % 7 if day in WEEKDAYS else day == "yesterday"
    last = written.on - timedelta(days=back)
    return last - timedelta(days=-(-count_of(match) // 24)), last


def _month(match: re.Match[str], written: Written) -> Found:
    month = month_of(match)
    year = year_of_month(match, month, written)
    return _whole_month(year, month) if year else None


def _months(match: re.Match[str], written: Written) -> Found:
    month, last_month = month_of(match), month_of(match, "month2")
    year = int(match["year2"]) if match["year2"] else None
    if year is None and not match["year"]:
        year = year_of_month(match, month if written.is_ahead else last_month, written)
        if year and written.is_ahead:
            year += month > last_month
    if year is None:
        year = int(match["year"]) + (month > last_month) if match["year"] else None
    if year is None:
        return None
    first_year = int(match["year"]) if match["year"] else year - (month > last_month)
    return date(first_year, month, 1), _whole_month(year, last_month)[1]


def _part_of_month(year: int, month: int, part: str) -> Days:
    low, high = PARTS[part]
    return date(year, month, low), date(year, month, min(high, _length(year, month)))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _part(match: re.Match[str], written: Written) -> Found:
    month, part = month_of(match), word_of(match, "part")
    year = year_of_month(match, month, written)
    return _part_of_month(year, month, PART_WORDS.get(part, part)) if year else None


def _parts(match: re.Match[str], written: Written) -> Found:
    month = month_of(match)
    year = year_of_month(match, month, written)
    if not year:
        return None
    first, last = PARTS[word_of(match, "part")][0], PARTS[word_of(match, "part2")][1]
    if word_of(match, "part2") == "mid":
        last = MIDDLE
    return date(year, month, first), date(year, month, min(last, _length(year, month)))


def _week_of_month(match: re.Match[str], written: Written) -> Found:
    month = month_of(match)
    year = year_of_month(match, month, written)
    if not year:
        return None
    rank, days = ORDINALS.get(word_of(match, "rank")), _length(year, month)
    last = 7 * rank if rank else days
    return date(year, month, last - 6), date(year, month, last)


def _months_of_year(match: re.Match[str], written: Written) -> Found:
    """ "The first two months of the year", "the last quarter of 2024"."""
    year = named_year(match, written) or (written.on.year if written.on else None)
    if year is None:
        return None
    unit, rank = word_of(match, "unit") or word_of(match, "one"), word_of(match, "rank")
    length, count = MONTHS_OF[unit], count_of(match)
    first = (ORDINALS[rank] - 1) * length if rank in ORDINALS else 12 - length * count
    return date(year, first + 1, 1), _whole_month(year, first + length * count)[1]


def _year_third(year: int, part: str) -> Days:
    first, last = YEAR_PARTS[part]
    return date(year, first, 1), _whole_month(year, last)[1]


def _year_part(match: re.Match[str], _: Written) -> Found:
    part = word_of(match, "part")
    return _year_third(int(match["year"]), PART_WORDS.get(part, part))


def _turn(_: re.Match[str], written: Written) -> Found:
    """Late December and early January: the one that is nearer."""
    if written.on is None:
        return None
    year = written.on.year + (written.on.month > 6)
    return date(year - 1, 12, PARTS["late"][0]), date(year, 1, PARTS["early"][1])


def _season(match: re.Match[str], written: Written) -> Found:
    first, last = SEASONS[word_of(match, "season")]
    year = named_year(match, written)
    if year is None:
        if written.on is None or word_of(match, "yearword"):
            return None
        year = _season_year(first, last, word_of(match, "which"), written)
    return date(year, first, 1), _whole_month(year + (last < first), last)[1]


def _season_year(first: int, last: int, which: str, written: Written) -> int:
    """The year in which the nearest such season begins."""
    on = written.on or date.min
    begun = on.year - (on.month < first)
    is_on = on <= _whole_month(begun + (last < first), last)[1]
    if which == "next" or (written.is_ahead and which != "last"):
        return begun if is_on and which != "next" else begun + 1
    if which == "this" and not is_on and last >= first:
        return on.year
    return begun - (which == "last" and is_on)


def _year(match: re.Match[str], _: Written) -> Found:
    return _whole_year(int(match["year"]))


def _years(match: re.Match[str], _: Written) -> Found:
    return date(int(match["year"]), 1, 1), date(int(match["year2"]), 12, 31)


READERS: Mapping[str, Callable[[re.Match[str], Written], Found]] = {
    "iso": day.read_iso,
    "day": day.read_day,
    "days": day.read_days,
    "months": _months,
    "month": _month,
    "part": _part,
    "parts": _parts,
    "week_of_month": _week_of_month,
    "months_of_year": _months_of_year,
    "turn": _turn,
    "season": _season,
    "ago": day.read_ago,
    "earlier": day.read_earlier,
    "hours": _hours,
    "past": _past,
    "so_far": _so_far,
    "part_of": _part_of,
    "out": _out,
    "weekend": _weekend,
    "period": _period,
    "weekday": day.read_weekday,
    "today": day.read_today,
    "same_day": day.read_same_day,
    "day_before": day.read_day_before,
    "year_part": _year_part,
    "year": _year,
    "years": _years,
    "thday": day.read_thday,
}
