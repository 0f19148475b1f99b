"""Words of estimative probability -> the scale of Intelligence Community Directive 203.

In:   nothing
Out:  ADVERBS, MODALS, VERBS, NOUNS, ADJECTIVES (lemma -> certainty); PHRASES for several words
Never: decides which word touches which claim; transforms/certainty.py does.
Source of the grades: ICD 203 (2015), section D.6.e; journalists' words set beside the nearest.
"""

from __future__ import annotations

PHRASES = (
    # longest first: "highly likely" before "likely"
    ("almost certainly", "almost_certain"),
    ("nearly certain", "almost_certain"),
    ("almost certain", "almost_certain"),
    ("no doubt", "almost_certain"),
    ("highly likely", "very_likely"),
    ("highly probable", "very_likely"),
    ("very likely", "very_likely"),
    ("very probable", "very_likely"),
    ("most likely", "very_likely"),
    ("high possibility", "very_likely"),
    ("high probability", "very_likely"),
    ("very unlikely", "very_unlikely"),
    ("highly unlikely", "very_unlikely"),
    ("highly improbable", "very_unlikely"),
    ("roughly even", "even"),
    ("can ?not (?:be )?rule out", "even"),
    ("can ?not be ruled out", "even"),
    ("not ruled out", "even"),
    ("almost no chance", "remote"),
    ("remote chance", "remote"),
)

ADVERBS = {
    "probably": "likely",
    "likely": "likely",
    "presumably": "likely",
    "reportedly": "likely",
    "allegedly": "likely",
    "supposedly": "likely",
    "purportedly": "likely",
    "apparently": "likely",
    "seemingly": "likely",
    "possibly": "even",
    "perhaps": "even",
    "maybe": "even",
    "potentially": "even",
    "conceivably": "even",
}

MODALS = {"may": "even", "might": "even", "could": "even"}

# Verbs of belief: the speaker's own ("assesses that") or nobody's ("is believed to").
VERBS = {
    "believe": "likely",
    "assess": "likely",
    "estimate": "likely",
    "presume": "likely",
    "assume": "likely",
    "suspect": "likely",
    "think": "likely",
    "expect": "likely",
    "judge": "likely",
    "reckon": "likely",
    "appear": "likely",
    "seem": "likely",
    "suggest": "likely",
    "indicate": "likely",
    "claim": "likely",
    "allege": "likely",
    "fear": "likely",
    "predict": "likely",
    "forecast": "likely",
    "speculate": "even",
    "doubt": "unlikely",
}

# Nouns that stand for the belief behind the number ("Western assessments").
NOUNS = {
    "assessment": "likely",
    "estimate": "likely",
    "estimation": "likely",
    "charge": "likely",
    "accusation": "likely",
    "allegation": "likely",
    "suspicion": "likely",
    "likelihood": "likely",
    "probability": "likely",
    "possibility": "even",
    "chance": "even",
    "rumour": "even",
    "rumor": "even",
}

ADJECTIVES = {
    "likely": "likely",
    "probable": "likely",
    "estimated": "likely",
    "suspected": "likely",
    "alleged": "likely",
    "presumed": "likely",
    "apparent": "likely",
    "reported": "likely",
    "possible": "even",
    "unlikely": "unlikely",
    "improbable": "unlikely",
    "doubtful": "unlikely",
    "remote": "remote",
}

# No agent behind them: with these and no named source, nobody answers for the claim.
IMPERSONAL = frozenset("reportedly allegedly supposedly purportedly".split())

# Passive beliefs ("is thought to have …"): with no named source they are nobody's.
BELIEFS = frozenset(
    "believed thought estimated reported presumed suspected assumed expected alleged".split()
)
