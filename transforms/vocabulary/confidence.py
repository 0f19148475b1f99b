"""How much each rule speaks for or against a claim: log-odds, fitted on labelled articles.

In:   nothing
Out:  BASE (a claim by plain rules), WEIGHTS (tag -> what it adds)
Never: edited by hand: `python -m benchmarks.calibration --fit` prints this table anew.
"""

from __future__ import annotations

BASE = 1.5

WEIGHTS: dict[str, float] = {}
