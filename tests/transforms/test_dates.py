"""What the words for a date mean, read on Wednesday 15 January 2025."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.builders_growth import growth
from transforms.dates import find_dates

WEDNESDAY = date(2025, 1, 15)

TABLE = [
    ("on 3 March 2024", "2024-03-03", "2024-03-03"),
    ("on March 3, 2024", "2024-03-03", "2024-03-03"),
    ("on Dec. 30", "2024-12-30", "2024-12-30"),
    ("on January 12", "2025-01-12", "2025-01-12"),
    ("on Monday", "2025-01-13", "2025-01-13"),
    ("on Wednesday", "2025-01-15", "2025-01-15"),
    ("on Friday", "2025-01-10", "2025-01-10"),
    ("last Wednesday", "2025-01-08", "2025-01-08"),
    ("today", "2025-01-15", "2025-01-15"),
    ("yesterday", "2025-01-14", "2025-01-14"),
    ("three days ago", "2025-01-12", "2025-01-12"),
    ("in October", "2024-10-01", "2024-10-31"),
    ("in October 2023", "2023-10-01", "2023-10-31"),
    ("in mid-December", "2024-12-11", "2024-12-20"),
    ("in late December", "2024-12-21", "2024-12-31"),
    ("between early and mid-October", "2024-10-01", "2024-10-15"),
    ("by mid-December", None, "2024-12-15"),
    ("last autumn", "2024-09-01", "2024-11-30"),
    ("last fall", "2024-09-01", "2024-11-30"),
    ("in the winter of 2022", "2022-12-01", "2023-02-28"),
    ("last month", "2024-12-01", "2024-12-31"),
    ("this week", "2025-01-13", "2025-01-19"),
    ("last year", "2024-01-01", "2024-12-31"),
    ("in the past week", "2025-01-08", "2025-01-15"),
    ("in 2017", "2017-01-01", "2017-12-31"),
    ("between 2006 and 2017", "2006-01-01", "2017-12-31"),
    ("from October to December", "2024-10-01", "2024-12-31"),
    ("between 5 and 9 January", "2025-01-05", "2025-01-09"),
    ("on the 20th", "2024-12-20", "2024-12-20"),
    ("since August", "2024-08-01", None),
    ("by the end of December", None, "2024-12-31"),
    ("on Nov. 21 last year", "2024-11-21", "2024-11-21"),
    ("on January 3 this year", "2025-01-03", "2025-01-03"),
    ("in November last year", "2024-11-01", "2024-11-30"),
    ("on 27 and 28 August", "2024-08-27", "2024-08-28"),
    ("from Dec. 30 to Jan. 3", "2024-12-30", "2025-01-03"),
    ("on Tuesday, Dec. 3", "2024-12-03", "2024-12-03"),
    ("between Friday and Monday", "2025-01-10", "2025-01-13"),
    ("on Sunday or Monday", "2025-01-12", "2025-01-13"),
    ("since mid-January", "2025-01-15", None),
    ("by the middle of January", None, "2025-01-15"),
    ("in the last week of October", "2024-10-25", "2024-10-31"),
    ("in the first two months of last year", "2024-01-01", "2024-02-29"),
    ("in the last quarter of 2024", "2024-10-01", "2024-12-31"),
    ("in the last months of 2024", "2024-01-01", "2024-12-31"),
    ("in the 24 hours to 6 a.m. Tuesday", "2025-01-13", "2025-01-14"),
    ("in the previous 24 hours", "2025-01-14", "2025-01-15"),
    ("over the weekend", "2025-01-11", "2025-01-12"),
    ("so far this year", "2025-01-01", "2025-01-15"),
    ("earlier this month", "2025-01-01", "2025-01-15"),
    ("at the turn of the year", "2024-12-21", "2025-01-10"),
    ("before the end of the year", None, "2025-12-31"),
    ("before the month was out", None, "2025-01-31"),
    ("before December", None, "2024-11-30"),
    ("after 3 March 2024", "2024-03-04", None),
    ("as early as next month", "2025-02-01", None),
    ("next month", "2025-02-01", "2025-02-28"),
    ("as of Jan. 8", "2025-01-08", "2025-01-08"),
    ("on the evening of the 7th", "2025-01-07", "2025-01-07"),
    ("in early 2024", "2024-01-01", "2024-04-30"),
    ("last winter", "2023-12-01", "2024-02-29"),
    ("on 2024-10-18", "2024-10-18", "2024-10-18"),
]


@pytest.mark.parametrize(("text", "first", "last"), TABLE, ids=[row[0] for row in TABLE])
def test_words_mean_days(text, first, last):
    (found,) = find_dates(f"It happened {text}, it is said.", WEDNESDAY)
    shown = [day and day.isoformat() for day in (found.first, found.last)]
    assert shown == [first, last]


AHEAD = [
    ("on Friday", "2025-01-17", "2025-01-17"),
    ("between Thursday and Aug. 31", "2025-01-16", "2025-08-31"),
    ("in July or August", "2025-07-01", "2025-08-31"),
    ("by the end of December", None, "2025-12-31"),
    ("on 3 February", "2025-02-03", "2025-02-03"),
    ("on the 7th", "2025-02-07", "2025-02-07"),
    ("in the autumn", "2025-09-01", "2025-11-30"),
]


@pytest.mark.parametrize(("text", "first", "last"), AHEAD, ids=[row[0] for row in AHEAD])
def test_of_what_is_to_come_the_next_day_is_meant(text, first, last):
    (found,) = find_dates(f"It will happen {text}.", WEDNESDAY, is_ahead=True)
    assert [day and day.isoformat() for day in (found.first, found.last)] == [first, last]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("On Monday he spoke of the day before.", [13, 12], id="the day before"),
        pytest.param("On Monday and two days earlier he spoke.", [13, 11], id="days earlier"),
        pytest.param("He spoke on Monday and left the same day.", [13, 13], id="same day"),
        pytest.param("He spoke on Monday. Two days earlier it rained.", [13], id="next sentence"),
    ],
)
def test_a_day_may_be_told_from_another_in_its_sentence(text, days):
    assert [d.first.day for d in find_dates(text, WEDNESDAY)] == days


@pytest.mark.parametrize(
    "text", ["on Friday", "in October", "last autumn", "yesterday", "last week"]
)
def test_a_date_that_needs_the_day_of_writing_is_nothing_without_it(text):
    assert find_dates(f"It happened {text}.", None) == []


def test_a_full_date_needs_no_day_of_writing():
    (found,) = find_dates("It happened on 3 March 2024.", None)
    assert found.first == date(2024, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("on 31 February 2024", id="no such day"),
        pytest.param("next Friday", id="ahead"),
        pytest.param("on Thursday", id="six days ago, or the morrow elsewhere"),
        pytest.param("on 5 May that year", id="a year named elsewhere"),
        pytest.param("two weeks earlier", id="earlier than nothing"),
        pytest.param("this weekend", id="the one gone, or the one to come"),
        pytest.param("they may march", id="other words"),
        pytest.param("the ships of the 7th Fleet", id="a number in a name"),
        pytest.param("the fall of the town", id="a fall that is no season"),
        pytest.param("the ashes of the fallen", id="the fallen"),
    ],
)
def test_what_names_no_past_day_gives_none(text):
    assert find_dates(text, WEDNESDAY) == []


_PIECES = st.sampled_from(
    "on in by since last this next the early mid late May march February 29 31 0 12th 2024 2025-02-30 Monday autumn "
    "week weekend two 24 hours days ago earlier same day and to - between before of year so far ıst ſept".split()
)
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map(" ".join))
_DAYS = st.one_of(st.dates(), st.sampled_from([date.min, date.max, date(2024, 2, 29)]))


@given(_TEXTS, _DAYS, st.booleans())
def test_any_text_gives_dates_in_order_inside_it(text, written_on, is_ahead):
    found = find_dates(text, written_on, is_ahead=is_ahead)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for day in found:
        assert 0 <= day.start < day.end <= len(text)
        assert day.first is None or day.last is None or day.first <= day.last


@given(_TEXTS)
def test_without_a_day_of_writing_every_date_has_its_year_in_words(text):
    for day in find_dates(text, None):
        years = re.findall(r"(?:19|20)\d\d", text[day.start : day.end])
        told = {d.year for d in (day.first, day.last) if d is not None}
        # a day before the first of a year, or after the last, is still told by that year
        assert years
        assert all(min(abs(y - int(n)) for n in years) <= 1 for y in told)


@pytest.mark.parametrize(
    "piece", ["last last ", "on May 1 ", "Monday and ", "24 hours to ", "the day before ", "x"]
)
def test_time_grows_with_the_text_and_no_faster(piece):
    assert growth(lambda text: find_dates(text, WEDNESDAY), piece) < 24
