"""Text -> is there anything in it for this watch? At next to no cost, before any parsing.

In:   an article's text; the watch
Out:  True where an indicator's word stands in the text, and its subject too
Never: a false no: a text that could give a claim always passes. A false yes costs only time.
"""

from __future__ import annotations

import re
from functools import cache

from transforms.records import Indicator, Watch
from transforms.subject import mention_pattern


def is_of_interest(text: str, watch: Watch) -> bool:
    """Whether a text can hold a claim of the watch."""
    subjects = {s.id for s in watch.subjects if mention_pattern(s).search(text)}
    return any(i.subject in subjects and _words(i).search(text) for i in watch.indicators)


@cache
def _words(indicator: Indicator) -> re.Pattern[str]:
    """The things of an indicator; a verb alone ("launch") is too common to be one."""
    signs = (phrase.split("…")[0].strip() for _, phrases in indicator.signs for phrase in phrases)
    words = {*indicator.counts, *indicator.nouns, *indicator.objects, *signs}
    # "servicemen" and "service-men", "ICBMs": the stem is enough to look closer
    stems = sorted(
        (re.escape(w).replace(r"\ ", r"[\s-]+") for w in words if w), key=len, reverse=True
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(stems or ["(?!)"]) + ")", re.I)
