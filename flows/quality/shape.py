"""The shape of a run: how much it brought and how whole that is, beside the runs before it.

In:   the events of a run; the shapes of the runs of the last 30 days, out of their run_finished
Out:  Shape, counts that can be added up; the columns that the suite `run` judges: each figure of
      this run with the limits that the runs before it set
Never: judges. A figure of too few rows, or without runs to compare with, has no limit (nan).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from statistics import mean, pstdev
from typing import Any

from transforms.records import Event

WINDOW_DAYS = 30
# Fewer runs or rows say nothing: by chance alone, a few rows differ by a lot.
_FEWEST_RUNS, _FEWEST_ROWS = 10, 20
_DEVIATIONS = 4
# What differs by less is not worth a word, however sure it is.
_SLACK_PCT, _SLACK_ARTICLES, _SLACK_FACTOR = 10.0, 20.0, 2.0


@dataclass
class Shape:
    """Counts of one run. `rows`: the articles and claims that were judged."""

    articles: int = 0
    undated: int = 0
    untitled: int = 0
    claims: int = 0
    unknown_source: int = 0
    rows: int = 0
    held: int = 0

    def add(self, events: Iterable[Event]) -> None:
        """Count the events of a batch."""
        for event in events:
            if event.event_type == "article_fetched":
                self.articles += 1
                self.undated += event.published_at is None
                self.untitled += event.title is None
            elif event.event_type == "claim_asserted":
                self.claims += 1
                self.unknown_source += event.source == "unknown"
            self.held += event.event_type == "row_quarantined"
        self.rows = self.articles + self.claims + self.held

    def as_plain(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Shape:
        """The inverse; a count that an older program did not keep is 0."""
        return cls(**{field.name: int(plain.get(field.name) or 0) for field in fields(cls)})


_SHARES = (
    ("undated_pct", "undated", "articles"),
    ("untitled_pct", "untitled", "articles"),
    ("unknown_source_pct", "unknown_source", "claims"),
    ("held_pct", "held", "rows"),
)


def shapes_of(details: Iterable[str]) -> list[Shape]:
    """The shapes in details of run_finished, of runs that brought anything."""
    found = (Shape.of_plain(json.loads(detail).get("shape") or {}) for detail in details)
    return [shape for shape in found if shape.rows]


def run_columns(now: Shape, before: Sequence[Shape]) -> dict[str, list[float]]:
    """One row: the figures of this run, and their limits."""
    columns = {**_volume(now, before), **_yield(now, before)}
    for name, part, whole in _SHARES:
        columns[name] = _pct(getattr(now, part), getattr(now, whole))
        columns[f"most_{name}"] = _most_pct(now, before, part, whole)
    return {name: [value] for name, value in columns.items()}


def _volume(now: Shape, before: Sequence[Shape]) -> dict[str, float]:
    """Articles: within four deviations of the runs before, and 20 articles besides."""
    most = fewest = math.nan
    if len(before) >= _FEWEST_RUNS:
        counts = [shape.articles for shape in before]
        reach = _DEVIATIONS * pstdev(counts) + _SLACK_ARTICLES
        most, fewest = mean(counts) + reach, mean(counts) - reach
    return {"articles": float(now.articles), "most_articles": most, "fewest_articles": fewest}


def _yield(now: Shape, before: Sequence[Shape]) -> dict[str, float]:
    """Claims an article: between half and twice what it was, and four deviations of a count."""
    name = "claims_per_article"
    articles = sum(shape.articles for shape in before)
    found = {name: math.nan, f"most_{name}": math.nan, f"fewest_{name}": math.nan}
    if now.articles < _FEWEST_ROWS or len(before) < _FEWEST_RUNS or not articles:
        return found
    usual = sum(shape.claims for shape in before) / articles
    reach = _DEVIATIONS * math.sqrt(usual / now.articles)
    return {
        name: now.claims / now.articles,
        f"most_{name}": usual * _SLACK_FACTOR + reach,
        f"fewest_{name}": usual / _SLACK_FACTOR - reach,
    }


def _most_pct(now: Shape, before: Sequence[Shape], part: str, whole: str) -> float:
    """The share before, four deviations of a share of so few, and ten points."""
    n_before = sum(getattr(shape, whole) for shape in before)
    n_now: int = getattr(now, whole)
    if n_now < _FEWEST_ROWS or len(before) < _FEWEST_RUNS or not n_before:
        return math.nan
    share: float = sum(getattr(shape, part) for shape in before) / n_before
    return 100 * (share + _DEVIATIONS * math.sqrt(share * (1 - share) / n_now)) + _SLACK_PCT


def _pct(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else math.nan
