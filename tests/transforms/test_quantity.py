"""Every row of the contract's table of quantities, what is no count, and what unit a number has."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.builders_growth import growth
from transforms.numerals import find_numerals
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
    ("a dozen", "more than a dozen men", "more_than", 12, 12, None),
    ("half a dozen", "half a dozen men", "exact", 6, 6, 6),
    ("two dozen", "about two dozen men", "about", 24, 21.6, 26.4),
    ("a few thousand", "a few thousand men", "order", None, 2000, None),
    ("plus sign", "300+ men", "at_least", 300, 300, None),
    ("-plus", "300-plus men", "at_least", 300, 300, None),
    ("at least after it", "300 men at least", "at_least", 300, 300, None),
    ("just over", "just over 300 men", "more_than", 300, 300, None),
    ("wave", "~300 men", "about", 300, 270, 330),
    ("greater sign", ">300 men", "more_than", 300, 300, None),
    ("scale of both said once", "2 to 3 thousand men", "range", 2500, 2000, 3000),
    ("words", "five hundred to a thousand men", "range", 750, 500, 1000),
    ("about within", "between about 100 and 120 men", "range", 110, 100, 120),
    ("no merging", "between two hundred and three hundred men", "range", 250, 200, 300),
    ("and within", "two thousand and three hundred men", "exact", 2300, 2300, 2300),
    ("and a half", "one and a half million people", "exact", 1.5e6, 1.5e6, 1.5e6),
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
        pytest.param("a load of 40 tonnes", id="mass"),
        pytest.param("a fleet of six-wheel trucks", id="modifier"),
        pytest.param("under Article 5", id="article"),
        pytest.param("resolutions 1718 and 1874", id="joined names"),
        pytest.param("resolutions 1718 (2006), 1874 (2009) and 2270", id="names with years"),
        pytest.param("under Executive Order (E.O.) 13382", id="bracketed abbreviation"),
        pytest.param("the Group of Seven", id="name in words"),
        pytest.param("at 5:30 p.m.", id="clock"),
        pytest.param("call +82 2 5555 0100", id="telephone"),
        pytest.param("won 3-2", id="score"),
        pytest.param("Ada Moor, 41, said", id="age"),
        pytest.param("a third of the force", id="part"),
        pytest.param("one in five of them", id="odds"),
        pytest.param("3. The talks", id="item of a list"),
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


UNITS = [
    ("40 per cent", 40, "percent", "percent"),
    ("0.5 percentage points", 0.5, "measure", "percentage_point"),
    ("$1.5bn", 1.5e9, "money", "usd"),
    ("£5m (a lot)", 5e6, "money", "gbp"),
    ("A$30 million", 3e7, "money", "aud"),
    ("10 million yuan", 1e7, "money", "cny"),
    ("500 Jordanian dinars", 500, "money", "iqd"),
    ("USD10m", 1e7, "money", "usd"),
    ("1,200€", 1200, "money", "eur"),
    ("30km", 30, "measure", "km"),
    ("300m (984 feet)", 300, "measure", "m"),
    ("a 155-mm shell", 155, "measure", "mm"),
    ("12 tonnes of rice", 12, "measure", "t"),
    ("150 pounds of flour", 150, "measure", "lb"),
    ("700 square miles", 700, "measure", "square_mile"),
    ("-5 degrees", -5, "measure", "degree"),
    ("minus 5 degrees Celsius", -5, "measure", "celsius"),
    ("half an hour", 0.5, "measure", "hour"),
    ("2 1/2 years", 2.5, "measure", "year"),
    ("60 barrels per day", 60, "measure", "barrel/day"),
    ("three times as many", 3, "times", None),
    ("two-thirds of them", 2 / 3, "share", "fraction"),
    ("a 60-year-old man", 60, "age", "year"),
    ("the 94th brigade", 94, "ordinal", None),
    ("in 2017", 2017, "year", None),
    ("on 12 January", 12, "date", None),
]


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"), [pytest.param(*row, id=row[0]) for row in UNITS]
)
def test_a_number_has_its_kind_and_unit(text, value, kind, unit):
    found = find_quantities(text)[0]
    assert (found.value, found.kind, found.unit) == (pytest.approx(value), kind, unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        pytest.param("10 to 12 km", 10, 12, "km", id="unit said once"),
        pytest.param("between $62 and $68", 62, 68, "usd", id="signs"),
        pytest.param("$10 to 12 million", 1e7, 1.2e7, "usd", id="scale said once"),
        pytest.param("five- to six-year terms", 5, 6, "year", id="hyphens"),
        pytest.param("15 per cent to 20 per cent", 15, 20, "percent", id="unit said twice"),
    ],
)
def test_a_range_has_one_unit(text, low, high, unit):
    (found,) = find_quantities(text)
    assert (found.approximation, found.low, found.high, found.unit) == ("range", low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("rose from 300 to 600 men", id="from one to the other"),
        pytest.param("fell 5 per cent to 40 per cent", id="by one to the other"),
        pytest.param("lost 7% to $3 million", id="two units"),
    ],
)
def test_a_change_is_no_range(text):
    assert [q.approximation for q in find_quantities(text)] == ["exact", "exact"]


def test_each_number_has_its_own_bound():
    text = "Around 300 had died, at least 40 of them officers, and another 2,700 had been hurt."
    found = find_counts(text)
    assert [(q.value, q.approximation) for q in found] == [
        (300, "about"),
        (40, "at_least"),
        (2700, "exact"),
    ]
    assert [q.is_increment for q in found] == [False, False, True]


HOSTILE = [
    "1,1,1,1,",
    "one hundred ",
    "one hundred and ",
    "from 1 to 2 ",
    "about ",
    "rose sharply ",
    "a third of 5 ",
    "1-",
    "$1",
    "9",
    " ",
    "(1 ",
    "Article 5 and 6, ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(piece):
    assert growth(find_quantities, piece) < 24


@pytest.mark.parametrize(
    "text", ["9" * 400, "9" * 18 + " trillion", "1e99 million", "one trillion " * 50]
)
def test_no_number_is_too_large(text):
    assert all(math.isfinite(q.value or 0.0) for q in find_quantities(text))


_WORDS = st.sampled_from(
    "a half one two seven twelve thirty hundred thousand million dozen third and point - 3 2,000 1.5 k m % $ km kg per day x + −".split()
)


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_numerals_never_overlap(text):
    found = find_numerals(text)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)))
def test_an_interval_holds_its_value(text):
    for q in find_quantities(text):
        if q.value is not None:
            assert q.low is None or q.low <= q.value
            assert q.high is None or q.value <= q.high


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_counts_are_among_the_quantities(text):
    quantities = find_quantities(text)
    assert all(q in quantities and q.kind == "count" and q.unit is None for q in find_counts(text))
