"""Units of measure: looking one up, converting, rounding to what the words carry.

In:   a value and canonical unit names ("kg", "mile", "usd"; transforms/vocabulary/units.py)
Out:  the value in another unit of the same dimension, or None where there is no way
Never: converts money, or a per cent into anything: those have one unit each.
"""

from __future__ import annotations

import math
import re

from transforms.vocabulary.units import CURRENCIES, UNITS

_UNITS = {unit.name: unit for unit in UNITS}
_BY_WORD = {
    word: unit.name for unit in UNITS for word in (unit.name, *unit.words.split("|")) if word
}
_BY_SYMBOL = {symbol: unit.name for unit in UNITS for symbol in unit.symbols.split()}
_WHOLE_DIGITS = 3
_CURRENCIES = frozenset(code for code, _, _ in CURRENCIES)
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def dimension_of(unit: str) -> str | None:
    """What a unit measures ("mass"); a currency is a dimension of its own; None if unknown."""
    if unit in _UNITS:
        return _UNITS[unit].dimension
    return unit if unit in _CURRENCIES else None


def named_unit(words: str) -> str | None:
    """The canonical name of a measure as somebody writes it ("kilograms", "%"); None for none."""
    return _BY_WORD.get(words.strip().lower()) or _BY_SYMBOL.get(words.strip())


def named_dimension(words: str) -> str | None:
    """What a measure as somebody writes it measures ("kilograms" -> "mass"); None for none."""
    name = named_unit(words)
    return dimension_of(name) if name else None


def convert(value: float, from_unit: str, to_unit: str) -> float | None:
    """The value in another unit; None where the two measure different things."""
    if from_unit == to_unit:
        return value
    source, target = _UNITS.get(from_unit), _UNITS.get(to_unit)
    if source is None or target is None or source.dimension != target.dimension:
        return None
    base = value * source.factor + source.offset
    return (base - target.offset) / target.factor


def significant_digits(words: str) -> int:
    """How many digits of a number its words carry: 2 in "1,200", 3 in "1.20", 1 in "three".

    Trailing zeros of a whole number are taken for rounding; those after a point are meant.
    """
    match = _DIGITS.search(words)
    if match is None:
        return 1
    digits = match.group().replace(",", "")
    if "." in digits:
        return max(1, len(digits.replace(".", "").lstrip("0")))
    return max(1, len(digits.strip("0")))


def round_to(value: float, digits: int) -> float:
    """Round to a number of significant digits."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def converted(value: float, from_unit: str, to_unit: str, words: str) -> float | None:
    """Convert, and round to what the words carry, but not below the whole unit.

    "10 miles" is 16 km, and "900 pounds" 408 kg, as newspapers put it beside the pounds.
    """
    found = convert(value, from_unit, to_unit)
    if found is None or from_unit == to_unit:
        return found
    whole = len(str(int(abs(found))))
    return round_to(found, max(2, significant_digits(words), min(whole, _WHOLE_DIGITS)))
