"""Article text -> claims: the one way through the questions that are asked of each sentence.

In:   text, the day on which it was published (or None), a watch
Out:  Claim, in reading order; text[start:end] == evidence for each
Never: invents: no number, name, date or rung that the words do not carry. The same input gives
       the same claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from spacy.tokens import Span, Token

from transforms.attribution import Attribution, attribute
from transforms.certainty import Hedge, certainty_of
from transforms.clauses import Clause, clause_head, clauses_of, noun_phrase, phrase_text, subject_of
from transforms.counting import Count, count, is_ahead
from transforms.dates import DateSpan, find_dates
from transforms.language import ParsedSentence, model_name, parse_sentences
from transforms.party import Parties, PartyMemory
from transforms.quantity import find_quantities
from transforms.records import CERTAINTY_PCT, Claim, Indicator, Subject, Watch
from transforms.rung import RungReading, Topic, names_object, read_rungs
from transforms.screen import is_of_interest
from transforms.subject import mention_pattern
from transforms.vocabulary import cues

RULES_VERSION = "1"
# How many sentences the subject stays in mind when it is not named again.
_MEMORY_SENTENCES = 3
_NOBODY = ("outlet", "unknown")


def extractor_name() -> str:
    """Rules and model, as they are marked on each claim."""
    return f"rules-{RULES_VERSION} {model_name()}"


class Extractor:
    """A watch made ready: build it once, ask it for any number of texts."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._parties = Parties(watch.parties)
        self._subjects = {s.id: s for s in watch.subjects}
        self._quantities = [i for i in watch.indicators if i.kind == "quantity"]
        self._levels = [i for i in watch.indicators if i.kind == "level"]

    def extract(self, text: str, published_on: date | None) -> tuple[Claim, ...]:
        """Return the claims of a text; empty where the screen finds nothing of interest."""
        if not is_of_interest(text, self.watch):
            return ()
        reader = _Reader(self._subjects, PartyMemory(self._parties), published_on)
        found: list[Claim] = []
        for sentence in parse_sentences(text):
            reader.open(sentence)
            found.extend(reader.quantity_claims(self._quantities))
            found.extend(reader.level_claims(self._levels, found))
            reader.close(bool(found))
        return tuple(_merged(found))


@dataclass
class _Reader:
    """What one article has told so far, and the sentence that is being read."""

    subjects: dict[str, Subject]
    memory: PartyMemory
    published_on: date | None
    index: int = 0
    named_at: dict[str, int] = field(default_factory=dict)
    carried_at: dict[str, int] = field(default_factory=dict)
    last_voice: tuple[int, tuple[tuple[str, ...], ...], str | None] | None = None
    sentence: ParsedSentence = field(init=False)
    dates: list[DateSpan] = field(default_factory=list)

    def open(self, sentence: ParsedSentence) -> None:
        """Start on a sentence."""
        self.sentence = sentence
        self.index += 1
        for subject in self.subjects.values():
            if mention_pattern(subject).search(sentence.text):
                self.named_at[subject.id] = self.index
        self.dates = find_dates(sentence.span.text, self.published_on)

    def close(self, _: bool) -> None:
        """Remember who spoke in the sentence."""
        self.memory.mention(self.sentence.text)
        for token in self.sentence.span:
            if token.pos_ == "VERB" and token.lemma_.lower() in cues.SAYING:
                speaker = subject_of(token)
                if speaker is not None and speaker.lower_ not in ("that", "which", "who", "there"):
                    self.memory.place(phrase_text(noun_phrase(speaker)), self._before(speaker))

    def _is_near(self, subject_id: str) -> bool:
        return self.index - self.named_at.get(subject_id, -99) <= _MEMORY_SENTENCES

    # --- quantities ---

    def quantity_claims(self, indicators: list[Indicator]) -> Iterator[Claim]:
        """The claims of kind quantity that the sentence makes."""
        span = self.sentence.span
        quantities = find_quantities(span.text)
        near = any(self._is_near(s) for s in self.subjects)
        seen_before = False
        for found in count(span, quantities, indicators, self.subjects, near):
            carrier = found.deed if found.deed is not None and found.deed.pos_ == "VERB" else found.token
            if found.deed is not None and found.token in found.deed.ancestors:
                carrier = found.token
            yield from self._quantity_claim(found, carrier, seen_before)
            seen_before = True

    def _quantity_claim(self, found: Count, carrier: Token, seen_before: bool) -> Iterator[Claim]:
        quantity = found.quantity
        attribution = attribute(carrier, self.sentence.span)
        if attribution.is_silent:
            return
        clause = self._clause(carrier)
        hedge = certainty_of(carrier, clause, attribution)
        if quantity.is_estimated and CERTAINTY_PCT[hedge.certainty] > CERTAINTY_PCT["likely"]:
            hedge = Hedge("likely", "estimated")
        said = self.sentence.span.text[quantity.start : quantity.end].lower()
        increment = quantity.is_increment and not (seen_before and "another" in said)
        is_planned = found.indicator.stage == "planned"
        base = Claim(
            indicator=found.indicator.id,
            kind="quantity",
            polarity="negated" if attribution.is_denied else "affirmed",
            certainty=hedge.certainty,
            hedge=hedge.words,
            source="outlet",
            evidence=self.sentence.text,
            start=self.sentence.start,
            end=self.sentence.end,
            unit=found.indicator.unit,
            value=quantity.value,
            value_low=quantity.low,
            value_high=quantity.high,
            approximation=quantity.approximation,
            increment=increment,
        )
        dated = base if is_planned else self._dated(base, found.deed or carrier, attribution)
        yield from self._spoken(dated, attribution, hedge, may_carry_on=True)

    # --- levels ---

    def level_claims(self, indicators: list[Indicator], so_far: list[Claim]) -> Iterator[Claim]:
        """The claims of kind level that the sentence makes."""
        for indicator in indicators:
            subject = self.subjects[indicator.subject]
            carried = self.index - self.carried_at.get(indicator.id, -99) <= 1
            topic = Topic(self._is_near(subject.id), carried)
            if names_object(self.sentence.text, indicator):
                self.carried_at[indicator.id] = self.index
            for reading in read_rungs(self.sentence.span, indicator, subject, topic):
                self.carried_at[indicator.id] = self.index
                if not self._is_counted(reading, indicator, so_far):
                    yield from self._level_claim(reading, indicator)

    def _is_counted(self, reading: RungReading, indicator: Indicator, so_far: list[Claim]) -> bool:
        """A number that is already there says more than the rung: it stands alone."""
        if not indicator.places or reading.level != indicator.ladder[-1]:
            return False
        return any(c.start == self.sentence.start and c.kind == "quantity" for c in so_far)

    def _level_claim(self, reading: RungReading, indicator: Indicator) -> Iterator[Claim]:
        attribution = attribute(reading.token, self.sentence.span)
        if attribution.is_silent:
            return
        hedge = certainty_of(reading.token, reading.clause, attribution)
        certainty = reading.certainty or hedge.certainty
        level, negated = reading.level, reading.is_negated != attribution.is_denied
        if _is_conditional(reading.token):
            if level != indicator.ladder[-1] or negated:
                return
            level, certainty = _planned(indicator), "even"
        base = Claim(
            indicator=indicator.id,
            kind="level",
            polarity="negated" if negated else "affirmed",
            certainty=certainty,
            hedge=hedge.words,
            source="outlet",
            evidence=self.sentence.text,
            start=self.sentence.start,
            end=self.sentence.end,
            level=level,
        )
        ahead = level not in indicator.ladder[-2:] or is_ahead(reading.token)
        dated = base if ahead else self._dated(base, reading.token, attribution)
        yield from self._spoken(dated, attribution, hedge, may_carry_on=False)

    # --- who and when ---

    def _spoken(
        self, base: Claim, attribution: Attribution, hedge: Hedge, *, may_carry_on: bool
    ) -> Iterator[Claim]:
        """The claim once for each source that speaks it together."""
        voice = attribution.innermost
        if voice is not None:
            placed = [self.memory.place(v.text, self._before(v.head)) for v in attribution.voices]
            self.last_voice = (self.sentence.paragraph, tuple(placed), voice.text)
            stated = self._day_in(voice.cue) or (self._day_in(attribution.voices[0].cue))
            for source in placed[-1]:
                chain = _chain([p[0] for p in placed[:-1]], source)
                yield replace(
                    base, source=source, source_text=voice.text, cue=voice.cue_text,
                    attribution=chain, stated_at=stated,
                )
            return
        last = self.last_voice
        if may_carry_on and last and last[0] == self.sentence.paragraph and not hedge.is_impersonal:
            for source in last[1][-1]:
                yield replace(
                    base, source=source, source_text=last[2], attribution=_chain([p[0] for p in last[1][:-1]], source)
                )
            return
        nobody = "unknown" if hedge.is_impersonal or _is_belief(hedge) else "outlet"
        yield replace(base, source=nobody, attribution=(nobody,))

    def _before(self, token: Token) -> str:
        """The sentence up to a token."""
        span = self.sentence.span
        text: str = span.doc.text[span.start_char : token.idx]
        return text

    def _clause(self, token: Token) -> Clause:
        head = clause_head(token)
        return next(c for c in clauses_of(token.sent) if c.head == head)

    def _day_in(self, cue: Token) -> date | None:
        """The day on which the cue's clause says that it was said."""
        head = clause_head(cue)
        days = (d.first for d, token in self._dated_tokens() if d.is_day and clause_head(token) == head)
        return next(days, None)

    def _dated_tokens(self) -> Iterator[tuple[DateSpan, Token]]:
        span = self.sentence.span
        for day in self.dates:
            found = span.char_span(day.start, day.end, alignment_mode="expand")
            if found is not None:
                yield day, found.root

    def _dated(self, claim: Claim, token: Token, attribution: Attribution) -> Claim:
        """When the thing itself held, where the statement's own clause says it."""
        voice = attribution.innermost
        cue_clause = clause_head(voice.cue) if voice is not None else None
        head = clause_head(token)
        for day, word in self._dated_tokens():
            own = clause_head(word)
            if own == head and own != cue_clause:
                return replace(claim, valid_from=day.first, valid_to=day.last)
        return claim


def _planned(indicator: Indicator) -> str:
    return indicator.ladder[indicator.stages.index("planned")] if "planned" in indicator.stages else indicator.ladder[0]


def _is_conditional(token: Token) -> bool:
    """Whether the statement stands under an "if"."""
    for node in (token, *token.ancestors):
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "should") for c in node.children):
            return True
    return False


def _is_belief(hedge: Hedge) -> bool:
    return hedge.words is not None and hedge.words.lower() in (
        "believed", "thought", "estimated", "reported", "presumed", "suspected", "assumed", "expected", "alleged"
    )


def _chain(outer: list[str], source: str) -> tuple[str, ...]:
    """Ids from the article inwards, nobody twice, the source last."""
    kept = [p for p in dict.fromkeys(outer) if p not in (source, *_NOBODY)]
    return (*kept, source)


def _merged(claims: list[Claim]) -> list[Claim]:
    """One claim for what one source says twice; the outlet's own words yield to a named source's."""
    spoken = {_content(c) for c in claims if c.source not in _NOBODY}
    kept: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.source in _NOBODY and _content(claim) in spoken:
            continue
        said = kept.setdefault((claim.source, *_content(claim)), [])
        # A date given once goes for both mentions; two different dates are two statements.
        if not any(c.valid_from is None or claim.valid_from in (None, c.valid_from) for c in said):
            said.append(claim)
    return sorted((c for said in kept.values() for c in said), key=lambda c: c.start)


def _content(claim: Claim) -> tuple[object, ...]:
    what = claim.level if claim.kind == "level" else claim.value or (claim.value_low, claim.value_high)
    return (claim.indicator, claim.polarity, what)
