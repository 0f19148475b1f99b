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

from spacy.tokens import Token

from transforms.assertion import is_left_open, standing
from transforms.attribution import Attribution, attribute
from transforms.certainty import Hedge, certainty_of
from transforms.clauses import clause_of
from transforms.counting import Count, count
from transforms.language import ParsedSentence, model_name, parse_sentences
from transforms.merging import merged
from transforms.party import Parties
from transforms.quantity import find_quantities
from transforms.records import CERTAINTY_PCT, Claim, Indicator, Polarity, Subject, Watch
from transforms.rung import RungReading, Topic, names_object, read_rungs, rung_at
from transforms.screen import is_of_interest
from transforms.speakers import Speaker, Speakers, nobody
from transforms.stage import is_ahead
from transforms.subject import mention_pattern
from transforms.validity import SentenceDates
from transforms.voice import is_saying

RULES_VERSION = "1"
# How many sentences the subject stays in mind when it is not named again.
_MEMORY_SENTENCES = 3
_CONDITIONS = ("if", "unless", "should")


def extractor_name() -> str:
    """Rules and model, as they are marked on each claim."""
    return f"rules-{RULES_VERSION} {model_name()}"


class Extractor:
    """A watch made ready: build it once, ask it for any number of texts."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._parties = Parties(watch.parties)
        self._subjects = {s.id: s for s in watch.subjects}
        self._quantities = [
            # "300 North Koreans": the people of the subject count as what is counted
            replace(i, counts=(*i.counts, *self._subjects[i.subject].members))
            for i in watch.indicators
            if i.kind == "quantity"
        ]
        self._levels = [i for i in watch.indicators if i.kind == "level"]

    def extract(self, text: str, published_on: date | None) -> tuple[Claim, ...]:
        """Return the claims of a text; empty where the screen finds nothing of interest."""
        if not is_of_interest(text, self.watch):
            return ()
        reader = _Reader(self._subjects, Speakers(self._parties), published_on)
        found: list[Claim] = []
        for sentence in parse_sentences(text):
            reader.open(sentence)
            counted = list(reader.quantity_claims(self._quantities))
            found.extend(counted)
            found.extend(reader.level_claims(self._levels, is_counted=bool(counted)))
            reader.speakers.listen(sentence, reader.dates)
        return tuple(merged(found))


@dataclass
class _Reader:
    """What one article has told so far, and the sentence that is being read."""

    subjects: dict[str, Subject]
    speakers: Speakers
    published_on: date | None
    index: int = 0
    named_at: dict[str, int] = field(default_factory=dict)  # subject: its last sentence
    carried_at: dict[str, int] = field(default_factory=dict)  # indicator: its last sentence
    sentence: ParsedSentence = field(init=False)
    dates: SentenceDates = field(init=False)

    def open(self, sentence: ParsedSentence) -> None:
        """Start on a sentence."""
        self.sentence = sentence
        self.index += 1
        for subject in self.subjects.values():
            if mention_pattern(subject).search(sentence.text):
                self.named_at[subject.id] = self.index
        self.dates = SentenceDates(sentence.span, self.published_on)

    def _is_near(self, subject_id: str) -> bool:
        return self.index - self.named_at.get(subject_id, -99) <= _MEMORY_SENTENCES

    # --- quantities ---

    def quantity_claims(self, indicators: list[Indicator]) -> Iterator[Claim]:
        """The claims of kind quantity that the sentence makes."""
        span = self.sentence.span
        quantities = find_quantities(span.text)
        near = any(self._is_near(s) for s in self.subjects)
        is_first = True
        for found in count(span, quantities, indicators, self.subjects, near):
            yield from self._quantity_claim(found, is_first)
            is_first = False

    def _quantity_claim(self, found: Count, is_first: bool) -> Iterator[Claim]:
        carrier = _carrier(found)
        attribution = attribute(carrier, self.sentence.span)
        stands = standing(carrier, attribution.cue)
        if attribution.is_silent or stands == "open" or _stands_under(carrier, _CONDITIONS):
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
        if found.indicator.stage != "planned":
            claim = self._dated(claim, found.deed or carrier, found.token, attribution)
        speakers = self.speakers.of(attribution, self.sentence)
        if not speakers and not hedge.is_impersonal:
            speakers = self.speakers.carried_on(self.sentence.paragraph)
        yield from self._spoken(claim, speakers or [nobody(hedge)], attribution)
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
        attribution = attribute(reading.token, self.sentence.span)
        if attribution.is_silent or is_left_open(reading.token, attribution.cue):
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

    def _dated(self, claim: Claim, token: Token, thing: Token, said: Attribution) -> Claim:
        days = self.dates.holds(token, thing, said.innermost.cue if said.innermost else None)
        return replace(claim, valid_from=days.first, valid_to=days.last) if days else claim

    def _spoken(
        self, claim: Claim, speakers: list[Speaker], attribution: Attribution
    ) -> Iterator[Claim]:
        """The claim once for each party that speaks it."""
        cues = [v.cue for v in (*attribution.voices[-1:], *attribution.voices[:1])]
        stated = next(filter(None, map(self.dates.stated_on, cues)), None)
        for speaker in speakers:
            yield replace(
                claim,
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
    return found.token if any(map(is_saying, above[: above.index(deed)])) else deed


def _stands_under(token: Token, marks: tuple[str, ...]) -> bool:
    """Whether one of the words ("if", "whether") opens a clause that the statement stands in."""
    return any(
        child.dep_ == "mark" and child.lower_ in marks
        for node in (token, *token.ancestors)
        for child in node.children
    )
