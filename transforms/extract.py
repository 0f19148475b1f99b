"""Article text -> claims, by rules: screen, sentences, selection, parse, reading, merging.

In:   text, the day on which it was published (or None), a watch
Out:  Claim, in reading order; text[start:end] == evidence for each. Trace, a sentence with what
      was read in it
Never: invents: no number, name, date or rung that the words do not carry. The same input gives
       the same claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from transforms.apart import Apart, PlaceMemory
from transforms.article_reader import ArticleReader
from transforms.language import ParsedSentence, model_name, parse, passing_words
from transforms.merging import merged
from transforms.notices import no_reporting
from transforms.party import Parties
from transforms.quoted_sentences import quotes_over
from transforms.records import Claim, Watch
from transforms.screen import Screen
from transforms.selection import Selection
from transforms.sentences import Sentence, split_sentences
from transforms.speakers import Speakers
from transforms.units import named_unit

RULES_VERSION = "2"


# What is held in memory at once; a chunk of many sentences keeps the model busy.
_CHUNK_SENTENCES = 256
_CHUNK_ARTICLES = 512


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
            replace(i, counts=(*i.counts, *_one_and_many(self._subjects[i.subject].members)))
            for i in indicators
            if i.kind == "quantity"
        ]
        self._has_measures = any(named_unit(i.unit or "") for i in self._quantities)
        self._place_lists = tuple({a.places for a in self._apart.values() if a.places})
        self._levels = [i for i in indicators if i.kind == "level"]

    @cached_property
    def _selection(self) -> Selection:
        # Loads the model: not before there is a text to parse.
        return Selection(self.watch)

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
            if any(plan.chosen for plan in chunk):
                yield from self._read_chunk(chunk)
            else:
                yield from (() for _ in chunk)

    def _read_chunk(self, chunk: list[_Plan]) -> list[tuple[Claim, ...]]:
        with passing_words():
            parsed = parse(s for plan in chunk for s in plan.sentences if s.start in plan.chosen)
            return [self._read(plan, parsed) for plan in chunk]

    def _plan(self, article: tuple[str, date | None]) -> _Plan:
        """Which sentences of a text are worth parsing; none where nothing is of interest."""
        text, published_on = article
        hits = self._screen.hits(text).get(self.watch.id)
        if hits is None or not hits.is_of_interest:
            return _Plan(published_on)
        sentences = list(split_sentences(text))
        chosen = self._selection.worth_parsing(sentences, hits)
        # "An earlier version said that 3,000 had died" speaks of the article, not of the world.
        own = [s.start for s in sentences for a, b in no_reporting(text) if a <= s.start < b]
        return _Plan(published_on, sentences, chosen.difference(own))

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
        reader = ArticleReader(
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
            levels = reader.level_claims(self._levels)
            yield Trace(sentence, is_parsed=True, claims=(*counted, *levels))
            reader.close()


def _one_and_many(members: Sequence[str]) -> Iterator[str]:
    """ "North Koreans", and one of them."""
    for name in members:
        yield name
        yield name.removesuffix("s")


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
