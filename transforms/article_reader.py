"""The parsed sentences of one article, one after the other -> the claims of each.

In:   sentences in order, the article's day; what the article has told so far
Out:  Claim, with its rules and confidence, before repetitions are merged
Never: decides which sentences are parsed (transforms/selection.py). What it knows of an article is
       forgotten with the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from spacy.tokens import Token

from transforms.apart import Apart, PlaceMemory
from transforms.assertion import is_left_open, standing
from transforms.attribution import Attribution, attribute
from transforms.certainty import Hedge, certainty_of
from transforms.clauses import clause_head, clause_of, is_hypothetical
from transforms.confidence import confidence_of
from transforms.counting import Count, count
from transforms.explain import claim_rules, hedge_rules, level_rules, quantity_rules, source_rules
from transforms.labels import read_opening
from transforms.language import ParsedSentence
from transforms.quantity import find_counts, find_measures
from transforms.quoted_sentences import Quotes
from transforms.records import CERTAINTY_PCT, Claim, Indicator, Polarity, Subject
from transforms.rung import RungReading, Topic, names_object, read_rungs, rung_at
from transforms.selection import MEMORY_SENTENCES
from transforms.sentences import Sentence
from transforms.speakers import Speaker, Speakers, nobody
from transforms.stage import is_ahead
from transforms.subject import mention_pattern
from transforms.validity import SentenceDates
from transforms.voice import is_saying

# For so many sentences, "of them" may be a part of a number that was given.
_RECENT = 1
# So long a thing stays in mind that is only pointed to ("it", "the second").
_CARRIED = 2
_CONDITIONS = ("if", "unless", "should")


@dataclass
class ArticleReader:
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
    counted_in: set[int] = field(default_factory=set)  # heads of clauses that give a number
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
        self.counted_in = set()
        quantities = find_counts(span.text)
        if self.has_measures:
            measures = find_measures(span.text)
            quantities = sorted((*quantities, *measures), key=lambda q: q.start)
        near = any(self._is_near(s) for s in self.subjects)
        is_first = True
        recent = frozenset(i for i, n in self.counted_at.items() if self.index - n <= _RECENT)
        for found in count(span, quantities, indicators, self.subjects, near, recent):
            self.counted_at[found.indicator.id] = self.index
            self.counted_in.add(clause_head(found.token).i)
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
        if found.indicator.stage != "planned":
            claim = self._dated(claim, found.deed or carrier, found.token, attribution)
        speakers, is_carried = self.speakers.of(attribution, self.sentence), False
        if not speakers and not hedge.is_impersonal:
            speakers, is_carried = self.speakers.carried_on(self.sentence.paragraph), True
        speakers = speakers or [nobody(hedge)]
        yield from self._spoken(claim, speakers, attribution, is_carried=is_carried)
        yield from self._denied(claim, attribution)

    # --- levels ---

    def level_claims(self, indicators: list[Indicator]) -> Iterator[Claim]:
        """The claims of kind level that the sentence makes; its numbers come first.

        A number that is already there says more than the top rung of a movement, so in its own
        clause it stands alone.
        """
        for indicator in indicators:
            subject = self.subjects[indicator.subject]
            carried = self.index - self.carried_at.get(indicator.id, -99) <= _CARRIED
            is_named = indicator.id in self.carried_at
            topic = Topic(self._is_near(subject.id), carried, is_named)
            if names_object(self.sentence.text, indicator):
                self.carried_at[indicator.id] = self.index
            for reading in read_rungs(self.sentence.span, indicator, subject, topic):
                self.carried_at[indicator.id] = self.index
                is_top = bool(indicator.places) and reading.level == indicator.ladder[-1]
                if not (is_top and self._is_counted(reading.clause.head)):
                    yield from self._level_claim(reading, indicator)

    def _is_counted(self, head: Token) -> bool:
        """Whether a clause gives a number, or only says which ones a number is of."""
        is_within = head.dep_ in ("relcl", "acl") and bool(self.counted_in)
        return head.i in self.counted_in or is_within

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
        if level in indicator.ladder[-2:] and not is_ahead(reading.token):
            claim = self._dated(claim, reading.token, reading.token, attribution)
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

    def _dated(self, claim: Claim, token: Token, thing: Token, said: Attribution) -> Claim:
        days = self.dates.holds(token, thing, said.innermost.cue if said.innermost else None)
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
