"""WARC files of other people's archives, for tests."""

from __future__ import annotations

import io
from collections.abc import Mapping
from html import escape
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2025-01-24T12:00:00Z"


def html_of(text: str) -> bytes:
    return f"<html><body><p>{escape(text)}</p></body></html>".encode()


def write_warc(
    path: Path,
    pages: Mapping[str, bytes],
    *,
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
    date: str = DATE,
) -> Path:
    """Append an answer for each URL to a file."""
    with path.open("ab") as out:
        writer = WARCWriter(out, gzip=True)
        for url, body in pages.items():
            head = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(status, list(head.items()), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": date},
            )
            writer.write_record(record)
    return path
