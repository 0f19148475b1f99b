"""The voices of a sentence, in the light of the article so far -> who answers for a claim.

In:   an Attribution (the words), the sentence; what has been read before it
Out:  Speaker, one for each party that speaks together; "outlet" or "unknown" where nobody does
Never: lets a source answer for the next paragraph. A figure that carries on a report just cited
       takes that report's source; a level does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from transforms.attribution import Attribution
from transforms.certainty import Hedge
from transforms.clauses import is_relative, noun_phrase, phrase_text, subject_of, text_of
from transforms.labels import Opening
from transforms.language import ParsedSentence
from transforms.party import Parties
from transforms.party_memory import PartyMemory
from transforms.validity import SentenceDates
from transforms.vocabulary import cues, hedges
from transforms.voice import Voice

# With so many labels, an article is a transcript, and a paragraph without one goes on.
_LABELS_OF_A_TRANSCRIPT = 3
_FIRST_PERSON = frozenset({"i", "we", "our", "my"})
NOBODY = ("outlet", "unknown")


@dataclass(frozen=True, slots=True)
class Speaker:
    """`chain` runs from the article inwards; its last element is `source`."""

    source: str
    chain: tuple[str, ...]
    text: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who was last cited: party ids from the outermost voice to the innermost."""

    paragraph: int
    placed: tuple[tuple[str, ...], ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Floor:
    """Who has the word in a transcript or an interview, since which paragraph."""

    paragraph: int
    placed: tuple[str, ...]
    text: str
    is_question: bool


class Speakers:
    """Who has spoken so far in one article."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._memory = PartyMemory(parties)
        self._last: _Heard | None = None
        self._stated: dict[str, date] = {}
        self._floor: _Floor | None = None
        self._labels = 0
        self._label_of: dict[str, tuple[str, ...]] = {}

    def of(self, attribution: Attribution, sentence: ParsedSentence) -> list[Speaker]:
        """The parties that the sentence itself names as its source; [] where it names none."""
        voice = attribution.innermost
        if voice is None:
            return self.on_the_floor(sentence.paragraph)
        if voice.head.like_num:  # "53 confirmed" speak of nothing
            return self.on_the_floor(sentence.paragraph)
        if voice.head.lower_ in _FIRST_PERSON:
            if own := self.on_the_floor(sentence.paragraph):
                return own
            if not _is_quoted(_before(voice.head)):
                return [Speaker("outlet", ("outlet",), voice.text, voice.cue_text)]
        placed = tuple(self._memory.place(v.text, _before(v.head)) for v in attribution.voices)
        if placed == (("unknown",),) and voice.cue.tag_ == "VBN" and voice.head.i > voice.cue.i:
            return self.on_the_floor(sentence.paragraph)  # "confirmed by test"
        if self._goes_on(voice, placed):
            return self.carried_on(sentence.paragraph)
        if voice.cue.pos_ == "VERB" and self._is_own_state(placed):
            placed = placed[:-1]
        self._last = _Heard(sentence.paragraph, placed, voice.text)
        return _together(placed, voice.text, voice.cue_text)

    def give_floor(self, opening: Opening, paragraph: int) -> None:
        """Note the label of a paragraph: whoever it names has the word until the next label.

        A dateline tells where the article is at home.
        """
        if opening.dateline:
            self._memory.at_home_in(opening.dateline)
        if opening.speaker is None:
            return
        self._labels += 1
        named = opening.speaker and not opening.is_question
        placed = self._labelled(opening.speaker) if named else ()
        known = () if placed == ("unknown",) else placed  # "Details:", "Background:"
        self._floor = _Floor(paragraph, known, opening.speaker, opening.is_question)

    def _labelled(self, label: str) -> tuple[str, ...]:
        """The party of a label; a short one ("DR ROY") is whoever a longer one before it named."""
        for earlier, placed in self._label_of.items():
            if earlier.startswith(label):
                return placed
        placed = self._memory.parties.resolve_label(label) or self._memory.place(label.title())
        self._label_of[label] = placed
        return placed

    def on_the_floor(self, paragraph: int) -> list[Speaker]:
        """Who has the word by a label; nobody in an article without labels."""
        floor = self._floor
        if floor is None or not floor.placed:
            return []
        if paragraph != floor.paragraph and self._labels < _LABELS_OF_A_TRANSCRIPT:
            return []
        return _together((floor.placed,), floor.text, None)

    def is_asking(self, paragraph: int) -> bool:
        """Whether a question is being put: what it says is nobody's claim."""
        return self._floor is not None and self._floor.is_question

    def carried_on(self, paragraph: int) -> list[Speaker]:
        """The source that was cited last, for a figure that carries its report on."""
        last = self._last
        if last is None or last.paragraph != paragraph:
            return []
        return _together(last.placed, last.text, None)

    def _goes_on(self, voice: Voice, placed: tuple[tuple[str, ...], ...]) -> bool:
        """Whether a document goes on with what it has cited ("The report, citing … . It said")."""
        last = self._last
        if last is None or len(last.placed) < 2 or len(placed) > 1:
            return False
        return voice.head.lemma_.lower() in cues.DOCUMENTS and placed[0] in last.placed

    def _is_own_state(self, placed: tuple[tuple[str, ...], ...]) -> bool:
        """Whether a body speaks for its own state ("the Pentagon said the US assesses that")."""
        if len(placed) < 2 or len(placed[-1]) > 1 or len(placed[-2]) > 1:
            return False
        speaker, state = placed[-2][0], placed[-1][0]
        country = self._parties.country(state)
        is_state = state.endswith(".government") and country is not None
        return is_state and country == self._parties.country(speaker)

    def stated_on(self, source: str, day: date | None) -> date | None:
        """The day on which a source spoke; its later words in an article are of the same day."""
        if day is not None and source not in NOBODY:
            self._stated[source] = day
        return day or self._stated.get(source)

    def overhear(self, sentence: str) -> None:
        """Remember who was named in a sentence that is not parsed."""
        self._memory.mention(sentence)

    def listen(self, sentence: ParsedSentence, dates: SentenceDates) -> None:
        """Remember who spoke in a sentence and who was named, for the sentences after it."""
        self.overhear(sentence.text)
        self._memory.turn_to(*_main_subject(sentence))
        for token in sentence.span:
            if token.pos_ != "VERB" or token.lemma_.lower() not in cues.SAYING:
                continue
            speaker = subject_of(token)
            if speaker is not None and not is_relative(speaker):
                name = phrase_text(noun_phrase(speaker))
                for party in self._memory.place(name, _before(speaker)):
                    self.stated_on(party, dates.stated_on(token))


def nobody(hedge: Hedge) -> Speaker:
    """The article's own voice; "unknown" where the words are a belief of nobody named."""
    is_belief = hedge.words is not None and hedge.words.lower() in hedges.BELIEFS
    source = "unknown" if hedge.is_impersonal or is_belief else "outlet"
    return Speaker(source, (source,))


def _main_subject(sentence: ParsedSentence) -> tuple[str, str]:
    """Of whom a sentence speaks first, and the text before it; nobody where it is a pronoun."""
    subject = subject_of(sentence.span.root)
    if subject is None or subject.pos_ == "PRON" or is_relative(subject):
        return "", ""
    return phrase_text(noun_phrase(subject)), _before(subject)


def _is_quoted(before: str) -> bool:
    """Whether a quotation is open at the end of a text."""
    curly = before.count("“") - before.count("”")
    return curly > 0 or before.count('"') % 2 == 1


def _together(placed: tuple[tuple[str, ...], ...], text: str, cue: str | None) -> list[Speaker]:
    outer = [ids[0] for ids in placed[:-1]]
    return [Speaker(source, _chain(outer, source), text, cue) for source in placed[-1]]


def _chain(outer: list[str], source: str) -> tuple[str, ...]:
    """Ids from the article inwards, nobody twice, the source last."""
    kept = [party for party in dict.fromkeys(outer) if party not in (source, *NOBODY)]
    return (*kept, source)


def _before(token: Token) -> str:
    """The sentence up to a token; it need not be the one that is being read."""
    text: str = text_of(token.doc)[: token.idx]
    return text
