"""What a replay came to, and what it changes, as text and as JSON.

In:   Replay, Diff
Out:  lines for the terminal; plain values
Never: counts anything that the records do not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from flows.archives.replay import Replay
from flows.archives.replay_diff import Changed, Diff
from flows.terminal.show import cell, clean, number, range_of

Row = Mapping[str, Any]


def replay_lines(done: Replay) -> Iterator[Text]:
    """The ledger of a replay, and what went wrong."""
    ledger = done.ledger
    yield Text(
        f"{done.runs} runs again: {ledger.fetched} pages, {ledger.parsed} parsed "
        f"({ledger.with_claims} with claims), {ledger.unchanged} unchanged, "
        f"{ledger.duplicate} duplicate, {ledger.quarantined} quarantined, {ledger.failed} failed"
    )
    yield Text(
        f"{ledger.claims} claims, {ledger.claims_withdrawn} withdrawn, "
        f"{ledger.claims_quarantined} quarantined"
    )
    for failure in done.failures:
        yield Text(f"failed: {clean(failure)}", style="dim")
    for warning in done.warnings:
        yield Text(f"flagged: {clean(warning)}", style="yellow")


def diff_lines(diff: Diff) -> Iterator[Text]:
    """Each claim that changes, with its sentence; then the sum."""
    for row in diff.gone:
        yield from _claim("- ", "red", row)
    for row in diff.new:
        yield from _claim("+ ", "green", row)
    for changed in diff.changed:
        yield from _changed(changed)
    yield Text(
        f"{diff.same} claims the same, {len(diff.changed)} changed, {len(diff.gone)} gone, "
        f"{len(diff.new)} new"
    )


def diff_plain(diff: Diff) -> dict[str, Any]:
    """The same for a program."""
    return {
        "same": diff.same,
        "changed": [
            {"before": c.before, "after": c.after, "fields": sorted(c.fields)} for c in diff.changed
        ],
        "gone": diff.gone,
        "new": diff.new,
    }


def _claim(mark: str, style: str, row: Row) -> Iterator[Text]:
    what = row["level"] or range_of(row) or number(row["value"])
    no = "not " if row["polarity"] == "negated" else ""
    said = f"{row['source']}: {row['indicator']} {no}{what} ({row['certainty']})"
    yield Text(mark + clean(said), style=style)
    yield from _where(row)


def _changed(changed: Changed) -> Iterator[Text]:
    fields = "; ".join(
        f"{name} {cell(before) or 'none'} -> {cell(after) or 'none'}"
        for name, (before, after) in changed.fields.items()
    )
    row = changed.after
    yield Text(f"~ {clean(row['source'])}: {row['indicator']}: {clean(fields)}", style="yellow")
    yield from _where(row)


def _where(row: Row) -> Iterator[Text]:
    yield Text(f"    “{clean(row['evidence'])}”")
    yield Text(f"    {clean(row['url'])}", style="dim")
