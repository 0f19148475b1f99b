"""Words of saying and of attitude, by the construction in which they take their content.

In:   nothing
Out:  sets of lemmas, a set a construction; ATTITUDE tells what is felt, meant or done from what
      is said
Never: stands for a claim's cue by itself: vocabulary/cues.py holds the words that a claim rests
       on, and the clauses here start from them.
"""

from __future__ import annotations

from transforms.vocabulary import cues

# What the model's lemmatiser makes of "hoping", "retweeted", "stated", "dubbed".
LEMMAS = {"hop": "hope", "retweete": "retweet", "stat": "state", "dubb": "dub", "reiterat": "reiterate"}

# Take a clause, beyond what a claim rests on: ways of speaking and writing …
_SPEAKING = (
    "ask continue tweet retweet agree assure question wonder complain read imply boast joke post "
    "emphasise highlight remark urge mention demand propose contend guess reiterate recommend order vow "
    "remind clarify express lament hint quip interject proclaim counter posit publish surmise inform "
    "speculate outline contradict signal convince persuade shout yell chant cry whisper mutter gripe gush "
    "crow muse opine scoff snap sneer grumble exclaim declare chide rant protest object attest affirm "
    "elaborate expound comment preach plead beg pray swear threaten email text blog write-in report "
    "forecast retort rejoin intone observe sum advise alert blast fume rail tease deadpan vent marvel "
    "concur profess stipulate chime offer instruct request prophesy theorize theorise hypothesize "
    "postulate allege deadpan bluster crack opine rave sigh laugh begin decree rule specify".split()
)
# … and of thinking and feeling.
_THINKING = (
    "know want hope worry decide consider feel remember recognize recognise realize realise assume "
    "understand imagine bet pretend prefer wish dream sense regret expect anticipate fear determine "
    "discover gather foresee envision envisage figure demonstrate calculate trust appreciate "
    "acknowledge dread reason contemplate ponder perceive intend like love hate".split()
)
# Said of no speaker: how a thing looks to the writer.
SEEMING = frozenset("seem appear look".split())

CLAUSE = (cues.SAYING | frozenset((*_SPEAKING, *_THINKING)) | SEEMING) - frozenset({"see"})

# "vowed to", "hopes to": what one means to do.
INFINITIVE = frozenset(
    "want seek seem appear refuse decline vow pledge plan promise decide hope threaten agree expect "
    "like aim vote offer intend propose opt plead prefer love claim swear volunteer resolve yearn long "
    "wish ask demand beg push campaign lobby desire dare hesitate undertake commit plot bother profess "
    "pretend hate".split()
)
# "urged them to": what one wants another to do.
DIRECTIVE = frozenset(
    "urge ask encourage tell persuade order push request pressure press challenge lobby warn propose "
    "want expect advise beg implore instruct command exhort direct invite remind convince plead "
    "caution entreat petition forbid".split()
)
# "proposed banning", "reported seeing".
GERUND = frozenset(
    "report propose say support consider suggest show mention describe recall oppose endorse deny "
    "recommend favor favour advocate discuss contemplate regret admit acknowledge urge remember "
    "imagine announce prefer hate love".split()
)
# "is expected to": somebody says so, and nobody is named.
RAISED = frozenset(
    "expect ask show say know project believe report think allege see intend predict estimate rumor "
    "rumour urge tell forecast presume suppose assume understand consider encourage order claim "
    "require allow anticipate".split()
)

# With a plain object: statements …
_STATING = (
    "support note offer announce argue endorse describe claim accuse back cite report defend criticize "
    "criticise release tweet acknowledge attack explain insist express oppose discuss declare address "
    "praise question indicate share reveal mention post name reject warn denounce recall propose lay "
    "state issue highlight admit deny embrace predict blast blame conclude present dismiss promote "
    "confirm promise compare echo favor favour list tout portray charge slam pledge emphasize "
    "emphasise order concede mock condemn demand assert remind reiterate publish stress signal "
    "estimate wonder quote reference boast thank disclose complain reply allege decry detail applaud "
    "voice request joke advocate lament outline paint hail frame recommend attribute credit "
    "congratulate chant contradict rebut clarify champion retweet articulate disavow recount guess "
    "caution downplay characterize characterise rebuke protest dispute contend insult bash cheer dub "
    "assail reaffirm proclaim interject pitch bemoan justify label recite remark deride trumpet shout "
    "lambast lambaste chide preach hint ridicule forecast affirm beg liken boo speculate bill float "
    "eschew sketch foretell renounce vent repudiate disparage spotlight resent herald mourn pronounce "
    "taunt trash reprimand refute publicize publicise discredit invoke underscore explore "
    "unveil debate ban restrict prohibit nominate sue suggest show add write think call ask repeat "
    "raise-doubt propound refuse vow downplay castigate berate scold upbraid vilify malign demonize "
    "demonise laud extol commend salute celebrate hype plug deplore bewail rap pillory pan savage skewer "
    "excoriate impugn belittle denigrate slur smear decline stipulate specify mandate veto solicit "
    "propose tease rescind retract deem admonish counter answer welcome declare hammer".split()
)
# … and attitudes.
_HOLDING = (
    "see think know believe want seek like love hate prefer fear consider view recognize recognise "
    "identify remember expect understand feel regard doubt hope worry dislike admire appreciate "
    "suspect imagine realize realise anticipate foresee envision assume contemplate deem judge "
    "perceive interpret notice regret relish crave mull ponder trust learn favour intend wish "
    "ignore distrust mistrust envy covet despise loathe detest cherish".split()
)
OBJECT = frozenset((*_STATING, *_HOLDING)) | (cues.WITH_OBJECT - frozenset("tell put count record register see verify tally point speak".split()))

# As OBJECT, where the content is the subject ("was criticised by").
PASSIVE = OBJECT - frozenset("see know ask expect call think like want name release list back post".split())

# "was told that": the content, and nobody who says it.
TOLD = frozenset("ask say tell assume assure inform convince warn remind advise notify report persuade".split())

# With a preposition, by preposition.
PREPOSITION = {
    "about": frozenset("talk boast worry ask speak think write know care complain joke press feel lie brag rant tweet inquire warn fret dream gripe testify wonder argue muse hear learn comment reminisce preach gush".split()),
    "against": frozenset("vote caution warn rail argue speak campaign come lobby inveigh protest rule decide rant".split()),
    "as": frozenset("see describe list regard know cast portray refer view bill name remember paint label frame characterize characterise dismiss denounce cite mention defend criticize praise pitch attack hail brand depict condemn point quote identify tout deride position interpret reject".split()),
    "at": frozenset("hint balk lash scoff sneer bristle jab laugh chafe snipe swipe".split()),
    "by": frozenset({"stand"}),
    "for": frozenset("call vote push ask advocate argue apologize apologise praise blame criticize criticise thank vouch hope campaign lobby plead plump pray root stump wish long yearn press attack blast slam hit mock fault rebuke credit commend chide chastise berate condemn nominate know".split()),
    "from": frozenset("distance".split()),
    "in": frozenset("believe trust".split()),
    "into": frozenset({"tear", "lay"}),
    "like": frozenset("seem look sound feel".split()),
    "of": frozenset("accuse speak warn boast say approve disapprove complain think dream talk despair convince assure remind inform tell".split()),
    "on": frozenset("focus comment agree insist double remark expound press elaborate call weigh cast push hammer".split()),
    "over": frozenset("fret worry gloat agonize agonise".split()),
    "to": frozenset("refer point allude object liken respond admit look confess attest react testify pledge subscribe compare".split()),
    "with": frozenset("disagree agree side charge concur sympathize sympathise empathize empathise respond".split()),
}

# Introduce somebody's own words beyond what takes a clause ("He went on: …").
QUOTING = frozenset(
    "go begin start open finish end close respond reply speak sing laugh sigh smile tell add continue "
    "answer call describe label dub put refer sign".split()
)

# Where somebody said it: a part of the words of saying ("said in a statement").
OCCASIONS = frozenset(
    "statement interview speech tweet release email e-mail letter post memo note editorial article "
    "op-ed report column twitter facebook testimony remarks briefing brief".split()
)

# Nouns that take a clause, an infinitive or "of" as their content, beyond cues.NOUNS.
NOUN_CLAUSE = cues.NOUNS | frozenset(
    "assertion contention belief fear hope concern suspicion promise vow pledge threat warning idea "
    "notion argument prediction complaint suggestion insistence conviction view conclusion admission "
    "acknowledgment acknowledgement revelation declaration opinion hint worry perception theory sense "
    "boast remark comment feeling proof sign-off criticism expectation hunch".split()
)
NOUN_INFINITIVE = frozenset(
    "promise pledge vow threat plan proposal offer decision desire refusal call request demand "
    "intention commitment willingness hope wish attempt-to-say strategy effort-to-say bid-to-say "
    "reluctance vote recommendation determination invitation".split()
)
NOUN_PREPOSITION = {
    "about": frozenset("concern question comment remark claim statement complaint view worry doubt opinion belief prediction joke fear allegation".split()),
    "against": frozenset("accusation allegation rant attack charge tirade".split()),
    "for": frozenset("support call plan proposal hope preference demand endorsement enthusiasm request praise contempt disdain admiration respect".split()),
    "in": frozenset({"belief"}),
    "of": frozenset("criticism accusation allegation endorsement support-of fear view assessment denunciation condemnation claim description complaint promise defense warning rejection opinion praise critique".split()),
    "on": frozenset("attack position stance view comment".split()),
    "to": frozenset("opposition objection response".split()),
    "with": frozenset("disagreement".split()),
}

# Adjectives of feeling that take content ("is confident that", "was critical of").
ADJECTIVES = frozenset(
    "afraid confident sure worried concerned skeptical sceptical glad happy proud convinced aware certain "
    "hopeful optimistic doubtful critical angry willing unwilling reluctant eager adamant fearful supportive "
    "dismissive wary grateful thankful pleased disappointed surprised sorry upset excited clear".split()
)

# "reportedly", "allegedly": nobody says who says so.
HEARSAY = frozenset("reportedly allegedly supposedly purportedly".split())

# Say something by being looked into ("in a poll, half of them …").
POLLS = frozenset("poll survey polling questionnaire".split())

# What is felt, meant or done rather than said.
ATTITUDE = (
    frozenset((*_THINKING, *_HOLDING))
    | SEEMING
    | cues.PERCEIVING
    | frozenset("support back oppose favor favour plan agree decide refuse decline aim vote ban restrict prohibit".split())
    | frozenset("believe think consider suspect presume assume doubt fear understand expect reckon judge".split())
    | ADJECTIVES
)

# Every verb of reporting, in whatever construction.
ANY = CLAUSE | INFINITIVE | DIRECTIVE | OBJECT | frozenset().union(*PREPOSITION.values())
