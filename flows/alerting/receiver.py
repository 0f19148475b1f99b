"""A receiver of alerts on 127.0.0.1: what the demo delivers to, and what tests look into.

In:   POST with a JSON body, to any path
Out:  `received`, in the order of arrival; 200, or the status that `fail_next` asked for
Never: listens on any other address, keeps anything on disk, or writes to the terminal.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.local_server import LocalServer, QuietHandler

_MAX_BODY_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST that was taken. Names of headers are lower-case; `payload` is the JSON value."""

    path: str
    headers: Mapping[str, str]
    payload: Any


class Receiver(LocalServer):
    """Takes POSTs from `start` (or `with`) until `stop`. `port` 0 lets the system choose."""

    def __init__(self, port: int = 0) -> None:
        self._arrival = threading.Condition()
        self._received: list[Delivery] = []
        self._refusals: deque[int] = deque()
        self._refused = 0
        self._waits_s: deque[float] = deque()
        super().__init__(_Handler, port)

    @property
    def url(self) -> str:
        """Where to post to."""
        return f"{self.base_url}/alerts"

    @property
    def received(self) -> tuple[Delivery, ...]:
        """What was taken so far, oldest first. A refused POST is not among it."""
        with self._arrival:
            return tuple(self._received)

    @property
    def refused(self) -> int:
        """How many POSTs were answered with a status that `fail_next` asked for."""
        with self._arrival:
            return self._refused

    def fail_next(self, status: int, times: int = 1) -> None:
        """Answer the next `times` POSTs with `status` and do not take them."""
        with self._arrival:
            self._refusals.extend([status] * times)

    def hang_next(self, seconds: float) -> None:
        """Take the next POST, and wait so long before the answer."""
        with self._arrival:
            self._waits_s.append(seconds)

    def wait_for(self, count: int, timeout_seconds: float = 5.0) -> tuple[Delivery, ...]:
        """Wait until `count` deliveries are there. Raises TimeoutError where they do not come."""
        ends_at = time.monotonic() + timeout_seconds
        with self._arrival:
            while len(self._received) < count:
                if not self._arrival.wait(max(0.0, ends_at - time.monotonic())):
                    raise TimeoutError(f"{len(self._received)} of {count} deliveries came")
            return tuple(self._received)

    def take(self, delivery: Delivery) -> int:
        """Keep a delivery, or refuse it; return the status to answer. The handler calls it."""
        with self._arrival:
            if self._refusals:
                self._refused += 1
                return self._refusals.popleft()
            self._received.append(delivery)
            self._arrival.notify_all()
            wait_s = self._waits_s.popleft() if self._waits_s else 0.0
        time.sleep(wait_s)
        return 200


class _Handler(QuietHandler):
    server_version = "receiver"

    def do_POST(self) -> None:
        """Take a JSON body: 200, else 411 without a length, 413 too large, 400 not JSON."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self._answer(411)
        elif int(length) > _MAX_BODY_BYTES:
            self._answer(413)
        else:
            self._take(self.rfile.read(int(length)))

    def _take(self, body: bytes) -> None:
        try:
            payload = json.loads(body)
        except ValueError:
            self._answer(400)
            return
        receiver: Receiver = self.owner
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._answer(receiver.take(Delivery(self.path, headers, payload)))

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status in (411, 413):
            # The body was not read: what follows on this connection would not be a request.
            self.send_header("Connection", "close")
            self.close_connection = True
        self.send_header("Content-Length", "0")
        self.end_headers()
