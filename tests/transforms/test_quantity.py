"""Every row of the contract's table of quantities, and what is no quantity."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.quantity import find_counts, find_quantities, number_value

TABLE = [
    ("digits", "11,000 soldiers", "exact", 11000, 11000, 11000),
    ("thin space", "11\u2009000 soldiers", "exact", 11000, 11000, 11000),
    ("no-break space", "11\u00a0000 soldiers", "exact", 11000, 11000, 11000),
    ("plain space", "11 000 soldiers", "exact", 11000, 11000, 11000),
    ("words", "eleven thousand soldiers", "exact", 11000, 11000, 11000),
    ("K", "11K soldiers", "exact", 11000, 11000, 11000),
    ("decimal million", "1.2 million people", "exact", 1.2e6, 1.2e6, 1.2e6),
    ("radio script", "four-thousand-100 men", "exact", 4100, 4100, 4100),
    ("around", "around 11,000 men", "about", 11000, 9900, 12100),
    ("about", "about 11,000 men", "about", 11000, 9900, 12100),
    ("some", "some 11,000 men", "about", 11000, 9900, 12100),
    ("roughly", "roughly 11,000 men", "about", 11000, 9900, 12100),
    ("approximately", "approximately 11,000 men", "about", 11000, 9900, 12100),
    ("an estimated", "an estimated 11,000 men", "about", 11000, 9900, 12100),
    ("or so", "11,000 or so men", "about", 11000, 9900, 12100),
    ("-odd", "300-odd men", "about", 300, 270, 330),
    ("couple", "a couple of thousand men", "about", 2000, 1800, 2200),
    ("at least", "at least 300 men", "at_least", 300, 300, None),
    ("no fewer than", "no fewer than 300 men", "at_least", 300, 300, None),
    ("a minimum of", "a minimum of 300 men", "at_least", 300, 300, None),
    ("or more", "300 or more men", "at_least", 300, 300, None),
    ("more than", "more than 3,000 men", "more_than", 3000, 3000, None),
    ("over", "over 3,000 men", "more_than", 3000, 3000, None),
    ("upwards of", "upwards of 3,000 men", "more_than", 3000, 3000, None),
    ("exceeding", "a force exceeding 3,000 men", "more_than", 3000, 3000, None),
    ("in excess of", "in excess of 3,000 men", "more_than", 3000, 3000, None),
    ("up to", "up to 12,000 men", "at_most", 12000, 0, 12000),
    ("as many as", "as many as 12,000 men", "at_most", 12000, 0, 12000),
    ("at most", "at most 12,000 men", "at_most", 12000, 0, 12000),
    ("no more than", "no more than 12,000 men", "at_most", 12000, 0, 12000),
    ("fewer than", "fewer than 500 men", "less_than", 500, 0, 500),
    ("less than", "less than 500 men", "less_than", 500, 0, 500),
    ("under", "under 500 men", "less_than", 500, 0, 500),
    ("below", "below 500 men", "less_than", 500, 0, 500),
    ("nearly", "nearly 3,000 men", "nearly", 3000, 2700, 3000),
    ("almost", "almost 3,000 men", "nearly", 3000, 2700, 3000),
    ("close to", "close to 3,000 men", "nearly", 3000, 2700, 3000),
    ("just under", "just under 3,000 men", "nearly", 3000, 2700, 3000),
    ("between", "between 10,000 and 12,000 men", "range", 11000, 10000, 12000),
    ("hyphen", "10,000-12,000 men", "range", 11000, 10000, 12000),
    ("dash", "10,000–12,000 men", "range", 11000, 10000, 12000),
    ("to", "10,000 to 12,000 men", "range", 11000, 10000, 12000),
    ("scale said once", "11-12,000 men", "range", 11500, 11000, 12000),
    ("or", "10,000 or 11,000 men", "range", 10500, 10000, 11000),
    ("dozens", "dozens of men", "order", None, 24, None),
    ("scores", "scores of men", "order", None, 40, None),
    ("hundreds", "hundreds of men", "order", None, 200, None),
    ("several hundred", "several hundred men", "order", None, 200, None),
    ("thousands", "thousands of men", "order", None, 2000, None),
    ("tens of thousands", "tens of thousands of men", "order", None, 20000, None),
    ("nearest word wins", "a total of some 3,000 men", "about", 3000, 2700, 3300),
]


@pytest.mark.parametrize(
    ("text", "approximation", "value", "low", "high"),
    [pytest.param(*row[1:], id=row[0]) for row in TABLE],
)
def test_words_bound_a_number(text, approximation, value, low, high):
    (found,) = find_quantities(text)
    assert (found.approximation, found.value, found.low, found.high) == (
        approximation,
        value,
        pytest.approx(low),
        None if high is None else pytest.approx(high),
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("40 per cent of the force", id="share"),
        pytest.param("40% of the force", id="percent sign"),
        pytest.param("on 12 January", id="day before month"),
        pytest.param("on January 12", id="day after month"),
        pytest.param("on Sept. 3", id="short month"),
        pytest.param("in 2017", id="year"),
        pytest.param("the 94th brigade", id="ordinal"),
        pytest.param("$300 a head", id="price"),
        pytest.param("a range of 600 km", id="distance"),
        pytest.param("a 240mm launcher", id="calibre"),
        pytest.param("the Hwasong-19", id="name"),
        pytest.param("for 12 days", id="span of time"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_counts_nothing_is_no_quantity(text):
    assert find_counts(text) == []


@pytest.mark.parametrize(
    ("text", "is_increment"),
    [
        pytest.param("an additional 3,000 men", True, id="additional"),
        pytest.param("another 3,000 men", True, id="another"),
        pytest.param("3,000 more men", True, id="more after"),
        pytest.param("more than 3,000 men", False, id="more than"),
        pytest.param("3,000 men", False, id="plain"),
    ],
)
def test_a_number_on_top_of_another_is_an_increment(text, is_increment):
    assert [q.is_increment for q in find_quantities(text)] == [is_increment]


def test_an_estimated_number_is_marked_as_such():
    (found,) = find_quantities("an estimated 300 men")
    assert found.is_estimated


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("three hundred and fifty", 350),
        ("two million", 2_000_000),
        ("half a million", 500_000),
        ("twenty-four", 24),
        ("nothing", None),
    ],
)
def test_numbers_are_read_in_words(phrase, value):
    assert number_value(phrase) == value


_PIECES = st.sampled_from(
    "about 3 300 11,000 million dozens of between and to or - – more than ſcores mıllions İ K % . , 2024 May -odd".split()
)


@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=12).map(" ".join)))
def test_any_text_gives_quantities_in_order_inside_it(text):
    found = find_quantities(text)
    for quantity in found:
        assert 0 <= quantity.start <= quantity.number_start < quantity.number_end <= len(text)
        assert quantity.number_end <= quantity.end <= len(text)
        assert quantity.value is not None or quantity.low is not None
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
    numbers = [(q.number_start, q.number_end) for q in found]
    assert numbers == sorted(numbers)
    assert all(a[1] <= b[0] for a, b in pairwise(numbers))
