"""Publication dates of news pages (htmldate's test set), by transforms/parse.py.

    python -m benchmarks.public.pubdate IN.jsonl OUT.jsonl

In:   {"doc_id", "url", "html"} a line, the page's path below the folder of IN.jsonl
Out:  {"doc_id", "date"} a line: YYYY-MM-DD, or null where the page tells none
Never: reads a page in its own way: the date is the day (UTC) that the log would hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.public.lines import Row, adapt
from benchmarks.public.pages import article_of


def dates(rows: list[Row], folder: Path) -> Iterator[Row]:
    """The day on which each page says that it appeared."""
    for row in rows:
        article = article_of(row, folder)
        at = article.published_at if article else None
        yield {"doc_id": row["doc_id"], "date": at.date().isoformat() if at else None}


if __name__ == "__main__":
    adapt(dates)
