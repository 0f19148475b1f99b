"""The archive of raw pages: WARC files that any archive tool reads.

In:   pages whose bodies came over the wire, and the HTTP head of each answer
Out:  archive/YYYY-MM/<run_id>.warc.gz; the pages, with where their records stand
Never: changes or removes a record; writes into a file that another process began.

Each record is its own gzip member, so that a record is read by its offset alone, and a member
torn by a crash does not stop a reader before it comes to it.

    ArchiveError        a record that could not be written, found or read
"""

from __future__ import annotations

import dataclasses
import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from transforms.records import Page
from warehouse.disk import fsync

if TYPE_CHECKING:
    from warcio.warcwriter import WARCWriter

_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
# These describe the bytes on the wire, which the HTTP client has already unpacked. They are
# kept under the name that archive tools use for a header that is no longer true of the body.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})


class ArchiveError(Exception):
    """What could not be archived or read back, and where; one line."""


@dataclass(frozen=True, slots=True)
class HttpHead:
    """The head of an HTTP answer. `status` is code and reason, e.g. "200 OK"."""

    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A record read back. `body` is what was archived, byte for byte."""

    url: str
    body: bytes
    content_type: str
    fetched_at: datetime  # to the microsecond, UTC
    head: HttpHead


class Archive:
    """The archive under one home. Making one touches no file."""

    def __init__(self, home: Path) -> None:
        """`home` holds archive/; `Page.archive_file` is relative to that folder."""
        self.folder = Path(home) / "archive"
        self._ours: dict[tuple[str, str], tuple[Path, int]] = {}  # (month, run) -> file, bytes

    def write(
        self, pages: Sequence[Page], *, run_id: str, heads: Mapping[str, HttpHead] | None = None
    ) -> tuple[Page, ...]:
        """Archive each page that is not archived yet; the pages in order, each with its place.

        `heads` maps URL to the answer's head; a page without one gets its status and content
        type only. On return the records are on the disk. Raises ArchiveError.
        """
        if not _RUN_ID.fullmatch(run_id):
            raise ArchiveError(f"run id {run_id!r} is no file name: use letters, digits and . _ -")
        new = [page for page in pages if page.archive_file is None]
        if not new:
            return tuple(pages)
        month = new[0].fetched_at.astimezone(UTC).strftime("%Y-%m")
        try:
            path, out = self._open(month, run_id)
            with out:
                placed = [self._place(page, path, out, heads or {}) for page in pages]
                out.flush()
                os.fsync(out.fileno())
                self._ours[month, run_id] = (path, out.tell())
            fsync(path.parent)
        except OSError as error:
            raise ArchiveError(
                f"pages of run {run_id} were not archived: {error.filename or self.folder}: "
                f"{error.strerror}"
            ) from error
        return tuple(placed)

    def read(self, archive_file: str, offset: int) -> ArchivedPage:
        """The record at `offset` bytes of a file named as in `Page.archive_file`."""
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        where = f"{archive_file} at byte {offset}"
        path = (self.folder / archive_file).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise ArchiveError(f"{where}: outside the archive")
        try:
            with path.open("rb") as source:
                source.seek(offset)
                record = next(iter(ArchiveIterator(source, check_digests="raise")), None)
                if record is None or record.rec_type != "response" or not record.http_headers:
                    raise ArchiveError(f"{where}: no response record starts here")
                return _archived_page(record)
        except OSError as error:
            raise ArchiveError(f"{where}: {error.strerror or error}") from error
        except (ArchiveLoadFailed, ValueError, EOFError) as error:
            raise ArchiveError(f"{where}: no whole record ({error})") from error

    def _open(self, month: str, run_id: str) -> tuple[Path, BinaryIO]:
        """Our own file of this run, or a new one where the name is another writer's."""
        folder = self.folder / month
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            for made in (folder, self.folder, self.folder.parent):
                fsync(made)
        ours = self._ours.get((month, run_id))
        if ours and ours[0].exists() and ours[0].stat().st_size == ours[1]:
            return ours[0], ours[0].open("ab")
        # A file that we did not leave like this may end in a torn record: begin another.
        for attempt in range(1, 10_000):
            path = folder / (f"{run_id}.warc.gz" if attempt == 1 else f"{run_id}-{attempt}.warc.gz")
            try:
                return path, path.open("xb")
            except FileExistsError:
                continue
        raise ArchiveError(f"{folder}: run {run_id} has too many files")

    def _place(self, page: Page, path: Path, out: BinaryIO, heads: Mapping[str, HttpHead]) -> Page:
        if page.archive_file is not None:
            return page
        from warcio.warcwriter import WARCWriter

        offset = out.tell()
        _write_record(WARCWriter(out, gzip=True), page, heads.get(page.url, HttpHead()))
        return dataclasses.replace(
            page, archive_file=str(path.relative_to(self.folder)), archive_offset=offset
        )


def _write_record(writer: WARCWriter, page: Page, head: HttpHead) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_WIRE else name, value)
        for name, value in head.headers
    ]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", page.content_type))
    headers.append(("Content-Length", str(len(page.body))))
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(head.status, headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": page.fetched_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        },
    )
    writer.write_record(record)


def _archived_page(record: Any) -> ArchivedPage:
    http = record.http_headers
    return ArchivedPage(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        body=record.content_stream().read(),
        content_type=http.get_header("Content-Type") or "",
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        head=HttpHead(http.statusline, tuple(http.headers)),
    )

