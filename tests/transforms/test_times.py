"""Words that tell a time, whether or not a calendar can place them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.builders_growth import growth
from transforms.times import find_times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        pytest.param("on March 3, 2021, he left", ["March 3, 2021"], id="day"),
        pytest.param("on 3 March he left", ["3 March"], id="day first"),
        pytest.param("Nov. 16 - 17", ["Nov. 16 - 17"], id="two days"),
        pytest.param("early next year", ["early next year"], id="part of a year"),
        pytest.param("last Friday night", ["last Friday night"], id="weekday"),
        pytest.param("three weeks ago", ["three weeks ago"], id="ago"),
        pytest.param("over the past three days", ["the past three days"], id="span"),
        pytest.param("they march on", [], id="verb"),
        pytest.param("it may rain", [], id="may"),
        pytest.param("in May it rained", ["May"], id="May"),
        pytest.param("2,019 men", [], id="number"),
        pytest.param("$5 an hour", [], id="rate"),
    ],
)
def test_times_are_found(text, times):
    assert [text[t.start : t.end] for t in find_times(text)] == times


@given(st.text(max_size=80))
def test_any_text_gives_times_in_order(text):
    found = find_times(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("piece", ["last last ", "the ", "May 1 ", "Monday, ", "2019-"])
def test_time_grows_with_the_text_and_no_faster(piece):
    assert growth(find_times, piece) < 24
