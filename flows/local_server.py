"""A small HTTP server on 127.0.0.1 with a life of its own: from `start` (or `with`) to `stop`.

In:   a handler class; a port, or 0 for one of the system's choice
Out:  LocalServer, whose handlers find it as `self.server.owner`
Never: listens on any other address, or writes to the terminal.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

_IDLE_SECONDS = 30


class QuietHandler(BaseHTTPRequestHandler):
    """HTTP/1.1 with keep-alive; says nothing."""

    protocol_version = "HTTP/1.1"
    sys_version = ""
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the server's owner keeps what happened."""

    @property
    def owner(self) -> Any:
        """The LocalServer that this request came to."""
        assert isinstance(self.server, _Server)
        return self.server.owner


class LocalServer:
    """Answers in a thread of its own. OSError where the port is taken."""

    def __init__(self, handler: type[QuietHandler], port: int) -> None:
        self._server = _Server(("127.0.0.1", port), handler)
        self._server.owner = self
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name=type(self).__name__,
            daemon=True,
        )

    @property
    def base_url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop answering and free the port. A second call does nothing."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Threads of idle keep-alive connections would hold up the end until they time out.
    block_on_close = False
    owner: LocalServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle is no news for the terminal."""
