"""A quantity in a text -> whether it is the size of a rise or of a fall ("fell 0.9 per cent").

In:   the text, a quantity found in it, the trend of the quantity before it
Out:  "up", "down" or None
Never: reads a trend out of the place that a change ends at ("rose to 300" tells no rise of 300),
       or out of a noun ("a drop of 5 per cent" names a drop; nothing is said to drop by it).
"""

from __future__ import annotations

import re
from typing import Literal

from transforms.quantity import Quantity
from transforms.vocabulary.numbers import FALLING, RISING

Trend = Literal["up", "down"]

_WINDOW = 60
# What may stand between a verb and the size of its change ("rose by more than", "grew sales by").
_BETWEEN = (
    r"(?:\s(?:by|as much as|up to|a|an|another|some|about|around|nearly|almost|just|only|more|than|"
    r"under|over|at least|further|its|their|his|sales|prices|it|them|profits|costs|output|revenue|"
    r"earnings|shares?|back|overall|[a-z]+ly))*\s*"
)
_VERB = re.compile(
    rf"\b(?:(?P<up>{RISING})|(?P<down>{FALLING}))(?:\s(?:up|down|higher|lower))?{_BETWEEN}$", re.I
)
_BY = re.compile(rf"\b(?:(?P<up>{RISING})|(?P<down>{FALLING}))(?:\s[\w’'-]+){{1,4}}\sby\s*$", re.I)
# "lost 190 points, or 0.6%": the second says the first again.
_AGAIN = re.compile(r"(?:\s[a-z]+)?\s?,\sor\s(?:about\s|around\s|nearly\s)?|\s\(|\sor\s")
_MOVES = frozenset({"percent", "measure", "money", "count"})


def trend_of(
    text: str, quantity: Quantity, before: tuple[Quantity, Trend | None] | None
) -> Trend | None:
    """The trend that a quantity is the size of; None where it is the size of none."""
    if quantity.kind not in _MOVES or quantity.value is None:
        return None
    sign = text[max(0, quantity.number_start - 2) : quantity.number_start]
    if sign.endswith("+") and sign[:-1] in ("", " ", "("):
        return "up"
    if quantity.value < 0:
        return "down"
    if before and before[1] and _AGAIN.fullmatch(text[before[0].end : quantity.start]):
        return before[1]
    lead = text[max(0, quantity.start - _WINDOW) : quantity.start]
    match = _VERB.search(lead) or _BY.search(lead)
    if match is None:
        return None
    return "up" if match["up"] else "down"
