"""What an examination found, in a terminal: a check a line, and below what to do.

In:   Finding
Out:  lines
Never: lets a word from outside steer the terminal (flows/terminal/show.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from flows.terminal.show import clean

if TYPE_CHECKING:
    from flows.quality.doctor import Finding

_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def finding_lines(found: Sequence[Finding]) -> Iterator[Text]:
    """How it is, which check, what was seen; and below, what to do."""
    width = max((len(one.check) for one in found), default=0)
    for one in found:
        yield Text.assemble(
            (f"{one.status:4}", _STYLES[one.status]), f"  {one.check:{width}}  {clean(one.said)}"
        )
        if one.advice:
            yield Text(f"      {'':{width}}  {clean(one.advice)}", style="dim")
