"""Two homes with the same pages -> what the claims of one have that the other's have not.

In:   the live claims of a home, and those of its replay
Out:  Diff: claims that are the same, changed (which fields), gone, new
Never: judges which one is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.database import connect, query

Row = Mapping[str, Any]
_WHERE = ("url", "indicator", "evidence", "value", "value_low", "value_high", "level", "source")
_COMPARED = (
    *("kind", "polarity", "certainty", "value", "value_low", "value_high", "approximation", "unit"),
    *("is_increment", "level", "hedge", "source", "source_text", "attribution", "cue"),
    *("stated_on", "valid_from", "valid_to", "published_at"),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A claim that both have, in other words: field -> (before, after)."""

    before: Row
    after: Row
    fields: Mapping[str, tuple[Any, Any]]


@dataclass
class Diff:
    """What a replay changes. Each claim of either side is in exactly one of the lists."""

    same: int = 0
    changed: list[Changed] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)


def claims_of(home: Path, watch_id: str) -> list[Row]:
    """The live claims of a home, by place in their texts."""
    columns = ", ".join(dict.fromkeys((*_WHERE, *_COMPARED, "start_char")))
    with connect(home) as con:
        found = query(
            con,
            f"select {columns} from claim_history where status in ('live', 'review') "
            "and watch_id = ? order by url, start_char, seq",
            [watch_id],
        )
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def diff_of(before: Iterable[Row], after: Iterable[Row]) -> Diff:
    """Pair the claims: the nearest alike first, then those on the same sentence."""
    diff = Diff()
    left, right = list(before), list(after)
    for key in (_WHERE, ("url", "indicator", "evidence"), ("url", "indicator", "start_char")):
        left, right = _pair(left, right, key, diff)
    diff.gone, diff.new = left, right
    return diff


def _pair(
    before: list[Row], after: list[Row], key: tuple[str, ...], diff: Diff
) -> tuple[list[Row], list[Row]]:
    """Take out the pairs that are alike in the fields of the key; what is left of both sides."""
    waiting: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in after:
        waiting[tuple(row[name] for name in key)].append(row)
    left = []
    for row in before:
        alike = waiting[tuple(row[name] for name in key)]
        if not alike:
            left.append(row)
            continue
        other = alike.pop(0)
        fields = {n: (row[n], other[n]) for n in _COMPARED if row[n] != other[n]}
        if fields:
            diff.changed.append(Changed(row, other, fields))
        else:
            diff.same += 1
    kept = {id(row) for rows in waiting.values() for row in rows}
    return left, [row for row in after if id(row) in kept]
