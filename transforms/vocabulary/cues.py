"""Words of saying: who uses one answers for what follows it.

In:   nothing
Out:  sets of lemmas
Never: judges how sure the speaker is; vocabulary/hedges.py does.
"""

from __future__ import annotations

# Take a clause as their content ("said that …").
SAYING = frozenset(
    "say tell report announce state add note explain write argue conclude confirm acknowledge admit concede "
    "claim allege assert insist maintain declare stress reiterate repeat warn caution predict forecast "
    "estimate assess believe think judge reckon suspect presume assume consider expect see detect find "
    "observe notice learn deny reject dismiss refute rebut brief inform reply answer respond reveal disclose "
    "suggest indicate show conclude calculate count put point describe call quote cite document record "
    "register tally determine verify accuse charge denounce mention emphasize emphasise remark comment recall "
    "testify notify rule speak doubt vow pledge promise hear fear understand appraise evaluate peg diagnose".split()
)

# Take whom they are said to as their object ("has told the agency").
TELLING = frozenset("tell inform notify remind assure".split())

# With a plain object that is itself the deed ("confirmed the deployment of", "denied sending").
WITH_OBJECT = frozenset(
    "confirm acknowledge admit concede report announce detect deny reject dismiss refute estimate claim "
    "allege denounce document verify disclose reveal suspect count put peg tally assess register record "
    "predict forecast show see tell cite speak point rule declare list".split()
)

# The speaker says that the content does not hold.
DENYING = frozenset("deny reject dismiss refute rebut".split())

# Nouns that stand for their author ("Seoul's assessment that", "the report says").
NOUNS = frozenset(
    "report assessment estimate statement analysis view account briefing update data figure tally "
    "announcement testimony survey bulletin communique accusation charge allegation claim rumour rumor suggestion denial".split()
)

# Participles that bring in the inner source ("Yonhap reported, citing the NIS").
CITING = frozenset("cite quote".split())

# Nouns that hold a number of their author's ("Washington's estimate of 3,000").
FIGURES = frozenset("estimate figure tally count assessment toll projection".split())

# What somebody goes by who gives a number ("by Kyiv's count", "by his reckoning").
RECKONINGS = frozenset(
    "count reckoning estimate tally figure account calculation assessment admission".split()
)

# Who says it makes it a plan of his own.
COMMITTING = frozenset("vow pledge promise threaten".split())

# Who looked and did not see it says that it is not so.
PERCEIVING = frozenset("see detect find observe notice identify".split())

# What a state's services do, and somebody else tells of.
REGISTERING = frozenset("register record detect count log spot track".split())

# Held, not said: who does not do one of these may have said something all the same.
BELIEVING = frozenset(
    "believe think expect consider suspect assume fear doubt see detect find".split()
)

# Who does not believe that it is so, believes that it is not.
NEG_RAISING = frozenset("believe think expect".split())

# With one of these said of it, a report is denied ("called the charges groundless").
CALLING = frozenset("call describe label brand dismiss reject denounce deem term".split())
UNTRUE = frozenset(
    "groundless baseless unfounded false fake untrue absurd nonsense lie rumour rumor fabrication "
    "fabricate fiction disinformation misinformation invention hoax propaganda slander hostile".split()
)

# What is shown, not who speaks: with a speaker beside them they are no source.
EVIDENCE = frozenset(
    "intelligence evidence image imagery photo photograph datum data sign information picture footage video".split()
)

# A document that goes on speaking for the source it has cited.
DOCUMENTS = frozenset("it report article paper newspaper story broadcaster outlet".split())
