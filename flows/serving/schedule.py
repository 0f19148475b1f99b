"""When to run: cron's five fields, or an interval.

In:   words of the command line
Out:  Schedule
Never: a schedule that Prefect cannot keep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

DEFAULT_CRON = "*/30 * * * *"
_FIELD = r"[\d*/,A-Za-z#-]+"
_CRON = re.compile(rf"{_FIELD}(?:\s+{_FIELD}){{4}}")
_EVERY = re.compile(r"(\d{1,5})\s*(m|min|h|d)")
_UNIT = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}


class ScheduleError(Exception):
    """A schedule that cannot be kept as it was given; one line."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One of the two is set."""

    cron: str | None = None
    every: timedelta | None = None
    told: str = ""  # as it was typed


def schedule_of(cron: str | None, every: str | None) -> Schedule:
    """The schedule that was asked for; every half hour where none was. Raises ScheduleError."""
    if cron is not None and every is not None:
        raise ScheduleError("--cron and --every exclude each other; give one")
    if every is not None:
        return Schedule(every=_interval(every), told=f"every {every}")
    cron = DEFAULT_CRON if cron is None else cron
    if not _CRON.fullmatch(cron.strip()):
        raise ScheduleError(_no_cron(cron))
    return Schedule(cron=cron, told=f"at {cron!r} (UTC)")


def check_cron(cron: str) -> None:
    """Raise ScheduleError unless Prefect can keep a schedule of these five fields."""
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError:
        raise ScheduleError(_no_cron(cron)) from None


def _interval(text: str) -> timedelta:
    found = _EVERY.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        raise ScheduleError(f"{text!r} is no interval: write it as 15m, 2h or 1d")
    return timedelta(**{_UNIT[found[2]]: int(found[1])})


def _no_cron(cron: str) -> str:
    return f"{cron!r} is no cron line: five fields, such as '*/30 * * * *'"
