"""Texts in, what a watch would find out, sentence by sentence: `vedette watch try`.

In:   a watch, articles (id, text, day)
Out:  TriedArticle for each; Summary of them all
Never: fetches, stores, or reads otherwise than a run does: claims and their merging are
       the extractor's own. Why an article yields nothing is told from what its screen has hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.extract import Extractor, Trace
from transforms.merging import merged
from transforms.records import Claim, Watch
from transforms.screen import Hits, Screen

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim as it was read; `marks` say what would become of it if it does not simply count."""

    claim: Claim
    marks: tuple[str, ...] = ()
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class TriedSentence:
    """`words_of` are the indicators whose words stand in it; one that is not read has none."""

    text: str
    start: int
    end: int
    is_read: bool
    words_of: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TriedArticle:
    """An article; `nothing_because` where it gives no claim."""

    article_id: str
    published_on: date | None
    sentences: tuple[TriedSentence, ...]
    nothing_because: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """`claims` has every indicator of the watch, in its order."""

    articles: int
    articles_with_claims: int
    claims: dict[str, int]

    @property
    def never_fired(self) -> list[str]:
        """Indicators that no article spoke of."""
        return [indicator for indicator, count in self.claims.items() if not count]


class Trial:
    """A watch being tried on texts, and what it has found so far."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._extractor = Extractor(watch)
        self._screen = Screen([watch])
        self._maxima = {i.id: i.maximum for i in watch.indicators}
        self._articles = self._with_claims = 0
        self._counts: Counter[str] = Counter()

    def article(self, article_id: str, text: str, published_on: date | None) -> TriedArticle:
        """Read one article."""
        traces = self._extractor.trace(text, published_on)
        kept = merged(claim for trace in traces for claim in trace.claims)
        self._articles += 1
        self._with_claims += bool(kept)
        self._counts.update(claim.indicator for claim in kept)
        because = None if kept else self._why_nothing(self._hits(text), traces)
        sentences = tuple(self._sentence(trace, kept) for trace in traces)
        return TriedArticle(article_id, published_on, sentences, because)

    def summary(self) -> Summary:
        """What all articles so far have come to."""
        claims = {i.id: self._counts[i.id] for i in self._watch.indicators}
        return Summary(self._articles, self._with_claims, claims)

    def _words_of(self, hits: Hits) -> tuple[str, ...]:
        """The indicators whose words were hit, in the watch's order."""
        named = {indicator for _, indicator in hits.indicators}
        return tuple(i.id for i in self._watch.indicators if i.id in named)

    def _hits(self, text: str) -> Hits:
        return self._screen.hits(text).get(self._watch.id, Hits())

    def _sentence(self, trace: Trace, kept: list[Claim]) -> TriedSentence:
        return TriedSentence(
            text=trace.sentence.text,
            start=trace.sentence.start,
            end=trace.sentence.end,
            is_read=trace.is_parsed,
            words_of=self._words_of(self._hits(trace.sentence.text)),
            findings=tuple(
                Finding(claim, tuple(self.marks(claim)), claim not in kept)
                for claim in trace.claims
            ),
        )

    def marks(self, claim: Claim) -> Iterator[str]:
        """What would keep a claim from simply counting."""
        maximum = self._maxima[claim.indicator]
        numbers = (claim.value, claim.value_low, claim.value_high)
        if maximum is not None and any(n is not None and n > maximum for n in numbers):
            yield "above the maximum: held back"
        if claim.confidence is not None and claim.confidence < self._watch.review_below:
            yield "below review_below: waits for an analyst"

    def _why_nothing(self, hits: Hits, traces: list[Trace]) -> str:
        """Why an article gives no claim, from what the screen has hit in it."""
        subjects = ", ".join(sorted(hits.subjects))
        words = shortened(self._words_of(hits))
        if not subjects:
            there = f", though words of {words} stand in it" if words else ""
            return f"no subject of the watch is named{there}"
        if not words:
            return (
                f"names the subject ({subjects}), but nothing that an indicator counts or follows"
            )
        if not hits.is_of_interest:
            return f"names {subjects}, and words of {words}, whose subject is not named"
        said = f"names {subjects} and words of {words}, but states no number or rung of them"
        read = sum(trace.is_parsed for trace in traces)
        return f"{said} in the {read} of {len(traces)} sentences that were read"


def shortened(indicators: Sequence[str]) -> str:
    """The first few of a list, for a line that is to be read."""
    more = len(indicators) - _MOST_NAMED
    return ", ".join(indicators[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
