"""A number with no word of a deed near it -> whose things are there, by place or by measure.

In:   the number, the noun that it counts, the sentence; the indicators
Out:  the indicator of things that are in one of its places, or that alone counts them; or None
Never: looks at deeds: where one is near, transforms/counting.py has chosen already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Span, Token

from transforms.clauses import clause_head
from transforms.counted import is_part_of_them, measure_of
from transforms.records import Indicator
from transforms.stage import is_ahead
from transforms.watch_words import counts

_PLACING = frozenset({"in", "at", "near", "on", "inside", "there", "here"})


def is_placed(number: Token) -> bool:
    """ "11,000 of them are in Kursk", "8,000 were there": people who were spoken of."""
    verb = number.head
    is_there = verb.lemma_ == "be" and any(c.lower_ in _PLACING for c in verb.children)
    return number.dep_ in ("nsubj", "attr") and (is_there or is_part_of_them(number))


def is_their_number(number: Token) -> bool:
    """ "It has estimated their number at 10,000"."""
    measure = measure_of(number)
    return measure is not None and measure.lemma_.lower() in ("number", "strength", "total")


def only_one(
    noun: Token | None, indicators: Sequence[Indicator]
) -> tuple[Indicator, Token | None] | None:
    """ "The number of warships stood at 21": the one indicator that counts warships."""
    counting = [i for i in indicators if noun is not None and counts(noun, i)]
    counting = [i for i in counting if i.stage != "planned"]
    return (counting[0], None) if len(counting) == 1 else None


def present_in(
    found: tuple[Token, Token],
    noun: Token | None,
    sentence: Span,
    indicators: Sequence[Indicator],
) -> tuple[Indicator, Token | None] | None:
    """No deed near: things counted in one of the indicator's places are there."""
    if noun is None:
        return None
    number, anchor = found
    for indicator in indicators:
        if (
            indicator.stage == "done"
            and indicator.places
            and (counts(noun, indicator) or noun == number)
            and _in_place(number, sentence, indicator)
        ):
            head = clause_head(anchor)
            ahead = is_ahead(head) or is_ahead(anchor)
            return (_twin(indicator, indicators) if ahead else indicator), None
    return None


def _twin(indicator: Indicator, indicators: Sequence[Indicator]) -> Indicator:
    return next(
        (i for i in indicators if i.stage == "planned" and set(i.verbs) & set(indicator.verbs)),
        indicator,
    )


def _in_place(number: Token, sentence: Span, indicator: Indicator) -> bool:
    """Whether one of the indicator's places stands in the sentence.

    In a list ("274 kg up to 20 per cent and 408 kg up to 60 per cent") only what comes before the
    next number of its kind is this number's.
    """
    unit = number.head.lemma_ if number.like_num else number.lemma_
    others = [
        t.i
        for t in sentence
        if t.like_num and t.dep_ == "nummod" and unit in (t.lemma_, t.head.lemma_)
    ]
    text = sentence.text
    if len(others) > 1:
        following = [i for i in others if i > number.i]
        is_first = all(i >= number.i - 1 for i in others)
        end = following[0] if following else sentence.end
        text = sentence.doc[sentence.start if is_first else number.i : end].text
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text) for p in indicator.places)
