"""A small real web site on 127.0.0.1 whose answers a test lays down path by path."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from transforms.records import Feed, Watch


@dataclass
class Reply:
    """What a path answers. `slow_seconds` lie between one byte and the next."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    has_validators: bool = True
    slow_seconds: float = 0.0

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:12]}"'


class Site:
    """The site, for the length of a `with`. `asked` counts requests by path."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: Counter[str] = Counter()
        self.seen: list[tuple[str, dict[str, str]]] = []  # path and headers of each request
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.site = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(0.02))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def page(self, path: str, text: str = "", **reply: object) -> None:
        body = f"<html><body><p>{escape(text or path)}</p></body></html>".encode()
        self.replies[path] = Reply(**{"body": body, **reply})  # type: ignore[arg-type]

    def feed(self, *entries: tuple[str, str], path: str = "/feed", updated: str = "") -> None:
        """An RSS feed of (path or URL, title)."""
        items = "".join(
            f"<item><link>{escape(p if '//' in p else self.url + p)}</link><title>{escape(t)}</title>"
            f"<pubDate>{updated or 'Fri, 24 Jan 2025 06:00:00 GMT'}</pubDate></item>"
            for p, t in entries
        )
        body = f'<rss version="2.0"><channel><title>Site</title>{items}</channel></rss>'
        self.replies[path] = Reply(body.encode(), kind="application/rss+xml")

    def watch(self, *paths: str) -> Watch:
        """A watch that polls the site's feeds."""
        feeds = tuple(
            Feed(f"feed-{n}", self.url + path, "media.site")
            for n, path in enumerate(paths or ("/feed",))
        )
        return Watch("harbour", "", (), (), (), feeds, ())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        with site.lock:
            site.asked[self.path] += 1
            site.seen.append((self.path, dict(self.headers.items())))
            site.at_once += 1
            site.most_at_once = max(site.at_once, site.most_at_once)
        try:
            self._answer(site.replies.get(self.path, Reply(status=404)))
        except OSError:
            pass  # the client has heard enough
        finally:
            with site.lock:
                site.at_once -= 1

    def _answer(self, reply: Reply) -> None:
        is_known = reply.has_validators and self.headers.get("If-None-Match") == reply.etag
        status = 304 if reply.status == 200 and is_known else reply.status
        body = b"" if status == 304 else reply.body
        self.send_response(status)
        if status == 200:
            self.send_header("Content-Type", reply.kind)
            if reply.has_validators:
                self.send_header("ETag", reply.etag)
                self.send_header("Last-Modified", "Fri, 24 Jan 2025 06:00:00 GMT")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not reply.slow_seconds:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(reply.slow_seconds)

    def log_message(self, *_: object) -> None:
        pass
