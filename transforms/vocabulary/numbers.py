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

# "Two dozen" is a number; "dozens" is an order of one.
DOZENS = ("dozen",)
# Parts of one, by name and as one sign.
PARTS_OF_ONE = {
    "half": 1 / 2,
    "halve": 1 / 2,
    "third": 1 / 3,
    "quarter": 1 / 4,
    "fourth": 1 / 4,
    "fifth": 1 / 5,
    "sixth": 1 / 6,
    "seventh": 1 / 7,
    "eighth": 1 / 8,
    "ninth": 1 / 9,
    "tenth": 1 / 10,
}
VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅛": 1 / 8}

# A plural stands for at least two of itself; "scores" and "dozens" by the same rule.
ORDERS = (
    ("hundreds of billions", 200_000_000_000),
    ("tens of billions", 20_000_000_000),
    ("hundreds of millions", 200_000_000),
    ("tens of millions", 20_000_000),
    ("hundreds of thousands", 200_000),
    ("tens of thousands", 20_000),
    ("several billion", 2_000_000_000),
    ("several million", 2_000_000),
    ("several thousand", 2_000),
    ("several hundred", 200),
    ("several dozen", 24),
    ("a few billion", 2_000_000_000),
    ("a few million", 2_000_000),
    ("a few thousand", 2_000),
    ("a few hundred", 200),
    ("a few dozen", 24),
    ("trillions", 2_000_000_000_000),
    ("billions", 2_000_000_000),
    ("millions", 2_000_000),
    ("thousands", 2_000),
    ("hundreds", 200),
    ("dozens", 24),
    ("scores", 40),
)

BEFORE = (
    ("as few as", "at_least"),
    ("as little as", "at_least"),
    ("as low as", "at_least"),
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
    ("maximum of", "at_most"),
    ("up to", "at_most"),
    ("as many as", "at_most"),
    ("as much as", "at_most"),
    ("as high as", "at_most"),
    ("a maximum", "at_most"),
    ("well over", "more_than"),
    ("well above", "more_than"),
    ("just over", "more_than"),
    ("just above", "more_than"),
    ("slightly over", "more_than"),
    ("slightly more than", "more_than"),
    ("a little over", "more_than"),
    ("a little more than", "more_than"),
    ("north of", "more_than"),
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
    ("over the age of", "more_than"),
    ("above the age of", "more_than"),
    ("under the age of", "less_than"),
    ("below the age of", "less_than"),
    ("fewer than", "less_than"),
    ("less than", "less_than"),
    ("lower than", "less_than"),
    ("under", "less_than"),
    ("below", "less_than"),
    ("well under", "less_than"),
    ("well below", "less_than"),
    ("slightly less than", "nearly"),
    ("slightly under", "nearly"),
    ("a little under", "nearly"),
    ("a little less than", "nearly"),
    ("just below", "nearly"),
    ("just under", "nearly"),
    ("just short of", "nearly"),
    ("close to", "nearly"),
    ("nearly", "nearly"),
    ("almost", "nearly"),
    ("in the region of", "about"),
    ("on the order of", "about"),
    ("in the vicinity of", "about"),
    ("in the neighborhood of", "about"),
    ("in the neighbourhood of", "about"),
    ("approximately", "about"),
    ("approx.", "about"),
    ("approx", "about"),
    ("ca.", "about"),
    ("an estimated", "about"),
    ("estimated", "about"),
    ("roughly", "about"),
    ("around", "about"),
    ("about", "about"),
    ("circa", "about"),
    ("some", "about"),
)

# The same, as signs that stand next to the number.
SIGNS = {
    "~": "about",
    "≈": "about",
    "±": "about",
    "≥": "at_least",
    ">": "more_than",
    "≤": "at_most",
    "<": "less_than",
}

AFTER = (
    ("or more", "at_least"),
    ("or above", "at_least"),
    ("or older", "at_least"),
    ("or higher", "at_least"),
    ("or greater", "at_least"),
    ("and above", "at_least"),
    ("and over", "at_least"),
    ("and counting", "at_least"),
    ("-plus", "at_least"),
    (" plus", "at_least"),
    ("or so", "about"),
    ("or thereabouts", "about"),
    ("-odd", "about"),
    (" odd", "about"),
    ("or fewer", "at_most"),
    ("or less", "at_most"),
    ("or under", "at_most"),
    ("or younger", "at_most"),
    ("or lower", "at_most"),
    ("or below", "at_most"),
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

# Verbs and adverbs after which "from 300 to 600" is a change and not a range, by direction.
RISING = (
    "up(?! to)|higher|rise|rises|rose|risen|rising|gain|gains|gained|gaining|climb|climbs|climbed|climbing|jump|jumps|jumped|jumping|"
    "grow|grows|grew|grown|growing|increase|increases|increased|increasing|advance|advances|advanced|surge|surges|surged|surging|"
    "soar|soars|soared|soaring|add|adds|added|expand|expands|expanded|swell|swelled|doubled|"
    "boost|boosts|boosted|improve|improves|improved|rally|rallied|spike|spiked|leap|leapt|leaped|lift|lifted|accelerated|"
    "rebound|rebounded|strengthened|appreciated"
)
FALLING = (
    "down|lower|fall|falls|fell|fallen|falling|drop|drops|dropped|dropping|decline|declines|declined|declining|decrease|"
    "decreases|decreased|decreasing|lose|loses|lost|losing|slide|slides|slid|sliding|slip|slips|slipped|slipping|tumble|tumbles|"
    "tumbled|tumbling|plunge|plunges|plunged|plunging|plummet|plummeted|plummeting|shrink|shrinks|shrank|shrunk|sink|sinks|sank|"
    "reduce|reduces|reduced|reducing|cut|cuts|cutting|dip|dips|dipped|shed|sheds|crash|crashed|contract|contracted|retreated|"
    "eased|weakened|depreciated|slumped|slump|lowered|trimmed|slashed"
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

# Words that stand for a number and name none.
VAGUE = frozenset("several multiple numerous many some few various dozens".split())

# Letters that regular expressions take for ASCII ones when case is ignored, and odd blanks.
PLAIN = str.maketrans("\u0130\u0131\u017f\u212a\u00a0\u202f\u2009", "IisK   ")

# Before a number these make it part of a name, whatever follows ("Article 5", "iPhone 11 sales").
NUMBERED = (
    "Act Apartment Apollo Area Article Boeing Airbus Book Box Category Channel Chapter Class Clause Covid Day Division Episode "
    "Figure Fig Flight Formula Galaxy Game Gate Grade Group Highway Interstate Item Kick Lesson Level Line Mark Model Order Page "
    "Paragraph Part Phase Planet PlayStation Plus Quarter Question Resolution Room Round Route Row Rule Season Section Series "
    "Stage Step Suite Table Tier Title Type Unit Version Volume Ward Watch Week Windows Xbox iOS iPad iPhone Android "
    "DAX CAC FTSE S&P sp Nikkei Nasdaq Russell Dow TSX ASX Topix KOSPI STOXX Ibex "
    "article chapter page paragraph phase section resolution resolutions Resolutions Articles Sections Chapters articles sections chapters paragraphs version grade level no No number Number item stage "
    # "Executive Order (E.O.) 13224"
    r"E\.O EO"
).split()
# A capital at the start of a sentence, or of these words, makes no name.
NO_NAMES = frozenset(
    "A An The In On At By Of Some About Around Over Under Nearly Almost Only Just Another And But Or With From To For After Before "
    "When While Where As If Than That This These Those Its His Her Their Our My More Most Least Up All Both Between Among Also "
    "Then Now Monday Tuesday Wednesday Thursday Friday Saturday Sunday Roughly Approximately Exactly Last Next First".split()
)
# After a number in a name: no noun that it could count.
VERBS_AFTER = (
    "is|was|are|were|has|have|had|will|would|may|might|can|could|rose|fell|gained|lost|dropped|climbed|slid|jumped|ended|closed|"
    "opened|advanced|added|declined|tumbled|slipped|edged|finished|index|futures|said|says|as|but|for|from|than|of|its|was|which|"
    "then|after|before|during|while|where|because|also|into|this|last|per"
)
# What "one" does not count: "no one", "one another", "the one that …".
ONE_BEFORE = r"\b(?:no|any|every|each|some|the|this|that|which|another|if|whatever|as)\s$"
ONE_AFTER = (
    r"\s(?:another|can|could|must|should|might|may|would|will|is|was|has|had|who|that|which|day|thing|more|too|side|hand|"
    r"point|way|by|and|or(?! two)|in|to(?! two| three| \\d)|where|wants|knows|needs|about|anyone|wonders|else|he|she|we|they|you|it|i|with|the|for|a|an|"
    r"night|morning|step|at|on|from|after|before)\b|[^\w\s-]|$|\s\W"
)
