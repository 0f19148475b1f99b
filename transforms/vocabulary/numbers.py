"""Numbers in words, and the words around a number that say how exactly it is meant.

In:   nothing
Out:  UNITS, SCALES, ORDERS; BEFORE and AFTER (pattern -> approximation), longest first
Never: looks at what is counted.
"""

from __future__ import annotations

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "k": 1_000,
    "m": 1_000_000,
    "bn": 1_000_000_000,
}

# A plural stands for at least two of itself; "scores" and "dozens" by the same rule.
ORDERS = (
    ("hundreds of thousands", 200_000),
    ("tens of thousands", 20_000),
    ("tens of millions", 20_000_000),
    ("hundreds of millions", 200_000_000),
    ("several thousand", 2_000),
    ("several hundred", 200),
    ("several dozen", 24),
    ("thousands", 2_000),
    ("hundreds", 200),
    ("millions", 2_000_000),
    ("billions", 2_000_000_000),
    ("dozens", 24),
    ("scores", 40),
)

BEFORE = (
    ("at least", "at_least"),
    ("no fewer than", "at_least"),
    ("no less than", "at_least"),
    ("not less than", "at_least"),
    ("not fewer than", "at_least"),
    ("a minimum of", "at_least"),
    ("minimum of", "at_least"),
    ("no more than", "at_most"),
    ("not more than", "at_most"),
    ("at most", "at_most"),
    ("a maximum of", "at_most"),
    ("up to", "at_most"),
    ("as many as", "at_most"),
    ("as much as", "at_most"),
    ("as high as", "at_most"),
    ("well over", "more_than"),
    ("more than", "more_than"),
    ("greater than", "more_than"),
    ("upwards of", "more_than"),
    ("upward of", "more_than"),
    ("in excess of", "more_than"),
    ("exceeding", "more_than"),
    ("exceeds", "more_than"),
    ("exceed", "more_than"),
    ("exceeded", "more_than"),
    ("above", "more_than"),
    ("over", "more_than"),
    ("fewer than", "less_than"),
    ("less than", "less_than"),
    ("lower than", "less_than"),
    ("under", "less_than"),
    ("below", "less_than"),
    ("just under", "nearly"),
    ("just short of", "nearly"),
    ("close to", "nearly"),
    ("nearly", "nearly"),
    ("almost", "nearly"),
    ("in the region of", "about"),
    ("on the order of", "about"),
    ("approximately", "about"),
    ("an estimated", "about"),
    ("estimated", "about"),
    ("roughly", "about"),
    ("around", "about"),
    ("about", "about"),
    ("circa", "about"),
    ("some", "about"),
)

AFTER = (
    ("or more", "at_least"),
    ("or so", "about"),
    ("-odd", "about"),
    (" odd", "about"),
    ("or fewer", "at_most"),
    ("or less", "at_most"),
)

# Between the approximator and the number these change nothing ("a total of some 3,000").
FILLERS = (
    "a total of",
    "total of",
    "another",
    "an additional",
    "additional",
    "a further",
    "further",
    "the",
    "its",
    "a",
    "an",
    "as",
    "only",
    "more",
)

# The number comes on top of what was there.
INCREMENTS = (
    "another",
    "an additional",
    "additional",
    "a further",
    "further",
    "more",
    "extra",
    "fresh",
    "reinforcement",
)

# Nouns that a number is the size of ("the number of … rose to 300").
MEASURES = frozenset("number toll total tally count figure strength".split())

# Verbs whose subject, and verbs whose object, has the number for its size.
MEASURING = frozenset(
    "reach rise stand exceed climb grow total increase jump surpass pass hit number fall drop be amount come mount swell top".split()
)
SIZING = frozenset("put estimate peg place bring raise set revise".split())

# What stands for a part of the number that follows it.
SHARES = frozenset(
    "half third quarter fifth tenth most majority part portion share percent cent bulk fraction".split()
)

# Letters that regular expressions take for ASCII ones when case is ignored, and odd blanks.
PLAIN = str.maketrans("\u0130\u0131\u017f\u212a\u00a0\u202f\u2009", "IisK   ")

# What follows a number that is a share, a rank, a measure, a price or a span of time.
NOT_A_COUNT = (
    r"\s?(?:%|per ?cent\b|percent\b|percentage|st\b|nd\b|rd\b|th\b|[ap]\.?m\.?\b|mm\b|km\b|kilomet|met(?:er|re)s?\b|miles?\b|"
    r"dollars?\b|euros?\b|won\b|yen\b|years?\b|days?\b|weeks?\b|months?\b|hours?\b|minutes?\b|degrees?\b|times\b|o'clock)"
)
