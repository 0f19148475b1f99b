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

# Thirds of a year, as the parts of a month are: first and last month.
YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
# "The beginning of May" is early May.
PART_WORDS = {
    "beginning": "early",
    "start": "early",
    "middle": "mid",
    "end": "late",
    "close": "late",
}
COUNTS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
} | {"a": 1, "an": 1, "couple": 2}
# Months of the parts of a year that offices report by.
MONTHS_OF = {"month": 1, "quarter": 3, "half": 6}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

# What stands before a date opens one of its sides: "since" the future, the others the past.
SINCE = r"\b(?:since|from|as early as|no (?:earlier|sooner) than|starting|beginning|effective)(?: on| in)?(?: the)?"
BY = r"\b(?:by|until|till|through|no later than|not later than|at the latest)(?: on| in)?(?: the)?"
AFTER = r"\bafter(?: the)?"
BEFORE = r"\b(?:before|ahead of|prior to)(?: the)?"

# "May" and "march" are months with a capital only.
_MONTH = (
    "(?P<month>"
    + "|".join(sorted(MONTHS.keys() - {"may", "march", "mar"}, key=len, reverse=True))
    + r"|(?-i:May|MAY|March|MARCH|Mar(?=\.)))\b\.?"
)
_MONTH2 = _MONTH.replace("<month>", "<month2>")
_NUMBER_OF_YEAR = r"(?:19|20)\d\d(?![\d%]|[.,]\d)"
_YEAR = rf"(?P<year>{_NUMBER_OF_YEAR})"
_YEAR2 = rf"(?P<year2>{_NUMBER_OF_YEAR})"
# "Nov. 21 last year"
_OF_YEAR = rf"(?:,? (?:of |in )?(?:{_YEAR}|(?P<yearword>last|this|next|that) year\b))?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
_SEASON = "(?P<season>spring|summer|autumn|fall|winter)"
_WEEKDAY = "(?P<weekday>" + "|".join(WEEKDAYS) + ")"
_ON_WEEKDAY = "(?:(?:" + "|".join(WEEKDAYS) + r"),? \(?)?"
_TO = r"(?: (?:and|to|or|until|till|through) | ?[-–—] ?)"
_PART = r"(?P<part>early|mid|late)"
_COUNT = r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|couple(?= of)|\d{1,3})(?: of)?"
_UNIT = r"(?P<unit>hour|day|week|month|year)"
_PERIOD = r"(?P<unit>week|month|year)"
# "June 5 and 6", but not "June 5 and 6 soldiers"
_NO_NOUN = r"(?!\d)(?! (?!this|across|towards)(?:[a-z-]+ )?[a-z]{3,}s\b)(?! (?:people|men|women|percent|per cent)\b)"
# "of the 7th", but not "of the 7th Fleet"
_STANDS_ALONE = r"(?! (?!(?:and|to|in|at|when|that|as|the|it|he|she|they|by|for|from|was|were|with|near|off|around|over)\b)\w)(?!-)"

# (reader in transforms/date_readers.py, pattern); longest readings first: each is tried on what
# the ones before it left over. A blank stands for any one blank.
PATTERNS = (
    ("iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b"),
    ("days", rf"\b(?:between |from )?{_DAY}{_TO}{_DAY2} (?:of )?{_MONTH}{_OF_YEAR}"),
    (
        "days",
        rf"\b(?:between |from )?{_MONTH} {_DAY}{_TO}{_MONTH2} {_DAY2}(?!\d){_OF_YEAR}",
    ),
    ("days", rf"\b(?:between |from )?{_DAY} {_MONTH}{_TO}{_DAY2} {_MONTH2}{_OF_YEAR}"),
    ("days", rf"\b(?:between |from )?{_MONTH} {_DAY}{_TO}{_DAY2}{_NO_NOUN}{_OF_YEAR}"),
    (
        "months",
        rf"\b(?:in|between|from|during|of) {_MONTH}(?: {_YEAR})?{_TO}{_MONTH2}(?: {_YEAR2})?(?! \d)",
    ),
    ("years", rf"\b(?:between|from|in|during) {_YEAR}{_TO}{_YEAR2}"),
    ("day", rf"\b{_ON_WEEKDAY}{_MONTH} {_DAY}(?!\d|,\d){_OF_YEAR}"),
    ("day", rf"\b{_ON_WEEKDAY}(?:the )?{_DAY} (?:of )?{_MONTH}{_OF_YEAR}"),
    (
        "parts",
        rf"\b{_PART}[ -]*{_TO}(?P<part2>mid|late)[ -]+(?:in )?{_MONTH}{_OF_YEAR}",
    ),
    ("part", rf"\b{_PART}[ -]+(?:in )?{_MONTH}{_OF_YEAR}"),
    ("part", rf"\b(?P<part>beginning|start|middle|end|close) of {_MONTH}{_OF_YEAR}"),
    (
        "week_of_month",
        rf"\b(?P<rank>first|second|third|fourth|last|final) week (?:of|in) {_MONTH}{_OF_YEAR}",
    ),
    (
        "months_of_year",
        rf"\b(?P<rank>first|second|third|fourth|last|final) (?:{_COUNT} (?P<unit>month|quarter)s|(?P<one>month|quarter|half)) "
        rf"of (?:{_YEAR}|(?:the|(?P<yearword>this|last|next)) year)",
    ),
    ("turn", r"\bturn of the year\b"),
    (
        "month",
        rf"\b(?P<which>last|this|next|in|since|by|until|before|after|of|during|throughout|as early as|(?:a|the|its)(?! May| March)) {_MONTH}{_OF_YEAR}(?! \d)",
    ),
    ("month", rf"\b{_MONTH},? (?:of )?(?:{_YEAR}|(?P<yearword>last|this|next) year\b)"),
    (
        "season",
        rf"\b(?P<which>last|this|next|in the|in|since|the(?= (?!fall (?!of (?:19|20)\d\d)))) (?:(?:early|late) )?{_SEASON}\b(?:,? (?:of )?(?:{_YEAR}|(?P<yearword>last|this|next) year\b))?",
    ),
    ("season", rf"\b{_SEASON} (?:of )?{_YEAR}"),
    ("ago", rf"\b{_COUNT} (?P<unit>day|week|month|year)s? ago\b"),
    ("earlier", rf"\b{_COUNT} (?P<unit>day|week)s? (?P<way>earlier|before|later)\b"),
    (
        "hours",
        rf"\b(?P<count>\d{{1,3}}) hours (?:up to|to|ending(?: at)?|until|through) (?:(?:\d{{1,2}}(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?|noon|midnight|dawn)(?: local time)?,? ?)?(?:(?:on )?(?P<now>today|this morning|yesterday|{'|'.join(WEEKDAYS)})\b)?",
    ),
    (
        "past",
        rf"\b(?:in|over|during|for|within) (?:the|this|these) (?:last|past|previous|preceding) (?:{_COUNT} {_UNIT}s?|(?P<one>hour|day|week|month|year))\b",
    ),
    (
        "past",
        r"\b(?:in|over|within|during) (?:the )?(?:previous |last )?(?P<count>24|48|72)[ -](?P<unit>hour)s?\b",
    ),
    ("so_far", r"\bso far (?:this |in the )?(?P<unit>today|week|month|year)\b"),
    ("so_far", rf"\bthis {_PERIOD} so far\b"),
    (
        "part_of",
        rf"\b(?P<part>earlier|early|later|late) (?:(?P<which>this|last|next|in the) )?{_PERIOD}\b",
    ),
    (
        "part_of",
        rf"\b(?P<part>beginning|start|middle|end|close) of (?P<which>this|last|next|the) (?:calendar )?{_PERIOD}\b",
    ),
    ("out", rf"\bbefore the {_PERIOD} (?:is|was|were) (?:out|over|up)\b"),
    (
        "weekend",
        r"\b(?:over|at|on|during|(?P<which>last|this|next|past)) (?:(?:the|this) )?(?:past )?weekend\b",
    ),
    ("period", rf"\b(?P<which>last|this|next) {_PERIOD}\b"),
    ("weekday", rf"\b(?:(?P<which>last|this|next) )?{_WEEKDAY}\b"),
    (
        "today",
        r"\b(?P<today>today|yesterday|tomorrow|overnight|tonight|last night|this (?:morning|afternoon|evening))\b",
    ),
    ("same_day", r"\b(?:the same day|that (?:same )?(?:day|morning|afternoon|evening|night))\b"),
    ("day_before", r"\bthe (?:previous day|day (?P<way>before|earlier|after))\b"),
    ("year_part", rf"\b{_PART}[ -](?:in )?{_YEAR}\b"),
    ("year_part", rf"\b(?P<part>beginning|start|middle|end|close) of {_YEAR}\b"),
    ("year", rf"\b(?P<which>in|since|during|by|of|until|before|after|throughout) {_YEAR}\b"),
    ("thday", rf"\b(?:on|of|by|since|until) the {_DAY}(?<=[tdh]){_STANDS_ALONE}"),
)

# These look back to the day that the sentence has named before.
TOLD = frozenset({"same_day", "day_before", "earlier"})

# What these tell goes on from its day: a campaign that "started on Monday" holds since.
BEGINNING = frozenset("begin start commence resume suspend halt stop conclude complete".split())
# To see a thing on a day is to say that it was there on that day.
SEEING = frozenset("detect record track spot see observe find count document log pick".split())
# Words of speech that bring in no statement of their own, and yet have a day.
SPEECHES = frozenset(
    "speak talk relate write guarantee brief tell ask air issue publish accord".split()
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
