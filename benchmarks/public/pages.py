"""A saved page of a public set -> the article that transforms/parse.py makes of it.

In:   a row with `url` and `html` (a path below the set's folder, .gz or plain)
Out:  its Page; its Article, or None where the page holds no readable text
Never: gives a date from outside the page: no feed listed it, and the clock plays no part.
"""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.public.lines import Row
from transforms.parse import PageUnreadable, parse_page
from transforms.records import Article, Page

# When the page was fetched is not known: late enough to rule no date out.
_LATE = datetime(2100, 1, 1, tzinfo=UTC)


def article_of(row: Row, folder: Path) -> Article | None:
    """The page of a row, parsed as the program parses what it has fetched."""
    try:
        return parse_page(page_of(row, folder))
    except PageUnreadable:
        return None


def page_of(row: Row, folder: Path) -> Page:
    """The page of a row, as if it had just been fetched."""
    body = (folder / row["html"]).read_bytes()
    if row["html"].endswith(".gz"):
        body = gzip.decompress(body)
    return Page(
        url=row["url"],
        body=body,
        content_type="text/html",
        fetched_at=_LATE,
        outlet="outlet",
        feed_id="",
        sha256=hashlib.sha256(body).hexdigest(),
    )
