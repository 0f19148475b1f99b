"""Run a watch on a schedule, in the foreground: `vedette serve`.

In:   a watch, a home, a cron line
Out:  one run after the other, one at a time, until SIGINT or SIGTERM; then all that was started
      here ends, too
Never: runs two at once; speaks to a Prefect server elsewhere unless PREFECT_API_URL names it.

Prefect schedules on a server only. Where none is named, one is started on 127.0.0.1 for as long
as this process lives, its database in HOME/prefect.

    ServeError          a schedule that cannot be kept as it was given
      ServerFault       the server of our own does not come up
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import httpx

from flows.prefect_home import use_prefect_home
from flows.settings import read_settings
from seeds.watch import find_watch, read_watch

_FIELD = r"[\d*/,A-Za-z#-]+"
_CRON = re.compile(rf"{_FIELD}(?:\s+{_FIELD}){{4}}")
_START_TIMEOUT_SECONDS = 120
_STOP_TIMEOUT_SECONDS = 4
_RUN_GRACE_SECONDS = 4.0
_LOG = "prefect-server.log"


class ServeError(Exception):
    """The schedule cannot be kept; one line."""


class ServerFault(ServeError):
    """The Prefect server does not come up; the message names its log."""

    exit_code = 1


def serve_monitor(watch: str, home: Path, cron: str) -> None:
    """Run the watch as the cron line says. Returns when interrupted. Raises ServeError."""
    file = find_watch(watch).resolve()
    found = read_watch(file)
    read_settings(home, os.environ)
    if not _CRON.fullmatch(cron.strip()):
        raise ServeError(_no_cron(cron))
    use_prefect_home(home, is_reported=False)
    is_own = not os.environ.get("PREFECT_API_URL")
    port = _free_port()
    if is_own:  # before Prefect is imported: it reads its server's address then
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    check_cron(cron)
    signal.signal(signal.SIGTERM, _interrupt)  # else the server would outlive us
    with suppress(KeyboardInterrupt), _server(home, port) if is_own else nullcontext():
        print(f"vedette: {found.id} runs at {cron!r} (UTC); stop with Ctrl-C", file=sys.stderr)
        _serve(file, found.id, home, cron)


def _serve(file: Path, name: str, home: Path, cron: str) -> None:
    """Until interrupted."""
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.monitor import monitor

    class InterruptibleRunner(Runner):
        def handle_sigterm(self, *args: object, **kwargs: object) -> None:
            """As on Ctrl-C, which asyncio makes a cancellation: all is closed in order."""
            signal.raise_signal(signal.SIGINT)

    # One run at a time by the runner, not by a limit on the server: there, a run that was killed
    # would keep its slot, and no other would ever start.
    runner = InterruptibleRunner(name=name, limit=1)
    runner.add_flow(
        monitor,
        name=name,
        cron=cron,
        parameters={"watch": str(file), "home": str(home.resolve())},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    asyncio.run(_until_interrupted(runner.start()))


async def _until_interrupted(serving: Coroutine[Any, Any, None]) -> None:
    """Serve; when cancelled, give a run that is under way a little time, then end it.

    Whatever it had appended stands, and the next run goes on from there.
    """
    task = asyncio.create_task(serving)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        deadline = threading.Timer(_RUN_GRACE_SECONDS, _end_runs)
        deadline.daemon = True
        deadline.start()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        deadline.cancel()
        raise


def _end_runs() -> None:
    """The processes of runs are the only ones that multiprocessing started here."""
    for run in multiprocessing.active_children():
        run.kill()


def check_cron(cron: str) -> None:
    """Raise ServeError unless Prefect can keep a schedule of these five fields."""
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError:
        raise ServeError(_no_cron(cron)) from None


def _no_cron(cron: str) -> str:
    return f"{cron!r} is no cron line: five fields, such as '*/30 * * * *'"


def _interrupt(signal_number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


@contextmanager
def _server(home: Path, port: int) -> Iterator[None]:
    """A Prefect server of our own, while it is needed."""
    log = home / _LOG
    command = [sys.executable, "-m", "prefect", "server", "start"]
    with log.open("ab") as out:
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            # Ctrl-C is for us: the run that is under way still needs the server.
            start_new_session=True,
        )
    try:
        _await_server(server, f"http://127.0.0.1:{port}/api", log)
        yield
    finally:
        _stop(server)


def _await_server(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    ends_at = time.monotonic() + _START_TIMEOUT_SECONDS
    while time.monotonic() < ends_at:
        if server.poll() is not None:
            raise ServerFault(f"the Prefect server ended at once; {log} says why")
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/health", timeout=2, trust_env=False).is_success:
                return
        time.sleep(0.3)
    raise ServerFault(
        f"the Prefect server did not answer within {_START_TIMEOUT_SECONDS} s; {log} says why"
    )


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask, then insist. The server is the leader of its own group: its children end with it."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            server.wait(_STOP_TIMEOUT_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
