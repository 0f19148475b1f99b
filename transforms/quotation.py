"""Parsed paragraphs -> who says what: the words of the source, of the cue and of the content.

In:   Paragraph: a spaCy Doc and where it begins in the text (a text parsed as a whole is one)
Out:  Reported, in reading order; offsets into the text
Never: knows a watch; names a party; judges how sure somebody is.
A quotation is taken whole, also where it runs over sentences or goes on after the cue, and belongs
to the nearest word of saying; one that stands alone belongs to who was quoted last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from transforms.complements import Range, without
from transforms.quotemarks import quotations
from transforms.reporting import Frame, frames, lemma_of
from transforms.vocabulary import reporting as words

Stretch = tuple[int, int]

_FAR = 14  # tokens between a cue and the quotation it brings in ("told CNN on Monday: “…")
_LEADING = frozenset({":", "-", "–", "—", ".", "?", "!"})
_STOPS = frozenset({".", "!", "?", ";"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`shift` + token.idx is a token's offset in the text."""

    doc: Doc
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Reported:
    """`kind`: direct, indirect or mixed. `manner`: saying or attitude.

    `depth` counts the reports that this one stands inside: 0 is what the article itself reports.
    """

    source: Stretch | None
    cue: Stretch
    content: tuple[Stretch, ...]
    kind: str
    manner: str
    depth: int = 0


def reported(paragraphs: Iterable[Paragraph]) -> tuple[Reported, ...]:
    """Return who says what in a text."""
    found: list[Reported] = []
    for paragraph in paragraphs:
        found += _in_paragraph(paragraph)
    return tuple(found)


def _in_paragraph(paragraph: Paragraph) -> list[Reported]:
    doc = paragraph.doc
    quotes = _token_ranges(doc)
    speaking = _assigned([f for f in frames(doc)], quotes, doc)
    speaking = [f for f in speaking if f.content]
    cover = _cover([*(f.content for f in speaking), tuple(quotes)], len(doc))
    return [_reported(f, cover[f.word.i], quotes, paragraph) for f in speaking]


def _token_ranges(doc: Doc) -> list[Range]:
    """The quotations of a paragraph as ranges of tokens."""
    ranges: list[Range] = []
    position = 0
    for quote in quotations(doc.text):
        while position < len(doc) and doc[position].idx + len(doc[position]) <= quote.start:
            position += 1
        start = position
        while position < len(doc) and doc[position].idx < quote.end:
            position += 1
        if start < position:
            ranges.append((start, position))
    return ranges


def _cover(contents: Iterable[tuple[Range, ...]], length: int) -> list[int]:
    """For each token, in how many contents it stands."""
    steps = [0] * (length + 1)
    for content in contents:
        for start, end in content:
            steps[start] += 1
            steps[end] -= 1
    depth, cover = 0, []
    for step in steps[:-1]:
        depth += step
        cover.append(depth)
    return cover


def _assigned(found: list[Frame], quotes: list[Range], doc: Doc) -> list[Frame]:
    """Give each quotation to the word of saying that brings it in."""
    inside = _cover([(q,) for q in quotes], len(doc))
    outer = [f for f in found if not inside[f.word.i]]
    inner = [f for f in found if inside[f.word.i]]
    taken: set[Range] = set()
    result: list[Frame] = []
    for frame in outer:
        mine = [q for q in quotes if any(_overlap(q, c) for c in frame.content) and q not in taken]
        if not frame.content or not mine:
            mine += [q for q in _beside(frame, quotes, doc) if q not in taken and q not in mine]
        if not frame.content and not mine:
            continue
        if _is_whole(frame, mine, doc):
            taken.update(mine)
        result.append(_merged(frame, mine))
    result = _carried(result, quotes, taken, doc)
    return sorted([*result, *inner], key=lambda f: f.word.i)


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _own(frame: Frame) -> Range:
    """The cue with its source."""
    start, end = frame.cue
    if frame.source and abs(frame.source[0] - end) < 30:
        start, end = min(start, frame.source[0]), max(end, frame.source[1])
    return start, end


def _beside(frame: Frame, quotes: list[Range], doc: Doc) -> Iterator[Range]:
    """The quotation that ends just before the words of reporting, or begins just after them."""
    if lemma_of(frame.word) not in words.CLAUSE | words.QUOTING:
        return
    start, end = _own(frame)
    for quote in quotes:
        if quote[1] <= start and all(_is_mark(t) for t in doc[quote[1] : start]):
            yield quote
        elif 0 <= quote[0] - end <= _FAR and not frame.content and _leads_on(doc, end, quote[0]):
            yield quote


def _leads_on(doc: Doc, end: int, start: int) -> bool:
    between = doc[end:start]
    return not any(t.text in _STOPS for t in between) and (
        not len(between) or doc[start - 1].text in (",", ":", "that", "like") or len(between) < 4
    )


def _is_mark(token: Token) -> bool:
    return token.is_punct or token.is_space


def _is_whole(frame: Frame, mine: list[Range], doc: Doc) -> bool:
    return bool(mine)


def _merged(frame: Frame, quotes: list[Range]) -> Frame:
    """The content together with the quotations it touches, without the cue and the source."""
    ranges = sorted([*frame.content, *quotes])
    joined: list[Range] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    for hole in (frame.cue, frame.source):
        if hole is not None:
            joined = [part for whole in joined for part in without(whole, hole)]
    return replace(frame, content=_quoted_only(joined, frame, quotes))


def _quoted_only(content: list[Range], frame: Frame, quotes: list[Range]) -> tuple[Range, ...]:
    """Without what trails the cue of a quotation ("…," he said, after she had left)."""
    before = [c for c in content if c[1] <= frame.word.i]
    last = next((q for q in quotes if before and before[-1][1] == q[1]), None)
    if last is not None:
        if last[0] > before[-1][0] and frame.word.doc[last[0] - 1].text in _LEADING:
            before[-1] = last  # "It was clear: “…,” he said"
        quoted = [c for c in content if any(_overlap(c, q) for q in quotes)]
        return tuple(before + [c for c in quoted if c[0] > frame.word.i])
    return tuple(content)


def _carried(
    found: list[Frame], quotes: list[Range], taken: set[Range], doc: Doc
) -> list[Frame]:
    """Quotations that go on after the cue's sentence, with nothing said in between."""
    result = list(found)
    for quote in (q for q in quotes if q not in taken):
        last = _speaking_last(result, quote, quotes)
        if last is not None and all(_is_mark(t) for t in doc[_end(result[last], quote, doc) : quote[0]]):
            result[last] = _merged(result[last], [quote])
    return result


def _speaking_last(found: list[Frame], quote: Range, quotes: list[Range]) -> int | None:
    """The number of the last frame before a quotation that has words of its own in quotes."""
    before = [
        n
        for n, f in enumerate(found)
        if f.word.i < quote[0] and lemma_of(f.word) in words.CLAUSE | words.QUOTING
        and any(_overlap(c, q) for c in f.content for q in quotes)
    ]
    return max(before, key=lambda n: found[n].word.i) if before else None


def _end(frame: Frame, quote: Range, doc: Doc) -> int:
    """Where a frame ends: with the rest of the cue's sentence ("she told an audience in May.")."""
    end = max(_own(frame)[1], *(c[1] for c in frame.content if c[1] <= quote[0]), 0)
    sentence = frame.word.sent.end
    if end < sentence <= quote[0]:
        return sentence
    return next((i for i in range(end, quote[0]) if doc[i].text in _STOPS), end)


def _reported(frame: Frame, depth: int, quotes: list[Range], paragraph: Paragraph) -> Reported:
    lemma = lemma_of(frame.word)
    stretches = [_stretch(c, paragraph) for c in frame.content]
    return Reported(
        source=_stretch(frame.source, paragraph) if frame.source else None,
        cue=_offsets(frame.cue, paragraph),
        content=tuple(s for s in stretches if s is not None),
        kind=_kind(frame, quotes),
        manner="attitude" if lemma in words.ATTITUDE else "saying",
        depth=depth,
    )


def _kind(frame: Frame, quotes: list[Range]) -> str:
    """Direct where all of the content is quoted, mixed where a part is."""
    total = sum(end - start for start, end in frame.content)
    quoted = sum(
        max(0, min(c[1], q[1]) - max(c[0], q[0])) for c in frame.content for q in quotes
    )
    if not quoted:
        return "indirect"
    return "direct" if quoted >= total - 2 else "mixed"


def _stretch(tokens: Range, paragraph: Paragraph) -> Stretch | None:
    """Offsets of a range of tokens, without blanks and outer commas."""
    doc = paragraph.doc
    start, end = tokens
    while start < end and (doc[start].is_space or doc[start].text in (",", ";", ":", ".")):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in (",", ";", ":")):
        end -= 1
    if start >= end:
        return None
    return _offsets((start, end), paragraph)


def _offsets(tokens: Range, paragraph: Paragraph) -> Stretch:
    first, last = paragraph.doc[tokens[0]], paragraph.doc[tokens[1] - 1]
    return paragraph.shift + first.idx, paragraph.shift + last.idx + len(last)
