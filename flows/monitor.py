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

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

from flows.reading import Batch, Known, read_batch
from flows.run import Outcome, Run, RunOptions
from flows.settings import read_settings
from seeds.watch import find_watch, read_watch
from transforms.extract import Extractor
from transforms.records import Page


@task(name="read pages", cache_policy=NO_CACHE, persist_result=False)
async def read_pages(
    pages: Sequence[Page], known: Known, extractor: Extractor, run_id: str
) -> Batch:
    """Parse, screen, extract and judge one batch."""
    return read_batch(pages, known, extractor, run_id)


# Async: Prefect runs a sync flow beside a heartbeat thread, which costs a second a run.
@flow(name="monitor", flow_run_name="{watch}", persist_result=False, validate_parameters=False)
async def monitor(
    watch: str = "dprk", home: str = ".vedette", now: datetime | None = None
) -> Outcome:
    """Fetch what is new, append its claims, say what changed.

    `watch` is a file or the name of a shipped one; `now` is the clock of the run, UTC.
    """
    settings = read_settings(Path(home), os.environ)
    options = RunOptions(
        watch=read_watch(find_watch(watch)),
        home=Path(home),
        now=now or datetime.now(UTC),
        fetch=settings.fetch,
        targets=settings.targets,
    )
    run = Run(options)
    extractor = Extractor(options.watch)

    async def read(pages: Sequence[Page], known: Known) -> Batch:
        # Quoted: Prefect would look through every page for futures, and copy as it goes.
        return await read_pages(
            quote(pages), quote(known), quote(extractor), run.outcome.run_id
        )

    return await run.perform(read)


def run_monitor(watch: str, home: Path, now: datetime | None = None) -> Outcome:
    """One run of the flow, from a synchronous caller. Raises what the run raises."""
    find_watch(watch)  # a wrong name is told before anything is started
    home.mkdir(parents=True, exist_ok=True)
    return asyncio.run(monitor(watch=str(watch), home=str(home), now=now))
