"""Parsed paragraphs -> who says what: the words of the source, of the cue and of the content.

In:   Paragraph: a spaCy Doc and where it begins in the text (a text parsed as a whole is one)
Out:  Reported, in reading order; offsets into the text
Never: knows a watch; names a party; says who a pronoun stands for; judges how sure somebody is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from transforms.complements import Range
from transforms.direct_speech import Speech, cover, speech_in
from transforms.frame import Frame, lemma_of
from transforms.language import parse_paragraphs
from transforms.quotemarks import begins_quoted
from transforms.vocabulary import reporting as words

Stretch = tuple[int, int]

_OUTER_MARKS = frozenset({",", ";", ":"})
_MARKS_OF_A_QUOTE = 2  # tokens of a direct quotation that may stand outside its marks


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`shift` + token.idx is a token's offset in the text."""

    doc: Doc
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Reported:
    """`kind`: direct, indirect or mixed. `manner`: saying or attitude.

    `depth` counts the reports and quotations that the cue stands inside: 0 is what the article
    itself reports. `source` is None where nobody is named.
    """

    source: Stretch | None
    cue: Stretch
    content: tuple[Stretch, ...]
    kind: str
    manner: str
    depth: int = 0


def reported_in(text: str) -> tuple[Reported, ...]:
    """Return who says what in a text, paragraphs on lines of their own."""
    return reported(Paragraph(doc, shift) for shift, doc in parse_paragraphs(text))


def reported(paragraphs: Iterable[Paragraph]) -> tuple[Reported, ...]:
    """Return who says what in paragraphs that are parsed already."""
    read = list(paragraphs)
    found: list[Reported] = []
    speaking: int | None = None  # the number of the report that a bare quotation goes on with
    for paragraph, after in zip(read, [*read[1:], None], strict=True):
        goes_on = after is not None and begins_quoted(after.doc.text)
        speech = speech_in(paragraph.doc, goes_on)
        if speech.leading is not None and speaking is not None:
            found[speaking] = _longer(found[speaking], speech.leading, paragraph)
        else:
            speaking = None
        first = len(found)
        found += _records(speech, paragraph)
        if speech.waiting is not None and goes_on:
            found.append(_record(speech.waiting, 0, speech, paragraph))
        speaking = _speaking_on(found, first, speaking, speech)
    return tuple(r for r in found if r.content)


def _longer(record: Reported, quote: Range, paragraph: Paragraph) -> Reported:
    """The report with a quotation of a later paragraph."""
    stretch = _stretch(quote, paragraph)
    if stretch is None:
        return record
    kind = "mixed" if record.kind == "indirect" and record.content else "direct"
    kind = record.kind if record.kind == "mixed" else kind
    return replace(record, content=(*record.content, stretch), kind=kind)


def _speaking_on(
    found: list[Reported], first: int, before: int | None, speech: Speech
) -> int | None:
    """Whose words the next paragraph may go on with: the last who is quoted in this one."""
    if speech.waiting is not None:
        return len(found) - 1
    for number in reversed(range(first, len(found))):
        if not found[number].depth and found[number].kind != "indirect":
            return number
    return before if speech.leading is not None else None


def _records(speech: Speech, paragraph: Paragraph) -> list[Reported]:
    contents = [f.content for f in speech.frames]
    depths = cover([*contents, speech.quotes], len(paragraph.doc))
    return [_record(f, depths[f.word.i], speech, paragraph) for f in speech.frames]


def _record(frame: Frame, depth: int, speech: Speech, paragraph: Paragraph) -> Reported:
    stretches = [_stretch(c, paragraph) for c in frame.content]
    return Reported(
        source=_stretch(frame.source, paragraph) if frame.source else None,
        cue=_offsets(frame.cue, paragraph),
        content=tuple(s for s in stretches if s is not None),
        kind=_kind(frame, speech.quotes),
        manner="attitude" if lemma_of(frame.word) in words.ATTITUDE else "saying",
        depth=depth,
    )


def _kind(frame: Frame, quotes: tuple[Range, ...]) -> str:
    """Direct where all of the content is quoted, mixed where a part is."""
    total = sum(end - start for start, end in frame.content)
    quoted = sum(
        max(0, min(end, q[1]) - max(start, q[0])) for start, end in frame.content for q in quotes
    )
    if not quoted:
        return "indirect"
    return "direct" if quoted >= total - _MARKS_OF_A_QUOTE else "mixed"


def _stretch(tokens: Range, paragraph: Paragraph) -> Stretch | None:
    """Offsets of a range of tokens, without blanks and outer commas."""
    doc = paragraph.doc
    start, end = tokens
    while start < end and (doc[start].is_space or doc[start].text in {*_OUTER_MARKS, "."}):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in _OUTER_MARKS):
        end -= 1
    return _offsets((start, end), paragraph) if start < end else None


def _offsets(tokens: Range, paragraph: Paragraph) -> Stretch:
    first, last = paragraph.doc[tokens[0]], paragraph.doc[tokens[1] - 1]
    return paragraph.shift + first.idx, paragraph.shift + last.idx + len(last)
