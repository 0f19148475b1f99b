"""Article text -> claims: the one way through the questions that are asked of each sentence.

In:   text, the day on which it was published (or None), a watch
Out:  Claim, in reading order; text[start:end] == evidence for each
Never: invents: no number, name, date or rung that the words do not carry. The same input gives
       the same claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from spacy.tokens import Token

from transforms.apart import Apart, PlaceMemory
from transforms.assertion import is_left_open, standing
from transforms.attribution import Attribution, attribute
from transforms.certainty import Hedge, certainty_of
from transforms.clauses import clause_of, is_hypothetical
from transforms.confidence import confidence_of
from transforms.counting import Count, count
from transforms.explain import claim_rules, hedge_rules, level_rules, quantity_rules, source_rules
from transforms.labels import read_opening
from transforms.language import ParsedSentence, model_name, parse
from transforms.merging import merged
from transforms.party import Parties
from transforms.quantity import find_counts, find_measures
from transforms.quoted_sentences import Quotes, quotes_over
from transforms.records import CERTAINTY_PCT, Claim, Indicator, Polarity, Subject, Watch
from transforms.rung import RungReading, Topic, names_object, read_rungs, rung_at
from transforms.screen import Screen
from transforms.selection import MEMORY_SENTENCES, worth_parsing
from transforms.sentences import Sentence, split_sentences
from transforms.speakers import Speaker, Speakers, nobody
from transforms.stage import is_ahead
from transforms.subject import mention_pattern
from transforms.units import named_unit
from transforms.validity import SentenceDates
from transforms.voice import is_saying

RULES_VERSION = "2"


# What is held in memory at once; a chunk of many sentences keeps the model busy.
_CHUNK_SENTENCES = 256
_CHUNK_ARTICLES = 512
# For so many sentences, "of them" may be a part of a number that was given.
_RECENT = 3
_CONDITIONS = ("if", "unless", "should")


class Extractor:
    """A watch made ready: build it once, ask it for any number of texts."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._screen = Screen([watch])
        self._parties = Parties(watch.parties)
        self._subjects = {s.id: s for s in watch.subjects}
        self._apart = {i.id: Apart(i) for i in watch.indicators if i.by}
        # The places that an indicator is kept apart by do not bound where it holds.
        indicators = [replace(i, places=()) if "place" in i.by else i for i in watch.indicators]
        self._quantities = [
            # "300 North Koreans": the people of the subject count as what is counted
            replace(i, counts=(*i.counts, *self._subjects[i.subject].members))
            for i in indicators
            if i.kind == "quantity"
        ]
        self._has_measures = any(named_unit(i.unit or "") for i in self._quantities)
        self._place_lists = tuple({a.places for a in self._apart.values() if a.places})
        self._levels = [i for i in indicators if i.kind == "level"]

    @property
    def name(self) -> str:
        """Rules and model, as they are marked on each claim."""
        return f"rules-{RULES_VERSION} {model_name()}"

    def extract(self, text: str, published_on: date | None) -> tuple[Claim, ...]:
        """Return the claims of a text; empty where the screen finds nothing of interest."""
        return next(self.extract_many([(text, published_on)]))

    def extract_many(
        self, articles: Iterable[tuple[str, date | None]]
    ) -> Iterator[tuple[Claim, ...]]:
        """The claims of each article (text, day of publication), in order.

        Sentences of several articles go through the model together, which is faster than one
        article at a time; no more than a chunk of them is held at once.
        """
        for chunk in _chunks(map(self._plan, articles)):
            parsed = parse(s for plan in chunk for s in plan.sentences if s.start in plan.chosen)
            for plan in chunk:
                yield self._read(plan, parsed)

    def _plan(self, article: tuple[str, date | None]) -> _Plan:
        """Which sentences of a text are worth parsing; none where nothing is of interest."""
        text, published_on = article
        hits = self._screen.hits(text).get(self.watch.id)
        if hits is None or not hits.is_of_interest:
            return _Plan(published_on)
        sentences = list(split_sentences(text))
        return _Plan(published_on, sentences, worth_parsing(sentences, hits))

    def trace(self, text: str, published_on: date | None) -> list[Trace]:
        """Every sentence of a text with what was read in it, before repetitions are merged."""
        plan = self._plan((text, published_on))
        if not plan.sentences:
            return [Trace(s, is_parsed=False) for s in split_sentences(text)]
        parsed = parse(s for s in plan.sentences if s.start in plan.chosen)
        return list(self._by_sentence(plan, parsed))

    def _read(self, plan: _Plan, parsed: Iterator[ParsedSentence]) -> tuple[Claim, ...]:
        """Read the sentences of one plan; its parses are the next ones of `parsed`."""
        claims = (c for t in self._by_sentence(plan, parsed) for c in t.claims)
        return tuple(merged(claims, plan.published_on))

    def _by_sentence(self, plan: _Plan, parsed: Iterator[ParsedSentence]) -> Iterator[Trace]:
        speakers, places = Speakers(self._parties), PlaceMemory(self._place_lists)
        reader = _Reader(
            self._subjects,
            speakers,
            plan.published_on,
            self._apart,
            places,
            {i.id: i.subject for i in self.watch.indicators},
            self._has_measures,
        )
        chosen = [(n, next(parsed)) for n, s in enumerate(plan.sentences) if s.start in plan.chosen]
        quotes, own = quotes_over(chosen), (sentence for _, sentence in chosen)
        for sentence in plan.sentences:
            if sentence.start not in plan.chosen:
                reader.skip(sentence)
                yield Trace(sentence, is_parsed=False)
                continue
            reader.open(next(own), quotes.get(sentence.start, ()))
            counted = list(reader.quantity_claims(self._quantities))
            levels = reader.level_claims(self._levels, is_counted=bool(counted))
            yield Trace(sentence, is_parsed=True, claims=(*counted, *levels))
            reader.close()


@dataclass(frozen=True, slots=True)
class Trace:
    """One sentence and what was read in it; one that was not parsed names nothing of interest."""

    sentence: Sentence
    is_parsed: bool
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """A text cut into sentences; `chosen` are the starts of those that are worth parsing."""

    published_on: date | None
    sentences: Sequence[Sentence] = ()
    chosen: frozenset[int] = frozenset()


def _chunks(plans: Iterable[_Plan]) -> Iterator[list[_Plan]]:
    """Plans in lists of about as many chosen sentences as the model takes at once."""
    chunk: list[_Plan] = []
    held = 0
    for plan in plans:
        chunk.append(plan)
        held += len(plan.chosen)
        if held >= _CHUNK_SENTENCES or len(chunk) >= _CHUNK_ARTICLES:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


@dataclass
class _Reader:
    """What one article has told so far, and the sentence that is being read."""

    subjects: dict[str, Subject]
    speakers: Speakers
    published_on: date | None
    apart: dict[str, Apart]
    places: PlaceMemory
    subject_of: dict[str, str]  # indicator: its subject
    has_measures: bool = False  # an indicator is in kilograms, or per cent
    index: int = 0
    named_at: dict[str, int] = field(default_factory=dict)  # subject: its last sentence
    carried_at: dict[str, int] = field(default_factory=dict)  # indicator: its last sentence
    counted_at: dict[str, int] = field(default_factory=dict)  # indicator: its last number
    sentence: ParsedSentence = field(init=False)
    quotes: Quotes = field(init=False)
    dates: SentenceDates = field(init=False)

    def open(self, sentence: ParsedSentence, quotes: Quotes) -> None:
        """Start on a sentence; `quotes` of it are words of who is named in another."""
        self.sentence, self.quotes = sentence, quotes
        self.index += 1
        self.speakers.give_floor(sentence.opening, sentence.paragraph)
        self._note_subjects(sentence.text)
        self.dates = SentenceDates(sentence.span, self.published_on)

    def skip(self, sentence: Sentence) -> None:
        """Pass over a sentence that is not parsed, but remember whom it names."""
        self.index += 1
        if sentence.opens_paragraph:
            self.speakers.give_floor(read_opening(sentence.text), sentence.paragraph)
        self._note_subjects(sentence.text)
        self.speakers.overhear(sentence.text)
        self.places.note(sentence.text)

    def close(self) -> None:
        """Remember of the sentence what those after it may need."""
        self.speakers.listen(self.sentence, self.dates)
        self.places.note(self.sentence.text)

    def _note_subjects(self, text: str) -> None:
        for subject in self.subjects.values():
            if mention_pattern(subject).search(text):
                self.named_at[subject.id] = self.index

    def _attributed(self, token: Token) -> Attribution:
        quoting = (q.voice for q in self.quotes if q.start <= token.idx < q.end)
        return attribute(token, self.sentence.span, next(quoting, None))

    def _is_near(self, subject_id: str) -> bool:
        return self.index - self.named_at.get(subject_id, -99) <= MEMORY_SENTENCES

    def _is_unsaid(self, attribution: Attribution) -> bool:
        """Whether nobody says it: neither yes nor no, or a question that quotes nobody."""
        asks = self.sentence.text.rstrip("\"”’'*) ").endswith("?")
        asks = asks or self.speakers.is_asking(self.sentence.paragraph)
        return attribution.is_silent or (asks and not attribution.voices)

    # --- quantities ---

    def quantity_claims(self, indicators: list[Indicator]) -> Iterator[Claim]:
        """The claims of kind quantity that the sentence makes."""
        span = self.sentence.span
        quantities = find_counts(span.text)
        if self.has_measures:
            measures = find_measures(span.text)
            quantities = sorted((*quantities, *measures), key=lambda q: q.start)
        near = any(self._is_near(s) for s in self.subjects)
        is_first = True
        recent = frozenset(i for i, n in self.counted_at.items() if self.index - n <= _RECENT)
        for found in count(span, quantities, indicators, self.subjects, near, recent):
            self.counted_at[found.indicator.id] = self.index
            yield from self._quantity_claim(found, is_first)
            is_first = False

    def _quantity_claim(self, found: Count, is_first: bool) -> Iterator[Claim]:
        carrier = _carrier(found)
        attribution = self._attributed(carrier)
        stands = standing(carrier, attribution.cue)
        if self._is_unsaid(attribution) or stands == "open":
            return
        if _stands_under(carrier, _CONDITIONS) or is_hypothetical(carrier):
            return
        quantity = found.quantity
        hedge = certainty_of(carrier, clause_of(carrier), attribution)
        if quantity.is_estimated and CERTAINTY_PCT[hedge.certainty] > CERTAINTY_PCT["likely"]:
            hedge = Hedge("likely", "estimated")
        is_negated = (stands == "negated") != attribution.is_denied
        said = self.sentence.span.text[quantity.start : quantity.end].lower()
        claim = replace(
            self._bare(found.indicator, hedge, is_negated),
            unit=found.indicator.unit,
            value=quantity.value,
            value_low=quantity.low,
            value_high=quantity.high,
            approximation=quantity.approximation,
            # "300 died and another 2,700 were hurt": the second comes on top of nothing
            increment=quantity.is_increment and (is_first or "another" not in said),
        )
        claim = self._kept_apart(claim, found.token)
        rules = (*quantity_rules(found), *hedge_rules(hedge, attribution))
        claim = replace(claim, rules=rules)
        deed, is_plan = found.deed or carrier, found.indicator.stage == "planned"
        claim = self._dated(claim, deed, found.token, attribution, is_plan=is_plan)
        speakers, is_carried = self.speakers.of(attribution, self.sentence), False
        if not speakers and not hedge.is_impersonal:
            speakers, is_carried = self.speakers.carried_on(self.sentence.paragraph), True
        speakers = speakers or [nobody(hedge)]
        yield from self._spoken(claim, speakers, attribution, is_carried=is_carried)
        yield from self._denied(claim, attribution)

    # --- levels ---

    def level_claims(self, indicators: list[Indicator], *, is_counted: bool) -> Iterator[Claim]:
        """The claims of kind level that the sentence makes.

        `is_counted`: it gives a number. A number that is already there says more than the top
        rung of a movement, so it stands alone.
        """
        for indicator in indicators:
            subject = self.subjects[indicator.subject]
            carried = self.index - self.carried_at.get(indicator.id, -99) <= 1
            is_named = indicator.id in self.carried_at
            topic = Topic(self._is_near(subject.id), carried, is_named)
            if names_object(self.sentence.text, indicator):
                self.carried_at[indicator.id] = self.index
            for reading in read_rungs(self.sentence.span, indicator, subject, topic):
                self.carried_at[indicator.id] = self.index
                is_top = bool(indicator.places) and reading.level == indicator.ladder[-1]
                if not (is_counted and is_top):
                    yield from self._level_claim(reading, indicator)

    def _level_claim(self, reading: RungReading, indicator: Indicator) -> Iterator[Claim]:
        attribution = self._attributed(reading.token)
        if self._is_unsaid(attribution) or is_left_open(reading.token, attribution.cue):
            return
        if is_hypothetical(reading.token, only_inverted=True):
            return
        hedge = certainty_of(reading.token, reading.clause, attribution)
        level, negated = reading.level, reading.is_negated != attribution.is_denied
        certainty = reading.certainty or hedge.certainty
        if indicator.places and level == indicator.ladder[-1] and not negated:
            # a launch that failed was a launch; a movement that failed was none
            stands = standing(reading.token, attribution.cue)
            if stands == "open":
                return
            negated = stands == "negated"
        if _stands_under(reading.token, _CONDITIONS):
            if level != indicator.ladder[-1] or negated:
                return
            level, certainty = rung_at(indicator, "planned") or indicator.ladder[0], "even"
        claim = replace(self._bare(indicator, hedge, negated), certainty=certainty, level=level)
        claim = self._kept_apart(claim, reading.token)
        rules = (*level_rules(reading), *hedge_rules(hedge, attribution))
        claim = replace(claim, rules=rules)
        is_plan = level not in indicator.ladder[-2:] or is_ahead(reading.token)
        if level != rung_at(indicator, "preparing"):  # what is prepared for June is prepared now
            token = reading.token
            claim = self._dated(claim, token, token, attribution, is_plan=is_plan)
        speakers = self.speakers.of(attribution, self.sentence) or [nobody(hedge)]
        yield from self._spoken(claim, speakers, attribution)
        yield from self._denied(claim, attribution)

    # --- what both kinds share ---

    def _bare(self, indicator: Indicator, hedge: Hedge, is_negated: bool) -> Claim:
        """A claim without its value, source and dates."""
        polarity: Polarity = "negated" if is_negated else "affirmed"
        return Claim(
            indicator=indicator.id,
            kind=indicator.kind,
            polarity=polarity,
            certainty=hedge.certainty,
            hedge=hedge.words,
            source="outlet",
            evidence=self.sentence.text,
            start=self.sentence.start,
            end=self.sentence.end,
        )

    def _kept_apart(self, claim: Claim, token: Token) -> Claim:
        """With the place or thing, where the indicator is kept by one."""
        apart = self.apart.get(claim.indicator)
        if apart is None:
            return claim
        place = self.places.of(token, self.sentence.span, apart.places) if apart.places else None
        return replace(claim, place=place, thing=apart.thing_of(token, self.sentence.span))

    def _dated(
        self, claim: Claim, token: Token, thing: Token, said: Attribution, *, is_plan: bool
    ) -> Claim:
        """With the days on which it holds, or on which a plan is to be carried out."""
        when = self.dates.will_hold if is_plan else self.dates.holds
        days = when(token, thing, said.cue)
        return replace(claim, valid_from=days.first, valid_to=days.last) if days else claim

    def _spoken(
        self,
        claim: Claim,
        speakers: list[Speaker],
        attribution: Attribution,
        *,
        is_carried: bool = False,
    ) -> Iterator[Claim]:
        """The claim once for each party that speaks it."""
        cues = [v.cue for v in (*attribution.voices[-1:], *attribution.voices[:1])]
        stated = next(filter(None, map(self.dates.stated_on, cues)), None)
        is_named = self.named_at.get(self.subject_of[claim.indicator]) == self.index
        of_claim = claim_rules(claim, is_subject_named=is_named)
        for speaker in speakers:
            rules = (*claim.rules, *source_rules(speaker, is_carried=is_carried), *of_claim)
            yield replace(
                claim,
                rules=rules,
                confidence=confidence_of(rules),
                source=speaker.source,
                source_text=speaker.text,
                attribution=speaker.chain,
                cue=speaker.cue,
                stated_at=self.speakers.stated_on(speaker.source, stated),
            )

    def _denied(self, claim: Claim, attribution: Attribution) -> Iterator[Claim]:
        """The same, denied by whoever is told to deny what another has said."""
        if attribution.denier is None:
            return
        denial = Attribution((attribution.denier,), is_denied=True)
        opposite: Polarity = "affirmed" if claim.polarity == "negated" else "negated"
        flat = replace(claim, polarity=opposite, certainty="certain", hedge=None)
        yield from self._spoken(flat, self.speakers.of(denial, self.sentence), denial)


def _carrier(found: Count) -> Token:
    """The token from which source and certainty are read: the deed, where it governs the number."""
    deed = found.deed
    above = list(found.token.ancestors)
    if deed is None or deed.pos_ != "VERB" or deed not in above:
        return found.token
    # "they moved 10,000, and some reports speak of 12,000": the second has its own source
    # "the ministry confirmed 40 cases": the deed is itself a word of saying
    return found.token if any(map(is_saying, above[: above.index(deed) + 1])) else deed


def _stands_under(token: Token, marks: tuple[str, ...]) -> bool:
    """Whether one of the words ("if", "whether") opens a clause that the statement stands in."""
    return any(
        child.dep_ == "mark" and child.lower_ in marks
        for node in (token, *token.ancestors)
        for child in node.children
    )
