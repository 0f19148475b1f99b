"""The archive of raw pages: WARC files that any archive tool reads.

In:   pages whose bodies came over the wire, and the HTTP exchange of each
Out:  archive/YYYY-MM/<run_id>.warc.gz; the pages, with where their records stand; the pages of
      the whole archive again, in the order of their runs
Never: changes or removes a record; writes into a file that another process began.

A page is three records: the response, the request, and, as metadata, what was known of the page
beside them (feed, outlet, the feed's words and dates for it), so that the archive alone gives the
same articles again. Each record is its own gzip member, so that a record is read by its offset
alone, and a member torn by a crash does not stop a reader before it comes to it.

    ArchiveError        a record that could not be written, found or read
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from transforms.events import as_plain
from transforms.records import Page
from warehouse.disk import fsync
from warehouse.warc import LISTING_TYPE, Capture, Damage, Part, captures

LARGEST_FILE_BYTES = 1_000_000_000  # what archives keep to; a run goes on in another file
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
# True of the bytes on the wire, no longer of those that are kept: archive tools know such a header
# by this name. A packed body is kept packed, and keeps its Content-Encoding.
_OF_THE_TRANSFER = frozenset({"transfer-encoding", "content-length"})
_OF_THE_WIRE = _OF_THE_TRANSFER | {"content-encoding"}
# What stands in the answer's own record, or is of the place in the archive.
_NOT_LISTED = frozenset(
    {"url", "body", "content_type", "fetched_at", "sha256", "archive_file", "archive_offset"}
)


class ArchiveError(Exception):
    """What could not be archived or read back, and where; one line."""


@dataclass(frozen=True, slots=True)
class HttpExchange:
    """A request and the head of its answer. `status` is code and reason, e.g. "200 OK".

    `wire_body` is the body as it came, still packed; None where only the unpacked one is there.
    """

    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = ()
    request_headers: tuple[tuple[str, str], ...] = ()
    wire_body: bytes | None = field(default=None, repr=False)


class Archive:
    """The archive under one home. Making one touches no file."""

    def __init__(self, home: Path) -> None:
        """`home` holds archive/; `Page.archive_file` is relative to that folder."""
        self.folder = Path(home) / "archive"
        self._ours: dict[tuple[str, str], tuple[Path, int]] = {}  # (month, run) -> file, bytes

    def write(
        self,
        pages: Sequence[Page],
        *,
        run_id: str,
        watch_id: str,
        exchanges: Mapping[tuple[str, str], HttpExchange] | None = None,
    ) -> tuple[Page, ...]:
        """Archive each page that is not archived yet; the pages in order, each with its place.

        `exchanges` are by URL and sha256; a page without one gets its status and type only. On
        return the records are on the disk. Raises ArchiveError.
        """
        if not _RUN_ID.fullmatch(run_id):
            raise ArchiveError(f"run id {run_id!r} is no file name: use letters, digits and . _ -")
        new = [page for page in pages if page.archive_file is None]
        if not new:
            return tuple(pages)
        known, by = exchanges or {}, {"watch_id": watch_id, "run_id": run_id}
        month = new[0].fetched_at.astimezone(UTC).strftime("%Y-%m")
        try:
            path, out = self._open(month, run_id)
            with out:
                placed = [
                    self._place(page, path, out, known.get((page.url, page.sha256)), by)
                    for page in pages
                ]
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

    def read(self, archive_file: str, offset: int) -> Capture:
        """The record at `offset` bytes of a file named as in `Page.archive_file`."""
        path = (self.folder / archive_file).resolve()
        where = f"{archive_file} at byte {offset}"
        if not path.is_relative_to(self.folder.resolve()):
            raise ArchiveError(f"{where}: outside the archive")
        try:
            found = next(captures(Part(path, offset, offset + 1)), None)
        except OSError as error:
            raise ArchiveError(f"{where}: {error.strerror or error}") from error
        if isinstance(found, Damage):
            raise ArchiveError(f"{where}: {found.reason}")
        if found is None or found.offset != offset:
            raise ArchiveError(f"{where}: no response record starts here")
        return found

    def files(self) -> list[Path]:
        """The files of the archive: in the order in which their runs began, and of a run in the
        order in which it wrote them."""
        try:
            first = {p: _first(p) for p in self.folder.glob("*/*.warc.gz") if p.is_file()}
        except OSError as error:
            raise ArchiveError(f"{error.filename}: {error.strerror}") from error
        began: dict[str, datetime] = {}
        for run_id, at in first.values():
            began[run_id] = min(at, began.get(run_id, at))

        def place(path: Path) -> tuple[datetime, str, int, str]:
            run_id, _ = first[path]
            return began[run_id], run_id, len(path.name), path.name

        return sorted(first, key=place)

    def _open(self, month: str, run_id: str) -> tuple[Path, BinaryIO]:
        """Our own file of this run, or a new one where the name is another writer's."""
        folder = self.folder / month
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            for made in (folder, self.folder, self.folder.parent):
                fsync(made)
        ours = self._ours.get((month, run_id))
        if ours and ours[0].exists() and ours[0].stat().st_size == ours[1] < LARGEST_FILE_BYTES:
            return ours[0], ours[0].open("ab")
        # A file that we did not leave like this may end in a torn record: begin another.
        for attempt in range(1, 10_000):
            path = folder / (f"{run_id}.warc.gz" if attempt == 1 else f"{run_id}-{attempt}.warc.gz")
            try:
                return path, path.open("xb")
            except FileExistsError:
                continue
        raise ArchiveError(f"{folder}: run {run_id} has too many files")

    def _place(
        self,
        page: Page,
        path: Path,
        out: BinaryIO,
        exchange: HttpExchange | None,
        by: Mapping[str, str],
    ) -> Page:
        if page.archive_file is not None:
            return page
        offset = out.tell()
        _write_page(out, page, exchange or HttpExchange(), by)
        return dataclasses.replace(
            page, archive_file=str(path.relative_to(self.folder)), archive_offset=offset
        )


def _write_page(
    out: BinaryIO, page: Page, exchange: HttpExchange, by: Mapping[str, str]
) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(out, gzip=True)
    date = {"WARC-Date": page.fetched_at.astimezone(UTC).isoformat().replace("+00:00", "Z")}

    def write(kind: str, content: bytes, http: StatusAndHeaders | None = None, **more: str) -> str:
        record = writer.create_warc_record(
            page.url,
            kind,
            payload=io.BytesIO(content),
            length=len(content),
            http_headers=http,
            warc_headers_dict=date | {k.replace("_", "-"): v for k, v in more.items()},
            warc_content_type=LISTING_TYPE if kind == "metadata" else "",
        )
        writer.write_record(record)
        return str(record.rec_headers.get_header("WARC-Record-ID"))

    body = page.body if exchange.wire_body is None else exchange.wire_body
    answer = StatusAndHeaders(exchange.status, _kept(page, exchange, body), protocol="HTTP/1.1")
    answer_id = write("response", body, answer)
    if exchange.request_headers:
        parts = urlsplit(page.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = StatusAndHeaders(
            f"GET {target} HTTP/1.1", list(exchange.request_headers), is_http_request=True
        )
        write("request", b"", request, WARC_Concurrent_To=answer_id)
    listing = json.dumps({**by, **_listing_of(page)}, ensure_ascii=False, sort_keys=True)
    write("metadata", listing.encode(), WARC_Concurrent_To=answer_id)


def _kept(page: Page, exchange: HttpExchange, body: bytes) -> list[tuple[str, str]]:
    """The answer's headers, as they are true of the bytes that are kept."""
    untrue = _OF_THE_WIRE if exchange.wire_body is None else _OF_THE_TRANSFER
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in untrue else name, value)
        for name, value in exchange.headers
    ]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", page.content_type))
    return [*headers, ("Content-Length", str(len(body)))]


def _listing_of(page: Page) -> dict[str, Any]:
    names = (f.name for f in dataclasses.fields(page) if f.name not in _NOT_LISTED)
    return {name: as_plain(getattr(page, name)) for name in names}


def page_of(capture: Capture, body: bytes, archive_file: str) -> Page:
    """The page of a capture of ours, as it was written. `body` is the unpacked one."""
    fields = {f.name for f in dataclasses.fields(Page)} - _NOT_LISTED
    known = {name: v for name, v in (capture.listing or {}).items() if name in fields}
    known |= {n: datetime.fromisoformat(v) for n, v in known.items() if n.endswith("_at") and v}
    return Page(
        url=capture.url,
        body=body,
        content_type=capture.header("Content-Type"),
        fetched_at=capture.fetched_at,
        sha256=hashlib.sha256(body).hexdigest(),
        archive_file=archive_file,
        archive_offset=capture.offset,
        **{"outlet": "outlet", "feed_id": "", **known},
    )


def _first(path: Path) -> tuple[str, datetime]:
    """The run of a file, and when its first answer was fetched."""
    first = next(captures(Part(path, 0, 1)), None)
    if not isinstance(first, Capture):
        return path.name, datetime.max.replace(tzinfo=UTC)
    return run_of(first, path), first.fetched_at


def run_of(capture: Capture, path: Path) -> str:
    """The id of the run that archived a page; the file's name, where the page does not say it."""
    return str((capture.listing or {}).get("run_id") or path.name.removesuffix(".warc.gz"))
