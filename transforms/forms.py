"""Base forms -> a pattern that finds every form of them in a text, without a parse.

In:   words in the base form ("send", "deny", "surge"), verbs most of all
Out:  a compiled pattern, case ignored: "sends", "sent", "denied", "surging"
Never: misses a form that the model's lemmatizer would lead back to one of the words. It finds more
       than that ("said" the verb and "said" the adjective): what it finds is only worth a parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from transforms.language import irregular_forms


def forms_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all forms of some words; none of no words."""
    lowered = {word.lower() for word in words if word}
    irregular = irregular_forms()
    forms = {re.escape(form) for word in lowered for form in irregular.get(word, ())}
    forms |= {form for word in lowered for form in _regular(word)}
    return re.compile(r"\b(?:" + "|".join(sorted(forms) or ["(?!)"]) + r")\b", re.I)


def _regular(word: str) -> Iterator[str]:
    """The forms that rules make; a doubled consonant ("shipped") and a silent e included."""
    stem = re.escape(word).replace(r"\-", "[ -]?")
    yield stem + r"(?:e?s|e?d|ing)?"
    if word.endswith("e"):
        yield re.escape(word[:-1]) + "ing"
    elif word.endswith("y"):
        yield re.escape(word[:-1]) + "ie[sd]"
    elif word[-1:].isalpha():
        yield stem + re.escape(word[-1]) + "(?:ed|ing)"
