"""What a page states of its dates -> when it appeared: an instant, a day, and how sure that is.

In:   PageFacts, the page's URL, the feed's date, the instant of fetching, a guess of htmldate's
Out:  Published: the instant in UTC, and the day on the calendar of the place that published it
Never: takes today for a missing date; believes a date before 1990 or after the fetching.

The day is not that of the instant in UTC: what appeared at 04:25 in Jakarta appeared on that
morning, and its "on Monday" counts from there. A stamp with a zone tells its own day. Many systems
write stamps in UTC, but build addresses (/2020/02/17/) from the local day: there the address tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil import parser as date_parser
from dateutil import tz

from transforms.page_facts import PageFacts

_EARLIEST = date(1990, 1, 1)  # the web is not older
# A clock may be wrong, and a zone left out: a day ahead is no fault.
_AHEAD = timedelta(days=1)
_MOST_STAMP_CHARS = 64
_SINCE_1970 = re.compile(r"\d{10}(?:\d{3})?")  # seconds or milliseconds
_HAS_TIME = re.compile(r"\d{1,2}:\d\d|T\d{4}|^\d{10}(?:\d{3})?$")
_AMBIGUOUS = re.compile(r"^\D*(?:0?[1-9]|1[0-2])[/.](?:0?[1-9]|1[0-2])[/.](?:19|20)?\d\d\b")
_DEFAULTS = (datetime(2001, 1, 1), datetime(1996, 2, 2))
_CJK_DATE = re.compile(r"(\d{4})[年년]\s*(\d{1,2})[月월]\s*(\d{1,2})[日일]")
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[/_-]?)(?P<month>0?[1-9]|1[0-2])(?P=sep)"
    r"(?P<day>0[1-9]|[12]\d|3[01]|[1-9])(?!\d)"
)
# Names of zones that mean one thing in stamps; "IST" and "CST" mean several.
_ZONE_HOURS = {"UTC": 0, "GMT": 0, "Z": 0, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3} | {
    "EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "MST": -7, "PST": -8, "PDT": -7, "JST": 9, "KST": 9
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """When something appeared. `on` is the local day; `at` is noon of it where no time is known."""

    at: datetime
    on: date
    is_uncertain: bool


def published(
    facts: PageFacts,
    url: str,
    listed_at: datetime | None,
    fetched_at: datetime,
    guess: Callable[[], str | None],
) -> Published | None:
    """When a page appeared; None where nothing tells. `guess` is asked last (YYYY-MM-DD).

    The order of trust: stamps for machines, the address, the feed's date, a time that is shown,
    a guess. A date without a time of day, without a zone or from the feed alone is uncertain.
    """
    latest = fetched_at + _AHEAD
    in_address = _in_address(url, latest)
    stated = _first_stamp(facts.published, in_address, latest)
    if stated is not None:
        return stated
    if in_address is not None:
        return _whole_day(in_address)
    if listed_at is not None and _is_plausible(listed_at, latest):
        return Published(listed_at, listed_at.date(), True)
    shown = _first_stamp(facts.shown, None, latest)
    if shown is not None:
        return Published(shown.at, shown.on, True)
    guessed = guess()
    if guessed is None or guessed.endswith("-01-01"):  # so htmldate writes a year alone: © 1998
        return None
    return _first_stamp([guessed], None, latest)


def modified(facts: PageFacts, fetched_at: datetime) -> Published | None:
    """When a page says that it was last changed; None where it does not."""
    return _first_stamp(facts.modified, None, fetched_at + _AHEAD)


def _first_stamp(
    stamps: Sequence[str], in_address: date | None, latest: datetime
) -> Published | None:
    found = (_read(stamp, in_address) for stamp in stamps)
    return next((p for p in found if p is not None and _is_plausible(p.at, latest)), None)


def _read(stamp: str, in_address: date | None) -> Published | None:
    """A stamp's instant and day; None where it is no date, or could be two."""
    local = _parse(stamp.strip())
    if local is None:
        return None
    if not _HAS_TIME.search(stamp):
        return _whole_day(local.date())
    zone, local = local.tzinfo, local if local.tzinfo else local.replace(tzinfo=UTC)
    try:
        at = local.astimezone(UTC)
    except OverflowError:
        return None
    on = local.date()
    if not local.utcoffset() and in_address and abs(in_address - on) <= timedelta(days=1):
        on = in_address
    return Published(at, on, zone is None)


def _parse(stamp: str) -> datetime | None:
    """A date as written; None where it lacks day, month or year, or could be read in two ways."""
    if not stamp or len(stamp) > _MOST_STAMP_CHARS or _AMBIGUOUS.match(stamp):
        return None
    stamp = _CJK_DATE.sub(r"\1-\2-\3", stamp)
    if _SINCE_1970.fullmatch(stamp):
        return datetime.fromtimestamp(int(stamp[:10]), UTC)
    try:
        return datetime.fromisoformat(stamp)
    except ValueError:
        pass
    # dateutil fills what is missing from a default: two defaults that differ tell what it filled.
    read = {_parse_loosely(stamp, default) for default in _DEFAULTS}
    return read.pop() if len(read) == 1 else None


def _parse_loosely(stamp: str, default: datetime) -> datetime | None:
    try:
        return date_parser.parse(stamp, default=default, tzinfos=_zone)
    except (ValueError, ArithmeticError, TypeError, AttributeError):
        return None


def _zone(name: str | None, offset_s: int | None) -> tzinfo | None:
    if offset_s is not None:
        return tz.tzoffset(name, offset_s)
    hours = _ZONE_HOURS.get(name or "")
    return None if hours is None else tz.tzoffset(name, hours * 3600)


def _whole_day(day: date) -> Published:
    return Published(datetime.combine(day, time(12), UTC), day, True)


def _is_plausible(at: datetime, latest: datetime) -> bool:
    return at.date() >= _EARLIEST and at <= latest


def _in_address(url: str, latest: datetime) -> date | None:
    """The day in an address; None where it holds none, or several."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    days = {day for day in _days_in(path) if _is_plausible(_whole_day(day).at, latest)}
    return days.pop() if len(days) == 1 else None


def _days_in(path: str) -> Iterator[date]:
    for found in _IN_ADDRESS.finditer(path):
        try:
            yield date(*(int(found[name]) for name in ("year", "month", "day")))
        except ValueError:  # 31 April
            continue
