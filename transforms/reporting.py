"""A parsed paragraph -> every word of reporting in it, with its source and its content.

In:   a spaCy Doc
Out:  Frame, in the order of their words
Never: reads quotation marks (transforms/direct_speech.py); resolves a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from transforms.complements import without
from transforms.content_bounds import bounded
from transforms.frame import Frame, cue_range
from transforms.insertions import insertions
from transforms.reporting_phrases import phrasal
from transforms.reporting_verbs import verbal
from transforms.sources import source_of


def frames(doc: Doc) -> Iterator[Frame]:
    """Yield the frames of a paragraph."""
    set_apart = {frame.word.i: frame for s in doc.sents for frame in _set_apart(s)}
    goes_on: dict[int, Token] = {}  # a word of reporting -> the one whose speaker it shares
    for token in doc:
        frame = verbal(token) if token.pos_ == "VERB" else None
        frame = frame or phrasal(token)
        if token.i in set_apart and not _is_read_well(frame, set_apart[token.i]):
            frame = set_apart[token.i]
        if frame is None:
            continue
        if token.i in goes_on:
            frame = replace(frame, source=source_of(goes_on[token.i]))
        frame, rival = bounded(frame)
        if rival is not None:
            goes_on[rival.i] = goes_on.get(token.i, token)
        yield frame


def _is_read_well(frame: Frame | None, set_apart: Frame) -> bool:
    """Whether the parse has found what stands before the cue, and the speaker beside it."""
    if frame is None or not frame.content or frame.source is None or set_apart.source is None:
        return False
    if not any(c.dep_ in ("ccomp", "xcomp") for c in frame.word.children):
        return False
    start, end = set_apart.content[0]
    says_something: bool = any(t.pos_ in ("VERB", "AUX") for t in frame.word.doc[start:end])
    is_around: bool = any(first < frame.word.i for first, _ in frame.content)
    return frame.source[1] > set_apart.source[0] and (is_around or not says_something)


def _is_before_name(token: Token) -> bool:
    return bool(token.is_space or token.lower_ == "as")


def _set_apart(sentence: Span) -> Iterator[Frame]:
    """ "…, the ministry said on Monday.", where the parse does not join it to what it frames."""
    for found in insertions(sentence):
        cue, doc = found.voice.cue, sentence.doc
        start = next(i for i in range(found.start + 1, cue.i) if not _is_before_name(doc[i]))
        end = cue.i
        while end - 1 > found.voice.head.i and doc[end - 1].pos_ in ("AUX", "ADV", "SPACE"):
            end -= 1
        content = without((sentence.start, sentence.end), (found.start, found.end))
        if content:
            yield Frame(cue, "clause", cue_range(cue), (start, end), content)
