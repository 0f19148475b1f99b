"""The labelled texts that the extractor is scored on, and what it reads in them.

In:   the sample newsroom (seeds/corpus), the labelled articles of each watch (seeds/labelled),
      and, where it is given, a file of labelled articles: JSON lines as `vedette extract` takes
      them, each with the `claims` that a person read
Out:  Corpus: a name, a watch, texts with labels; `read` gives scoring.Reading
Never: looks at a label while reading.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.scoring import Reading
from seeds.articles import Label
from seeds.labelled import labelled_watches, load_labelled
from seeds.newsroom import load_corpus
from seeds.watch import find_watch, read_watch
from transforms.extract import Extractor
from transforms.records import Watch

ROOT = Path(__file__).resolve().parents[1]
_LABEL_FIELDS = frozenset(f.name for f in fields(Label))
_DATES = ("valid_from", "valid_to")


class CorpusUnreadable(Exception):
    """What is wrong with a file of labelled articles, and in which line."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text as the extractor gets it, and what a person read in it."""

    id: str
    text: str
    published_on: date | None
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts that are scored together. `is_ours`: they are part of the repository."""

    name: str
    watch: Watch
    texts: tuple[LabelledText, ...]
    is_ours: bool = True

    @property
    def has_places(self) -> bool:
        """Whether the watch keeps an indicator apart by place."""
        return any("place" in indicator.by for indicator in self.watch.indicators)


def own_corpora() -> list[Corpus]:
    """The newsroom first, then the labelled articles, watch by watch."""
    return [newsroom(), *map(labelled, labelled_watches())]


def newsroom() -> Corpus:
    """Every version of every article of the sample newsroom, one paragraph a line."""
    texts = tuple(
        LabelledText(
            article.id, "\n".join(version.paragraphs), article.published_at.date(), version.labels
        )
        for article in load_corpus(ROOT / "seeds" / "corpus").articles
        for version in article.versions
    )
    return Corpus("newsroom", _watch("dprk"), texts)


def labelled(watch: str) -> Corpus:
    """The labelled articles of one watch."""
    texts = (LabelledText(a.id, a.text, a.published_on, a.labels) for a in load_labelled(watch))
    return Corpus(f"labelled/{watch}", _watch(watch), tuple(texts))


def from_file(path: Path, watch: str) -> Corpus:
    """A file of labelled articles, under the file's name. Raises CorpusUnreadable."""
    texts = []
    try:
        with path.open(encoding="utf-8") as lines:  # not splitlines: a text may hold U+2028
            for line in filter(str.strip, lines):
                texts.append(_text_of(json.loads(line)))
    except OSError as error:
        raise CorpusUnreadable(f"{path}: cannot be read: {error.strerror}") from None
    except (KeyError, TypeError, ValueError) as error:
        raise CorpusUnreadable(
            f"{path}: article {len(texts) + 1}: needs id, text and claims: {error!r}"
        ) from None
    return Corpus(path.stem, _watch(watch), tuple(texts), is_ours=False)


def _text_of(row: dict[str, Any]) -> LabelledText:
    published = row.get("published_at")
    day = date.fromisoformat(str(published)[:10]) if published else None
    return LabelledText(row["id"], row["text"], day, tuple(map(_label_of, row["claims"])))


def _label_of(claim: dict[str, Any]) -> Label:
    """A label out of the fields of a claim: `evidence` holds its words."""
    given = {name: value for name, value in claim.items() if name in _LABEL_FIELDS}
    given |= {name: date.fromisoformat(given[name]) for name in _DATES if given.get(name)}
    given["words"] = claim.get("evidence") or ""
    given["via"] = tuple(claim.get("attribution") or ())[:-1]
    return Label(**given)


def read(corpus: Corpus) -> list[Reading]:
    """Every text, read once."""
    found = Extractor(corpus.watch).extract_many((t.text, t.published_on) for t in corpus.texts)
    return [
        Reading(text.id, text.text, text.labels, claims)
        for text, claims in zip(corpus.texts, found, strict=True)
    ]


@cache
def _watch(name: str) -> Watch:
    return read_watch(find_watch(name))
