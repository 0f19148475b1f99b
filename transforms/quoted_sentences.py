"""The parsed sentences of an article -> who says the ones that stand in a quotation of another.

In:   sentences in order, each with its number in the article; some may be missing
Out:  for the start of a sentence, Quotes: stretches of it and the voice whose words they are
Never: looks over a sentence that is not parsed: who is quoted before it is forgotten.
"“It is done. 300 have died,” the minister said. “More will follow.”": the first and the last
sentence name nobody, and are the minister's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from spacy.tokens import Doc, Token

from transforms.complements import Range
from transforms.language import ParsedSentence
from transforms.quotation import Paragraph, Reported, Stretch, reported
from transforms.quotemarks import has_marks
from transforms.speech_around import voice_of_range
from transforms.voice import Voice, is_saying


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a sentence, in offsets of its document, that is somebody's words."""

    start: int
    end: int
    voice: Voice


# A quotation has marks at both ends; within it so many sentences may have none.
_AROUND = 2
Quotes = tuple[Quote, ...]


def quotes_over(numbered: Iterable[tuple[int, ParsedSentence]]) -> Mapping[int, Quotes]:
    """Return the quotations that run over sentences, by the start of each sentence they reach."""
    quotes: dict[int, Quotes] = {}
    for run in _runs(_near_marks(list(numbered))):
        if len(run) < 2 or not any(has_marks(s.text) for s in run):
            continue
        for record in reported(_paragraphs(run)):
            if record.depth or record.source is None or record.kind == "indirect":
                continue
            for start, quote in _reach(record, run):
                quotes[start] = (*quotes.get(start, ()), quote)
    return quotes


def _near_marks(numbered: list[tuple[int, ParsedSentence]]) -> list[tuple[int, ParsedSentence]]:
    """The sentences that a quotation can touch: those with marks, and a few around them."""
    marked = [at for at, (_, sentence) in enumerate(numbered) if has_marks(sentence.text)]
    near = {at + step for at in marked for step in range(-_AROUND, _AROUND + 1)}
    return [entry for at, entry in enumerate(numbered) if at in near]


def _runs(numbered: Iterable[tuple[int, ParsedSentence]]) -> Iterator[list[ParsedSentence]]:
    """Sentences that follow one another in the article without a gap."""
    pairs = groupby(enumerate(numbered), key=lambda entry: entry[1][0] - entry[0])
    return ([sentence for _, (_, sentence) in run] for _, run in pairs)


def _paragraphs(run: Sequence[ParsedSentence]) -> Iterator[Paragraph]:
    """Their paragraphs, each as one document; cut where the blanks between are not just one."""
    group: list[ParsedSentence] = []
    for sentence in run:
        last = group[-1] if group else None
        if last and (last.paragraph != sentence.paragraph or sentence.start != last.end + 1):
            yield _joined(group)
            group = []
        group.append(sentence)
    if group:
        yield _joined(group)


def _joined(sentences: list[ParsedSentence]) -> Paragraph:
    docs = [s.span.doc for s in sentences]
    doc = Doc.from_docs(docs, ensure_whitespace=True) if len(docs) > 1 else docs[0]
    return Paragraph(doc, sentences[0].shift)


def _reach(record: Reported, run: Sequence[ParsedSentence]) -> Iterator[tuple[int, Quote]]:
    """The sentences that a report's content reaches, but for the one that its cue stands in."""
    speaking = next((s for s in run if _holds(s, record.cue) and _holds(s, record.source)), None)
    voice = _voice(record, speaking) if speaking is not None else None
    if voice is None:
        return
    for start, end in record.content:
        for sentence in run:
            if sentence is not speaking and start < sentence.end and sentence.start < end:
                yield sentence.start, Quote(start - sentence.shift, end - sentence.shift, voice)


def _holds(sentence: ParsedSentence, stretch: Stretch | None) -> bool:
    return stretch is not None and sentence.start <= stretch[0] < sentence.end


def _voice(record: Reported, sentence: ParsedSentence) -> Voice | None:
    source = _tokens(record.source, sentence) if record.source else []
    cue = next((t for t in reversed(_tokens(record.cue, sentence)) if is_saying(t)), None)
    if cue is None or not source:
        return None
    span: Range = (source[0].i, source[-1].i + 1)
    return voice_of_range(span, cue, cue.text)


def _tokens(stretch: Stretch, sentence: ParsedSentence) -> list[Token]:
    start, end = (offset - sentence.shift for offset in stretch)
    return [t for t in sentence.span if start <= t.idx < end]
