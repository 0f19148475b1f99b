"""A run in a process of its own, which kills itself at a step between a decision and its delivery.

In:   a desk whose pages are read already; the name of a step, the number of a call of `os`, or how
      long after the beginning of the decision
Out:  what is on the disk, and at the receiver, by then
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from contextlib import nullcontext
from typing import Any

from flows.run import Run, RunOptions
from flows.web.fetch import FetchOptions
from tests.flows.builders_run import Desk
from tests.warehouse.crash_steps import How, Steps

STEPS = (
    "before it is decided",
    "decided, not written down",
    "written down, not sent",
    "sent, not written down",
    "delivered, written down",
)
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.flows.alert_process", "duckdb", "pyarrow", "apprise"])


def run_and_die(desk: Desk, step: str) -> None:
    """Run an hour later; the process is killed at the step. Fails where it lives on."""
    assert run_apart(desk, step=step) == -signal.SIGKILL


def run_apart(desk: Desk, **dies: Any) -> int:
    """Run an hour later in another process; its exit code."""
    desk.now += desk.hour
    options = RunOptions(
        desk.watch,
        desk.home,
        desk.now,
        FetchOptions(allow_loopback=True, delay_seconds=0.0),
        desk.targets,
    )
    process = _PROCESSES.Process(target=_perform, args=(options, dies))
    process.start()
    process.join(60)
    assert process.exitcode is not None, "the process hangs"
    return process.exitcode


def _perform(options: RunOptions, dies: dict[str, Any]) -> None:
    run = _Killed(options)
    run.dies_at, run.calls = dies.get("step"), dies.get("calls")
    run.dies_after_s = dies.get("after_s")
    asyncio.run(run.perform(_nothing_to_read))


async def _nothing_to_read(*_: Any) -> Any:
    raise AssertionError("every page was read before")


class _Killed(Run):
    dies_at: str | None = None
    calls: tuple[int, How] | None = None
    dies_after_s: float | None = None

    def decide(self) -> None:  # type: ignore[override]
        self._die(STEPS[0])
        (Steps(*self.calls) if self.calls else nullcontext()).__enter__()
        if self.dies_after_s is not None:
            threading.Timer(self.dies_after_s, os.kill, (os.getpid(), signal.SIGKILL)).start()
        super().decide()

    async def deliver(self) -> None:
        self._die(STEPS[2])
        await super().deliver()
        self._die(STEPS[4])

    def _append(self, events: Any) -> None:
        kinds = {event.event_type for event in events}
        if "state_changed" in kinds:
            self._die(STEPS[1])
        if "alert_delivered" in kinds:
            self._die(STEPS[3])
        super()._append(events)

    def _die(self, step: str) -> None:
        if self.dies_at == step:
            os.kill(os.getpid(), signal.SIGKILL)
