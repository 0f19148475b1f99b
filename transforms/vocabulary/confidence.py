"""How much each rule speaks for or against a claim: log-odds, fitted on labelled articles.

In:   nothing
Out:  BASE (what holds for any claim), WEIGHTS (rule -> what it adds)
Never: edited by hand: `python -m benchmarks.fit_confidence --write` makes it. Fitted on 649
       claims; a rule that fired seldom is not there, and weighs nothing.
"""

from __future__ import annotations

BASE = 1.12

WEIGHTS = {
    "bound:about": 0.96,
    "source:named": 0.61,
    "source:short-form": 0.60,
    "count:deed": 0.55,
    "date:given": 0.51,
    "polarity:negated": 0.44,
    "thing:named": 0.41,
    "source:pronoun": 0.39,
    "subject:named": 0.36,
    "count:place": 0.24,
    "rung:sign": 0.19,
    "certainty:hedged": 0.12,
    "count:noun": 0.08,
    "bound:more_than": 0.03,
    "bound:at_least": 0.01,
    "certainty:flat": -0.12,
    "rung:stage": -0.16,
    "bound:exact": -0.21,
    "source:unknown": -0.21,
    "subject:in-mind": -0.36,
    "count:far-deed": -0.43,
    "source:outlet": -0.60,
    "bound:at_most": -0.61,
    "number:measure": -0.66,
    "source:carried-on": -0.79,
    "thing:taken-up": -0.85,
    "number:alone": -0.98,
}
