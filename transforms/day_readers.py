"""The match of a pattern of single days, and the day of writing -> the days that it means.

In:   a match of one of vocabulary/dates.py's PATTERNS; Written
Out:  first and last day; None where the words need a day that is not known. Raises ValueError
      where they name a day that there is not (31 February), OverflowError beyond the calendar.
Never: looks at the words around the match: transforms/dates.py does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from transforms.vocabulary.dates import COUNTS, MONTHS, WEEKDAYS

Days = tuple[date, date]
Found = Days | None
# "By the middle of the month" ends here, "since" it begins.
MIDDLE = 15
DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}
# A day without a year that lies so far ahead of the writing is the coming one, not last year's.
_SOON = timedelta(days=45)
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Written:
    """When the words were written. `told`: the day that the text has named last.

    `is_ahead`: they tell of what is to come, so that "Friday" is the next one.
    """

    on: date | None
    is_ahead: bool = False
    told: date | None = None


def word_of(match: re.Match[str], group: str) -> str:
    """What a group has matched, in lower case; empty where the pattern has none."""
    return (match.groupdict().get(group) or "").lower()


def count_of(match: re.Match[str]) -> int:
    """The number that the words give; one where they give none."""
    word = word_of(match, "count") or "one"
    return COUNTS.get(word) or int(word)


def month_of(match: re.Match[str], group: str = "month") -> int:
    """The number of the month that a group has matched."""
    return MONTHS[word_of(match, group).rstrip(".")]


def named_year(match: re.Match[str], written: Written) -> int | None:
    """The year that the words give ("2024", "last year"). "That year" is any: ValueError."""
    if number := word_of(match, "year2") or word_of(match, "year"):
        return int(number)
    word = word_of(match, "yearword")
    if not word:
        return None
    if word == "that":
        raise ValueError("a year named elsewhere")
    if written.on is None:
        return None
    return written.on.year + {"last": -1, "next": 1}.get(word, 0)


def year_of_month(match: re.Match[str], month: int, written: Written) -> int | None:
    """The year of a month: the one given, else that of the nearest such month, past or ahead."""
    if (named := named_year(match, written)) or written.on is None or word_of(match, "yearword"):
        return named
    on, which = written.on, word_of(match, "which")
    if which == "this":
        return on.year
    if which == "next" or (written.is_ahead and which != "last"):
        return on.year + (month < on.month or (which == "next" and month == on.month))
    return on.year - (month > on.month or (which == "last" and month == on.month))


def read_iso(match: re.Match[str], _: Written) -> Found:
    """ "2024-10-18"."""
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    return day, day


def read_day(match: re.Match[str], written: Written) -> Found:
    """ "Nov. 21", "21 November last year"."""
    month, number = month_of(match), int(match["day"])
    if year := named_year(match, written):
        return (date(year, month, number),) * 2
    if written.on is None or word_of(match, "yearword"):
        return None
    return (_nearest(month, number, written.on, written.is_ahead),) * 2


def _nearest(month: int, number: int, on: date, is_ahead: bool) -> date:
    """The last such day before the writing, or the next where it is near or is to come."""
    past = on.year - ((month, number) > (on.month, on.day))
    coming = past + ((month, number) != (on.month, on.day))
    if (month, number) == (2, 29):  # not every year has one
        return date(coming if is_ahead else past, 2, 29)
    ahead = date(coming, month, number)
    return ahead if is_ahead or ahead - on <= _SOON else date(past, month, number)


def read_days(match: re.Match[str], written: Written) -> Found:
    """ "27 and 28 August", "from Sept. 30 to Oct. 2"."""
    month, last_month = month_of(match), month_of(match, "month2" if _has_two(match) else "month")
    first, last = int(match["day"]), int(match["day2"])
    year = named_year(match, written)
    if year is None:
        if written.on is None or word_of(match, "yearword"):
            return None
        year = _nearest(last_month, last, written.on, written.is_ahead).year
    return date(year - (month > last_month), month, first), date(year, last_month, last)


def _has_two(match: re.Match[str]) -> bool:
    return bool(word_of(match, "month2"))


def read_thday(match: re.Match[str], written: Written) -> Found:
    """ "On the 7th": of this month, or of the one before."""
    if written.on is None:
        return None
    day, month = int(match["day"]), written.on
    if day > month.day and not written.is_ahead:
        month = month.replace(day=1) - ONE
    elif day < month.day and written.is_ahead:
        month = month.replace(day=28) + timedelta(days=4)
    return (month.replace(day=day),) * 2


def read_weekday(match: re.Match[str], written: Written) -> Found:
    """The nearest such day that is not ahead: news looks back ("on Friday" may be today)."""
    which = word_of(match, "which")
    if written.on is None or which == "next":
        return None  # "next Friday" is of this week to some, of the next to others
    number = WEEKDAYS[word_of(match, "weekday")]
    if written.is_ahead and which != "last":
        day = written.on + timedelta(days=(number - written.on.weekday()) % 7)
        return day, day
    back = (written.on.weekday() - number) % 7
    if which == "last" and back == 0:
        back = 7
    if back == len(WEEKDAYS) - 1 and not which:
        return None  # six days ago, or the morrow in another time zone
    day = written.on - timedelta(days=back)
    return day, day


def read_today(match: re.Match[str], written: Written) -> Found:
    """ "Yesterday", "overnight"."""
    if written.on is None:
        return None
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word_of(match, "today"), 0)
    return (written.on + timedelta(days=shift),) * 2


def read_same_day(_: re.Match[str], written: Written) -> Found:
    """ "The same day" as the one told last."""
    return (written.told, written.told) if written.told else None


def read_day_before(match: re.Match[str], written: Written) -> Found:
    """ "The day before" the one told last, or that of writing."""
    if word_of(match, "way") == "after":
        return (written.told + ONE,) * 2 if written.told else None
    day = written.told or written.on
    return (day - ONE, day - ONE) if day else None


def read_ago(match: re.Match[str], written: Written) -> Found:
    """ "Three days ago"."""
    unit = word_of(match, "unit")
    if written.on is None or unit not in ("day", "week"):
        return None  # "two months ago" is too loose to be a span
    return (written.on - timedelta(days=DAYS_OF[unit] * count_of(match)),) * 2


def read_earlier(match: re.Match[str], written: Written) -> Found:
    """ "Two weeks earlier": than the day told last; "a day earlier" also than the writing."""
    length = timedelta(days=DAYS_OF[word_of(match, "unit")] * count_of(match))
    if word_of(match, "way") == "later":
        return (written.told + length,) * 2 if written.told else None
    day = written.told or (written.on if length == ONE else None)
    return (day - length, day - length) if day else None
