"""Text -> the whole numbers written in it, in digits, in words, or in both.

In:   any English text (blanks and letters made plain: vocabulary/numbers.py, PLAIN)
Out:  Numeral, in reading order: where it stands and what it is worth
Never: reads shares ("a third": transforms/numerals.py). Runs of number words that form no number
       are cut where the grammar of numbers cuts them ("two hundred | three hundred").
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.vocabulary.numbers import DOZENS, SCALES, UNITS
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
    r"(?=\s*\(|-[a-z]|\s+(?:from|away|above|below|deep|high|long|wide|tall|thick|across|apart|"
    r"north|south|east|west|off|offshore|underground|underwater|radius|race|sprint|final)\b)"
)
_DIGITS = (
    r"(?P<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2}(?!\w))?)"
    r"(?:\s?[×x]\s?10\^?(?P<power>[-−]?\d{1,2})(?!\w))?"
    rf"(?:[\s-]?(?P<letter>bn|tn|mln|[kK]|[mM](?!{_METRES_AFTER}))(?!\w)|(?P<billion>b)(?!\w))?"
)
# Letters that may be glued to a number: "USD10m", "$US160 million", "the now-18-year-old".
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
_MONEY_SIGNS = frozenset(sign for _, _, sign in CURRENCIES if sign)
_A_BEFORE = re.compile(r"\b(a couple of|couple of|quarter of a|half an?|a)[\s-]+$", re.I)
_BEFORE_SCALE = {"a": 1.0, "half a": 0.5, "half an": 0.5, "quarter of a": 0.25} | {
    "couple of": 2.0,
    "a couple of": 2.0,
}
_HALF_AFTER = re.compile(r"(?:\s+and|-and)[\s-]+(?:a[\s-]+)?(half|quarter)\b", re.I)
_SCALE_AFTER = re.compile(r"\s(hundred|thousand|million|billion|trillion)\b", re.I)


def find_whole(text: str) -> Iterator[Numeral]:
    """The numbers that the words and digits of a text form, in order."""
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
        is_money = text[match.start() - 1 : match.start()] in _MONEY_SIGNS
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
    gap = text[run[-1].end : atom.start].lower()
    if len(gap) > 6 or not _GAP.fullmatch(gap):
        return False
    last, limit, is_and = run[-1].kind, _limit(run), "and" in gap
    if atom.kind in ("hundred", "scale", "dozen"):
        is_scaled = last in ("dozen", "scale", "scaled")
        return not is_and and not is_scaled and _group(run) * atom.value < limit
    if last not in ("hundred", "scale"):
        return last == "tens" and atom.kind == "one" and not is_and and atom.value > 0
    if atom.value == 0 or atom.kind == "scaled" or (is_and and atom.kind == "digits"):
        return False
    if is_and and after and after.kind in ("hundred", "scale") and after.start - atom.end < 2:
        # "two hundred and three hundred" are two numbers, "two thousand and three hundred" is one
        return after.value < run[-1].value
    return atom.value < (100 if last == "hundred" else limit)


def _limit(run: list[_Atom]) -> float:
    """The last scale of a number: what follows is smaller ("two million three hundred …")."""
    return next((a.value for a in reversed(run) if a.kind == "scale"), math.inf)


def _group(run: list[_Atom]) -> float:
    """The number since the last scale."""
    scales = [i for i, atom in enumerate(run) if atom.kind == "scale"]
    return _sum(run[scales[-1] + 1 if scales else 0 :]) or 1.0


def _sum(run: list[_Atom]) -> float:
    """What the words and digits of one number are worth together."""
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
    """The number of a run, with "a" or "half a" before it, or "and a half" after it."""
    start, end, value = run[0].start, run[-1].end, _sum(run)
    if run[0].kind in ("hundred", "scale", "dozen"):
        window = text[max(0, start - 16) : start]
        if before := _A_BEFORE.search(window):
            start -= len(window) - before.start()
            value *= _BEFORE_SCALE[before.group(1).lower()]
    if half := _HALF_AFTER.match(text, end):
        part = 0.5 if half.group(1).lower() == "half" else 0.25
        if run[-1].kind == "scale":  # "a million and a half"
            return Numeral(start, half.end(), value + part * run[-1].value, has_scale=True)
        scale = _SCALE_AFTER.match(text, half.end())  # "one and a half million"
        factor = SCALES[scale.group(1).lower()] if scale else 1
        return Numeral(start, (scale or half).end(), (value + part) * factor, has_scale=True)
    is_plain = len(run) == 1 and run[0].kind == "digits" and text[start:end].isdigit()
    has_scale = any(a.kind in ("hundred", "scale", "dozen", "scaled") for a in run)
    return Numeral(start, end, value, is_plain, has_scale=has_scale)
