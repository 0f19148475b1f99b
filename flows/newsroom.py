"""The sample newsroom as a real web site on 127.0.0.1, for the demo and for tests.

In:   Corpus (seeds/newsroom.py) and the day that the site stands at; `newsroom.day = …` moves it
Out:  HTTP/1.1 with keep-alive, ETag, Last-Modified, 304, HEAD, 404, 410 and gzip; the counts of
      what was answered
Never: listens on any other address, or writes to the terminal.
"""

from __future__ import annotations

import gzip
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime

from flows.local_server import LocalServer, QuietHandler
from seeds.newsroom import Corpus, Document, site_on

_WORTH_PACKING_BYTES = 512


@dataclass(frozen=True, slots=True)
class Traffic:
    """What was answered since the last reset: requests and body bytes sent, by status."""

    requests: Mapping[int, int]
    body_bytes: Mapping[int, int]

    @property
    def total(self) -> int:
        """Requests of every status."""
        return sum(self.requests.values())


class Newsroom(LocalServer):
    """The site, from `start` (or `with`) until `stop`.

    `port` 0 lets the system choose. A caller that needs the same URLs on its next run passes
    the port it had; OSError where that is taken.
    """

    def __init__(self, corpus: Corpus, day: date, port: int = 0) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()
        self._requests: Counter[int] = Counter()
        self._body_bytes: Counter[int] = Counter()
        super().__init__(_Handler, port)
        self.day = day

    @property
    def day(self) -> date:
        """The day that the site stands at, UTC."""
        return self._day

    @day.setter
    def day(self, day: date) -> None:
        site = site_on(self._corpus, day, self.base_url)
        with self._lock:
            self._day, self._site = day, site

    def feed_urls(self) -> dict[str, str]:
        """The feed's URL of every outlet, by outlet id."""
        return {o.id: self.base_url + o.feed_path for o in self._corpus.outlets}

    def document(self, path: str) -> Document | None:
        """What the path holds on the current day, None where there is nothing."""
        with self._lock:
            return self._site.get(path)

    def traffic(self) -> Traffic:
        """The counts since the last reset."""
        with self._lock:
            return Traffic(dict(self._requests), dict(self._body_bytes))

    def reset_traffic(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._requests.clear()
            self._body_bytes.clear()

    def count(self, status: int, body_bytes: int) -> None:
        """Note one answer; the handler calls it before it sends."""
        with self._lock:
            self._requests[status] += 1
            self._body_bytes[status] += body_bytes


class _Handler(QuietHandler):
    server_version = "newsroom"
    # Head and body go out in one packet.
    wbufsize = 64 * 1024

    def do_GET(self) -> None:
        """Answer with the body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer as GET would, without the body."""
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        newsroom: Newsroom = self.owner
        document = newsroom.document(self.path.partition("?")[0].partition("#")[0])
        if document is None:
            document = Document(b"Not found\n", "text/plain; charset=utf-8", "", None, 404)
        is_fresh = _is_fresh(
            document, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        )
        status = 304 if is_fresh else document.status
        body = b"" if is_fresh else document.body
        is_packed = len(body) >= _WORTH_PACKING_BYTES and _takes_gzip(
            self.headers.get("Accept-Encoding", "")
        )
        if is_packed:
            body = gzip.compress(body, mtime=0)
        newsroom.count(status, len(body) if with_body else 0)
        self.send_response(status)
        self._send_validators(document, is_packed)
        if not is_fresh:
            self.send_header("Content-Type", document.content_type)
            self.send_header("Content-Length", str(len(body)))
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _send_validators(self, document: Document, is_packed: bool) -> None:
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "no-cache")
        if document.etag:
            # Packed bytes are not the same bytes: the tag is weak then, as nginx does it.
            self.send_header("ETag", f"W/{document.etag}" if is_packed else document.etag)
        if document.last_modified is not None:
            self.send_header("Last-Modified", format_datetime(document.last_modified, usegmt=True))


def _is_fresh(document: Document, if_none_match: str | None, if_since: str | None) -> bool:
    """True where the client's copy is still good. Tags, where sent, decide alone (RFC 9110)."""
    if document.status != 200:
        return False
    if if_none_match is not None:
        tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        return "*" in tags or document.etag in tags
    since = _http_date(if_since)
    return (
        since is not None
        and document.last_modified is not None
        and (document.last_modified <= since)
    )


def _http_date(text: str | None) -> datetime | None:
    """The instant of a header; None where it is missing or no date, which RFC 9110 ignores."""
    try:
        instant = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    if instant is not None and instant.tzinfo is None:
        return instant.replace(tzinfo=UTC)
    return instant


def _takes_gzip(accept_encoding: str) -> bool:
    """True where gzip is named and not refused by q=0."""
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
