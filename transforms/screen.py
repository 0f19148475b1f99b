"""Text -> is there anything in it for this watch? At next to no cost, before any parsing.

In:   an article's text; the watch
Out:  True where an indicator's word stands in the text, and its subject too
Never: a false no: a text that could give a claim always passes. A false yes costs only time.
"""

from __future__ import annotations

import re
from functools import cache

from transforms.records import Indicator, Subject, Watch
from transforms.subject import mention_pattern


def is_of_interest(text: str, watch: Watch) -> bool:
    """Whether a text can hold a claim of the watch."""
    subjects = {s.id: s for s in watch.subjects if mention_pattern(s).search(text)}
    return any(
        i.subject in subjects and _words(i, subjects[i.subject]).search(text)
        for i in watch.indicators
    )


@cache
def _words(indicator: Indicator, subject: Subject) -> re.Pattern[str]:
    """The things of an indicator; a verb alone ("launch") is too common to be one."""
    signs = (phrase.split("…")[0].strip() for _, phrases in indicator.signs for phrase in phrases)
    counted = (*indicator.counts, *indicator.nouns)
    if indicator.kind == "quantity":
        counted = (*counted, *subject.members)
    words = {*counted, *indicator.objects, *signs} - {""}
    stems = "|".join(sorted(map(_stem, words), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{stems or '(?!)'})", re.I)


def _stem(words: str) -> str:
    """What all forms begin with: "ICBMs", "spy-satellite", "casualties", "servicemen"."""
    stem = re.sub(r"y$", "", words)
    stem = re.escape(stem).replace(r"\ ", r"[\s-]+")
    return re.sub(r"man$", "m[ae]n", stem)
