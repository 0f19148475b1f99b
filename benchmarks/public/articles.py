"""Main text of news pages (scrapinghub's article-extraction-benchmark), by transforms/parse.py.

    python -m benchmarks.public.articles IN.jsonl OUT.jsonl

In:   {"doc_id", "url", "html"} a line, the page's path below the folder of IN.jsonl
Out:  {"doc_id", "text"} a line, the text empty where none is found
Never: reads a page in its own way: the text is what the extractor would get.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.public.lines import Row, adapt
from benchmarks.public.pages import article_of


def texts(rows: list[Row], folder: Path) -> Iterator[Row]:
    """The main text of each page."""
    for row in rows:
        article = article_of(row, folder)
        yield {"doc_id": row["doc_id"], "text": article.text if article else ""}


if __name__ == "__main__":
    adapt(texts)
