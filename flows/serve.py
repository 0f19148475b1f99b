"""Run a watch on a schedule, in the foreground: `vedette serve`.

In:   a watch, a home, a schedule
Out:  one run after the other, one at a time, until SIGINT or SIGTERM; then all that was started
      here ends, too. After a sleep, one run and not one for each that was missed
Never: runs two at once; speaks to a Prefect server elsewhere unless PREFECT_API_URL names it.

Prefect schedules on a server only. Where none is named, one is started on 127.0.0.1 for as long
as this process lives, its database in HOME/prefect.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, cast
from uuid import UUID

from flows.prefect_home import use_prefect_home
from flows.serving.missed_runs import cancel_missed_runs
from flows.serving.own_server import free_port, own_server
from flows.serving.schedule import Schedule, check_cron
from flows.settings import read_settings
from seeds.watch import find_watch, read_watch

if TYPE_CHECKING:
    from prefect.runner import Runner
    from prefect.schedules import Schedule as PrefectSchedule

_RUN_GRACE_SECONDS = 3.0
_TIME_TO_REGISTER_SECONDS = 5


def serve_monitor(watch: str, home: Path, schedule: Schedule) -> None:
    """Run the watch by the schedule. Returns when interrupted.

    Raises ScheduleError, ServerFault.
    """
    file = find_watch(watch).resolve()
    found = read_watch(file)
    read_settings(home, os.environ)
    use_prefect_home(home, is_reported=False)
    is_own = not os.environ.get("PREFECT_API_URL")
    port = free_port()
    if is_own:  # before Prefect is imported: it reads its server's address then
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    if schedule.cron is not None:
        check_cron(schedule.cron)
    signal.signal(signal.SIGTERM, _interrupt)  # else the server would be ended by its guard only
    with suppress(KeyboardInterrupt), own_server(home, port) if is_own else nullcontext():
        page = os.environ["PREFECT_API_URL"].removesuffix("/api")
        print(
            f"vedette: {found.id} runs {schedule.told}, shown at {page}; stop with Ctrl-C",
            file=sys.stderr,
        )
        _serve(file, found.id, home, schedule)


def _serve(file: Path, name: str, home: Path, schedule: Schedule) -> None:
    """Until interrupted."""
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.monitor import monitor

    class InterruptibleRunner(Runner):
        serving: asyncio.Task[None] | None = None

        def handle_sigterm(self, *args: object, **kwargs: object) -> None:
            """As on Ctrl-C: all is closed in order. Not by way of SIGINT, which a shell sets to be
            ignored in what it starts in the background."""
            if self.serving is not None:
                self.serving.get_loop().call_soon_threadsafe(self.serving.cancel)

    # One run at a time by the runner, not by a limit on the server: there, a run that was killed
    # would keep its slot, and no other would ever start.
    runner = InterruptibleRunner(name=name, limit=1)
    added = runner.add_flow(
        monitor,
        name=name,
        schedule=_as_prefect(schedule),
        parameters={"watch": str(file), "home": str(home.resolve())},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )

    deployment_id = cast(UUID, added)  # a coroutine only where a loop is running

    async def serve() -> None:
        runner.serving = asyncio.current_task()
        tidying = asyncio.create_task(cancel_missed_runs(deployment_id))
        try:
            await _until_interrupted(runner)
        finally:
            tidying.cancel()

    with suppress(asyncio.CancelledError):
        asyncio.run(serve())


def _as_prefect(schedule: Schedule) -> PrefectSchedule:
    """An interval begins with a run at once."""
    from prefect.schedules import Cron, Interval

    if schedule.every is None:
        return Cron(schedule.cron or "")
    begins_at = datetime.now(UTC) + timedelta(seconds=_TIME_TO_REGISTER_SECONDS)
    return Interval(schedule.every, anchor_date=begins_at)


async def _until_interrupted(runner: Runner) -> None:
    """Serve; when cancelled, give a run that is under way a little time, then end it.

    Whatever it had appended stands, and the next run goes on from there.
    """
    task = asyncio.create_task(runner.start())
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


def _interrupt(signal_number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
