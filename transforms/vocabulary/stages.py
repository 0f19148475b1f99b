"""How far a thing has come: general stages, whatever the thing is.

In:   nothing
Out:  STAGES in order; TRIGGERS (lemma -> stage); PHRASES; words of negation and of signs
Never: names a thing. A watch maps its rungs to these stages and adds signs of its own.
"""

from __future__ import annotations

STAGES = ("none", "planned", "preparing", "imminent", "underway", "done")

TRIGGERS = {
    # intended, announced, thought about; not yet worked on
    "plan": "planned",
    "intend": "planned",
    "intention": "planned",
    "intent": "planned",
    "vow": "planned",
    "pledge": "planned",
    "promise": "planned",
    "consider": "planned",
    "decide": "planned",
    "decision": "planned",
    "agree": "planned",
    "threaten": "planned",
    "aim": "planned",
    "mull": "planned",
    "schedule": "planned",
    "propose": "planned",
    "notify": "planned",
    "want": "planned",
    "hope": "planned",
    "weigh": "planned",
    "commit": "planned",
    "expect": "planned",
    "future": "planned",
    "slate": "planned",
    "order": "planned",
    "foresee": "planned",
    "envisage": "planned",
    # worked on
    "prepare": "preparing",
    "preparation": "preparing",
    "ready": "preparing",
    "prepared": "preparing",
    "readiness": "preparing",
    "readying": "preparing",
    "readie": "preparing",  # what the model makes of "readied"
    "gear": "preparing",
    "fuel": "preparing",
    "fueling": "preparing",
    "fuelling": "preparing",
    "groundwork": "preparing",
    "work": "preparing",
    # near in time
    "imminent": "imminent",
    "imminently": "imminent",
    "immediate": "imminent",
    "impending": "imminent",
    "verge": "imminent",
    "brink": "imminent",
    # no more, or not at all
    "cancel": "none",
    "abandon": "none",
    "scrap": "none",
    "shelve": "none",
}

# Of these, the ones that as a noun or adjective say something else.
VERBS_ONLY = frozenset("fuel gear order want hope commit schedule agree decide aim".split())

_A_DAY = r"(?:that day|\w+day|\d{1,2} [a-z]{3,9}|[a-z]{3,9}\.? \d{1,2})"
# Several words; looked for in the clause's lower-case text.
PHRASES = (
    (r"\bcall(?:ed|s|ing)? (?:\w+ ){0,3}off\b", "none"),
    (r"\bat any (?:time|moment)\b", "imminent"),
    (r"\bany (?:day|moment) now\b", "imminent"),
    (
        r"\b(?:with)?in (?:the )?(?:coming |next |few |a few |a matter of )*(?:days|hours)\b",
        "imminent",
    ),
    (r"\bfinal (?:stage|phase)s?\b", "imminent"),
    (r"\bpreparations?\b.{0,80}\b(?:almost|nearly) (?:finished|completed?|done)\b", "imminent"),
    (r"\b(?:almost|nearly) (?:finished|completed)\b.{0,20}\bpreparations?\b", "imminent"),
    (r"\b(?:days|hours) away from\b", "imminent"),
    (r"\b(?:is|are|was|were) about to\b", "imminent"),
    (r"\bas (?:soon|early) as (?:this|next) week\b", "imminent"),
    (r"\bon (?:its|their|the) way (?:to|towards?|into)\b", "underway"),
    (r"\bon the move\b", "underway"),
    (r"\bno (?:unusual|particular|special|specific|notable) (?:movement|activit|sign)", "imminent"),
    (r"\bin the near (?:term|future)\b", "imminent"),
    (r"\bin (?:a|about a) week\b", "imminent"),
    # a window of days that was announced: "will launch it between Thursday and 31 August"
    (rf"\b(?:will|would|to)\b.{{0,60}}\bbetween {_A_DAY} and {_A_DAY}", "imminent"),
    (r"\bwithin (?:a day or two|a week|the week|weeks|a few weeks)\b", "imminent"),
    (r"\bin a (?:state|position) to\b", "preparing"),
    # what one is able to do waits for an order
    (
        r"\b(?:able to|capable of) (?:\w+ )?(?:carry|conduct|hold|launch|test|fire|send|stage)",
        "preparing",
    ),
    (r"\b(?:remains?|is|are|stands?) (?:fully )?prepared (?:to|for)\b", "preparing"),
    (
        r"\bcould (?:\w+ )?(?:carry out|conduct|hold|launch|test|fire|be carried out)\b.*\bif\b",
        "preparing",
    ),
    (r"\b(?:is|are|was|were) set to\b", "planned"),
    (r"\b(?:is|are|was|were) due to\b", "planned"),
)

# Who does one of these is on the way; who does something else in a place is there.
MOVING = frozenset(
    "send deploy dispatch ship transfer transport move travel go come head march arrive relocate "
    "redeploy bring rotate return leave cross shift ferry advance withdraw pull".split()
)

# "at any time" with one of these in the clause is a matter of an order, not of days.
ON_ORDER = (
    r"\b(?:if|once|when|whenever|should)\b[^.;]*\b(?:decid|decision|order|choos|chose|mind|command)"
)

# "no signs of", "no indication that": the noun that is negated with the thing it points at.
SIGNS = frozenset(
    "sign indication evidence indicator hint trace symptom movement move activity plan intention".split()
)
LACKING = frozenset("lack absent miss lacking missing".split())

# Verbs that carry a deed named by a noun ("conducted a test", "the launch took place").
LIGHT_VERBS = frozenset(
    "conduct carry hold stage perform undertake make take complete execute do attempt fail succeed "
    "occur happen begin start continue go proceed see".split()
)
# Whoever confirms a deed says that it is done.
ATTESTING = frozenset("confirm acknowledge admit detect".split())
# An attempt: what it says depends on its own tense.
TRYING = frozenset("try attempt seek fail manage bid".split())
# Of preparations one of these says that they are there; with another verb they are presupposed.
ASSERTING = LIGHT_VERBS | frozenset(
    "be appear seem remain near advance finish end enter reach look accelerate intensify".split()
)
# Preparations that are one of these are none.
STOPPING = frozenset("halt stop suspend end cease pause abandon".split())
# Of the light verbs, the ones that say the deed goes on.
ONGOING = frozenset("begin start continue proceed keep resume".split())

# What takes up a thing named in the sentence before: "no signs of immediate action".
TAKES_UP = frozenset("action move movement activity step attempt".split())
# And with "it", "that" or "this" for a subject: "It could happen at any time".
TAKES_UP_VERBS = frozenset("happen occur come".split())
