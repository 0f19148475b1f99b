"""Killed and captured in ISAF press releases (hand-coded 2009-2013), by transforms/tally.py.

    python -m benchmarks.public.isaf IN.jsonl OUT.jsonl

In:   {"doc_id", "text"} a line
Out:  {"doc_id", "min_killed", "min_captured", "killq", "captureq", "start_date"} a line
Never: reads a sentence in its own way: what stands here is the set's conventions only.

Its conventions: one number a text, the least that it allows. "Several" and "multiple" are coded
as 3, "numerous" as 4; "more than 30" is 31. A leader is counted beside the insurgents taken with
him, unless they are said to include him. Only the other side counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from benchmarks.public.lines import Row, adapt_texts
from transforms.dates import find_dates
from transforms.language import ParsedSentence, parse_sentences
from transforms.tally import Befallen, befallen

VERBS = {
    "killed": frozenset({"kill", "die", "neutralize", "eliminate"}),
    "captured": frozenset({"capture", "detain", "arrest", "apprehend", "take custody"}),
}
NOUNS = {
    "killed": frozenset({"death", "killing"}),
    "captured": frozenset({"capture", "detention", "arrest"}),
}
MANY = frozenset(
    "insurgent insurgents individual suspect man men militant person people fighter member "
    "associate taliban enemy detainee male other others attacker gunman terrorist combatant".split()
)
LEADERS = frozenset(
    "leader commander facilitator sub-commander subcommander financier planner supplier kidnapper "
    "emir governor expert builder bomber operative trafficker deputy smuggler maker emplacer "
    "coordinator dealer trainer recruiter official advisor manager bodyguard sniper judge "
    "subordinate criminal trafficker courier kingpin".split()
)
# "2011-03-S-081" gives the year and month of a release.
_REFERENCE = re.compile(r"\b(20\d\d)-(0[1-9]|1[0-2])-\w+-\d+")
VAGUE = {"several": 3, "multiple": 3, "some": 3, "few": 3, "various": 3, "number": 4}
VAGUE |= {"numerous": 4, "many": 4, "large number": 4, "dozens": 24}


@dataclass(frozen=True)
class Mention:
    """How many leaders and others a sentence gives, and whether the others include the leaders."""

    leaders: int
    others: int
    is_vague: bool
    is_total: bool
    floor: int = 0  # at least so many, where some of them were named before


def read_release(sentences: Iterable[ParsedSentence], deed: str) -> int:
    """The least number whom the deed befell in one release."""
    mentions = [m for s in sentences for m in _mentions(s, deed)]
    leaders = max((m.leaders for m in mentions), default=0)
    exact = max((m.others for m in mentions if not m.is_vague), default=0)
    vague = max((m.others for m in mentions if m.is_vague), default=0)
    others = exact or vague
    is_total = any(m.is_total for m in mentions)
    total = max(leaders, others) if is_total else leaders + others
    return max(total, *(m.floor for m in mentions), 0)


def _mentions(sentence: ParsedSentence, deed: str) -> Iterator[Mention]:
    leaders, others, is_vague, is_total, floor = 0, 0, False, False, 0
    for one in befallen(sentence.span, VERBS[deed], NOUNS[deed], MANY | LEADERS):
        size, vague = _size(one)
        is_leader = one.token.lemma_.lower() in LEADERS
        if one.points_back and size == 1 and not one.is_more and not is_leader:
            floor += size
        elif is_leader:
            leaders += size
        else:
            others, is_vague = others + size, is_vague or vague
        is_confirmed = is_leader and any(t.lemma_ == "confirm" for t in one.deed.ancestors)
        includes_leader = any(t.lemma_.lower() in LEADERS for t in one.includes)
        is_total = is_total or is_confirmed or includes_leader
    if leaders or others or floor:
        yield Mention(leaders, others, is_vague, is_total, floor and floor + leaders + others)


def _size(one: Befallen) -> tuple[int, bool]:
    """The least number that the words allow, by the set's conventions; whether it is vague."""
    if one.quantity is not None:
        low = one.quantity.low if one.quantity.low else one.quantity.value or 0
        if one.quantity.approximation == "more_than":
            low += 1
        return math.ceil(low), False
    if one.token.lower_ == "both":
        return 2, False
    if one.vague:
        return VAGUE.get(one.vague, 3), True
    if one.is_plural:
        return (0 if one.points_back else 2), True
    return 1, False


def release(text: str) -> Row:
    """What is coded of one release."""
    sentences = list(parse_sentences(text))
    killed, captured = (read_release(sentences, deed) for deed in ("killed", "captured"))
    found: Row = {
        "min_killed": killed,
        "min_captured": captured,
        "killq": killed > 0,
        "captureq": captured > 0,
    }
    if day := _day_of(text, sentences):
        found["start_date"] = day.isoformat()
    return found


def _day_of(text: str, sentences: list[ParsedSentence]) -> date | None:
    """The day of the event: of the first sentence with a deed, against the release's own date."""
    reference = _REFERENCE.search(text)
    month = date(int(reference[1]), int(reference[2]), 28) if reference else None
    dated = (d for d in find_dates(text, month) if re.search(r"\d", text[d.start : d.end]))
    released = next((d.first for d in dated if d.is_day), None)
    if released is None:
        return None
    told = [s for s in sentences if any(m for deed in VERBS for m in _mentions(s, deed))]
    for sentence in (*told, *sentences):
        days = [d for d in find_dates(sentence.text, released) if d.is_day]
        # "yesterday" before "March 24": the dateline gives the day of the release
        words = [d for d in days if not re.search(r"\d", sentence.text[d.start : d.end])]
        if words:
            return words[0].first
    return released


if __name__ == "__main__":
    adapt_texts(release)
