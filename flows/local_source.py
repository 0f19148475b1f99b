"""Sources on this machine: a folder of pages, a text file of URLs, and the pages that lie there.

In:   a feed whose address is a file URL; a page of such a folder
Out:  FeedContent, as of a source of the web; the page's bytes with the address that it states
Never: opens a file that no folder of the watch lists: only FOLDER content has file URLs. Follows a
       link to another folder, or reads more of a file than a page may have.

Another kind of local source is one more function in LISTERS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import has_magic
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flows.parse_apart import read_feed_apart
from transforms.feed_record import MAX_BYTES, FeedContent, FeedEntry, FeedError
from transforms.page_links import links_of
from transforms.records import Feed

_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml"}
_TEXT_TYPES = {".txt": "text/plain", ".text": "text/plain", ".md": "text/plain"}
_PAGE_TYPES = _TYPES | _TEXT_TYPES
MAX_FILES = 200_000
_CANONICAL_WITHIN_BYTES = 100_000


class LocalFault(Exception):
    """A file that cannot be read as a page; one line."""


@dataclass(frozen=True, slots=True)
class LocalPage:
    """A file's bytes; `url` is what the page says of itself, or the file's."""

    url: str
    body: bytes
    content_type: str


def is_local(url: str) -> bool:
    """Whether an address lies on this machine."""
    return url.startswith("file:")


def read_local_feed(feed: Feed) -> FeedContent:
    """The entries of a local source. Raises FeedError."""
    try:
        return LISTERS[feed.kind](feed)
    except OSError as error:
        raise FeedError(f"{_path_of(feed.url)}: {(error.strerror or '').lower()}") from None


def read_local_page(url: str, max_bytes: int) -> LocalPage:
    """The page in a file. Raises LocalFault."""
    path = _path_of(url)
    try:
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except OSError as error:
        raise LocalFault((error.strerror or "cannot be read").lower()) from None
    if len(body) > max_bytes:
        raise LocalFault(f"the file is larger than {max_bytes:,} bytes")
    kind = _PAGE_TYPES.get(path.suffix.lower(), "text/plain")
    stated = None
    if path.suffix.lower() in _TYPES:
        stated = links_of(body[:_CANONICAL_WITHIN_BYTES], kind, "").canonical
    return LocalPage(stated or url, body, kind)


def _urls(feed: Feed) -> FeedContent:
    with _path_of(feed.url).open("rb") as file:
        body = file.read(MAX_BYTES + 1)
    return read_feed_apart(body, feed.url, "text/plain", "urls", feed.match)


def _folder(feed: Feed) -> FeedContent:
    wanted = re.compile(feed.match) if feed.match else None
    entries: list[FeedEntry] = []
    for path, changed_at in _pages_in(_path_of(feed.url)):
        url = path.as_uri()
        if wanted is None or wanted.search(url):
            entries.append(FeedEntry(url, updated_at=changed_at))
        if len(entries) > MAX_FILES:
            raise FeedError(f"more than {MAX_FILES:,} files; split the folder")
    entries.sort(key=lambda entry: entry.url)
    return FeedContent(form="folder", entries=tuple(entries))


LISTERS: dict[str, Callable[[Feed], FeedContent]] = {"urls": _urls, "folder": _folder}


def _pages_in(path: Path) -> Iterator[tuple[Path, datetime]]:
    """The files of a folder, or of a pattern, and when they were changed. Raises OSError."""
    fixed, pattern = path, ""
    while has_magic(str(fixed)):
        fixed = fixed.parent
        pattern = str(path.relative_to(fixed))
    if not fixed.is_dir():
        raise NotADirectoryError(0, "no such folder")
    for file in fixed.glob(pattern or "**/*"):
        is_hidden = any(part.startswith(".") for part in file.relative_to(fixed).parts)
        is_page = bool(pattern) or file.suffix.lower() in _PAGE_TYPES
        if is_page and not is_hidden and file.is_file():
            yield file, datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _path_of(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path))
