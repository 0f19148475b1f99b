"""Text -> the numbers written in it, in digits, in words, or in both.

In:   any English text (blanks and letters made plain: vocabulary/numbers.py, PLAIN)
Out:  Numeral, in reading order, never overlapping: where it stands and what it is worth
Never: says what a number is for (transforms/measures.py) or how exactly it is meant
       (transforms/quantity.py). Runs of number words that form no number are cut where the
       grammar of numbers cuts them ("two hundred | three hundred").
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.vocabulary.numbers import DOZENS, PARTS_OF_ONE, SCALES, UNITS, VULGAR
from transforms.vocabulary.units import CURRENCIES, CURRENCY_CODES

# A longer string of digits is a serial number; a float would lose its end, or overflow.
_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Numeral:
    """`is_plain`: bare digits, without a comma, a point or a scale ("300"); `is_share`: a third.

    `has_scale`: a word or letter of scale is part of it ("30 million", "30k").
    """

    start: int
    end: int
    value: float
    is_plain: bool = False
    is_share: bool = False
    has_scale: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    kind: str  # digits, one (1-9), teen (10-19), tens, hundred, scale, dozen
    value: float


_WORDS = "|".join(sorted([*UNITS, *(s for s in SCALES if len(s) > 3), *DOZENS], key=len)[::-1])
# "300 m" and "300m" are metres before a word of direction or a bracket, else millions.
_METRES_AFTER = (
    r"(?=\s*\(|-[a-z]|\s+(?:from|away|above|below|deep|high|long|wide|tall|thick|across|apart|north|"
    r"south|east|west|off|of|in|by|offshore|underground|underwater|radius|race|sprint|final)\b)"
)
_DIGITS = (
    r"(?P<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2}(?!\w))?)"
    r"(?:\s?[×x]\s?10\^?(?P<power>[-−]?\d{1,2})(?!\w))?"
    rf"(?:[\s-]?(?P<letter>bn|tn|mln|[kK]|[mM](?!{_METRES_AFTER}))(?!\w)|(?P<billion>b)(?!\w))?"
)
# Letters that may be glued to a number: "USD10m", "$US160 million", "minus-5", "the now-18-year-old".
_GLUED = [*(rf"\b{code}" for code in sorted(CURRENCY_CODES)), r"\$US", r"\$A", r"\$C"]
_GLUED += [r"\bminus-", r"\bnow-", r"\bto-", r"\bsub-", r"\band-", r"\bor-"]
_AFTER_GLUED = "|".join(rf"(?<={letters})" for letters in _GLUED)
_ATOM = re.compile(
    rf"(?:(?<![\w.,/])(?<![A-Za-z]-)|{_AFTER_GLUED})(?:\b(?P<word>{_WORDS})\b|{_DIGITS})"
    rf"|(?<=\w-)\b(?P<later>{_WORDS})\b"
    r"|(?<=(?i:sand|dred|lion)-)(?P<radio>\d{1,3})\b"
    r"|(?<=-)(?P<second>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?=\s(?:hundred|thousand|million|billion))",
    re.I,
)
_TAIL = re.compile(
    r"(?<!\bminus)(?<!\bnow)(?<!\bto)(?<!\bsub)(?<!\band)(?<!\bor)(?<=[A-Za-z])-$", re.I
)
_GAP = re.compile(r"\s|-|\sand\s", re.I)
_M = re.compile(r"[mM](?!\w)")
_LETTERS = {"k": 1e3, "m": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
MONEY_SIGNS = frozenset(sign for _, _, sign in CURRENCIES if sign)
_A_BEFORE = re.compile(r"\b(?:(a)|(half an?)|(a couple of)|(a few)|(quarter of a))[\s-]+$", re.I)
_HALF_AFTER = re.compile(r"(?:\s+and|-and)[\s-]+(?:a[\s-]+)?(half|quarter)\b", re.I)
_PART = "|".join(PARTS_OF_ONE)
_PART_AFTER = re.compile(rf"[\s-]+({_PART})s?\b(?!\s+(?:time|day|year|straight|place)\b)", re.I)
_A_PART = re.compile(
    rf"\b(?:(?:a|an|one)[\s-]+({_PART})\b(?=\s+(?:of|the)\b)"
    rf"|(?:a|an|one)[\s-]+((?!quarter){_PART})\b(?=\s+(?:and|or|to|in|by|more|less|from)\b|[.,;:)]|$)"
    r"|(?:(?<=than )|(?<=about )|(?<=over )|(?<=nearly )|(?<=almost )|(?<=around )|(?=half of\b))(half)\b"
    rf"(?!\s+an?\b|-))|([{''.join(VULGAR)}])",
    re.I,
)
# "Half an hour" is a measure, where "half of the …" is a share.
_HALF_A = re.compile(
    r"\bhalf[\s-]an?(?=[\s-](?:hour|minute|second|day|year|decade|century|mile|kilomet(?:re|er)|met(?:re|er)|"
    r"inch|acre|pound|ton|tonne|litre|liter|per ?cent|percentage)\b)",
    re.I,
)
_MIXED = re.compile(r"\s([13])/([248])(?![\d/])")
_ODDS = re.compile(r"\s+(?:in|out of|in every)\s+(?:every\s+)?$", re.I)
_SLASH = re.compile(r"/(2|3|4|5|6|8|10|16|32|100)(?![\d/])")


def find_numerals(text: str) -> list[Numeral]:
    """Return the numbers of a text, in order."""
    shares = [_share(text, match) for match in _A_PART.finditer(text)]
    shares += [Numeral(*m.span(), 0.5) for m in _HALF_A.finditer(text)]
    found = _joined_odds(text, list(_whole(text)))
    in_order: list[Numeral] = []
    # a share first where both begin at the same place: the word before it is part of it
    for numeral in sorted((*shares, *found), key=lambda n: (n.start, -n.end)):
        if not in_order or numeral.start >= in_order[-1].end:
            in_order.append(numeral)
    return in_order


def _share(text: str, match: re.Match[str]) -> Numeral:
    if match.group(4):
        whole = re.search(
            r"(?<![\w.,/])(\d{1,3})\s?$", text[max(0, match.start() - 5) : match.start()]
        )
        start = match.start() - (len(whole.group()) if whole else 0)
        value = VULGAR[match.group(4)] + (float(whole.group(1)) if whole else 0.0)
        return Numeral(start, match.end(), value, is_share=whole is None)
    part = (match.group(1) or match.group(2) or match.group(3)).lower()
    return Numeral(*match.span(), PARTS_OF_ONE[part], is_share=True)


def _whole(text: str) -> Iterator[Numeral]:
    """The numbers that the atoms of a text form, with what stands around them."""
    run: list[_Atom] = []
    atoms = list(_atoms(text))
    for index, atom in enumerate(atoms):
        after = atoms[index + 1] if index + 1 < len(atoms) else None
        if run and not _goes_on(text, run, atom, after):
            yield _numeral(text, run)
            run = []
        if run or not _is_tail(text, atom):
            run.append(atom)
    if run:
        yield _numeral(text, run)


def _is_tail(text: str, atom: _Atom) -> bool:
    """Whether an atom is the end of another word ("production-four-door")."""
    return _TAIL.search(text[max(0, atom.start - 7) : atom.start]) is not None


def _atoms(text: str) -> Iterator[_Atom]:
    for match in _ATOM.finditer(text):
        word = match["word"] or match["later"]
        if word:
            yield _Atom(*match.span(), *_kind_of(word.lower()))
            continue
        digits = match["digits"] or match["radio"] or match["second"]
        if len(digits) > _MAX_DIGITS:
            continue
        value, end = float(re.sub("[, ]", "", digits)), match.end()
        if match["letter"] == "K" and digits in ("4", "8"):
            continue  # a picture's width, not thousands
        is_money = text[match.start() - 1 : match.start()] in MONEY_SIGNS
        if is_money and not match["letter"] and _M.match(text, end):
            value, end = value * 1e6, end + 1  # "£5m (about $6m)"
        if match["power"]:
            value *= 10.0 ** int(match["power"].replace("−", "-"))
        letter = (match["letter"] or match["billion"] or "").lower()
        kind = "scaled" if letter or match["power"] else "digits"
        yield _Atom(match.start(), end, kind, value * _LETTERS.get(letter, 1))


def _kind_of(word: str) -> tuple[str, float]:
    if word in DOZENS:
        return "dozen", 12.0
    if word in SCALES:
        return ("hundred" if word == "hundred" else "scale"), float(SCALES[word])
    value = float(UNITS[word])
    return ("one" if value < 10 else "teen" if value < 20 else "tens"), value


def _goes_on(text: str, run: list[_Atom], atom: _Atom, after: _Atom | None) -> bool:
    """Whether a word of number belongs to the number before it."""
    gap = text[run[-1].end : atom.start]
    if len(gap) > 6 or not _GAP.fullmatch(gap):
        return False
    last, limit = run[-1].kind, _limit(run)
    if atom.kind in ("hundred", "scale", "dozen"):
        is_spaced = gap.strip(" -") == ""
        return (
            is_spaced
            and last not in ("dozen", "scale", "scaled")
            and _group(run) * atom.value < limit
        )
    if last not in ("hundred", "scale"):
        small = last == "tens" and atom.kind == "one" and gap.strip(" -") == ""
        return small and atom.value > 0
    if atom.value == 0 or atom.kind == "scaled":
        return False
    if "and" in gap.lower():
        # "two hundred and three hundred" are two numbers, "two thousand and three hundred" is one
        is_scaled = (
            after is not None and after.kind in ("hundred", "scale") and after.start - atom.end < 2
        )
        if atom.kind == "digits" or (is_scaled and after and after.value >= run[-1].value):
            return False
    return atom.value < (100 if last == "hundred" else limit)


def _limit(run: list[_Atom]) -> float:
    """The last scale of a number: what follows is smaller ("two million three hundred …")."""
    return next((a.value for a in reversed(run) if a.kind == "scale"), math.inf)


def _group(run: list[_Atom]) -> float:
    """The number since the last scale."""
    group = 0.0
    for atom in run:
        group = (
            0.0
            if atom.kind == "scale"
            else (group or 1) * 100
            if atom.kind == "hundred"
            else group + atom.value
        )
    return group or 1.0


def _sum(run: list[_Atom]) -> float:
    total, group = 0.0, 0.0
    for atom in run:
        if atom.kind in ("scale", "dozen"):
            total, group = total + (group or 1) * atom.value, 0.0
        elif atom.kind == "hundred":
            group = (group or 1) * 100
        else:
            group += atom.value
    return total + group


def _numeral(text: str, run: list[_Atom]) -> Numeral:
    """The number of a run, with "a", "half a" before it, "and a half" or a fraction after it."""
    start, end, value = run[0].start, run[-1].end, _sum(run)
    is_plain = len(run) == 1 and run[0].kind == "digits" and text[start:end].isdigit()
    has_scale = any(a.kind in ("hundred", "scale", "dozen", "scaled") for a in run)
    if run[0].kind in ("hundred", "scale", "dozen"):
        window = text[max(0, start - 16) : start]
        if before := _A_BEFORE.search(window):
            start -= len(window) - before.start()
            value *= (
                0.5 if before.group(2) else 2 if before.group(3) else 0.25 if before.group(5) else 1
            )
    if is_plain and (mixed := _MIXED.match(text, end)):  # "2 1/2"
        part = float(mixed.group(1)) / float(mixed.group(2))
        return Numeral(start, mixed.end(), value + part, has_scale=True)
    if half := _HALF_AFTER.match(text, end):
        last = run[-1].value if run[-1].kind == "scale" else 1
        value += last * (0.5 if half.group(1).lower() == "half" else 0.25)
        scale = re.compile(r"\s(hundred|thousand|million|billion|trillion)\b", re.I).match(
            text, half.end()
        )
        if scale and last == 1:
            value *= SCALES[scale.group(1).lower()]
        return Numeral(start, scale.end() if scale else half.end(), value, has_scale=True)
    if run[-1].kind == "one" and (part := _PART_AFTER.match(text, end)):
        return Numeral(
            start, part.end(), value * PARTS_OF_ONE[part.group(1).lower()], is_share=True
        )
    if is_plain and (slash := _SLASH.match(text, end)) and 0 < value < float(slash.group(1)):
        return Numeral(start, slash.end(), value / float(slash.group(1)), is_share=True)
    return Numeral(start, end, value, is_plain, has_scale=has_scale)


def _joined_odds(text: str, found: list[Numeral]) -> Iterator[Numeral]:
    """ "one in three", "two out of five" are shares."""
    index = 0
    while index < len(found):
        one, other = found[index], found[index + 1] if index + 1 < len(found) else None
        index += 1
        gap = text[one.end : other.start] if other and other.start - one.end < 20 else ""
        if (
            other
            and _ODDS.fullmatch(gap)
            and 0 < one.value < other.value <= 1000
            and (gap.strip().lower() != "in" or one.value == 1)
        ):
            yield Numeral(one.start, other.end, one.value / other.value, is_share=True)
            index += 1
        else:
            yield one
