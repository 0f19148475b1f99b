"""The board over HTTP, on this machine alone: what lies in the folder, and nothing else.

In:   GET or HEAD of a file of the board, asked of 127.0.0.1 or localhost by that name
Out:  the file; 404, 405, or 421 for another host's name
Never: writes; leaves the folder, be it by .., by %2e, or by a link in it; answers a page of another
       site that had its own name point here (DNS rebinding): the Host header has to be ours.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from flows.board.pages import CSP
from flows.local_server import LocalServer, QuietHandler

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_HEADERS = {
    "Content-Security-Policy": f"{CSP}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class BoardServer(LocalServer):
    """Serves a folder of pages. OSError where the port is taken."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(_Handler, port)
        self.folder = folder.resolve()
        port = int(self.base_url.rpartition(":")[2])
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    def file_of(self, target: str) -> Path | None:
        """The file that a request's target names; None where there is none to be had."""
        try:
            name = unquote(urlsplit(target).path, errors="strict").lstrip("/") or "index.html"
            path = (self.folder / name).resolve()
            is_ours = path.parent == self.folder and path.suffix in _TYPES and path.is_file()
        except (ValueError, OSError):
            return None
        return path if is_ours and not path.name.startswith(".") else None


class _Handler(QuietHandler):
    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _refuse(self) -> None:
        # What it may have sent along is not read, so the connection cannot go on.
        self.close_connection = True
        self._send(405, "only GET and HEAD are answered here\n", {"Allow": "GET, HEAD"})

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = _refuse

    def _answer(self, *, with_body: bool) -> None:
        owner: BoardServer = self.owner
        if self.headers.get("Host", "").lower() not in owner.hosts:
            self._send(421, "this server answers to 127.0.0.1 and localhost only\n")
            return
        path = owner.file_of(self.path)
        content = self._read(path) if path else None
        if path is None or content is None:
            self._send(404, "no such page\n")
            return
        self._head(200, _TYPES[path.suffix], len(content), {})
        if with_body:
            self.wfile.write(content)

    @staticmethod
    def _read(path: Path) -> bytes | None:
        """Whole: pages are put in their place in one step. None where it went away just now."""
        try:
            return path.read_bytes()
        except OSError:
            return None

    def _send(self, status: int, said: str, more: dict[str, str] | None = None) -> None:
        content = said.encode()
        self._head(status, _TYPES[".txt"], len(content), more or {})
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(self, status: int, kind: str, length: int, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, **more}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()
