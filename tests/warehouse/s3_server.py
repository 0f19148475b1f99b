"""An S3 server on 127.0.0.1 for tests, and a wire to it that breaks on demand.

    python -m tests.warehouse.s3_server     prints its port, serves until it is killed

moto looks whether a name is taken and then writes it, without a lock in between: of 400 names
that four writers reached for at once, one was given to two of them. A real object store does
both in one step. So requests go through one at a time here.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any


def serve() -> None:
    """Serve S3 out of memory."""
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    application = DomainDispatcherApplication(create_backend_app)
    one_at_a_time = threading.Lock()

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with one_at_a_time:
            return list(application(environ, start_response))

    server = make_server(
        "127.0.0.1", 0, guarded, threaded=True, request_handler=MotoRequestHandler
    )
    print(server.server_address[1], flush=True)
    server.serve_forever()


class BrittleWire:
    """A TCP relay in front of a server. A request whose first line `breaks` accepts is cut.

    `cut` says where: "request" never reaches the server, "answer" is lost on its way back,
    "silence" leaves the client waiting. Each hit is counted in `n_cut`.
    """

    def __init__(self, port: int, breaks: Callable[[bytes], bool], cut: str) -> None:
        """Relay to 127.0.0.1:`port`."""
        self._upstream, self._breaks, self._cut = port, breaks, cut
        self.n_cut = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening, and end every connection."""
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._open.append(client)
                threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        """One request and its answer a connection: the server closes after each."""
        with contextlib.suppress(OSError), client:
            request = _whole_request(client)
            is_cut = bool(request) and self._breaks(request.split(b"\r\n", 1)[0])
            self.n_cut += is_cut
            if is_cut and self._cut == "silence":
                client.recv(1)  # until the client gives up
                return
            if not request or (is_cut and self._cut == "request"):
                return
            with socket.create_connection(("127.0.0.1", self._upstream)) as server:
                server.sendall(request)
                answer = b"".join(iter(lambda: server.recv(65536), b""))
            if not is_cut:
                client.sendall(answer)


def _whole_request(client: socket.socket) -> bytes:
    """Head and body, and a word that the answer ends the connection; b"" where it ended early."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = client.recv(65536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields.get(b"content-length", 0)):
        body += client.recv(65536)
    return head + b"\r\nConnection: close\r\n\r\n" + body


if __name__ == "__main__":
    serve()
