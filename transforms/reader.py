"""What reads: the one interface between an article and its claims, whoever reads.

In:   a text, the day on which it was published (or None); a reader made for one watch
Out:  Reading: the claims that stand letter for letter in the text, each marked with its reader,
      and those that do not, apart
Never: trusts a reader. What is not verbatim at its offsets never goes on as a claim.

The reader by rules is the default ("rules"). Another one is named as "module:attribute", where
the attribute makes a reader of a watch; it needs nothing of what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Protocol

from transforms.records import Claim, Watch

RULES = "rules"
Text = tuple[str, date | None]


class UnknownReader(Exception):
    """A reader that cannot be made, in one line."""


class Reader(Protocol):
    """Reads articles for one watch."""

    @property
    def name(self) -> str:
        """Name and version, as they are marked on each claim."""

    def extract_many(self, articles: Iterable[Text]) -> Iterator[Sequence[Claim]]:
        """The claims of each article, in order."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`refused`: what a reader says that does not stand in the text."""

    claims: tuple[Claim, ...]
    refused: tuple[Claim, ...] = ()


def make_reader(name: str, watch: Watch) -> Reader:
    """The reader of that name, for a watch. Raises UnknownReader."""
    if name == RULES:
        from transforms.extract import Extractor

        return Extractor(watch)
    module, colon, attribute = name.partition(":")
    try:
        if not colon:
            raise AttributeError
        made: Reader = getattr(import_module(module), attribute)(watch)
    except (ImportError, AttributeError):
        raise UnknownReader(
            f"no reader {name!r}; write {RULES!r}, or module:attribute of what makes one"
        ) from None
    return made


def read_many(readers: Sequence[Reader], articles: Sequence[Text]) -> Iterator[Reading]:
    """What the readers say of each article, in order: the first reader's claims first."""
    streams = [reader.extract_many(articles) for reader in readers]
    for (text, _), *said in zip(articles, *streams, strict=True):
        claims = [
            replace(claim, reader=reader.name)
            for reader, of_reader in zip(readers, said, strict=True)
            for claim in of_reader
        ]
        verbatim = tuple(c for c in claims if is_verbatim(c, text))
        yield Reading(verbatim, tuple(c for c in claims if not is_verbatim(c, text)))


def is_verbatim(claim: Claim, text: str) -> bool:
    """Whether the evidence stands in the text at its offsets, letter for letter."""
    start, end = claim.start, claim.end
    return 0 <= start < end <= len(text) and text[start:end] == claim.evidence
