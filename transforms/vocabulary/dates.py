"""Words of time: months, weekdays, seasons, parts of a month.

In:   nothing
Out:  lower-case word -> number (months and weekdays), season -> months
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
    for number, word in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
# Meteorological seasons of the northern half: first month, last month (winter ends next year).
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
# Days of a month that the words allow.
PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
