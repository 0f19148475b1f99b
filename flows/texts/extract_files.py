"""Files in, claims out, without a log: `vedette extract`.

In:   a watch; a JSON-lines file of articles ({"id", "text", "published_at", "url"?}), or HTML files
Out:  one JSON object a line: {"id", "claims": […]}, fields as in the contract of a claim
Never: fetches or stores. The first line that cannot be read stops it, by its number, after the
       answers to those before it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flows.texts.many import Item, read_stream
from transforms.events import as_plain
from transforms.reader import RULES, Reader, read_many
from transforms.records import Page, Watch


class ExtractError(Exception):
    """What is wrong with an input, where, and what to do; one line."""


def extract_articles(path: Path, watch: Watch, jobs: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the claims of each article of a JSON-lines file; "-" is standard input.

    `jobs`: how many processes read; None leaves it to the number of articles. Raises ExtractError
    with the line that cannot be read.
    """
    for article_id, reading in read_stream(watch, (RULES,), read_articles(path), jobs):
        yield {"id": article_id, "claims": [as_plain(claim) for claim in reading.claims]}


def read_articles(path: Path) -> Iterator[Item]:
    """Yield the articles of a JSON-lines file; "-" is standard input. Raises ExtractError."""
    try:
        with sys.stdin.buffer if str(path) == "-" else path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _article_of(line, f"{path}:{number}")
    except OSError as error:
        raise ExtractError(f"{path}: cannot be read: {error.strerror}") from error


def extract_html(path: Path, published_on: date | None, reader: Reader) -> dict[str, Any]:
    """The claims of one HTML page; the page's own date where none is given. Raises ExtractError."""
    # trafilatura is slow to load, and only a page needs it.
    from transforms.parse import PageUnreadable, parse_page

    try:
        body = path.read_bytes()
    except OSError as error:
        raise ExtractError(f"{path}: cannot be read: {error.strerror}") from error
    page = Page(
        url=path.resolve().as_uri(),
        body=body,
        content_type="text/html",
        fetched_at=datetime.now(UTC),
        outlet="outlet",
        feed_id="",
        sha256=hashlib.sha256(body).hexdigest(),
    )
    try:
        article = parse_page(page)
    except PageUnreadable as error:
        raise ExtractError(str(error)) from error
    (reading,) = read_many([reader], [(article.text, published_on or article.published_on)])
    claims = [as_plain(claim) for claim in reading.claims]
    return {"id": str(path), "title": article.title, "text": article.text, "claims": claims}


def _article_of(line: bytes, where: str) -> Item:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ExtractError(f"{where}: not UTF-8, at byte {error.start} of the line") from None
    except (ValueError, RecursionError) as error:
        raise ExtractError(f"{where}: not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise ExtractError(f'{where}: an article needs "id" and "text" (a text)')
    published = row.get("published_at")
    try:
        day = date.fromisoformat(str(published)[:10]) if published else None
    except ValueError:
        raise ExtractError(f"{where}: published_at {published!r} is no date (YYYY-MM-DD)") from None
    return Item(str(row["id"]), row["text"], day)
