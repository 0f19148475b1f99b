"""A parsed paragraph -> every word of reporting in it, with its source and its content.

In:   a spaCy Doc
Out:  Frame, in the order of their words
Never: reads quotation marks (transforms/direct_speech.py); resolves a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from transforms.content_bounds import bounded
from transforms.frame import Frame
from transforms.reporting_phrases import phrasal
from transforms.reporting_verbs import verbal
from transforms.sources import source_of


def frames(doc: Doc) -> Iterator[Frame]:
    """Yield the frames of a paragraph."""
    goes_on: dict[int, Token] = {}  # a word of reporting -> the one whose speaker it shares
    for token in doc:
        frame = verbal(token) if token.pos_ == "VERB" else None
        frame = frame or phrasal(token)
        if frame is None:
            continue
        if token.i in goes_on:
            frame = replace(frame, source=source_of(goes_on[token.i]))
        frame, rival = bounded(frame)
        if rival is not None:
            goes_on[rival.i] = goes_on.get(token.i, token)
        yield frame
