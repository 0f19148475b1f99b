"""Units: looking up, converting, and rounding to what the words carry."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.units import convert, converted, dimension_of, round_to, significant_digits
from transforms.vocabulary.units import CURRENCIES, CURRENCY_CODES, DOLLARS, UNITS


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (1, "km", "m", 1000),
        (1, "mile", "km", 1.609344),
        (2, "t", "kg", 2000),
        (10, "lb", "kg", 4.5359237),
        (3, "hour", "minute", 180),
        (1, "km2", "hectare", 100),
        (0, "celsius", "fahrenheit", 32),
        (212, "fahrenheit", "celsius", 100),
        (1, "GW", "MW", 1000),
        (1, "GB", "MB", 1000),
        (50, "basis_point", "percentage_point", 0.5),
        (7, "usd", "usd", 7),
    ],
)
def test_a_value_is_converted_within_its_dimension(value, source, target, expected):
    assert convert(value, source, target) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("kg", "km"),
        ("usd", "eur"),
        ("percent", "percentage_point"),
        ("percent", "kg"),
        ("degree", "celsius"),
        ("kg", "furlong"),
        ("barrel/day", "barrel"),
    ],
)
def test_there_is_no_way_between_dimensions(source, target):
    assert convert(1, source, target) is None


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("1,200", 2),
        ("1.20", 3),
        ("0.05", 1),
        ("100", 1),
        ("three", 1),
        ("about 1,234 men", 4),
        ("0", 1),
    ],
)
def test_words_carry_so_many_digits(words, digits):
    assert significant_digits(words) == digits


@pytest.mark.parametrize(
    ("value", "source", "target", "words", "expected"),
    [
        (19, "mile", "km", "19 miles", 31),
        (10, "mile", "km", "10 miles", 16),
        (1234, "lb", "kg", "1,234 pounds", 559.7),
        (19, "mile", "mile", "19 miles", 19),
    ],
)
def test_a_converted_value_is_rounded_to_what_the_words_carry(
    value, source, target, words, expected
):
    assert converted(value, source, target, words) == pytest.approx(expected)


def test_every_unit_is_named_once():
    names = [u.name for u in UNITS]
    assert len(names) == len(set(names))
    words = [w for u in UNITS for w in u.words.split("|") if w]
    words += [w for _, given, _ in CURRENCIES for w in given.split("|")]
    assert len(words) == len(set(words))
    symbols = [s for u in UNITS for s in u.symbols.split()]
    assert len(symbols) == len(set(symbols))


def test_every_currency_code_is_a_currency():
    codes = {code for code, _, _ in CURRENCIES}
    assert (CURRENCY_CODES - {"rmb"}) | set(DOLLARS.values()) <= codes
    assert all(dimension_of(code) == code for code in codes)


_PAIRS = [(a.name, b.name) for a in UNITS for b in UNITS if a.dimension == b.dimension]


@given(st.floats(-1e9, 1e9), st.sampled_from(_PAIRS))
def test_there_and_back_is_the_same(value, pair):
    there = convert(value, *pair)
    assert there is not None
    assert convert(there, pair[1], pair[0]) == pytest.approx(value, rel=1e-6, abs=1e-6)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.integers(1, 9))
def test_rounding_stays_near(value, digits):
    assert math.isclose(round_to(value, digits), value, rel_tol=0.51 * 10 ** (1 - digits) * 1.01)
