"""The Prefect shell: the flow `monitor`, one task a batch of pages.

In:   a watch (file or name), a home; `now` where a day gone by is replayed
Out:  the Outcome of flows/run.py
Never: does the work itself, or needs a Prefect server: where none is set, Prefect starts one of
       its own for as long as the process lives.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event
from prefect.runtime import deployment, flow_run
from prefect.utilities.annotations import quote

from flows.board.write import BoardError, write_board
from flows.outcome import Outcome
from flows.prefect_artifacts import ShownProgress, show_outcome
from flows.reading import Batch, Desk, Known, read_batch
from flows.run import Run, RunOptions
from flows.settings import read_settings
from flows.terminal.show import outcome_lines, progress_bar, write
from seeds.watch import find_watch, read_watch
from transforms.records import Page

_T = TypeVar("_T")


@task(name="read pages", cache_policy=NO_CACHE, persist_result=False)
async def read_pages(pages: Sequence[Page], known: Known, desk: Desk, run_id: str) -> Batch:
    """Parse, screen, extract and judge one batch."""
    return read_batch(pages, known, desk, run_id)


def _run_name() -> str:
    """`dprk · 2025-01-24 06:30`: the watch, and when the run was due, UTC."""
    asked = flow_run.parameters or {}
    at = asked.get("now") or flow_run.scheduled_start_time
    due = at if isinstance(at, datetime) else datetime.now(UTC)
    return f"{Path(asked.get('watch', 'dprk')).stem} · {due.astimezone(UTC):%Y-%m-%d %H:%M}"


# Async: Prefect runs a sync flow beside a heartbeat thread, which costs a second a run.
@flow(name="monitor", flow_run_name=_run_name, persist_result=False, validate_parameters=False)
async def monitor(
    watch: str = "dprk", home: str = ".vedette", now: datetime | None = None
) -> Outcome:
    """Fetch what is new, append its claims, say what changed.

    `watch` is a file or the name of a shipped one; `now` is the clock of the run, UTC.
    """
    settings = read_settings(Path(home), os.environ)
    found = read_watch(find_watch(watch))
    # A bar where somebody looks: on the terminal, or on Prefect's page.
    shown = ShownProgress(found.id) if deployment.id else None
    with progress_bar("fetching") as bar:
        options = RunOptions(
            watch=found,
            home=Path(home),
            now=now or datetime.now(UTC),
            fetch=settings.fetch,
            targets=settings.targets,
            heartbeat=settings.heartbeat,
            progress=shown.step if shown else bar,
        )
        run = Run(options)
        desk = Desk.of(options.watch, settings.readers)

        async def read(pages: Sequence[Page], known: Known) -> Batch:
            run_id = run.outcome.run_id
            return await read_pages(_whole(pages), _whole(known), _whole(desk), run_id)

        outcome = await run.perform(read)
    if shown:
        await shown.end()
    _emit(outcome)
    await asyncio.to_thread(_draw, options.home, outcome)  # half a second
    if deployment.id:  # run by a schedule: nobody else tells
        write(f"{outcome.run_id}:", *outcome_lines(outcome))
    await show_outcome(outcome, found.id, options.home)
    return outcome


def _draw(home: Path, outcome: Outcome) -> None:
    """The board. The run is done, and in the log: whatever keeps a page from being drawn is a line
    beside it."""
    try:
        write_board(home)
    except Exception as error:  # of a template, a chart, the disk
        said = str(error) if isinstance(error, BoardError) else f"{type(error).__name__}: {error}"
        outcome.warnings.append(f"the board was not written: {said}")


def _emit(outcome: Outcome) -> None:
    """Tell Prefect of each alert, for automations. A side notice: the alert itself goes through the
    outbox, and no run fails because Prefect does not listen."""
    for event in outcome.alerts:
        try:
            emit_event(
                event=f"vedette.alert.{event.rule_id}",
                resource={
                    "prefect.resource.id": f"vedette.{event.watch_id}.{event.indicator or 'feeds'}",
                    "prefect.resource.name": event.title or "",
                },
                payload={"alert_id": event.alert_id, "transition": event.reason},
            )
        except Exception as error:  # whatever it is, the run is done
            outcome.warnings.append(f"Prefect took no event of an alert: {type(error).__name__}")


def _whole(argument: _T) -> _T:
    """Quoted: Prefect would look through every page for futures, and copy as it goes."""
    return cast(_T, quote(argument))


def run_monitor(watch: str, home: Path, now: datetime | None = None) -> Outcome:
    """One run of the flow, from a synchronous caller. Raises what the run raises."""
    return asyncio.run(monitor(watch=watch, home=str(home), now=now))
