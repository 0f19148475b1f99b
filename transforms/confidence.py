"""The rules that fired for a claim -> how sure we are of having read it right.

In:   tags of transforms/explain.py
Out:  0 to 1: the share of such claims whose indicator, polarity and number or rung are right
Never: says how sure the source is, or how far to trust it. The weights are fitted on labelled
       articles by `python -m benchmarks.fit_confidence --write`; docs/accuracy.md shows how well
       they are calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from transforms.vocabulary.confidence import BASE, WEIGHTS


def confidence_of(rules: Iterable[str]) -> float:
    """The chance that a claim is read right, to two places; an unknown tag weighs nothing."""
    odds = BASE + sum(WEIGHTS.get(rule, 0.0) for rule in rules)
    return round(1 / (1 + math.exp(-odds)), 2)
