"""What the words for a date mean, read on Wednesday 15 January 2025."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import find_dates

WEDNESDAY = date(2025, 1, 15)

TABLE = [
    ("on 3 March 2024", "2024-03-03", "2024-03-03"),
    ("on March 3, 2024", "2024-03-03", "2024-03-03"),
    ("on Dec. 30", "2024-12-30", "2024-12-30"),
    ("on January 12", "2025-01-12", "2025-01-12"),
    ("on Monday", "2025-01-13", "2025-01-13"),
    ("on Wednesday", "2025-01-15", "2025-01-15"),
    ("on Thursday", "2025-01-09", "2025-01-09"),
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
]


@pytest.mark.parametrize(("text", "first", "last"), TABLE, ids=[row[0] for row in TABLE])
def test_words_mean_days(text, first, last):
    (found,) = find_dates(f"It happened {text}, it is said.", WEDNESDAY)
    shown = [day and day.isoformat() for day in (found.first, found.last)]
    assert shown == [first, last]


@pytest.mark.parametrize("text", ["on Friday", "in October", "last autumn", "yesterday", "last week"])
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
        pytest.param("they may march", id="other words"),
    ],
)
def test_what_names_no_past_day_gives_none(text):
    assert find_dates(text, WEDNESDAY) == []


_PIECES = st.sampled_from(
    "on in by since last this the early mid late May march 31 0 12th 2024 Monday autumn week two days ago and to between of ıst ſept".split()
)


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=10).map(" ".join)), st.dates(date(1990, 1, 1)))
def test_any_text_gives_dates_in_order_inside_it(text, written_on):
    found = find_dates(text, written_on)
    assert [d.start for d in found] == sorted(d.start for d in found)
    for day in found:
        assert 0 <= day.start < day.end <= len(text)
        assert day.first is None or day.last is None or day.first <= day.last
