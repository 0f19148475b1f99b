"""A parsed paragraph -> every word of reporting in it, with its source and its content.

In:   a spaCy Doc
Out:  Frame, in the order of their words
Never: reads quotation marks (transforms/direct_speech.py); resolves a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from transforms.content_bounds import bounded
from transforms.frame import Frame, cue_range
from transforms.framing import closing
from transforms.reporting_phrases import phrasal
from transforms.reporting_verbs import verbal
from transforms.sources import source_of


def frames(doc: Doc) -> Iterator[Frame]:
    """Yield the frames of a paragraph."""
    closings = {frame.word.i: frame for frame in map(_closing, doc.sents) if frame is not None}
    goes_on: dict[int, Token] = {}  # a word of reporting -> the one whose speaker it shares
    for token in doc:
        frame = verbal(token) if token.pos_ == "VERB" else None
        frame = frame or phrasal(token)
        if token.i in closings and (frame is None or not _is_before(frame)):
            frame = closings[token.i]
        if frame is None:
            continue
        if token.i in goes_on:
            frame = replace(frame, source=source_of(goes_on[token.i]))
        frame, rival = bounded(frame)
        if rival is not None:
            goes_on[rival.i] = goes_on.get(token.i, token)
        yield frame


def _is_before(frame: Frame) -> bool:
    """Whether a frame has content before its word."""
    return any(end <= frame.word.i for _, end in frame.content)


def _closing(sentence: Span) -> Frame | None:
    """ "…, the ministry said on Monday.", where the parse does not join the two."""
    found = closing(sentence)
    if found is None or found[0].head.i > found[0].cue.i:
        return None
    voice, comma = found
    first = next(t.i for t in sentence[comma - sentence.start + 1 :] if not t.is_space)
    last = voice.cue.i
    while last - 1 > voice.head.i and sentence.doc[last - 1].pos_ in ("AUX", "ADV", "SPACE"):
        last -= 1
    cue = cue_range(voice.cue)
    return Frame(voice.cue, "clause", cue, (first, last), ((sentence.start, comma),))
