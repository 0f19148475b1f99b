"""A doubtful claim as an analyst sees it: what was read, in which words, where they stand.

In:   rows of claim_history, texts of articles
Out:  rich texts; plain values for programs
Never: asks the database, or lets a word from outside steer the terminal (flows/terminal/show.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from flows.terminal.show import cell, clean, number, range_of

DIGITS = 12
_AROUND = 240  # characters of context on each side


def claim_card(row: Mapping[str, Any], text: str | None) -> Iterator[Text]:
    """Three parts: what was read and how surely; the sentence in its context; its address."""
    what = row["level"] or range_of(row) or number(row["value"])
    no = "not " if row["polarity"] == "negated" else ""
    more = "plus " if row["is_increment"] else ""
    sure = "" if row["confidence"] is None else f"confidence {row['confidence']:.2f}, "
    yield Text.assemble(
        (row["claim_id"][:DIGITS], "bold"),
        "  ",
        clean(f"{row['indicator']}: {no}{more}{what} {row['unit'] or ''}".rstrip()),
        "  ",
        clean(f"({sure}{row['source']}, {row['certainty']}, {cell(row['position_date'])})"),
    )
    before, after = context_of(row, text)
    yield Text.assemble(
        "    ", (before, "dim"), (f"“{clean(row['evidence'])}”", "bold"), (after, "dim")
    )
    yield Text(f"    {clean(row['url'] or '')}", style="dim")
    if row["review"]:
        yield Text(f"    reviewed: {row['review']}", style="dim")


def context_of(row: Mapping[str, Any], text: str | None) -> tuple[str, str]:
    """What stands before and after the sentence, cut to a few lines."""
    start, end = row["start_char"], row["end_char"]
    if text is None or start is None or end is None:
        return "", ""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    cut = "…" if start > _AROUND else ""
    rest = "…" if len(text) > end + _AROUND else ""
    return f"{cut}{clean(before)} ".lstrip(), f" {clean(after)}{rest}".rstrip()
