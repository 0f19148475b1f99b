"""How much each rule speaks for or against a claim: log-odds, fitted on labels.

In:   nothing
Out:  BASE (what holds for any claim), WEIGHTS (rule -> what it adds)
Never: edited by hand: `python -m benchmarks.fit_confidence --write` makes it. Fitted on 736
       claims; a rule that fired seldom is not there, and weighs nothing.
"""

from __future__ import annotations

BASE = 1.12

WEIGHTS = {
    "bound:about": 0.98,
    "count:deed": 0.65,
    "source:short-form": 0.62,
    "source:named": 0.54,
    "subject:named": 0.49,
    "date:given": 0.49,
    "thing:named": 0.48,
    "source:pronoun": 0.43,
    "count:noun": 0.26,
    "polarity:negated": 0.22,
    "certainty:hedged": 0.17,
    "count:place": 0.14,
    "bound:more_than": 0.09,
    "rung:sign": 0.07,
    "rung:stage": 0.01,
    "bound:at_least": -0.01,
    "source:unknown": -0.15,
    "certainty:flat": -0.17,
    "bound:exact": -0.26,
    "number:measure": -0.31,
    "count:far-deed": -0.38,
    "bound:at_most": -0.40,
    "subject:in-mind": -0.49,
    "source:outlet": -0.61,
    "number:alone": -0.71,
    "thing:taken-up": -1.15,
}
