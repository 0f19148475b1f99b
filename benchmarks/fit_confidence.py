"""How much each rule speaks for a claim, fitted on the labelled articles.

    python -m benchmarks.fit_confidence [--write]

In:   the own corpora (benchmarks/corpora.py): claims with their rules, and whether they are right
Out:  transforms/vocabulary/confidence.py, on the terminal or, with --write, in its place; before it
      the reliability of weights that were fitted without the articles they are tried on
Never: looks at anything of a claim but its rules. Logistic regression, with a ridge that holds
       rare rules near nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration import reliability
from benchmarks.corpora import own_corpora, read
from benchmarks.scoring import Reading, key
from transforms.records import Claim

TARGET = Path(__file__).resolve().parents[1] / "transforms" / "vocabulary" / "confidence.py"
# A rule that fired less often than this tells of a few sentences, not of itself.
_SELDOM = 12
_RIDGE = 3.0
_FOLDS = 5
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds: `base` of any claim, and what each rule adds."""

    base: float
    of_rule: dict[str, float]

    def confidence(self, claim: Claim) -> float:
        """The chance that a claim is right."""
        odds = self.base + sum(self.of_rule.get(rule, 0.0) for rule in claim.rules)
        return 1 / (1 + math.exp(-odds))


def judged(readings: Sequence[Reading]) -> Iterator[tuple[Claim, bool]]:
    """Each claim, and whether its content is right; a label makes one claim right at most."""
    for reading in readings:
        left = Counter(key(label, "content") for label in reading.labels)
        for claim in reading.claims:
            is_right = left[key(claim, "content")] > 0
            left[key(claim, "content")] -= is_right
            yield claim, is_right


def fit(claims: Sequence[tuple[Claim, bool]]) -> Weights:
    """The weights that make the claims most likely; Newton's method."""
    fired = Counter(rule for claim, _ in claims for rule in claim.rules)
    rules = sorted(rule for rule, times in fired.items() if times >= _SELDOM)
    columns = {rule: n + 1 for n, rule in enumerate(rules)}
    table = np.zeros((len(claims), len(rules) + 1))
    table[:, 0] = 1.0
    for row, (claim, _) in enumerate(claims):
        for rule in claim.rules:
            if rule in columns:
                table[row, columns[rule]] = 1.0
    right = np.array([float(is_right) for _, is_right in claims])
    found = _newton(table, right)
    return Weights(float(found[0]), {rule: float(found[n]) for rule, n in columns.items()})


def _newton(table: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    ridge = np.eye(table.shape[1]) * _RIDGE
    ridge[0, 0] = 1e-6  # the base is free
    weights = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - right) + ridge @ weights
        curve = (table.T * (chance * (1 - chance))) @ table + ridge
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def held_out(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, each with the confidence that weights fitted on other articles give."""
    folds = [int(hashlib.sha256(r.article.encode()).hexdigest(), 16) % _FOLDS for r in readings]
    found: list[Reading] = []
    for fold in range(_FOLDS):
        others = [r for r, f in zip(readings, folds, strict=True) if f != fold]
        weights = fit(list(judged(others)))
        for reading, own in zip(readings, folds, strict=True):
            if own == fold:
                claims = (replace(c, confidence=weights.confidence(c)) for c in reading.claims)
                found.append(replace(reading, claims=tuple(claims)))
    return found


def as_module(weights: Weights, claims: int) -> str:
    """The text of the vocabulary file."""
    ordered = sorted(weights.of_rule.items(), key=lambda w: -w[1])
    listed = "".join(f'    "{rule}": {weight:.2f},\n' for rule, weight in ordered)
    return f'''"""How much each rule speaks for or against a claim: log-odds, fitted on labels.

In:   nothing
Out:  BASE (what holds for any claim), WEIGHTS (rule -> what it adds)
Never: edited by hand: `python -m benchmarks.fit_confidence --write` makes it. Fitted on {claims}
       claims; a rule that fired seldom is not there, and weighs nothing.
"""

from __future__ import annotations

BASE = {weights.base:.2f}

WEIGHTS = {{
{listed}}}
'''


def main() -> None:
    """Fit, say how well it holds on articles that were left out, and print or write the table."""
    parser = argparse.ArgumentParser(description="Fit the confidence of claims.")
    parser.add_argument("--write", action="store_true", help="write it in its place")
    options = parser.parse_args()
    readings = [reading for corpus in own_corpora() for reading in read(corpus)]
    for found in reliability(held_out(readings)):
        ends = f"{found.low:.1f} to {found.high:.1f}"
        print(f"{ends}: {found.claims:4} {found.share_right:.2f} right")
    claims = list(judged(readings))
    text = as_module(fit(claims), len(claims))
    if options.write:
        TARGET.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
