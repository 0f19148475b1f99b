"""JSON lines in, JSON lines out: how every adapter of a public set is called.

    python -m benchmarks.public.SET IN.jsonl OUT.jsonl

In:   the set's file, one object a line
Out:  one object a line
Never: changes what stands in a line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read_lines(path: Path) -> list[Row]:
    """The objects of a file; empty lines are passed over."""
    with path.open(encoding="utf-8") as lines:  # not splitlines: a text may hold U+2028
        return [json.loads(line) for line in lines if line.strip()]


def write_lines(path: Path, rows: Iterable[Row]) -> None:
    """Put each object on a line."""
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def adapt(predictions: Callable[[list[Row], Path], Iterable[Row]]) -> None:
    """Run an adapter by its two arguments; it gets the rows and the folder that they stand in."""
    if len(sys.argv) != 3:
        raise SystemExit("usage: python -m benchmarks.public.SET IN.jsonl OUT.jsonl")
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    write_lines(target, predictions(read_lines(source), source.parent))


def adapt_texts(found_in: Callable[[str], Row]) -> None:
    """Run an adapter that looks at one text at a time: it gives all fields but the doc_id."""
    adapt(lambda rows, _: ({"doc_id": row["doc_id"], **found_in(row["text"])} for row in rows))
