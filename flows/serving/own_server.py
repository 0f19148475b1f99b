"""A Prefect server of our own, on 127.0.0.1, for as long as this process lives.

In:   a home, whose Prefect folder is set (flows/prefect_home.py); a free port
Out:  a server that answers, its log in HOME/prefect-server.log
Never: leaves a process behind: see guard.

    ServerFault     the server does not come up; the message names its log
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from flows.serving.guard import GRACE_SECONDS

_START_TIMEOUT_SECONDS = 120
_LOG = "prefect-server.log"


class ServerFault(Exception):
    """The Prefect server does not come up; the message names its log."""

    exit_code = 1


@contextmanager
def own_server(home: Path, port: int) -> Iterator[None]:
    """A Prefect server, while it is needed. Raises ServerFault."""
    log = home / _LOG
    server = [sys.executable, "-m", "prefect", "server", "start"]
    with log.open("ab") as out:
        guard = subprocess.Popen(
            [
                *(sys.executable, "-m", "flows.serving.guard"),
                *(*server, "--host", "127.0.0.1", "--port", str(port)),
            ],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            # Ctrl-C is for us: the run that is under way still needs the server.
            start_new_session=True,
        )
    try:
        _await(guard, f"http://127.0.0.1:{port}/api", log)
        yield
    finally:
        _stop(guard)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _await(guard: subprocess.Popen[bytes], url: str, log: Path) -> None:
    ends_at = time.monotonic() + _START_TIMEOUT_SECONDS
    while time.monotonic() < ends_at:
        if guard.poll() is not None:
            raise ServerFault(f"the Prefect server ended at once; {log} says why")
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/health", timeout=2, trust_env=False).is_success:
                return
        time.sleep(0.3)
    raise ServerFault(
        f"the Prefect server did not answer within {_START_TIMEOUT_SECONDS} s; {log} says why"
    )


def _stop(guard: subprocess.Popen[bytes]) -> None:
    """Close the pipe, which ends it; then insist. It leads its own group: its children end, too."""
    assert guard.stdin
    guard.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        guard.wait(GRACE_SECONDS + 1)
    with suppress(ProcessLookupError):
        os.killpg(guard.pid, signal.SIGKILL)
    guard.wait()
