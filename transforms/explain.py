"""A reading -> the rules that fired, as short tags an analyst can look up: "question:answer".

In:   what counting, rungs, certainty and speakers found for one claim
Out:  tags, in the order in which the questions are asked; docs/accuracy.md lists them
Never: judges how good a rule is (transforms/confidence.py).
"""

from __future__ import annotations

from transforms.attribution import Attribution
from transforms.certainty import Hedge
from transforms.clauses import path_length
from transforms.counting import Count
from transforms.records import Claim
from transforms.rung import RungReading
from transforms.speakers import NOBODY, Speaker

# Beyond so many arcs of the parse, the deed is far from the number.
_NEAR_ARCS = 2
_PRONOUNS = frozenset("he she it they we i who".split())


def quantity_rules(found: Count) -> tuple[str, ...]:
    """How a number was found to count what it counts."""
    deed = found.deed
    if deed is None:
        how = "count:place"  # things in a place of the indicator
    elif deed == found.token:
        how = "count:noun"  # the noun itself says what happened
    elif path_length(found.token, deed) <= _NEAR_ARCS:
        how = "count:deed"
    else:
        how = "count:far-deed"
    alone = ("number:alone",) if found.token.like_num else ()
    measured = ("number:measure",) if found.quantity.unit is not None else ()
    return (how, *alone, *measured, f"bound:{found.quantity.approximation}")


def level_rules(reading: RungReading) -> tuple[str, ...]:
    """How a rung was read."""
    thing = "thing:named" if reading.is_named else "thing:taken-up"
    return (f"rung:{reading.rule}", thing)


def hedge_rules(hedge: Hedge, attribution: Attribution) -> tuple[str, ...]:
    """Which words grade the certainty; whether a source denies."""
    denied = ("polarity:denied",) if attribution.is_denied else ()
    return (*denied, "certainty:hedged" if hedge.words else "certainty:flat")


def source_rules(speaker: Speaker, *, is_carried: bool) -> tuple[str, ...]:
    """How the source was found."""
    if speaker.source in NOBODY:
        return (f"source:{speaker.source}",)
    if is_carried:
        return ("source:carried-on",)
    words = (speaker.text or "").lower()
    if words in _PRONOUNS:
        return ("source:pronoun",)
    is_short = words == (speaker.text or "") and words.startswith(
        ("the ", "its ", "his ", "their ")
    )
    return ("source:short-form",) if is_short else ("source:named",)


def claim_rules(claim: Claim, *, is_subject_named: bool) -> tuple[str, ...]:
    """Whose it is, and what the claim as a whole shows."""
    subject = "subject:named" if is_subject_named else "subject:in-mind"
    dated = ("date:given",) if claim.valid_from or claim.valid_to else ()
    negated = ("polarity:negated",) if claim.polarity == "negated" else ()
    return (subject, *negated, *dated)
