"""The sentences of a text -> those that are worth parsing.

In:   sentences in order; what the screen found in the text
Out:  the starts of the sentences to parse
Never: parses. A sentence is worth it where it names a thing that a watch follows, or gives a
       number while the subject is in mind, or stands next to one that does: who speaks often
       stands in the sentence before, what becomes of a thing in the one after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.screen import Hits
from transforms.sentences import Sentence
from transforms.vocabulary.numbers import ORDERS, UNITS

# How many sentences a subject stays in mind when it is not named again.
MEMORY_SENTENCES = 8
_NUMBER = re.compile(
    r"\d|\b(?:" + "|".join([*(u for u in UNITS if u != "one"), *(w for w, _ in ORDERS)]) + r")\b",
    re.I,
)


def worth_parsing(sentences: Sequence[Sentence], hits: Hits) -> frozenset[int]:
    """The starts of the sentences that can hold a claim, and of their neighbours."""
    chosen: set[int] = set()
    since_named = MEMORY_SENTENCES + 1
    for index, sentence in enumerate(sentences):
        since_named = 0 if hits.names_subject(sentence) else since_named + 1
        is_in_mind = since_named <= MEMORY_SENTENCES
        if hits.is_in(sentence) or (is_in_mind and _NUMBER.search(sentence.text)):
            chosen.update(range(index - 1, index + 2))
    return frozenset(s.start for i, s in enumerate(sentences) if i in chosen)
