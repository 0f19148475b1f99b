"""WARC files, ours and others' -> the answers of web servers that they hold.

In:   a part of a file: from one byte to another, so that several processes may share a file
Out:  Capture for each HTTP answer that begins in the part, Damage for what cannot be read
Never: drops a damaged stretch silently, or stops at it: the next whole record is looked for.
       Takes a body larger than allowed into memory.

Source of the format: ISO 28500, WARC 1.1. Each record is a gzip member of its own there, so that
a reader may begin at any of them.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

LARGEST_BODY_BYTES = 5_000_000
LISTING_TYPE = "application/json"  # of the metadata record in which a page's listing stands
_MEMBER = b"\x1f\x8b\x08"
_HEAD_BYTES = 1024  # enough packed bytes to see how an unpacked record begins


@dataclass(frozen=True, slots=True)
class Part:
    """The records of a file that begin in `start <= offset < end`, in bytes."""

    path: Path
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Capture:
    """An HTTP answer as it was archived. `wire_body` is packed as `Content-Encoding` says.

    `listing` holds what was known of the page beside the answer, in archives of ours.
    """

    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    wire_body: bytes = field(repr=False)
    offset: int
    listing: Mapping[str, Any] | None = None

    def header(self, name: str) -> str:
        """The first header of a name, in any case; empty where there is none."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a file without a record that can be read, from `offset` on."""

    path: Path
    offset: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path} at byte {self.offset}: {self.reason}"


def parts_of(path: Path, part_bytes: int, start: int = 0) -> list[Part]:
    """Cut what begins at `start` or later in a file into parts of about this size.

    Only a file of gzip members can be cut. Raises OSError.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        can_be_cut = file.read(len(_MEMBER)) == _MEMBER
    step = part_bytes if can_be_cut else max(size, 1)
    return [Part(path, at, min(at + step, size)) for at in range(start, size, step)]


def captures(
    part: Part, largest_body_bytes: int = LARGEST_BODY_BYTES
) -> Iterator[Capture | Damage]:
    """The answers of a part, in the file's order. Raises OSError where the file cannot be read."""
    with part.path.open("rb") as file:
        start: int | None = part.start
        if part.start > 0 or _is_packed(file):
            start = _next_member(file, part.start)
        while start is not None and start < part.end:
            bad_at = yield from _from(file, start, part, largest_body_bytes)
            start = None if bad_at is None else _next_member(file, bad_at + 1)


def _is_packed(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(len(_MEMBER)) == _MEMBER


def _next_member(file: BinaryIO, start: int) -> int | None:
    """The offset of the first record at or after `start` in a file of gzip members."""
    try:
        view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError:  # an empty file
        return None
    with view:
        at = view.find(_MEMBER, start)
        while at != -1:
            if _begins_record(view[at : at + _HEAD_BYTES]):
                return at
            at = view.find(_MEMBER, at + 1)
    return None


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(packed, 5) == b"WARC/"
    except zlib.error:
        return False


def _from(
    file: BinaryIO, start: int, part: Part, largest: int
) -> Generator[Capture | Damage, None, int | None]:
    """What stands from a record's beginning to the part's end, or to where it cannot be read on:
    the offset of that place is returned."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    file.seek(start)
    kinds = WarcRecordType.response | WarcRecordType.metadata
    pending: Capture | None = None
    pending_id: str | None = None
    at = start
    try:
        for record in ArchiveIterator(file, record_types=kinds, parse_http=False):
            at = record.stream_pos
            if record.record_type == WarcRecordType.metadata:
                if pending and record.headers.get("WARC-Concurrent-To") == pending_id:
                    pending = replace(pending, listing=_listing(record))
                continue
            if pending:
                yield pending
                pending = None
            if at >= part.end:
                return None
            if not record.is_http:
                continue
            if record.content_length > largest:
                yield Damage(part.path, at, f"a body of more than {largest:,} bytes")
                continue
            pending, pending_id = _capture(record, at), record.record_id
    except (OSError, ValueError, EOFError) as error:
        if pending:
            yield pending
            at += 1  # where that record ends is not known
        yield Damage(part.path, at, f"no whole record ({error})")
        return at
    if pending:
        yield pending
    return None


def _capture(record: Any, at: int) -> Capture:
    """Raises ValueError where the record is not whole."""
    record.freeze()
    if record.headers.get("WARC-Block-Digest") and not record.verify_block_digest():
        raise ValueError("its bytes are not those of its digest")
    record.parse_http(auto_decode="transfer")
    date = record.record_date
    if date is None:
        raise ValueError("no WARC-Date")
    return Capture(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<>"),
        fetched_at=date if date.tzinfo else date.replace(tzinfo=UTC),
        status=record.http_headers.status_code or 0,
        headers=tuple(record.http_headers.astuples()),
        wire_body=record.reader.read(),
        offset=at,
    )


def _listing(record: Any) -> Mapping[str, Any] | None:
    if record.headers.get("Content-Type") != LISTING_TYPE:
        return None
    said = json.loads(record.reader.read())
    return said if isinstance(said, dict) else None
