"""When a page appeared: the instant, the day there, and what is not believed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.page_dates import modified, published
from transforms.page_facts import PageFacts

FETCHED_AT = datetime(2025, 3, 1, tzinfo=UTC)
URL = "https://outlet.example/ships"


def when(*stamps, url=URL, listed_at=None, shown=(), guess=None):
    facts = PageFacts(published=stamps, shown=shown)
    return published(facts, url, listed_at, FETCHED_AT, lambda: guess)


def test_the_day_is_that_of_the_stated_zone_and_the_instant_is_utc():
    found = when("2025-01-02T04:25:13+07:00")
    assert found.at == datetime(2025, 1, 1, 21, 25, 13, tzinfo=UTC)
    assert (found.on, found.is_uncertain) == (date(2025, 1, 2), False)


def test_a_stamp_in_utc_gets_its_day_from_the_address():
    found = when("2025-01-02T02:18:11Z", url="https://outlet.example/2025/01/01/ships")
    assert found.at == datetime(2025, 1, 2, 2, 18, 11, tzinfo=UTC)
    assert found.on == date(2025, 1, 1)


def test_an_address_of_another_week_tells_nothing_of_the_stamp_s_day():
    found = when("2025-01-09T02:18:11Z", url="https://outlet.example/2025/01/01/ships")
    assert found.on == date(2025, 1, 9)


@pytest.mark.parametrize(
    ("stamp", "at", "uncertain"),
    [
        pytest.param("2025-01-01", datetime(2025, 1, 1, 12, tzinfo=UTC), True, id="day"),
        pytest.param("2025-01-01T08:00:00", datetime(2025, 1, 1, 8, tzinfo=UTC), True, id="no-zone"),
        pytest.param("20250101T080000Z", datetime(2025, 1, 1, 8, tzinfo=UTC), False, id="basic"),
        pytest.param("1735718400", datetime(2025, 1, 1, 8, tzinfo=UTC), False, id="seconds"),
        pytest.param("1735718400000", datetime(2025, 1, 1, 8, tzinfo=UTC), False, id="milliseconds"),
        pytest.param(
            "Wed, 01 Jan 2025 03:00:00 EST", datetime(2025, 1, 1, 8, tzinfo=UTC), False, id="rfc-822"
        ),
        pytest.param("January 1, 2025", datetime(2025, 1, 1, 12, tzinfo=UTC), True, id="words"),
        pytest.param("2025年1月1日", datetime(2025, 1, 1, 12, tzinfo=UTC), True, id="japanese"),
    ],
)
def test_stamps_are_read_in_many_forms(stamp, at, uncertain):
    found = when(stamp)
    assert (found.at, found.is_uncertain) == (at, uncertain)


@pytest.mark.parametrize(
    "stamp",
    [
        pytest.param("2025-03-03T00:00:00Z", id="the-day-after-tomorrow"),
        pytest.param("1970-01-01T00:00:00Z", id="before-the-web"),
        pytest.param("10:30", id="time-alone"),
        pytest.param("Friday", id="weekday-alone"),
        pytest.param("March 2024", id="month-alone"),
        pytest.param("04/05/2024", id="day-or-month-first"),
        pytest.param("2025-13-41", id="no-date"),
        pytest.param("9" * 5000, id="long"),
        pytest.param("0001-01-01T00:00:00+14:00", id="overflow"),
    ],
)
def test_what_is_not_believed_is_passed_over(stamp):
    assert when(stamp) is None
    assert when(stamp, "2025-01-01T08:00:00Z").on == date(2025, 1, 1)


def test_the_order_of_trust_is_stamp_address_feed_shown_guess():
    listed_at = datetime(2025, 1, 3, 8, tzinfo=UTC)
    dated = "https://outlet.example/2025/01/02/ships"
    assert when("2025-01-01T08:00:00Z", url=dated, listed_at=listed_at).on == date(2025, 1, 2)
    assert when(url=dated, listed_at=listed_at).on == date(2025, 1, 2)
    assert when(listed_at=listed_at, shown=("2025-01-04",)).at == listed_at
    assert when(shown=("2025-01-04T10:00:00Z",), guess="2025-01-05").on == date(2025, 1, 4)
    assert when(guess="2025-01-05").on == date(2025, 1, 5)
    everything_but_the_stamp = [
        when(url=dated), when(listed_at=listed_at), when(shown=("2025-01-04T10:00:00Z",)), when(guess="2025-01-05")
    ]  # fmt: skip
    assert all(found.is_uncertain for found in everything_but_the_stamp)


def test_a_guess_of_a_year_alone_is_none():
    assert when(guess="1998-01-01") is None


def test_an_address_with_two_days_tells_none():
    assert when(url="https://outlet.example/2025/01/01/from-2024-12-30") is None


def test_a_number_in_an_address_is_no_day():
    assert when(url="https://outlet.example/id-120250101999") is None


def test_the_last_change_is_read_by_the_same_rules():
    facts = PageFacts(modified=("2099-01-01", "2025-01-02T23:00:00-05:00"))
    found = modified(facts, FETCHED_AT)
    assert (found.at, found.on) == (datetime(2025, 1, 3, 4, tzinfo=UTC), date(2025, 1, 2))
    assert modified(PageFacts(), FETCHED_AT) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_makes_a_date_that_is_not_there_yet_or_an_error(stamp, address):
    found = when(stamp, url=f"https://outlet.example/{address}")
    if found is not None:
        assert found.at <= FETCHED_AT + timedelta(days=1)
        assert abs(found.on - found.at.date()) <= timedelta(days=1)
        assert found.on.year >= 1990 - 1
