"""Sources on this machine: a folder of pages, a text file of URLs, WARC files, and their pages.

In:   a feed whose address is a file URL; a page of such a folder
Out:  FeedContent, as of a source of the web; the page's bytes with the address that it states
Never: opens a file that no source of the watch lists: only these have file URLs. Follows a
       link to another folder, or reads more of a file than a page may have.

Another kind of local source is one more function in LISTERS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import has_magic
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flows.sources.local_warc import captured_page, entries_of, offset_in
from flows.web.http_body import BodyRefused
from flows.web.parse_apart import read_feed_apart
from transforms.feed_record import MAX_BYTES, FeedContent, FeedEntry, FeedError
from transforms.page_links import links_of
from transforms.records import Feed

_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml"}
_TEXT_TYPES = {".txt": "text/plain", ".text": "text/plain", ".md": "text/plain"}
_PAGE_TYPES = _TYPES | _TEXT_TYPES
_WARC_TYPES = (".warc.gz", ".warc")
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
    path, offset = _path_of(url), offset_in(url)
    try:
        if offset is not None:
            page = captured_page(path, offset, max_bytes)
            return LocalPage(page.url, page.body, page.content_type)
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except BodyRefused as error:
        raise LocalFault(str(error)) from None
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
    for path, changed_at in _files_in(_path_of(feed.url), _PAGE_TYPES):
        url = path.as_uri()
        if wanted is None or wanted.search(url):
            entries.append(FeedEntry(url, updated_at=changed_at))
        if len(entries) > MAX_FILES:
            raise FeedError(f"more than {MAX_FILES:,} files; split the folder")
    entries.sort(key=lambda entry: entry.url)
    return FeedContent(form="folder", entries=tuple(entries))


def _warc(feed: Feed) -> FeedContent:
    wanted = re.compile(feed.match) if feed.match else None
    path = _path_of(feed.url)
    found = [path] if path.is_file() else [p for p, _ in _files_in(path, _WARC_TYPES)]
    entries = list(islice(entries_of(sorted(found), wanted), MAX_FILES + 1))
    if len(entries) > MAX_FILES:
        raise FeedError(f"more than {MAX_FILES:,} pages; read them with `vedette backfill`")
    whole = tuple(entry for entry in entries if entry is not None)
    return FeedContent(form="WARC files", entries=whole, unusable=len(entries) - len(whole))


LISTERS: dict[str, Callable[[Feed], FeedContent]] = {
    "urls": _urls,
    "folder": _folder,
    "warc": _warc,
}


def _files_in(path: Path, types: Collection[str]) -> Iterator[tuple[Path, datetime]]:
    """The files of a folder, those with these endings, or of a pattern, and when they were changed.

    Raises OSError.
    """
    fixed, pattern = path, ""
    while has_magic(str(fixed)):
        fixed = fixed.parent
        pattern = str(path.relative_to(fixed))
    if not fixed.is_dir():
        raise NotADirectoryError(0, "no such folder")
    for file in fixed.glob(pattern or "**/*"):
        is_hidden = any(part.startswith(".") for part in file.relative_to(fixed).parts)
        is_wanted = bool(pattern) or file.name.lower().endswith(tuple(types))
        if is_wanted and not is_hidden and file.is_file():
            yield file, datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _path_of(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path))
