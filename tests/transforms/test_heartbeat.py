"""A sign of life: one a day, by the clock of a place, whatever else is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transforms.alert_text import Basis
from transforms.heartbeat import Heartbeat, heartbeat
from transforms.records import Watch

WATCH = Watch("dprk", "North Korea", (), (), (), (), ())
WANTED = Heartbeat("desk", "07:00", "Europe/Berlin")


def signs(*instants: datetime) -> list[datetime]:
    """The runs that give one."""
    past, found = [], []
    for at in instants:
        event = heartbeat(WANTED, past, WATCH, Basis("run", at, len(past), ""))
        if event:
            past.append(replace(event, seq=len(past), recorded_at=at))
            found.append(at)
    return found


def test_the_first_run_after_its_time_gives_it():
    day = datetime(2025, 1, 24, tzinfo=UTC)
    hours = [day + timedelta(hours=h) for h in range(48)]
    assert signs(*hours) == [hours[0], hours[6], hours[30]]


@given(st.integers(0, 400), st.integers(1, 6))
def test_there_is_one_a_day_through_all_changes_of_clocks(start, step):
    begin = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=start, hours=7)
    runs = [begin + timedelta(hours=step * n) for n in range(24 * 9 // step)]
    days = (runs[-1] - runs[0]) / timedelta(days=1)
    assert days - 1 <= len(signs(*runs)) <= days + 2


def test_it_says_how_much_there_was():
    event = heartbeat(WANTED, [], WATCH, Basis("run", datetime(2025, 1, 24, 9, tzinfo=UTC), 0, ""))
    assert event is not None
    assert event.title == "dprk: alive, 0 changes, 0 alerts since 2025-01-23 09:00 UTC"
