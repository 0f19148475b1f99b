"""Then and now in a terminal: an indicator's state before and after, and the claims between.

In:   IndicatorChange of warehouse/changes.py, the names of the parties
Out:  lines; plain values for a program
Never: asks the database, or lets a word from outside steer the terminal (flows/terminal/show.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from flows.terminal.show import cell, claim_lines, clean, range_of, state_text

if TYPE_CHECKING:
    from warehouse.changes import Corrected, IndicatorChange, Row


def change_lines(change: IndicatorChange, names: Mapping[str, str]) -> Iterator[Text]:
    """The indicator with before → after; then + came, - gone, ~ corrected, with the sentences."""
    before, after = _said(change.before), _said(change.after)
    what = f"{before} → {after}" if change.is_state_changed else f"{after}, as before"
    yield Text.assemble((clean(change.indicator), "bold"), f": {clean(what)}")
    for row in change.came:
        yield from _marked("+ ", "green", row, names)
    for gone in change.gone:
        yield from _marked("- ", "red", gone.claim, names)
        yield Text(f"      {clean(gone.because)}", style="dim")
    for corrected in change.corrected:
        yield from _marked("~ ", "yellow", corrected.after, names)
        yield Text(f"      was: {clean(_fields(corrected))}")
        yield Text(f"      {clean(corrected.because)}", style="dim")


def sum_line(found: Sequence[IndicatorChange]) -> str:
    """How many indicators have another state, and how many claims moved."""
    states = sum(change.is_state_changed for change in found)
    came, gone, corrected = (
        sum(len(getattr(change, name)) for change in found)
        for name in ("came", "gone", "corrected")
    )
    return (
        f"{states} of {len(found)} indicators have another state; "
        f"{came} claims came, {gone} went, {corrected} were corrected"
    )


def change_plain(change: IndicatorChange) -> dict[str, Any]:
    """The same for a program: whole rows of the views `state` and `reasons`."""
    return {
        "watch_id": change.watch_id,
        "indicator": change.indicator,
        "is_state_changed": change.is_state_changed,
        "before": change.before,
        "after": change.after,
        "came": change.came,
        "gone": [{"because": one.because, "claim": one.claim} for one in change.gone],
        "corrected": [
            {
                "because": one.because,
                "fields": sorted(one.fields),
                "before": one.before,
                "after": one.after,
            }
            for one in change.corrected
        ],
    }


def _said(row: Row | None) -> str:
    """A state in a few words: 300 soldiers (100 to 330), likely, B1, disputed."""
    if row is None:
        return "not watched"
    if row["certainty"] is None:
        return "no claim"
    span = range_of(row) if row["kind"] == "quantity" else ""
    marks = [word for word in ("disputed", "stale") if row[f"is_{word}"]]
    grade = f"{row['reliability'] or 'F'}{row['credibility']}"
    said = state_text(row) + (f" ({span})" if span else "")
    return ", ".join([said, row["certainty"], grade, *marks])


def _marked(mark: str, style: str, row: Row, names: Mapping[str, str]) -> Iterator[Text]:
    for number, line in enumerate(claim_lines(row, names)):
        before = Text(mark, style=style) if number == 0 else Text("  ")
        yield Text.assemble("  ", before, line)


def _fields(corrected: Corrected) -> str:
    return (
        "; ".join(
            f"{name} {cell(before) or 'none'}, now {cell(after) or 'none'}"
            for name, (before, after) in corrected.fields.items()
        )
        or "the same, in other words"
    )
