"""Words that govern an event -> what they say of it: did it happen, will it, did it fail to?

In:   nothing
Out:  INFINITIVES, CLAUSES, OBJECTS, CONTENT (lemma -> Signature); MARKS, MODALS, DEGREES
Never: walks a parse; transforms/factuality.py does.
A signature says how the governed event stands where its governor holds, and where it does not
("managed to open": it opened; "did not manage to open": it did not). The classes are those of
the literature on implicative and factive verbs (Karttunen 1971, Nairn et al. 2006).
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.vocabulary import cues, hedges


class Signature(NamedTuple):
    """The grade of the governed event where the governor holds, and where it is negated."""

    holds: str
    negated: str


# --- grades ------------------------------------------------------------------------------------

# The words of ICD 203, "open" for a thing left undecided, "not" for one that is ruled out,
# -> how far readers of news take it for a fact, -1 (it did not happen) to 1 (it did).
# Readers lean to yes: what "may" happen they put above the middle. The numbers were fitted
# by coordinate search on the training part of annotated news (Lee et al. 2015, MEANTIME), for
# correlation, error and the three bins together, then rounded. Which word has which
# grade was set by hand, with a look at its mean over the same part.
DEGREES = {
    "certain": 1.00,
    "almost_certain": 0.95,
    "very_likely": 0.85,
    "likely": 0.62,
    "even": 0.38,
    "open": 0.20,
    "unlikely": -0.25,
    "very_unlikely": -0.45,
    "remote": -0.80,
    "not": -0.85,
}


def _entries(holds: str, negated: str, words: str) -> dict[str, Signature]:
    return dict.fromkeys(words.split(), Signature(holds, negated))


# --- to do, doing ------------------------------------------------------------------------------

INFINITIVES = {
    # implicative: it is done exactly where the governor holds
    **_entries(
        "certain", "not", "manage succeed happen dare bother get remember prove turn continue"
    ),
    # phases: begun and going on is done in part
    **_entries("very_likely", "not", "begin start keep proceed resume go use come help"),
    # implicative the other way: it is done exactly where the governor does not hold
    **_entries("not", "likely", "fail neglect forget omit unable pretend"),
    **_entries("not", "open", "refuse decline avoid refrain impossible unwilling reluctant"),
    # what is ended was going on before, and is not any more
    **_entries("unlikely", "very_likely", "stop cease quit halt"),
    # obstacles
    **_entries("remote", "likely", "prevent bar ban block forbid prohibit deter discourage"),
    **_entries("unlikely", "even", "hesitate afraid hard difficult unnecessary careful"),
    # it takes this to do it, and more than this
    **_entries("even", "not", "able enough ready possible authorize authorise"),
    **_entries("likely", "not", "allow permit let enable free"),
    # causes: with them it is done; without them it is open
    **_entries("very_likely", "unlikely", "force cause make lead compel persuade convince choose"),
    **_entries("very_likely", "very_likely", "glad happy sorry proud surprised regret please"),
    # bound to it, or foreseen by others
    **_entries("very_likely", "unlikely", "agree vow commit bound sure certain"),
    **_entries(
        "likely", "very_unlikely", "plan expect schedule set due pledge decide promise design"
    ),
    **_entries(
        "likely", "very_unlikely", "appear seem believe think suppose poise slate about order"
    ),
    **_entries("likely", "unlikely", "require need consider move"),
    # wished, tried, asked for
    **_entries(
        "even", "very_unlikely", "want try seek attempt hope hop wish ask urge offer willing"
    ),
    **_entries(
        "even", "very_unlikely", "intend have fight threaten prefer like aim eager prepared call"
    ),
    **_entries("even", "very_unlikely", "propose struggle demand entitle invite wait remain long"),
    "likely": Signature("likely", "unlikely"),
    "unlikely": Signature("unlikely", "likely"),
}

# --- that … ------------------------------------------------------------------------------------

CLAUSES = {
    # factive: true whether or not it is known or regretted
    **_entries("certain", "almost_certain", "regret realize realise forget notice discover"),
    **_entries("almost_certain", "even", "know learn show reveal remember aware"),
    # who looked and did not see it says that it is not so
    **dict.fromkeys(cues.PERCEIVING - {"notice"}, Signature("almost_certain", "unlikely")),
    # a source that stands by it
    **_entries("certain", "open", "confirm acknowledge admit announce note say report add"),
    **_entries("certain", "open", "tell state declare write explain argue testify certain"),
    # beliefs: to think that not is said as not to think ("I do not think it will")
    **_entries(
        "likely", "very_unlikely", "believe think expect feel seem appear suppose likely hear"
    ),
    **_entries("even", "unlikely", "possible imagine"),
    **_entries("certain", "not", "true right correct fact"),
    **_entries("certain", "open", "sure convinced confident clear obvious evident"),
    # wishes, demands, advice, warnings: not there yet
    **_entries(
        "even", "very_unlikely", "want demand ask hope hop wish insist urge propose recommend"
    ),
    **_entries("even", "unlikely", "warn worry require request need prefer pray"),
    **_entries("even", "open", "wonder question doubtful unclear whether"),
    **_entries("likely", "unlikely", "decide rule ensure mean determine promise vow pledge help"),
    **_entries("likely", "not", "allow let permit enable make cause"),
    # said not to be so
    **dict.fromkeys(cues.DENYING, Signature("remote", "open")),
    **_entries("remote", "open", "pretend impossible"),
    **_entries("remote", "certain", "false untrue wrong fake lie baseless groundless unfounded"),
    **_entries("unlikely", "likely", "doubt unlikely prevent"),
}

# Of these, the ones whose subject says nothing of what is so: it wishes, asks or demands.
WISHES = frozenset(
    "want demand ask hope hop wish insist urge propose recommend request pray require call "
    "persuade advise order beg appeal invite".split()
)

# With "if" after one of these, the clause is a question.
ASKING = frozenset("ask wonder question know determine establish investigate tell".split())

# Tried is not done; what it came to, another clause says.
ATTEMPTS = frozenset("try attempt seek struggle".split())

# --- a thing done as subject or object ("sought talks", "prevented a war") ------------------------

OBJECTS = {
    **_entries("not", "open", "lack decline"),
    **_entries("unlikely", "likely", "prevent avoid avert block prohibit ban cancel"),
    **_entries("even", "likely", "oppose stop halt suspend forestall deter abandon rule fail"),
    **_entries("even", "unlikely", "seek want need demand consider require request propose await"),
    **_entries("even", "unlikely", "threaten urge fear contemplate allow permit risk predict"),
    **_entries(
        "likely", "unlikely", "plan expect schedule offer promise intend ensure use provide"
    ),
}

# Verb and preposition ("called for talks", "talked about leaving", "prevent them from leaving").
WITH_PREPOSITION = {
    ("for", "call"): Signature("even", "unlikely"),
    ("for", "push"): Signature("even", "unlikely"),
    ("for", "ask"): Signature("even", "unlikely"),
    ("for", "pray"): Signature("even", "unlikely"),
    ("for", "hope"): Signature("even", "unlikely"),
    ("for", "wait"): Signature("even", "unlikely"),
    ("for", "available"): Signature("likely", "not"),
    ("for", "reach"): Signature("likely", "not"),
    ("to", "subject"): Signature("even", "unlikely"),
    ("to", "lead"): Signature("very_likely", "unlikely"),
    ("in", "result"): Signature("very_likely", "not"),
    ("about", "talk"): Signature("even", "unlikely"),
    ("of", "accuse"): Signature("likely", "open"),
    ("of", "capable"): Signature("even", "not"),
    ("of", "possibility"): Signature("even", "unlikely"),
    ("from", "protect"): Signature("even", "likely"),
    ("from", "prevent"): Signature("remote", "likely"),
    ("from", "keep"): Signature("remote", "likely"),
    ("from", "stop"): Signature("remote", "likely"),
    ("from", "bar"): Signature("remote", "likely"),
    ("from", "refrain"): Signature("not", "likely"),
    ("in", "succeed"): Signature("certain", "not"),
    ("for", "responsible"): Signature("certain", "certain"),
    ("for", "reason"): Signature("certain", "likely"),
}

# Prepositions of themselves.
PREPOSITIONS = {
    "without": Signature("not", "not"),
    "against": Signature("even", "even"),
    "than": Signature("even", "even"),
    "for": Signature("very_likely", "unlikely"),
    "after": Signature("certain", "almost_certain"),
    "since": Signature("certain", "almost_certain"),
    "during": Signature("certain", "almost_certain"),
}

# Prepositions before a gerund: what it speaks of need not be done.
BEFORE_GERUNDS = {
    "without": Signature("not", "not"),
    "about": Signature("likely", "unlikely"),
    "from": Signature("even", "even"),
    "for": Signature("very_likely", "unlikely"),
    "of": Signature("very_likely", "open"),
    "to": Signature("very_likely", "unlikely"),
    "than": Signature("even", "even"),
}

# --- nouns with a content ("plans to leave", "the possibility of war") ----------------------------

CONTENT = {
    **_entries("not", "very_likely", "failure refusal inability unwillingness reluctance denial"),
    **_entries("open", "unlikely", "attempt bid effort struggle fight ban chance"),
    "plan": Signature("likely", "not"),
    **_entries("even", "remote", "intention intent desire hope wish right ability power"),
    **_entries("even", "unlikely", "opportunity willingness offer request demand call order need"),
    **_entries(
        "even", "unlikely", "possibility threat proposal risk danger fear campaign prospect"
    ),
    **_entries(
        "very_likely", "unlikely", "decision agreement pledge promise vow commitment deal belief"
    ),
    **_entries("almost_certain", "not", "fact evidence sign report news indication proof"),
}

# --- where no word decides --------------------------------------------------------------------

RULED_OUT = Signature("remote", "even")  # "ruled out an attack"; not ruled out is left open
TOO = Signature("remote", "likely")  # "too tired to go"
BY_DOING = Signature("certain", "open")  # "by leaving": where the governor is done
SAME = Signature("certain", "not")  # "went running": as the governor
TO_DO = Signature("likely", "unlikely")  # an infinitive: an aim
SAID = Signature("certain", "open")  # a clause that some verb takes: as told
ASIDE = Signature("certain", "likely")  # "who came", "using …": told beside the point
DEFINITE = Signature("certain", "likely")  # "the attack": it is there, whatever is said of it
INDEFINITE = Signature("certain", "unlikely")  # "an attack"
BARE = Signature("almost_certain", "unlikely")  # "attacks": of a kind, not yet of a case
ANY = Signature("even", "not")
NAMED = Signature("very_likely", "open")  # "takeover bid": names a kind of bid

# Adjectives that say that a thing is not there yet, or came to nothing.
ADJECTIVES = {
    "potential": "even", "proposed": "likely", "would-be": "even", "threatened": "even",
    "expected": "likely", "anticipated": "likely", "upcoming": "very_likely",
    "future": "likely", "planned": "likely", "eventual": "likely", "further": "likely",
    "attempted": "open", "failed": "open", "aborted": "open", "hypothetical": "even",
}  # fmt: skip

# --- what opens a clause -------------------------------------------------------------------------

CONDITIONS = frozenset({"if", "whether", "unless"})
MARKS = {
    # conditions and questions leave it open
    **_entries("even", "even", "if unless whether lest"),
    **_entries("even", "even", "until till"),
    **_entries("likely", "likely", "once"),
    **_entries("very_likely", "very_likely", "before"),
    # reasons and times take it for granted
    **_entries("certain", "almost_certain", "because since although though while as after when"),
}
PURPOSE = Signature(
    "likely", "unlikely"
)  # "to", "in order to", "so that": the aim, not the outcome

# --- auxiliaries ---------------------------------------------------------------------------------

# Where it is "not" that follows, it stands over "can" ("cannot": it is impossible) and under
# "may" ("may not": perhaps not).
MODALS = {
    **_entries("very_likely", "remote", "will shall 'll wo ’ll"),
    **_entries("likely", "remote", "would 'd must ’d"),
    **_entries("even", "unlikely", "may might should ought need"),
    **_entries("even", "not", "can could ca"),
}
# With "have" ("would have left") it did not come to pass; with "not" ("should not leave") it is
# what somebody thinks right.
UNREAL = frozenset({"would", "'d", "’d"})
DUTIES = frozenset({"should", "ought"})
# With "have": what would have been was mostly not; "may have" is open still.
PERFECT_MODALS = {
    **_entries("open", "likely", "would could should might 'd ’d"),
    "must": Signature("very_likely", "remote"),
}

# Verbs of belief of hedges.py take a clause or an infinitive too.
for _lemma, _grade in hedges.VERBS.items():
    _opposite = "likely" if _grade == "unlikely" else "unlikely"
    CLAUSES.setdefault(_lemma, Signature(_grade, _opposite))
    INFINITIVES.setdefault(_lemma, Signature(_grade, _opposite))
for _lemma, _grade in hedges.NOUNS.items():
    CONTENT.setdefault(_lemma, Signature(_grade, "unlikely"))
