"""WARC files on this machine as a source: each answer in them that is a page is an entry.

In:   the files; the address of an entry, which is the file's with the record's offset behind it
Out:  FeedEntry; the page's address, body and type
Never: reads a body larger than a page may have, or stops at a damaged record: the entries before
       and behind it are listed.

For a handful of files that come by and by. For much, `vedette backfill` is made: it screens first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from flows.web.http_body import BodyRefused, unpacked
from transforms.feed_record import FeedEntry
from warehouse.warc import Capture, Damage, Part, captures

_PAGE_TYPES = ("", "text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """The body of an answer, unpacked, with the address and type that it was archived under."""

    url: str
    body: bytes
    content_type: str


def is_page(capture: Capture) -> bool:
    """Whether an archived answer is a page of the web."""
    kind = capture.header("Content-Type").partition(";")[0].strip().lower()
    is_web = urlsplit(capture.url).scheme in ("http", "https")
    return capture.status == 200 and kind in _PAGE_TYPES and is_web


def entries_of(files: Iterable[Path], wanted: re.Pattern[str] | None) -> Iterator[FeedEntry | None]:
    """The pages in the files; None for what cannot be read. Raises OSError."""
    for path in files:
        for found in captures(Part(path, 0, path.stat().st_size)):
            if isinstance(found, Damage):
                yield None
            elif is_page(found) and (wanted is None or wanted.search(found.url)):
                yield FeedEntry(
                    f"{path.as_uri()}#{found.offset}",
                    updated_at=found.fetched_at,
                    source_url=found.url,
                )


def captured_page(path: Path, offset: int, max_bytes: int) -> CapturedPage:
    """The page whose record begins there. Raises OSError, and BodyRefused with the reason."""
    found = next(captures(Part(path, offset, offset + 1), max_bytes), None)
    if not isinstance(found, Capture):
        raise BodyRefused(found.reason if found else "no record begins there")
    body = unpacked(found.wire_body, found.header("Content-Encoding"), max_bytes)
    return CapturedPage(found.url, body, found.header("Content-Type") or "text/html")


def offset_in(url: str) -> int | None:
    """The offset behind the address of an entry; None where it is no such address."""
    fragment = urldefrag(url).fragment
    return int(fragment) if fragment.isascii() and fragment.isdigit() else None
