"""Publication dates of news pages (htmldate's test set), by transforms/parse.py.

    python -m benchmarks.public.pubdate IN.jsonl OUT.jsonl

In:   {"doc_id", "url", "html"} a line, the page's path below the folder of IN.jsonl
Out:  {"doc_id", "date"} a line: YYYY-MM-DD, or null where the page tells none
Never: reads a page in its own way: the date is the day, there, that an article would get.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.public.lines import Row, adapt
from benchmarks.public.pages import page_of
from transforms.parse import PageUnreadable, appeared


def dates(rows: list[Row], folder: Path) -> Iterator[Row]:
    """The day on which each page says that it appeared."""
    for row in rows:
        try:
            when = appeared(page_of(row, folder))
        except PageUnreadable:
            when = None
        yield {"doc_id": row["doc_id"], "date": when.on.isoformat() if when else None}


if __name__ == "__main__":
    adapt(dates)
