"""Run a watch on a schedule, in the foreground: `vedette serve`.

In:   a watch, a home, a cron line
Out:  one run after the other, one at a time, until interrupted; then the server we started ends
Never: runs two at once for one deployment; speaks to a Prefect server elsewhere unless
       PREFECT_API_URL names it.

Prefect schedules on a server only. Where none is named, one is started on 127.0.0.1 for as long
as this process lives, its database in HOME/prefect.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from flows.prefect_home import use_prefect_home
from seeds.watch import find_watch, read_watch

_CRON = re.compile(r"(?:[\d*/,A-Za-z-]+\s+){4}[\d*/,A-Za-z#-]+")
_START_TIMEOUT_SECONDS = 120
_STOP_TIMEOUT_SECONDS = 10


class ServeError(Exception):
    """The schedule cannot be kept; one line."""


def serve_monitor(watch: str, home: Path, cron: str) -> None:
    """Run the watch as the cron line says. Returns when interrupted. Raises ServeError."""
    found = read_watch(find_watch(watch))
    check_cron(cron)
    home.mkdir(parents=True, exist_ok=True)
    use_prefect_home(home)
    with _server(home):
        from flows.monitor import monitor

        print(f"vedette: {found.id} runs at {cron!r} (UTC); stop with Ctrl-C", file=sys.stderr)
        monitor.serve(
            name=found.id,
            cron=cron,
            parameters={"watch": str(find_watch(watch).resolve()), "home": str(home.resolve())},
            global_limit=1,
            print_starting_message=False,
        )


def check_cron(cron: str) -> None:
    """Raise ServeError unless a text has the shape of cron's five fields.

    Prefect checks the rest; it may not be imported before its server's address is known.
    """
    if not _CRON.fullmatch(cron.strip()):
        raise ServeError(f"{cron!r} is no cron line: five fields, such as '*/30 * * * *'")


@contextmanager
def _server(home: Path) -> Iterator[None]:
    """A Prefect server: the one that is named, else one of our own."""
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    port = _free_port()
    log = home / "prefect-server.log"
    with log.open("ab") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        url = f"http://127.0.0.1:{port}/api"
        _await_server(server, url, log)
        os.environ["PREFECT_API_URL"] = url
        yield
    finally:
        _stop(server)


def _await_server(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    ends_at = time.monotonic() + _START_TIMEOUT_SECONDS
    while time.monotonic() < ends_at:
        if server.poll() is not None:
            raise ServeError(f"the Prefect server ended at once; {log} says why")
        try:
            if httpx.get(f"{url}/health", timeout=2, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise ServeError(f"the Prefect server did not answer within {_START_TIMEOUT_SECONDS} s; see {log}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(_STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
