"""The opening of a paragraph -> the label that says who has the word there, and where it ends.

In:   the first sentence of a paragraph
Out:  Opening: datelines, times and labels to pass over ("SEOUL, Oct. 31 (Wire) — ", "**07:31** ",
      "DR ROY: ", "Q: "), and the label's words, where it names a speaker
Never: decides which party a label stands for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# "SEOUL, Oct. 31 (Wire) — ", "WASHINGTON — ": where and when, not who speaks of what.
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z .'’/-]{2,}(?:, [^—–(\n]{2,24}?)?(?: ?\([^)\n]{2,40}\))?\s?(?:—|–|--| - )\s?"
)
# A wire's own head without a dash: "Taipei, March 18 (CNA) ".
_WIRE = re.compile(r"\s*[A-Z][\w .'’/-]{2,30}, [A-Z][a-z]{2,8}\.? \d{1,2} \([A-Z][^)\n]{1,30}\)\s")
# The time of an entry in a live blog.
_TIME = re.compile(
    r"\s*\*{0,2}\d{1,2}[:.]\d\d(?: ?(?:[ap]\.?m\.?|GMT|UTC|[A-Z]{2,4}))?\*{0,2}\s*[-–—:|]?\s+"
)
_NO_NAME = r"(?!(?:On|In|At|For|From|By|With|About|To|After|Before)\b)"
_NAME = (
    _NO_NAME + r"[A-Z][\w.’'-]*(?: (?:of|the|for|and|de|van|von|bin|al)| [A-Z(][\w.’'()-]*){0,5}"
)
_LABEL = re.compile(
    rf"\s*\*{{0,2}}({_NAME}(?: \([^)]{{2,40}}\))?(?:, [^:.\n]{{3,60}})?)\*{{0,2}}:\*{{0,2}}"
    r"\s+(?=\S)"
)
_ASKING = re.compile(r"Q|QUESTION\b.*|Question\b.*|REPORTER\b.*|Reporter\b.*")
_ANSWERING = re.compile(r"A|ANSWER|Answer")


@dataclass(frozen=True, slots=True)
class Opening:
    """`end`: where the text proper begins; `prelude`: where the label before it does, if any.

    `speaker`: the label's words, "" where it names nobody (an answer in the outlet's own voice),
    None without a label. `is_question`: somebody asks.
    """

    end: int = 0
    speaker: str | None = None
    is_question: bool = False
    dateline: str = ""
    prelude: int = 0


def read_opening(sentence: str) -> Opening:
    """What stands before the text proper; nothing where the sentence just begins."""
    end, dateline = 0, ""
    for pattern in (_TIME, _DATELINE, _WIRE):
        if match := pattern.match(sentence, end):
            end = match.end()
            dateline = match.group() if pattern is not _TIME else dateline
    label = _LABEL.match(sentence, end)
    if label is None:
        return Opening(end, dateline=dateline, prelude=end)
    words = label.group(1).strip()
    if _ANSWERING.fullmatch(words):
        return Opening(label.end(), "", prelude=end)
    return Opening(label.end(), words, bool(_ASKING.fullmatch(words)), prelude=end)
