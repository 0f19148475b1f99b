"""A number in a text -> what it is for: a count, a measure, money, a date, part of a name …

In:   the text, a Numeral of it
Out:  Reading: kind, canonical unit, and the span of number and unit together; None for a number
      that is glued to letters ("S23", "5G")
Never: knows a watch, or how exactly a number is meant.

Kinds: count, measure, money, percent, times ("three times"), share ("a third"), age, ordinal,
year, date, clock, name ("Article 5"), modifier ("a five-member team"), score ("9-2"), pronoun
("no one").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.number_words import Numeral
from transforms.vocabulary.dates import MONTHS
from transforms.vocabulary.numbers import NO_NAMES, NUMBERED, ONE_AFTER, ONE_BEFORE, VERBS_AFTER
from transforms.vocabulary.units import CURRENCIES, CURRENCY_CODES, DOLLARS, UNITS


@dataclass(frozen=True, slots=True)
class Reading:
    start: int
    end: int
    kind: str
    unit: str | None = None


# No word before a number matters from farther away.
_WINDOW = 40

_WORDS = {w: u.name for u in UNITS for w in u.words.split("|") if w}
_MONEY = {w: code for code, words, _ in CURRENCIES for w in words.split("|")}
_SYMBOLS = {s: u.name for u in UNITS for s in u.symbols.split()}
_SIGNS = {sign: code for code, _, sign in CURRENCIES if sign}
# A letter by itself is a unit only where nothing stands between ("30C"), these excepted.
_SPACED = [s for s in _SYMBOLS if len(s) > 1 or s in "mgl%WVF°"]


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_CODE = "|".join(c.upper() for c in CURRENCY_CODES)
_UNIT_AFTER = re.compile(
    rf"(?:\+?[\s-]|-\s)?(?P<word>(?i:{_any_of([*_WORDS, *_MONEY])}))(?![A-Za-z])"
    rf"|\s[A-Z][a-z]+\s(?P<money>(?i:{_any_of([*_MONEY])}))(?![A-Za-z])"  # "Jordanian dinars"
    rf"|(?P<glued>{_any_of(list(_SYMBOLS))})(?!\w)|[\s-](?P<symbol>{_any_of(_SPACED)})(?!\w)"
    rf"|(?P<pence>p)(?![\w.])|\s?(?P<sign>{_any_of(list(_SIGNS))})(?!\s?\d)|\s?(?P<code>{_CODE})(?![A-Za-z])"
)
_MONEY_BEFORE = re.compile(
    rf"(?:(?:\b|(?<=\d))(?P<land>U\.S\.\s?|US\s?|AU|CA|Cdn|NZ|HK|NT|A|C|S|R))?(?P<sign>{_any_of(list(_SIGNS))})"
    rf"\s?(?P<of>(?:US|A|C)?)\s?$|\b(?P<code>{_CODE})\s?$"
)
_PER = re.compile(
    r"(?:\s?/\s?|\s(?:per|an?)\s|-per-|-an?-)(hour|second|minute|day|week|month|year|annum|century|"
    r"barrel|share|ton|tonne|ounce|person|head|gallon|litre|liter|kilogram|kg|km|kilometre|kilometer|"
    r"mile|acre|hectare|unit|capita|square foot)\b",
    re.I,
)
_OF = re.compile(r"\s(?:of\s)?(?:US\s)?", re.I)
_FEET = re.compile(r"['’](?=\s)")
_AGE_AFTER = re.compile(r"[\s-](?:years?|months?|weeks?|days?)[\s-]olds?\b", re.I)
_AGE_BEFORE = re.compile(r"\b(?:aged?|ages)\s(?:of\s)?$|[a-z]\s?,\s$", re.I)
_AGED = re.compile(
    r"\b(?:aged|the age of|ages)\s(?:between\s|from\s|over\s|under\s|about\s)?$", re.I
)
_ORDINAL = re.compile(r"\s?(?:st|nd|rd|th)\b", re.I)
_CLOCK_AFTER = re.compile(r"\s?[ap]\.?m\b\.?|\s?o['’]clock|:\d|\s?(?:GMT|UTC|EST|EDT|PST)\b", re.I)
_CLOCK_BEFORE = re.compile(r"\d:$")
_MONTH = "(?:" + "|".join(rf"{m.capitalize()}\b\.?" for m in MONTHS) + ")"
_DATE_BEFORE = re.compile(rf"\b{_MONTH},?\s*$")
_DATE_AFTER = re.compile(rf"(?:\s+|-){_MONTH}(?![a-z])")
_DAYS_AFTER = re.compile(rf"\s?(?:-|–|to|and|or)\s?\d{{1,2}}\s+{_MONTH}(?![a-z])")
_DATE_JOINED = re.compile(r"\s?[-–/]\s?$|\s(?:to|and|or)\s$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FAR_YEAR = re.compile(r"(?:1[5-8]|21)\d\d")
_FAR_YEAR_BEFORE = re.compile(r"\b(?:in|since|until|by|during)\s$", re.I)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|until|by|from|during|before|after|early|late|mid|through)\s*[-,]?\s*$", re.I
)
# What may be a noun: a word in small letters that is no preposition or conjunction.
_NOUN_AFTER = re.compile(
    rf"\s+(?!(?:{VERBS_AFTER}|and|or|to|when|with|by|at|in|on|the|that)\b)[a-z]"
)
# "A six-party meeting", "a three-star general"; but "a 12-man crew", "a 300-strong force".
_MODIFIER = re.compile(
    r"-(?!(?:strong|man|men|person|people|odd|plus|something|to|and|or)\b)[a-z]{3,}", re.I
)
# Not at the start of a sentence a capital makes a name of a number ("the Group of Seven").
_CAPITAL_BEFORE = re.compile(r"[\w,;)’'-]\s$")
_BRACKETED = re.compile(r"\b[A-Z][\w’'-]+\s\($")
_TIMES = re.compile(r"x\b|[\s-]?times\b|-?fold\b", re.I)
_SCORE = re.compile(r"\s?[-–]\s?(\d{1,3})(?![\w,.%]?\d|\w|%)")
_NUMBERED_BEFORE = re.compile(rf"(?<![\w-])(?:{'|'.join(NUMBERED)})\.?\)?\s?#?$|#\s?$")
_NAME_BEFORE = re.compile(r"(?:[\w,;)’'\"]\s|\(|(?=[A-Z]{2}))\b(?P<word>[A-Z][\w&'’./-]*)\)?\s$")
# "Articles 5 and 6": what is joined to a name is a name.
_NAME_JOINED = re.compile(r"(?:\s\(\d{4}\))?(?:,|,?\sand|,?\sor|\sto|-|–)\s?")
# "1. ", "(2) " at the start of a line number its text; "007" and "+61 2 6261 1111" count nothing.
_ITEM_BEFORE, _ITEM_AFTER = re.compile(r"(?:^|\n)\s*[(\[]?$"), re.compile(r"[.)\]]\s")
_SERIAL = re.compile(r"0\d|\d{1,2}(?=\s\d{4}\s\d{4})")
_SERIAL_BEFORE = re.compile(r"\+\d*$|(?:\+\d|\(0\d|\b0\d)[\d\s)-]*[\s-]$")
_FOOTNOTE = re.compile(r"\[$")
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_PLURAL_AFTER = re.compile(
    r"\s(?:[a-z-]+\s)?(?!(?:is|was|has|as|its|this)\b)(?:[a-z]+s|men|women|people|troops|children)\b"
)
_ONE_BEFORE, _ONE_AFTER = re.compile(ONE_BEFORE, re.I), re.compile(ONE_AFTER, re.I)


def read_measure(text: str, numeral: Numeral, before: Reading | None) -> Reading | None:
    """What a number is for. `before` is the reading of the number before it."""
    start, end = numeral.start, numeral.end
    lead = text[max(0, start - _WINDOW) : start]
    if read := _time_of(text, numeral, lead, before):
        return Reading(start, end, read)
    if _ORDINAL.match(text, end) and not numeral.has_scale:
        return Reading(start, end, "ordinal")
    if age := _AGE_AFTER.match(text, end):
        return Reading(start, age.end(), "age", "year" if "year" in age.group() else None)
    if money := _MONEY_BEFORE.search(lead):
        return _per(
            text, Reading(start - len(lead) + money.start(), end, "money", _currency(money))
        )
    if unit := _UNIT_AFTER.match(text, end):
        return _per(text, _measured(numeral, unit))
    if text[end : end + 1].isalnum() and not _TIMES.match(text, end):
        return None
    return Reading(start, end, *_bare(text, numeral, lead, before))


def _time_of(text: str, numeral: Numeral, lead: str, before: Reading | None) -> str | None:
    """The kind, where a number is a time: of a clock, a day of a month, a year."""
    start, end, words = numeral.start, numeral.end, text[numeral.start : numeral.end]
    if _CLOCK_AFTER.match(text, end) or _CLOCK_BEFORE.search(lead):
        return "clock"
    if not words.isdigit():
        return None
    is_day = numeral.value <= 31
    if _DATE_AFTER.match(text, end) or _DATE_BEFORE.search(lead):
        return "date"
    if is_day and (_DAYS_AFTER.match(text, end) or re.match(r"/\d{1,2}/\d", text[end : end + 5])):
        return "date"
    if re.match(r"-\d\d-\d\d(?!\d)", text[end : end + 7]) and len(words) == 4:
        return "date"
    joined = text[before.end : start] if before and start - before.end < 5 else ""
    if joined and before and before.kind in ("date", "year") and _DATE_JOINED.fullmatch(joined):
        return before.kind
    if _YEAR.fullmatch(words) and re.match(r"s\b|['’]s\b|[-–/]\d\d(?!\d)", text[end : end + 4]):
        return "year"
    if _FAR_YEAR.fullmatch(words) and _FAR_YEAR_BEFORE.search(lead):
        return None if _NOUN_AFTER.match(text, end) else "year"
    has_unit = _MONEY_BEFORE.search(lead) or _UNIT_AFTER.match(text, end)
    if _YEAR.fullmatch(words) and not has_unit:
        return "year" if _YEAR_BEFORE.search(lead) or not _NOUN_AFTER.match(text, end) else None
    return None


def _measured(numeral: Numeral, unit: re.Match[str]) -> Reading:
    """A number with the unit that follows it."""
    word = (unit["word"] or unit["money"] or "").lower()
    span = (numeral.start, unit.end())
    if unit["pence"] and numeral.value in (480, 720, 1080, 1440, 2160):
        return Reading(*span, "name")  # the lines of a picture
    if unit["pence"]:
        return Reading(*span, "money", "penny")
    if word in _MONEY or unit["sign"] or unit["code"]:
        sign = _SIGNS.get(unit["sign"] or "")
        return Reading(*span, "money", sign or _MONEY.get(word) or _coded(unit["code"] or ""))
    name = _WORDS.get(word) or _SYMBOLS[unit["glued"] or unit["symbol"]]
    if name == "lb" and numeral.value >= 1e6 and word == "pounds":
        return Reading(*span, "money", "gbp")
    return Reading(*span, "percent" if name == "percent" else "measure", name)


def _currency(money: re.Match[str]) -> str:
    if money["code"]:
        return _coded(money["code"])
    if money["sign"] != "$":
        return _SIGNS[money["sign"]]
    return DOLLARS.get((money["of"] or money["land"] or "us").strip().lower(), "usd")


def _coded(code: str) -> str:
    return "cny" if code == "RMB" else code.lower()


def _per(text: str, reading: Reading) -> Reading:
    """ "Barrels per day", "$62 a share": a rate has a unit of its own."""
    per = _PER.match(text, reading.end)
    if per is None or reading.unit is None:
        return reading
    return Reading(reading.start, per.end(), reading.kind, f"{reading.unit}/{per.group(1).lower()}")


def _bare(text: str, numeral: Numeral, lead: str, before: Reading | None) -> tuple[str, str | None]:
    """Kind and unit of a number without a unit of measure."""
    start, end = numeral.start, numeral.end
    if numeral.is_share:
        return "share", "fraction"
    if numeral.is_plain and _is_serial(text, numeral, lead, before):
        return "name", None
    if not numeral.has_scale and _NUMBERED_BEFORE.search(lead) and "," not in text[start:end]:
        return "name", None
    if text[start:end].lower() == "one":
        is_pronoun = _ONE_BEFORE.search(lead) or _ONE_AFTER.match(text, end)
        return ("pronoun" if is_pronoun else "count"), None
    if _TIMES.match(text, end):
        return "times", None
    if numeral.is_plain and _FEET.match(text, end):
        return "measure", "foot"
    if re.match(r"/\d", text[end : end + 2]):
        return "name", None  # "24/7"
    if numeral.value <= 20 and _MODIFIER.match(text, end):
        return "modifier", None
    if text[start].isupper() and _CAPITAL_BEFORE.search(lead):
        return "name", None
    if numeral.is_plain and _is_score(text, numeral, before):
        return "score", None
    if _AGED.search(lead) or (_AGE_BEFORE.search(lead) and _is_aside(text, numeral, lead)):
        return "age", "year"
    return ("name" if numeral.is_plain and _is_name(text, numeral, lead) else "count"), None


def _is_aside(text: str, numeral: Numeral, lead: str) -> bool:
    """ "Ada Moor, 25, said": a number between commas after a name is an age."""
    is_named = re.search(r"\b[A-Z][\w’'-]+,\s$", lead) is not None
    is_closed = text[numeral.end : numeral.end + 1] in (",", ".", ";", ")")
    return numeral.is_plain and 1 < numeral.value < 120 and is_named and is_closed


def _is_score(text: str, numeral: Numeral, before: Reading | None) -> bool:
    """ "A 9-2 lead", "tied at 89-89": two numbers, the second no larger, are no range."""
    if after := _SCORE.match(text, numeral.end):
        return numeral.value >= float(after.group(1))
    between = text[before.end : numeral.start] if before and before.kind == "score" else ""
    return between.strip() in ("-", "–")


def _is_serial(text: str, numeral: Numeral, lead: str, before: Reading | None) -> bool:
    """Whether a number is one of a list, of a telephone, or joined to a numbered name."""
    is_item = _ITEM_BEFORE.search(lead) and _ITEM_AFTER.match(text, numeral.end)
    is_phone = _SERIAL.match(text, numeral.start) or _SERIAL_BEFORE.search(lead)
    joined = text[before.end : numeral.start] if before and before.kind == "name" else "?"
    is_joined = len(joined) < 14 and _NAME_JOINED.fullmatch(joined)
    has_noun = _NOUN_AFTER.match(text, numeral.end)
    return bool(is_item or is_phone or (is_joined and not has_noun))


def _is_name(text: str, numeral: Numeral, lead: str) -> bool:
    """Whether a number belongs to the name before it ("Section 427", "the S&P 500 rose")."""
    if numeral.value >= 10_000:
        return False
    after = text[numeral.end : numeral.end + 1]
    if (_BRACKETED.search(lead) and after == ")") or (_FOOTNOTE.search(lead) and after == "]"):
        return True
    named = _NAME_BEFORE.search(lead)
    if named is None or named["word"] in NO_NAMES or named["word"].endswith("."):
        return False
    if _ACRONYM.fullmatch(named["word"]):
        return not _PLURAL_AFTER.match(text, numeral.end)
    return not _NOUN_AFTER.match(text, numeral.end)


def unit_of_order(text: str, end: int) -> tuple[str, str | None, int]:
    """Kind, unit and end of an order of magnitude: "tens of thousands of dollars" is money."""
    of = _OF.match(text, end)
    unit = _UNIT_AFTER.match(text, of.end() - 1) if of else None
    if unit is None or not unit["word"]:
        return "count", None, end
    word = unit["word"].lower()
    if word in _MONEY:
        return "money", _MONEY[word], unit.end()
    return "measure", _WORDS[word], unit.end()
