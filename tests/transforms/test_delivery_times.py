"""Quiet hours and digests: by the clock of a place, through its changes of time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.delivery_times import digest_after, is_quiet

BERLIN = "Europe/Berlin"
TIMES = st.times().map(lambda at: at.strftime("%H:%M"))
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC)
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "quiet"),
    [
        pytest.param("2025-01-24T20:59", False, id="before"),
        pytest.param("2025-01-24T21:00", True, id="begins"),
        pytest.param("2025-01-25T05:29", True, id="past-midnight"),
        pytest.param("2025-01-25T05:30", False, id="ends"),
        pytest.param("2025-07-24T20:00", True, id="summer-time"),
    ],
)
def test_quiet_hours_are_those_of_the_place(instant, quiet):
    assert is_quiet(at(instant), "22:00-06:30", BERLIN) == quiet


def test_quiet_hours_may_lie_within_a_day():
    assert is_quiet(at("2025-01-24T12:30"), "12:00-14:00", "UTC")
    assert not is_quiet(at("2025-01-24T14:00"), "12:00-14:00", "UTC")


@pytest.mark.parametrize(
    ("instant", "digest"),
    [
        pytest.param("2025-01-24T06:29", "2025-01-24T06:30", id="today"),
        pytest.param("2025-01-24T06:30", "2025-01-25T06:30", id="at-its-time-it-is-the-next"),
        pytest.param("2025-03-29T12:00", "2025-03-30T05:30", id="clocks-go-forward"),
        pytest.param("2025-10-25T12:00", "2025-10-26T06:30", id="clocks-go-back"),
    ],
)
def test_a_digest_has_its_time_there(instant, digest):
    assert digest_after(at(instant), "07:30", BERLIN) == at(digest)


@given(INSTANTS, TIMES, st.sampled_from([BERLIN, "UTC", "Asia/Kathmandu", "America/St_Johns"]))
def test_the_next_digest_is_ahead_and_no_more_than_a_long_day(instant, wanted, zone):
    found = digest_after(instant, wanted, zone)
    assert timedelta() < found - instant <= timedelta(hours=25)
    assert digest_after(found - timedelta(microseconds=1), wanted, zone) == found
