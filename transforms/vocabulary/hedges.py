"""Words of estimative probability -> the scale of Intelligence Community Directive 203.

In:   nothing
Out:  ADVERBS, MODALS, VERBS, NOUNS, ADJECTIVES (lemma -> certainty); PHRASES for several words;
      HEARSAY, IMPERSONAL, BELIEFS: words for which nobody answers
Never: decides which word touches which claim; transforms/certainty.py does.
Source of the grades: ICD 203 (2015), section D.6.e; journalists' words set beside the nearest.
"""

from __future__ import annotations

PHRASES = (
    # longest first: "highly likely" before "likely"
    ("almost certainly", "almost_certain"),
    ("(?:nearly|almost|virtually|practically|all but) certain", "almost_certain"),
    ("(?:no|little) doubt", "almost_certain"),
    ("(?:highly|very|extremely|most|quite) (?:likely|probably|probable)", "very_likely"),
    ("(?:high|strong) (?:possibility|probability|likelihood|chance)", "very_likely"),
    ("in all (?:likelihood|probability)", "very_likely"),
    ("(?:very|highly|extremely|most) (?:unlikely|improbable|doubtful)", "very_unlikely"),
    ("(?:little|slim|small|low) (?:possibility|probability|likelihood|chance)", "very_unlikely"),
    ("more likely than not", "likely"),
    ("good chance", "likely"),
    ("roughly even", "even"),
    ("fifty[ -]+fifty", "even"),
    # what is not ruled out is left open
    ("(?:can|could) ?(?:not|n't|n’t) (?:be )?(?:ruled? out|excluded?)", "even"),
    ("(?:not|n't|n’t) (?:be )?ruled? out", "even"),
    ("(?<!though )(?<!if )(?:not|n't|n’t) (?:yet )?(?:sure|certain|clear|convinced)", "even"),
    ("(?:hard|difficult) to (?:believe|imagine)", "unlikely"),
    ("almost no chance", "remote"),
    ("remote (?:possibility|chance)", "remote"),
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
    "evidently": "likely",
    "ostensibly": "likely",
    "doubtless": "almost_certain",
    "undoubtedly": "almost_certain",
    "possibly": "even",
    "perhaps": "even",
    "maybe": "even",
    "potentially": "even",
    "conceivably": "even",
    "arguably": "even",
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
    "accuse": "likely",
    "fear": "likely",
    "predict": "likely",
    "forecast": "likely",
    "anticipate": "likely",
    "surmise": "likely",
    "infer": "likely",
    "imply": "likely",
    "purport": "likely",
    "speculate": "even",
    "guess": "even",
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
    "belief": "likely",
    "presumption": "likely",
    "likelihood": "likely",
    "probability": "likely",
    "possibility": "even",
    "chance": "even",
    "speculation": "even",
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
    "supposed": "likely",
    "purported": "likely",
    "unconfirmed": "likely",
    "plausible": "even",
    "conceivable": "even",
    "possible": "even",
    "unlikely": "unlikely",
    "improbable": "unlikely",
    "doubtful": "unlikely",
    "remote": "remote",
}

# In the passive with nobody named ("is said to have left"): as "reportedly".
HEARSAY_VERBS = frozenset({"say", "report", "rumour", "rumor", "tell"})

# "Some reports", "unconfirmed reports": word that goes round, as with "reportedly".
HEARSAY = frozenset({"report", "account"})
HEARSAY_MARKS = frozenset({"some", "unconfirmed", "unverified", "conflicting"})

# No agent behind them: with these and no named source, nobody answers for the claim.
IMPERSONAL = frozenset("reportedly allegedly supposedly purportedly".split())

# Passive beliefs ("is thought to have …"): with no named source they are nobody's.
BELIEFS = frozenset(
    "believed thought estimated reported said rumoured rumored presumed suspected assumed expected alleged".split()
)
