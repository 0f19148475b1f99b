"""When to run, as it is typed; and which of the runs that were missed are still to be done."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.serving.missed_runs import superfluous
from flows.serving.schedule import ScheduleError, check_cron, schedule_of

AT = datetime(2025, 1, 24, 6, tzinfo=UTC)
TIMES = st.lists(st.integers(0, 1000), max_size=20).map(sorted)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15m", timedelta(minutes=15)),
        ("90 min", timedelta(minutes=90)),
        ("2H", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
    ],
)
def test_an_interval_is_minutes_hours_or_days(typed, meant):
    assert schedule_of(None, typed).every == meant


@pytest.mark.parametrize("typed", ["", "0m", "15", "15s", "-1h", "soon", "1e9d", "999999m"])
def test_what_is_no_interval_is_said(typed):
    with pytest.raises(ScheduleError, match="write it as 15m, 2h or 1d"):
        schedule_of(None, typed)


def test_every_half_hour_unless_told_otherwise_and_never_by_two_schedules():
    assert schedule_of(None, None).cron == "*/30 * * * *"
    with pytest.raises(ScheduleError, match="exclude each other"):
        schedule_of("* * * * *", "5m")


@pytest.mark.parametrize("typed", ["hourly", "* * * *", "61 * * * *"])
def test_what_is_no_cron_line_is_said(typed):
    with pytest.raises(ScheduleError, match="no cron line"):
        check_cron(schedule_of(typed, None).cron)


def due(minutes):
    return [(UUID(int=n), AT + timedelta(minutes=m)) for n, m in enumerate(minutes)]


def test_of_the_runs_of_a_night_one_is_done():
    missed = due(range(0, 600, 30))
    assert superfluous(missed, None) == [name for name, _ in missed[:-1]]
    begun = AT + timedelta(minutes=601)
    assert superfluous(missed, begun) == [name for name, _ in missed]


def test_the_next_run_waits_for_the_one_that_is_under_way():
    assert superfluous(due([30]), AT) == []


@given(TIMES, st.none() | st.integers(0, 1000))
def test_at_most_one_is_left_and_none_is_lost_that_no_run_makes_up_for(minutes, begun):
    begun_at = None if begun is None else AT + timedelta(minutes=begun)
    runs = due(minutes)
    left = [run for run in runs if run[0] not in superfluous(runs, begun_at)]
    if runs and (begun_at is None or runs[-1][1] > begun_at):
        assert left == runs[-1:]
    else:
        assert left == []
