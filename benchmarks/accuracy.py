"""How well the extractor reads the sample newsroom, against the labels that a person gave it.

    python -m benchmarks.accuracy [--errors] [--raise-floors [--new-labels]]

In:   seeds/corpus (texts and labels), seeds/watches/dprk.yaml
Out:  precision, recall and F1 on the terminal; with --errors what was missed and what is false;
      with --raise-floors the floors that tests/test_accuracy.py holds us to
Never: counts a claim twice: each label is paired with one claim at most, and each claim with one
       label.

A claim is right at one of three depths: `content` (indicator, polarity, and the number or the
rung), `attributed` (and who says so), `full` (and how sure, and how exact the number is).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from seeds.articles import Label
from seeds.newsroom import load_corpus
from seeds.watch import find_watch, read_watch
from transforms.extract import Extractor
from transforms.records import Claim

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "seeds" / "corpus"
FLOORS = ROOT / "tests" / "accuracy_floors.json"
DEPTHS = ("content", "attributed", "full")
# How far below the measured figure a floor is set: room for a rule that trades one sentence
# for another, not for a rule that breaks.
SLACK = 0.03

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One version of one article: what a person labelled in it, and what the extractor read."""

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


def read_all() -> list[Reading]:
    """Every version of every article, read once."""
    extractor = Extractor(read_watch(find_watch("dprk")))
    readings = []
    for article in load_corpus(CORPUS).articles:
        for version in article.versions:
            text = "\n".join(version.paragraphs)
            claims = extractor.extract(text, article.published_at.date())
            readings.append(Reading(article.id, text, version.labels, claims))
    return readings


def key(said: Label | Claim, depth: str) -> Key:
    """What has to agree at a depth. "Thousands" has no number but a lower bound: that counts."""
    number = said.value_low if said.value is None else said.value
    content: Key = (said.indicator, said.polarity, number if said.level is None else said.level)
    if depth == "content":
        return content
    if depth == "attributed":
        return (*content, said.source)
    return (*content, said.source, said.certainty, said.approximation)


def score(readings: Iterable[Reading], depth: str, indicator: str | None = None) -> Score:
    """Pair labels and claims within each version, on one indicator or on all."""
    labels = claims = right = 0
    for reading in readings:
        wanted = Counter(key(x, depth) for x in reading.labels if indicator in (None, x.indicator))
        found = Counter(key(x, depth) for x in reading.claims if indicator in (None, x.indicator))
        labels += wanted.total()
        claims += found.total()
        right += (wanted & found).total()
    return Score(labels, claims, right)


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


def report(readings: Sequence[Reading]) -> str:
    """The figures, as text."""
    heads = f"{'':28}{'labels':>8}{'claims':>8}{'precision':>11}{'recall':>8}{'F1':>7}"
    lines = [
        f"{len(readings)} texts, {sum(bool(r.labels) for r in readings)} with labels",
        "",
        heads,
    ]
    lines += [_line(depth, score(readings, depth)) for depth in DEPTHS]
    lines += ["", "content, by indicator"]
    for indicator in dict.fromkeys(label.indicator for r in readings for label in r.labels):
        lines.append(_line(f"  {indicator}", score(readings, "content", indicator)))
    false, texts = false_claims_where_none_are(readings)
    lines += [
        "",
        f"false claims in the {texts} texts without labels: {false}",
        f"evidence verbatim at its offsets: {verbatim(readings):.3f}",
    ]
    return "\n".join(lines)


def _line(name: str, s: Score) -> str:
    figures = f"{s.precision:>11.3f}{s.recall:>8.3f}{s.f1:>7.3f}"
    return f"{name:28}{s.labels:>8}{s.claims:>8}{figures}"


def errors(readings: Iterable[Reading]) -> str:
    """What was missed and what is false at the depth `attributed`, article by article."""
    lines: list[str] = []
    for reading in readings:
        wanted = Counter(key(x, "attributed") for x in reading.labels)
        found = Counter(key(x, "attributed") for x in reading.claims)
        wrong = [("missed", one) for one in (wanted - found).elements()]
        wrong += [("false ", one) for one in (found - wanted).elements()]
        if wrong:
            lines.append(reading.article)
            lines += [f"  {what}  {'  '.join(map(str, one))}" for what, one in wrong]
    return "\n".join(lines)


def raise_floors(readings: Sequence[Reading], *, are_labels_new: bool) -> str:
    """Set the floors a little below what is measured. Under the same labels none is lowered.

    Raises SystemExit where the labels have changed and nobody said that they were to.
    """
    held = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else None
    labels = fingerprint(readings)
    floors = {depth: round(score(readings, depth).f1 - SLACK, 3) for depth in DEPTHS}
    if held is not None and held["labels_sha256"] != labels and not are_labels_new:
        raise SystemExit("the labels have changed: check them, then add --new-labels")
    if held is not None and held["labels_sha256"] == labels:
        floors = {depth: max(floors[depth], held["f1"][depth]) for depth in DEPTHS}
    text = json.dumps({"labels_sha256": labels, "f1": floors}, indent=2)
    FLOORS.write_text(text + "\n", encoding="utf-8")
    return f"floors of F1: {floors}"


def main() -> None:
    """Measure, and do what the flags ask for."""
    parser = argparse.ArgumentParser(description="Score the extractor on the sample newsroom.")
    parser.add_argument("--errors", action="store_true", help="list what is missed and false")
    parser.add_argument("--raise-floors", action="store_true", help="raise the pinned floors")
    parser.add_argument("--new-labels", action="store_true", help="pin them to changed labels")
    options = parser.parse_args()
    readings = read_all()
    print(errors(readings) if options.errors else report(readings))
    if options.raise_floors:
        print(raise_floors(readings, are_labels_new=options.new_labels))


if __name__ == "__main__":
    main()
