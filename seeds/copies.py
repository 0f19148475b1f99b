"""Labelled copies: reports, and what other outlets made of them.

In:   copies.yaml
Out:  Text: what an outlet printed, and which report it goes back to
Never: judges: which texts go back to one report, a person wrote down.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "copies.yaml"


@dataclass(frozen=True, slots=True)
class Text:
    """One outlet's text on an event; texts with the same `report` are copies of one report."""

    id: str
    event: str
    report: str
    text: str


@cache
def labelled_copies() -> tuple[Text, ...]:
    """Every text of the file, event by event, the report first."""
    texts = []
    for event in yaml.safe_load(_FILE.read_text(encoding="utf-8")):
        name, report = event["id"], event["report"]
        texts.append(Text(f"{name}-wire", name, f"{name}/wire", "\n".join(report)))
        for one in (*event["copies"], *event["others"]):
            paragraphs = (report[p - 1] if isinstance(p, int) else p for p in one["text"])
            by = one.get("by", "wire")
            texts.append(Text(one["id"], name, f"{name}/{by}", "\n".join(paragraphs)))
    return tuple(texts)


def pairs() -> list[tuple[Text, Text, bool]]:
    """Every two texts on one event, and whether they go back to one report."""
    return [
        (one, other, one.report == other.report)
        for one, other in combinations(labelled_copies(), 2)
        if one.event == other.event
    ]
