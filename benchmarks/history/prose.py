"""Article texts for a made history: paragraphs of the newspaper that never was, claims among them.

In:   a stock of paragraphs, a generator of random numbers, the sentences of the claims
Out:  texts of 300 to 600 words, one paragraph a line, and where in its text each claim stands
Never: a clock.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.history.draws import Ints, counted_up
from benchmarks.newspaper import Newspaper

# So many that articles side by side in a file seldom share a paragraph: else they would
# compress better than news does.
_PARAGRAPHS = 40_000
_TITLES = 8_000
_TITLE_CHARS = 70
_PARAGRAPHS_AN_ARTICLE = (6, 10)


@dataclass(frozen=True, slots=True)
class Stock:
    """Paragraphs, bylines and titles to choose from."""

    paragraphs: pa.Array
    bylines: pa.Array
    titles: pa.Array

    @classmethod
    @functools.cache
    def of(cls, seed: int) -> Stock:
        """The same stock for the same seed; takes a few seconds."""
        newspaper = Newspaper([], seed)
        return cls(
            pa.array(islice(newspaper.paragraphs(), _PARAGRAPHS)),
            pa.array(islice(newspaper.bylines(), _TITLES)),
            pa.array(map(_cut, islice(newspaper.paragraphs(), _TITLES))),
        )


def _cut(text: str) -> str:
    return text[:_TITLE_CHARS].rpartition(" ")[0] if len(text) > _TITLE_CHARS else text


def article_texts(
    random: Generator, stock: Stock, n_claims: Ints, sentences: pa.Array
) -> tuple[pa.Array, Ints]:
    """The text of each article, and each claim's start in it, in code points.

    `n_claims` of each article; `sentences` of all claims, in the order of their articles. An
    article is its byline, then its paragraphs, each claim a paragraph among them.
    """
    articles = np.arange(len(n_claims))
    dull = random.integers(*_PARAGRAPHS_AN_ARTICLE, len(articles), endpoint=True)
    owner = np.concatenate([articles, np.repeat(articles, dull), np.repeat(articles, n_claims)])
    place = np.concatenate(
        [
            np.full(len(articles), -1.0),
            counted_up(dull),
            random.random(len(sentences)) * np.repeat(dull, n_claims),
        ]
    )
    order = np.lexsort((place, owner))
    bylines = stock.bylines.take(random.integers(0, len(stock.bylines), len(articles)))
    paragraphs = stock.paragraphs.take(random.integers(0, len(stock.paragraphs), dull.sum()))
    pieces = pa.concat_arrays([bylines, paragraphs, sentences]).take(order)
    first = np.searchsorted(owner[order], np.arange(len(articles) + 1)).astype(np.int32)
    texts = pc.binary_join(pa.ListArray.from_arrays(first, pieces), "\n")
    starts = np.empty(len(order), np.int64)
    starts[order] = _starts(pieces, first[:-1], owner[order])
    return texts, starts[len(order) - len(sentences) :]


def _starts(pieces: pa.Array, first: NDArray[np.int32], owner: Ints) -> Ints:
    """Each piece starts behind those before it in its article, each with its end of line."""
    lengths = np.asarray(pc.utf8_length(pieces)).astype(np.int64) + 1
    starts = np.cumsum(lengths) - lengths
    return starts - starts[first][owner]


def random_hex(random: Generator, count: int, digits: int) -> pa.Array:
    """`count` texts of so many random hexadecimal digits: hashes of what is not there."""
    return hex_texts(random.integers(0, 256, (count, digits // 2), np.uint8))


def fingerprints(random: Generator, count: int) -> pa.Array:
    """MinHash signatures as transforms/syndication.py makes them: 64 least of 450 hashes."""
    least = np.minimum(random.exponential(2**32 / 450, (count, 64)), 2**32 - 1).astype(">u4")
    return hex_texts(least.view(np.uint8))


def hex_texts(raw: NDArray[np.uint8]) -> pa.Array:
    """Each row of bytes as a text of hexadecimal digits."""
    count, width = len(raw), 2 * raw.shape[1]
    ends = np.arange(0, (count + 1) * width, width, dtype=np.int32)
    digits = np.frombuffer(raw.tobytes().hex().encode(), np.uint8)
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends), pa.py_buffer(digits))
