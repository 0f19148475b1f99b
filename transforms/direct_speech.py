"""A parsed paragraph -> its frames, with each quotation given to the word that brings it in.

In:   a spaCy Doc; whether the paragraph after it goes on in quotes
Out:  Speech: the frames that have content, the quotations, and what is still waiting for a speaker
Never: decides who speaks in a paragraph that names nobody (transforms/quotation.py does).
A quotation is taken whole, also where it runs over sentences, stands on both sides of its cue, or
goes on after the cue's sentence with nothing said in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from transforms.complements import Range, without
from transforms.frame import Frame, lemma_of
from transforms.quotemarks import Quoted, quotations
from transforms.reporting import frames
from transforms.vocabulary import reporting as words

_BRINGING_IN = words.CLAUSE | words.QUOTING
_FAR = 14  # tokens between a cue and its quotation ("told a crowd in the capital on Monday: “…")
_NEAR = 4  # as above, without a word or a mark that leads on to it
_FAR_SOURCE = 30  # tokens between a cue and a source that belongs beside it
_LEADING_ON = frozenset({",", ":", "that", "like"})
_STOPS = frozenset({".", "!", "?", ";"})
_ENDS_BEFORE_QUOTE = _STOPS | {":", "-", "–", "—"}


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said in one paragraph.

    `leading`: the quotation that opens the paragraph, where no word in it brings it in.
    `waiting`: a frame at the end that brings in what the next paragraph says ("He replied:").
    """

    frames: tuple[Frame, ...]
    quotes: tuple[Range, ...]
    leading: Range | None
    waiting: Frame | None
    is_open: bool


def speech_in(doc: Doc, goes_on: bool = False) -> Speech:
    """Return who says what in a paragraph."""
    quoted = quotations(doc.text, goes_on)
    quotes = _token_ranges(doc, quoted)
    inside = cover([(q,) for q in quotes], len(doc))
    found = list(frames(doc))
    outer = [_mended(f, inside, doc) for f in found if not inside[f.word.i]]
    given, taken = _given(outer, quotes, doc)
    given, taken = _carried(given, quotes, taken, doc)
    inner = [_merged(f, []) for f in found if inside[f.word.i] and f.content]
    return Speech(
        tuple(sorted([*given, *inner], key=lambda f: f.word.i)),
        tuple(quotes),
        _leading(quotes, taken, doc),
        _waiting(outer, doc),
        bool(quoted) and not quoted[-1].is_closed,
    )


def _mended(frame: Frame, inside: list[int], doc: Doc) -> Frame:
    """The frame with the source that stands beside its cue, where the parse finds it in a quote."""
    if frame.source is None or not inside[frame.source[0]]:
        return frame
    start, end = frame.cue
    first = start
    while first > doc[start].sent.start and not inside[first - 1] and doc[first - 1].text != ",":
        first -= 1
    name = next((t for t in doc[first:start] if not _is_mark(t)), None)
    if name is not None:
        return replace(frame, source=(name.i, start))
    after = doc[end] if end < len(doc) and not _is_mark(doc[end]) else None
    if after is None:
        return replace(frame, source=None)
    head = after
    while head.head.i > end and head.head != head and not inside[head.head.i]:
        head = head.head
    return replace(frame, source=(end, head.right_edge.i + 1))


def cover(contents: list[tuple[Range, ...]], length: int) -> list[int]:
    """For each token, how many of the contents it stands in."""
    steps = [0] * (length + 1)
    for content in contents:
        for start, end in content:
            steps[start] += 1
            steps[end] -= 1
    depth, depths = 0, []
    for step in steps[:-1]:
        depth += step
        depths.append(depth)
    return depths


def _token_ranges(doc: Doc, quoted: tuple[Quoted, ...]) -> list[Range]:
    """The quotations as ranges of tokens."""
    ranges: list[Range] = []
    position = 0
    for quote in quoted:
        while position < len(doc) and doc[position].idx + len(doc[position]) <= quote.start:
            position += 1
        start = position
        while position < len(doc) and doc[position].idx < quote.end:
            position += 1
        if start < position:
            ranges.append((start, position))
    return ranges


def _given(outer: list[Frame], quotes: list[Range], doc: Doc) -> tuple[list[Frame], set[Range]]:
    """The frames with the quotations that they touch or stand beside."""
    taken: set[Range] = set()
    result: list[Frame] = []
    for frame in outer:
        free = [q for q in quotes if q not in taken]
        mine = [q for q in free if any(_overlap(q, c) for c in frame.content)]
        mine += [q for q in _beside(frame, free, doc) if q not in mine]
        mine += [q for q in free if mine and q not in mine and _is_joined(doc, mine[-1], q)]
        if frame.content or mine:
            taken.update(mine)
            result.append(_merged(frame, mine))
    return result, taken


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_joined(doc: Doc, quote: Range, after: Range) -> bool:
    """ "chanted “…” and “…”"."""
    between = [t for t in doc[quote[1] : after[0]] if not _is_mark(t)]
    return len(between) == 1 and between[0].pos_ == "CCONJ" and after[0] >= quote[1]


def _own(frame: Frame) -> Range:
    """The cue with its source."""
    start, end = frame.cue
    if frame.source and abs(frame.source[0] - end) < _FAR_SOURCE:
        start, end = min(start, frame.source[0]), max(end, frame.source[1])
    return start, end


def _beside(frame: Frame, quotes: list[Range], doc: Doc) -> Iterator[Range]:
    """The quotation that ends just before the words of reporting, or begins just after them."""
    if lemma_of(frame.word) not in _BRINGING_IN:
        return
    start, end = _own(frame)
    for quote in quotes:
        is_before = quote[1] <= start and all(map(_is_mark, doc[quote[1] : start]))
        if is_before and frame.content and _is_ended(doc, quote):
            continue  # "“…” The minister said it was late": the cue has a content of its own
        is_after = not frame.content and 0 <= quote[0] - end <= _FAR
        if is_before or (is_after and _leads_on(doc, end, quote[0])):
            yield quote


def _is_ended(doc: Doc, quote: Range) -> bool:
    """Whether a quotation ends in a full stop, and not in the comma before its cue."""
    return any(t.text == "." for t in doc[quote[1] - 2 : quote[1]])


def _leads_on(doc: Doc, end: int, start: int) -> bool:
    between = doc[end:start]
    if any(t.text in _STOPS for t in between):
        return False
    return len(between) < _NEAR or doc[start - 1].text in _LEADING_ON


def _is_mark(token: Token) -> bool:
    return bool(token.is_punct or token.is_space)


def _merged(frame: Frame, quotes: list[Range]) -> Frame:
    """The content together with the quotations, without the cue and the source."""
    joined: list[Range] = []
    for start, end in sorted([*frame.content, *quotes]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    for hole in (frame.cue, frame.source):
        if hole is not None:
            joined = [part for whole in joined for part in without(whole, hole)]
    return replace(frame, content=_quoted_only(joined, frame, quotes))


def _quoted_only(content: list[Range], frame: Frame, quotes: list[Range]) -> tuple[Range, ...]:
    """Without what leads up to a quotation before its cue, and what trails the cue.

    "It was clear: “…,” he said"; "“…,” he said, after she had left".
    """
    before = [c for c in content if c[1] <= frame.word.i]
    last = next((q for q in quotes if before and before[-1][1] == q[1]), None)
    if last is None:
        return tuple(content)
    if last[0] > before[-1][0] and frame.word.doc[last[0] - 1].text in _ENDS_BEFORE_QUOTE:
        before[-1] = last
    after = [c for c in content if c[0] > frame.word.i and any(_overlap(c, q) for q in quotes)]
    return (*before, *after)


def _carried(
    given: list[Frame], quotes: list[Range], taken: set[Range], doc: Doc
) -> tuple[list[Frame], set[Range]]:
    """The frames with the quotations that go on after the cue's sentence."""
    result, taken = list(given), set(taken)
    for quote in quotes:
        if quote in taken:
            continue
        last = _last_quoting(result, quote, quotes)
        if last is None:
            continue
        end = _end(result[last], quote, doc)
        if all(map(_is_mark, doc[end : quote[0]])):
            result[last] = _merged(result[last], [quote])
            taken.add(quote)
    return result, taken


def _last_quoting(found: list[Frame], quote: Range, quotes: list[Range]) -> int | None:
    """The number of the last frame before a quotation that has words of its own in quotes."""
    for number in reversed(range(len(found))):
        frame = found[number]
        if frame.word.i >= quote[0] or lemma_of(frame.word) not in _BRINGING_IN:
            continue
        if any(_overlap(c, q) for c in frame.content for q in quotes):
            return number
    return None


def _end(frame: Frame, quote: Range, doc: Doc) -> int:
    """Where a frame ends: with the rest of the cue's sentence ("she told a crowd in May.")."""
    end = max(_own(frame)[1], *(c[1] for c in frame.content if c[1] <= quote[0]), 0)
    sentence = frame.word.sent.end
    if end < sentence <= quote[0]:
        return int(sentence)
    return next((i for i in range(end, quote[0]) if doc[i].text in _STOPS), end)


def _leading(quotes: list[Range], taken: set[Range], doc: Doc) -> Range | None:
    """The quotation that opens the paragraph, where nobody in it says it."""
    if not quotes or quotes[0] in taken or not all(t.is_space for t in doc[: quotes[0][0]]):
        return None
    return quotes[0]


def _waiting(outer: list[Frame], doc: Doc) -> Frame | None:
    """The frame that a paragraph ends with, before a colon."""
    last = next((t for t in reversed(doc) if not t.is_space), None)
    if last is None or last.text != ":" or not outer or outer[-1].content:
        return None
    return outer[-1] if outer[-1].word.sent == last.sent else None
