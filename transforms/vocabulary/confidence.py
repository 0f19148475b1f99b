"""How much each rule speaks for or against a claim: log-odds, fitted on labels.

In:   nothing
Out:  BASE (what holds for any claim), WEIGHTS (rule -> what it adds)
Never: edited by hand: `python -m benchmarks.fit_confidence --write` makes it. Fitted on 729
       claims; a rule that fired seldom is not there, and weighs nothing.
"""

from __future__ import annotations

BASE = 1.14

WEIGHTS = {
    "bound:about": 0.93,
    "count:deed": 0.64,
    "source:short-form": 0.57,
    "source:named": 0.55,
    "subject:named": 0.50,
    "date:given": 0.50,
    "thing:named": 0.46,
    "source:pronoun": 0.41,
    "count:noun": 0.23,
    "polarity:negated": 0.22,
    "bound:more_than": 0.20,
    "certainty:hedged": 0.16,
    "count:place": 0.16,
    "rung:sign": 0.05,
    "rung:stage": 0.00,
    "bound:at_least": -0.02,
    "certainty:flat": -0.16,
    "source:unknown": -0.17,
    "bound:exact": -0.24,
    "number:measure": -0.32,
    "count:far-deed": -0.33,
    "bound:at_most": -0.40,
    "subject:in-mind": -0.50,
    "source:outlet": -0.59,
    "number:alone": -0.64,
    "thing:taken-up": -1.16,
}
