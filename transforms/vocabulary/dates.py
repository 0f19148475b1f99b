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
    (
        "today",
        r"\b(?P<today>today|yesterday|overnight|tonight|last night|a day earlier|the day before)\b",
    ),
    ("year", rf"\b(?P<which>in|since|during|by|of|until) {_YEAR}\b"),
    ("thday", r"\bon the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b"),
)

# Words that tell a time, resolved or not (transforms/times.py).
# A month has a capital: to "march" takes no time.
_PLAIN_MONTH = (
    "(?-i:"
    + "|".join(sorted((m.capitalize() for m in MONTHS if m != "may"), key=len)[::-1])
    + r")\b\.?"
)
# "May" is a month with a capital, and where a number or a preposition stands by it.
_MAY = r"(?-i:May)\b(?=\s\d|,)|(?<=in )(?-i:May)\b|(?<=\d )(?-i:May)\b"
_ANY_MONTH = rf"(?:{_PLAIN_MONTH}|{_MAY})"
_DAY_NUMBER = r"[0-3]?\d(?:st|nd|rd|th)?(?![\d,]\d)"
_ANY_YEAR = r"(?:1[6-9]|20)\d\d"
_DAY_NAME = "(?:" + "|".join(WEEKDAYS) + ")"
_SPAN = r"(?:hours?|days?|weeks?|months?|years?|decades?|minutes?|centur(?:y|ies))"
_MANY = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|few|some|many|a|an|couple of)"
_WHICH = (
    r"(?:last|next|this|past|coming|previous|following|recent|same|early|late|mid|earlier|later)"
)
_PART_OF_DAY = r"(?:morning|afternoon|evening|night|midnight|noon|dawn|dusk)"
TIME_WORDS = (
    rf"\b(?:{_DAY_NAME},?\s)?(?:(?:early|late|mid)[\s-])?{_ANY_MONTH}\s{_DAY_NUMBER}(?:\s?[-–]\s?(?:{_ANY_MONTH}\s)?{_DAY_NUMBER})?(?:,?\s{_ANY_YEAR})?\b",
    rf"\b(?:{_DAY_NAME},?\s)?(?:the\s)?{_DAY_NUMBER}(?:\s?(?:[-–]|to|and)\s?{_DAY_NUMBER})?\s(?:of\s)?{_ANY_MONTH}(?:,?\s{_ANY_YEAR})?\b",
    rf"\b(?:(?:last|next|this|early|late|mid)[\s-]){{0,2}}{_ANY_MONTH}(?:,?\s(?:of\s)?{_ANY_YEAR})?(?!\w)",
    rf"(?<![\w.,/$£€-])(?:(?:early|late|mid)[\s-])?{_ANY_YEAR}s?(?:\s?[-–]\s?(?:{_ANY_YEAR}|\d\d))?(?![\w%/]|[,.-]\d)",
    rf"\b(?:the\s)?(?:{_WHICH}\s){{0,2}}{_DAY_NAME}s?(?:\s{_PART_OF_DAY})?\b",
    r"\b(?:the\s)?(?:early|late|end|beginning|start|middle)(?:\sof)?\s(?:the\s|this\s|last\s|next\s)?(?:week|month|year|day)\b",
    rf"\b(?:the\s)?{_WHICH}\s(?:{_MANY}\s)?(?:few\s)?{_SPAN}\b",
    rf"\b(?:{_MANY}\s){{1,2}}{_SPAN}\s(?:ago|earlier|later|before|after|on|old(?!\w))\b",
    rf"\b(?!an?\s){_MANY}\s{_SPAN}\b(?!-|\s(?:old|of age))",
    r"\b(?:yesterday|today|tomorrow|tonight|overnight|last night|midday|midnight)\b(?:\s(?:morning|afternoon|evening|night))?",
    rf"\b(?:the\s)?(?:early|small)\shours\sof\s(?:{_DAY_NAME})\b",
    r"\bthe\s(?:night|day|time|morning|evening)\sof\sthe\s\w+\b",
    r"\b(?:the\s)?(?:spring|summer|autumn|winter)\sof\s(?:19|20)\d\d\b|\b(?:last|this|next)\s(?:spring|summer|autumn|fall|winter)\b",
    r"\b(?:Ramadan|Eid(?: al-\w+)?|Christmas|Easter|New Year(?:'s Day|'s Eve)?)\b",
    r"\b(?:days|weeks|months|years|decades)\b(?!\s(?:old|of age))",
)
