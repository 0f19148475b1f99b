"""Claims beside the labels that a person gave: precision, recall and F1 at three depths.

In:   Reading: a text, its labels, the claims that were read in it
Out:  Score
Never: counts a claim twice: each label is paired with one claim at most, and each claim with one
       label.

A claim is right at one of three depths: `content` (indicator, polarity, and the number or the
rung), `attributed` (and who says so), `full` (and how sure, and how exact the number is).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from seeds.articles import Label
from transforms.records import Claim

DEPTHS = ("content", "attributed", "full")

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One text: what a person labelled in it, and what the extractor read."""

    article: str
    text: str
    labels: tuple[Label, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of labels, claims, and the pairs of both that agree."""

    labels: int
    claims: int
    right: int

    @property
    def precision(self) -> float:
        """The share of claims that are right; 1 where there is none."""
        return self.right / self.claims if self.claims else 1.0

    @property
    def recall(self) -> float:
        """The share of labels that were found; 1 where there is none."""
        return self.right / self.labels if self.labels else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.labels + self.claims
        return 2 * self.right / both if both else 1.0


def key(said: Label | Claim, depth: str) -> Key:
    """What has to agree at a depth. "Thousands" has no number but a lower bound: that counts."""
    number = said.value_low if said.value is None else said.value
    content: Key = (said.indicator, said.polarity, number if said.level is None else said.level)
    if depth == "content":
        return content
    if depth == "placed":
        return (*content, said.place)
    if depth == "attributed":
        return (*content, said.source)
    return (*content, said.source, said.certainty, said.approximation)


def score(readings: Iterable[Reading], depth: str, indicator: str | None = None) -> Score:
    """Pair labels and claims within each text, on one indicator or on all."""
    labels = claims = right = 0
    for reading in readings:
        wanted = Counter(key(x, depth) for x in reading.labels if indicator in (None, x.indicator))
        found = Counter(key(x, depth) for x in reading.claims if indicator in (None, x.indicator))
        labels += wanted.total()
        claims += found.total()
        right += (wanted & found).total()
    return Score(labels, claims, right)


def dates_right(readings: Iterable[Reading]) -> tuple[int, int, int]:
    """Of the pairs that agree in content: right in valid_from, right in valid_to, all.

    Of like labels and claims those are paired first that have the same dates.
    """
    first = last = pairs = 0
    for reading in readings:
        for label, claim in _pairs(reading):
            first += label.valid_from == claim.valid_from
            last += label.valid_to == claim.valid_to
            pairs += 1
    return first, last, pairs


def _pairs(reading: Reading) -> list[tuple[Label, Claim]]:
    """Labels and claims that agree in content, each in one pair at most."""
    both = [
        (label.valid_from != claim.valid_from, label.valid_to != claim.valid_to, i, j)
        for i, label in enumerate(reading.labels)
        for j, claim in enumerate(reading.claims)
        if key(label, "content") == key(claim, "content")
    ]
    labels: set[int] = set()
    claims: set[int] = set()
    pairs = []
    for *_, i, j in sorted(both):
        if i not in labels and j not in claims:
            labels.add(i)
            claims.add(j)
            pairs.append((reading.labels[i], reading.claims[j]))
    return pairs


def false_claims_where_none_are(readings: Iterable[Reading]) -> tuple[int, int]:
    """How many claims were read in texts without any label, and how many such texts there are."""
    empty = [reading for reading in readings if not reading.labels]
    return sum(len(reading.claims) for reading in empty), len(empty)


def verbatim(readings: Iterable[Reading]) -> float:
    """The share of claims whose evidence stands in the text at the offsets they give."""
    claims = [(reading.text, claim) for reading in readings for claim in reading.claims]
    right = sum(text[claim.start : claim.end] == claim.evidence for text, claim in claims)
    return right / len(claims) if claims else 1.0


def fingerprint(readings: Iterable[Reading]) -> str:
    """A sha256 over texts and labels: figures compare only where it is the same."""
    rows = [(r.article, r.text, [astuple(label) for label in r.labels]) for r in readings]
    said = json.dumps(sorted(rows, key=lambda row: row[:2]), default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def errors(readings: Iterable[Reading], depth: str = "attributed") -> str:
    """What was missed and what is false at a depth, article by article, with the sentences."""
    lines: list[str] = []
    for reading in readings:
        wanted = Counter(key(x, depth) for x in reading.labels)
        found = Counter(key(x, depth) for x in reading.claims)
        words = {key(x, depth): x.words for x in reading.labels}
        said = {key(x, depth): x.evidence for x in reading.claims}
        wrong = [("missed", one, words[one]) for one in (wanted - found).elements()]
        wrong += [("false ", one, said[one]) for one in (found - wanted).elements()]
        if wrong:
            lines.append(reading.article)
            lines += [f"  {what}  {'  '.join(map(str, one))}\n      {t}" for what, one, t in wrong]
    return "\n".join(lines)
