"""Text -> the numbers written in it, whole ones and shares.

In:   any English text (blanks and letters made plain: vocabulary/numbers.py, PLAIN)
Out:  Numeral, in reading order, never overlapping
Never: says what a number is for (transforms/measures.py) or how exactly it is meant
       (transforms/bounds.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.number_words import Numeral, find_whole
from transforms.vocabulary.numbers import PARTS_OF_ONE, VULGAR

_PART = "|".join(PARTS_OF_ONE)
_PART_AFTER = re.compile(rf"[\s-]+({_PART})s?\b(?!\s+(?:time|day|year|straight|place)\b)", re.I)
_AFTER_HALF = "|".join(f"(?<={w} )" for w in "than about over nearly almost around".split())
_SHARE = re.compile(
    # "a third of", "a third in …"; but neither "a third man" nor "a quarter" of a year
    rf"\b(?:an?|one)[\s-]+(?P<part>{_PART})\b"
    r"(?=\s+(?:of|the)\b|\s+(?:and|or|to)\s+(?:an?|one|two|three)\b|(?<!quarter)(?:\s+(?:and|or|to|in|by|more|less|from)\b|[.,;:)]|$))"
    rf"|\b(?:{_AFTER_HALF}|(?=half of\b))(?P<half>half)\b(?!\s+an?\b|-)"
    rf"|(?P<sign>[{''.join(VULGAR)}])",
    re.I,
)
# "Half an hour" is a measure, where "half of the …" is a share.
_HALF_A = re.compile(
    r"\bhalf[\s-]an?(?=[\s-](?:hour|minute|second|day|year|decade|century|mile|kilomet(?:re|er)|"
    r"met(?:re|er)|inch|acre|pound|ton|tonne|litre|liter|per ?cent|percentage)\b)",
    re.I,
)
_WHOLE_BEFORE = re.compile(r"(?<![\w.,/])(\d{1,3})\s?$")
_MIXED = re.compile(r"\s([13])/([248])(?![\d/])")
_ODDS = re.compile(r"\s+(?:in|out of|in every)\s+(?:every\s+)?$", re.I)
_SLASH = re.compile(r"/(2|3|4|5|6|8|10|16|32|100)(?![\d/])")


def find_numerals(text: str) -> list[Numeral]:
    """Return the numbers of a text, in order."""
    shares = [_share(text, match) for match in _SHARE.finditer(text)]
    shares += [Numeral(*match.span(), 0.5) for match in _HALF_A.finditer(text)]
    found = _with_odds(text, [_with_part(text, whole) for whole in find_whole(text)])
    in_order: list[Numeral] = []
    # a share first where both begin at the same place: the word before it is part of it
    for numeral in sorted((*shares, *found), key=lambda n: (n.start, -n.end)):
        if not in_order or numeral.start >= in_order[-1].end:
            in_order.append(numeral)
    return in_order


def _share(text: str, match: re.Match[str]) -> Numeral:
    if match["sign"]:  # "2½" is no share
        before = _WHOLE_BEFORE.search(text[max(0, match.start() - 5) : match.start()])
        start = match.start() - (len(before.group()) if before else 0)
        value = VULGAR[match["sign"]] + (float(before.group(1)) if before else 0.0)
        return Numeral(start, match.end(), value, is_share=before is None)
    part = (match["part"] or match["half"]).lower()
    return Numeral(*match.span(), PARTS_OF_ONE[part], is_share=True)


def _with_part(text: str, whole: Numeral) -> Numeral:
    """A number with the part of one that follows it: "two-thirds", "1/3", "2 1/2"."""
    is_small = whole.value < 10 and not whole.is_plain and not whole.has_scale
    if is_small and (part := _PART_AFTER.match(text, whole.end)):
        value = whole.value * PARTS_OF_ONE[part.group(1).lower()]
        return Numeral(whole.start, part.end(), value, is_share=True)
    if whole.is_plain and (mixed := _MIXED.match(text, whole.end)):
        value = whole.value + float(mixed.group(1)) / float(mixed.group(2))
        return Numeral(whole.start, mixed.end(), value, has_scale=True)
    if whole.is_plain and (slash := _SLASH.match(text, whole.end)):
        of = float(slash.group(1))
        if 0 < whole.value < of:
            return Numeral(whole.start, slash.end(), whole.value / of, is_share=True)
    return whole


def _with_odds(text: str, found: list[Numeral]) -> Iterator[Numeral]:
    """ "one in three", "two out of five" are shares."""
    index = 0
    while index < len(found):
        one, other = found[index], found[index + 1] if index + 1 < len(found) else None
        index += 1
        gap = text[one.end : other.start] if other and other.start - one.end < 20 else ""
        is_odds = _ODDS.fullmatch(gap) and (gap.strip().lower() != "in" or one.value == 1)
        if other and is_odds and 0 < one.value < other.value <= 1000:
            yield Numeral(one.start, other.end, one.value / other.value, is_share=True)
            index += 1
        else:
            yield one
