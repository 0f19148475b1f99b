"""Words of time: months, weekdays, seasons, parts of a month.

In:   nothing
Out:  lower-case word -> number (months and weekdays), season -> months; PATTERNS of dates
Never: resolves a date; transforms/dates.py does.
"""

from __future__ import annotations

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for word in words.split()
}
WEEKDAYS = {
    word: number
    for number, word in enumerate(
        "monday tuesday wednesday thursday friday saturday sunday".split()
    )
}
# Meteorological seasons of the northern half: first month, last month (winter ends next year).
SEASONS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 2),
}
# Days of a month that the words allow.
PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_MONTH2 = _MONTH.replace("<month>", "<month2>")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
_SEASON = "(?P<season>spring|summer|autumn|fall|winter)"
_WEEKDAY = "(?P<weekday>" + "|".join(WEEKDAYS) + ")"

# (reader in transforms/dates.py, pattern); longest readings first: each is tried on what the ones
# before it left over.
PATTERNS = (
    ("days", rf"\b(?:between|from) {_DAY} (?:and|to) {_DAY2} {_MONTH}(?:,? {_YEAR})?"),
    (
        "days",
        rf"\b(?:between|from) {_MONTH} {_DAY} (?:and|to) (?:(?:{_MONTH2}) )?{_DAY2}(?:,? {_YEAR})?",
    ),
    (
        "months",
        rf"\b(?:in|between|from|during) {_MONTH}(?: {_YEAR})? (?:and|to) {_MONTH2}(?: (?P<year2>(?:19|20)\d\d))?",
    ),
    ("years", rf"\b(?:between|from) {_YEAR} (?:and|to) (?P<year2>(?:19|20)\d\d)"),
    ("day", rf"\b{_MONTH} {_DAY}(?!\d)(?:,? {_YEAR})?"),
    ("day", rf"\b{_DAY} {_MONTH}(?:,? {_YEAR})?"),
    (
        "parts",
        rf"\b(?P<part>early|mid|late)[ -]*(?:and|to|or) (?P<part2>mid|late)[ -]+(?:in )?{_MONTH}(?:,? {_YEAR})?",
    ),
    ("part", rf"\b(?P<part>early|mid|late)[ -]+(?:in )?{_MONTH}(?:,? {_YEAR})?"),
    (
        "month",
        rf"\b(?P<which>last|this|in|since|by|until|of|during|end of) {_MONTH}(?:,? (?:of )?(?:{_YEAR}|(?P<lastyear>last year)))?",
    ),
    ("month", rf"\b{_MONTH} {_YEAR}"),
    ("season", rf"\b(?P<which>last|this|in|since|the|in the) {_SEASON}(?: of)?(?: {_YEAR})?"),
    ("season", rf"\b{_SEASON} {_YEAR}"),
    (
        "ago",
        r"\b(?P<count>a|one|two|three|four|five|six|ten|\d{1,2}) (?P<unit>day|week|month|year)s? (?:ago|earlier)\b",
    ),
    (
        "past",
        r"\b(?:in|over|during|for) the (?:last|past) (?:(?P<count>one|two|three|four|five|six|seven|ten|\d{1,2}) )?(?P<unit>day|week|month|year)s?\b",
    ),
    ("period", r"\b(?P<which>last|this) (?P<unit>week|month|year)\b"),
    ("weekday", rf"\b(?:(?P<which>last|this|next) )?{_WEEKDAY}\b"),
    ("today", r"\b(?P<today>today|yesterday|overnight|a day earlier|the day before)\b"),
    ("year", rf"\b(?P<which>in|since|during|by|of|until) {_YEAR}\b"),
    ("thday", r"\bon the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b"),
)
