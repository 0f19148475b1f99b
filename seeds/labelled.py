"""Labelled articles of a watch -> texts and the claims that a person read in them.

In:   labelled/<watch>/*.md: a YAML head (published_at, title, claims) between two lines of three
      hyphens, then the body, paragraphs divided by blank lines
Out:  LabelledArticle, by name of the file
Never: a clock or the network; a label that does not stand in the text. The labels follow the
       language of the article, not what a program finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from seeds.articles import Label
from seeds.corpus_reader import CorpusError, check_keys, head_and_body, label_of, paragraphs_of

LABELLED = Path(__file__).parent / "labelled"
_KEYS = frozenset({"published_at", "title", "claims"})


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """`text` has one paragraph a line, as the extractor reads it."""

    id: str
    watch: str
    published_on: date
    title: str
    text: str
    labels: tuple[Label, ...]


def labelled_watches(folder: Path = LABELLED) -> list[str]:
    """The ids of the watches that have labelled articles."""
    return sorted(p.name for p in folder.iterdir() if p.is_dir())


def load_labelled(watch: str, folder: Path = LABELLED) -> list[LabelledArticle]:
    """The labelled articles of a watch. Raises CorpusError at the first thing that is wrong."""
    files = sorted((folder / watch).glob("*.md"))
    if not files:
        raise CorpusError(f"{folder / watch}: holds no *.md file")
    return [_article(file, watch) for file in files]


def _article(file: Path, watch: str) -> LabelledArticle:
    head, body = head_and_body(file)
    check_keys(head, _KEYS, tuple(_KEYS), file.name)
    text = "\n".join(paragraphs_of(body))
    claims = head["claims"] or ()
    return LabelledArticle(
        id=file.stem,
        watch=watch,
        published_on=_day(head["published_at"], file),
        title=str(head["title"]),
        text=text,
        labels=tuple(label_of(row, text, file.name) for row in claims),
    )


def _day(value: Any, file: Path) -> date:
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise CorpusError(f"{file.name}: published_at {value!r} is not a day such as 2024-10-18")
    return value
