"""Words of saying and of attitude, by the construction in which they take their content.

In:   nothing
Out:  sets of lemmas, a set a construction; ATTITUDE tells what is felt, meant or done from what
      is said
Never: stands for a claim's cue by itself: vocabulary/cues.py holds the words that a claim rests
       on, and the clauses here start from them.

A word stands in a set where news prose uses it more often than not to report somebody's words,
beliefs or aims; what also has a plain meaning ("push a door", "make a point") is left out.
"""

from __future__ import annotations

from transforms.vocabulary import cues

# What the model's lemmatiser makes of "hoping", "retweeted", "stated", "dubbed".
LEMMAS = {
    "hop": "hope",
    "retweete": "retweet",
    "stat": "state",
    "dubb": "dub",
    "reiterat": "reiterate",
}

# Take a clause, beyond what a claim rests on: ways of speaking and writing …
_SPEAKING = (
    "ask continue tweet retweet agree assure question wonder complain read imply boast joke post emphasise "
    "remark urge propose demand contend guess recommend order remind clarify express lament hint quip "
    "interject proclaim counter posit publish surmise inform speculate outline contradict signal convince "
    "persuade shout yell chant cry whisper mutter gripe gush crow muse opine scoff snap sneer grumble exclaim "
    "chide rant protest object attest affirm elaborate expound preach plead beg pray swear threaten email "
    "text blog retort rejoin intone sum advise alert fume rail tease deadpan vent marvel concur profess "
    "stipulate chime offer instruct request prophesy theorize theorise hypothesize postulate bluster rave "
    "sigh laugh decree rule specify discuss define reaffirm brag".split()
)
# … and of thinking and feeling.
_THINKING = (
    "know want hope worry decide consider feel recognize recognise realize realise assume understand imagine "
    "bet pretend wish dream sense regret expect anticipate fear determine discover gather foresee envision "
    "envisage figure demonstrate calculate trust appreciate dread reason contemplate ponder perceive intend "
    "love hate forget".split()
)
# Said of no speaker: how a thing looks to the writer.
SEEMING = frozenset("seem appear".split())

# Without what takes a clause in another sense too often: "see that it is done", "call", "hear".
CLAUSE = cues.SAYING.union(_SPEAKING, _THINKING) - frozenset("see call hear speak cite".split())

# "vowed to", "hopes to": what one means to do.
INFINITIVE = (
    frozenset(
        "want seek refuse decline plan decide hope agree expect like aim vote offer intend propose opt plead "
        "prefer love claim swear volunteer resolve yearn long wish ask demand beg push campaign lobby desire "
        "dare hesitate undertake commit plot profess pretend hate strive".split()
    )
    | cues.COMMITTING
    | SEEMING
)
# "urged them to": what one wants another to do.
DIRECTIVE = frozenset(
    "urge ask encourage tell persuade order push press challenge lobby warn propose want expect advise beg "
    "implore instruct command exhort direct remind convince plead caution entreat petition forbid call".split()
)
# "proposed banning", "reported seeing".
GERUND = frozenset(
    "report propose say support consider suggest show mention describe recall oppose endorse deny recommend "
    "favor favour advocate discuss contemplate regret admit acknowledge urge remember imagine announce prefer "
    "hate love appear seem".split()
)
# "is expected to": somebody says so, and nobody is named.
RAISED = frozenset(
    "expect ask show say know project believe report think allege see predict estimate rumor rumour urge tell "
    "forecast presume assume understand consider encourage order claim anticipate mean".split()
)

# With a plain object: statements …
_STATING = (
    "support note offer announce argue endorse describe claim accuse back cite report defend criticize "
    "criticise release tweet acknowledge attack explain insist express oppose discuss declare address praise "
    "question indicate share reveal mention post name reject denounce recall propose lay state issue "
    "highlight admit deny embrace predict blast blame conclude dismiss promote confirm promise compare echo "
    "list tout portray charge slam pledge emphasize emphasise order concede mock condemn assert remind "
    "reiterate publish stress signal estimate wonder quote reference boast thank disclose complain reply "
    "allege decry detail applaud voice joke advocate lament outline paint hail frame recommend attribute "
    "credit congratulate chant contradict rebut clarify retweet articulate disavow recount guess caution "
    "downplay characterize characterise rebuke protest dispute contend insult bash dub assail reaffirm "
    "proclaim interject pitch bemoan justify label recite remark deride trumpet shout lambast lambaste chide "
    "preach hint ridicule forecast affirm beg liken boo speculate bill float eschew sketch foretell renounce "
    "vent repudiate disparage spotlight resent herald mourn pronounce taunt trash reprimand refute publicize "
    "publicise underscore explore debate restrict prohibit nominate suggest show write call ask propound "
    "refuse vow castigate berate scold upbraid vilify malign demonize demonise laud extol commend salute hype "
    "plug deplore bewail rap pillory pan savage skewer excoriate impugn belittle denigrate slur smear decline "
    "stipulate specify mandate veto solicit tease rescind retract deem admonish counter answer welcome hammer "
    "urge imply respond challenge withdraw disregard reconsider exemplify broadcast "
    "circulate project contrast expose decree negotiate email display rule appoint witness withhold bar approve "
    "shrug illustrate authorize authorise threaten rip rebuff brush rank talk coin".split()
)
# … and attitudes.
_HOLDING = (
    "see know believe want seek like hate prefer fear consider view recognize recognise remember expect "
    "understand feel regard doubt hope dislike admire appreciate suspect imagine realize realise anticipate "
    "foresee envision assume contemplate judge perceive interpret notice regret relish crave mull ponder "
    "trust intend wish ignore distrust mistrust envy covet despise loathe detest cherish resist".split()
)
_COUNTED = frozenset(
    "tell put count record register see verify tally point speak detect document".split()
)
# What counts and measures is a claim's cue; its plain object is a number, and no report by itself.
OBJECT = frozenset((*_STATING, *_HOLDING)) | (cues.WITH_OBJECT - _COUNTED)

# As OBJECT, where the content is the subject ("was criticised by").
PASSIVE = OBJECT - frozenset("see know ask expect call like want".split())

# "was told that": the content, and nobody who says it.
TOLD = frozenset(
    "ask say tell assume assure inform convince warn remind advise notify report persuade".split()
)

# With a preposition, by preposition.
PREPOSITION = {
    "about": frozenset(
        "talk boast worry speak think know care complain joke press feel lie brag rant tweet inquire warn fret dream gripe testify wonder argue muse hear learn comment reminisce preach gush speculate ask".split()
    ),
    "against": frozenset(
        "vote caution warn rail argue speak campaign come lobby inveigh protest rule decide rant".split()
    ),
    "as": frozenset(
        "see describe list regard know cast portray refer view bill name remember paint label frame characterize characterise dismiss denounce cite mention defend criticize praise pitch attack hail brand depict condemn point quote tout deride position interpret reject".split()
    ),
    "at": frozenset(
        "hint balk lash scoff sneer bristle jab laugh chafe snipe swipe marvel".split()
    ),
    "by": frozenset({"stand"}),
    "for": frozenset(
        "call vote push ask advocate argue apologize apologise praise blame criticize criticise thank vouch hope campaign lobby plead pray root wish long yearn press attack blast slam mock fault rebuke credit commend chide chastise berate condemn nominate know congratulate cheer applaud".split()
    ),
    "from": frozenset({"distance"}),
    "in": frozenset("believe trust".split()),
    "into": frozenset({"tear"}),
    "like": frozenset("seem sound feel".split()),
    "of": frozenset(
        "accuse speak warn boast say approve disapprove complain think dream talk despair convince assure remind inform tell learn".split()
    ),
    "on": frozenset(
        "focus comment agree insist double remark expound press elaborate call weigh cast push hammer pounce".split()
    ),
    "over": frozenset("fret worry gloat agonize agonise".split()),
    "to": frozenset(
        "refer point object liken respond admit confess attest testify pledge subscribe compare".split()
    ),
    "with": frozenset(
        "disagree agree side charge concur sympathize sympathise empathize empathise".split()
    ),
}

# Introduce somebody's own words beyond what takes a clause ("He went on: …").
QUOTING = frozenset(
    "go begin start open finish close respond reply speak sing tell add answer call describe label dub refer sign".split()
)

# Where somebody said it: a part of the words of saying ("said in a statement").
OCCASIONS = frozenset(
    "statement interview speech tweet release email letter post memo note editorial report column twitter "
    "facebook testimony briefing brief".split()
)

# Nouns that take a clause as their content, beyond cues.NOUNS.
NOUN_CLAUSE = cues.NOUNS | frozenset(
    "assertion contention belief fear hope concern suspicion promise vow pledge threat warning idea notion "
    "argument prediction complaint insistence conviction conclusion admission acknowledgment acknowledgement "
    "revelation declaration opinion hint worry perception theory sense boast remark comment feeling criticism "
    "expectation hunch".split()
)
# "his promise to": a plan is a thing more often than a statement, and is left out.
NOUN_INFINITIVE = frozenset(
    "promise pledge vow threat proposal offer decision desire refusal demand intention commitment hope wish "
    "reluctance recommendation determination request".split()
)
NOUN_PREPOSITION = {
    "about": frozenset(
        "concern question comment remark claim statement complaint view worry doubt opinion belief prediction joke fear allegation".split()
    ),
    "against": frozenset("accusation allegation rant charge tirade".split()),
    "for": frozenset(
        "call proposal hope preference demand enthusiasm praise contempt disdain admiration respect support".split()
    ),
    "in": frozenset({"belief"}),
    "of": frozenset(
        "criticism accusation allegation endorsement fear view assessment denunciation condemnation claim description complaint promise defense warning rejection opinion praise critique".split()
    ),
    "on": frozenset("attack view comment".split()),
    "to": frozenset("objection opposition".split()),
    "with": frozenset({"disagreement"}),
}

# Lend a noun of saying or feeling their subject ("made a promise to", "raised questions about").
LIGHT = frozenset(
    "make have give take issue raise express offer deliver voice show provide draw ask tell release present reach file repeat reiterate share level launch".split()
)

# Adjectives of feeling that take content ("is confident that", "was critical of").
ADJECTIVES = frozenset(
    "afraid confident sure worried concerned skeptical sceptical glad happy proud convinced aware certain "
    "hopeful optimistic doubtful critical angry willing unwilling reluctant eager adamant fearful supportive "
    "dismissive wary grateful thankful pleased disappointed surprised sorry upset excited clear".split()
)

# Nobody says who says so.
HEARSAY = frozenset("reportedly allegedly purportedly".split())

# Say something by being looked into ("in a poll, half of them …").
POLLS = frozenset("poll survey polling questionnaire".split())

# What is felt, meant or done rather than said.
ATTITUDE = (
    frozenset((*_THINKING, *_HOLDING))
    | SEEMING
    | ADJECTIVES
    | cues.PERCEIVING
    | frozenset("believe think judge reckon suspect presume".split())
    | frozenset("support back oppose plan agree refuse decline aim vote restrict prohibit".split())
)

# Every verb of reporting, in whatever construction.
ANY = CLAUSE | INFINITIVE | DIRECTIVE | OBJECT | frozenset().union(*PREPOSITION.values())
