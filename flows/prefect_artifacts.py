"""What a run leaves on Prefect's page: the state, the ledger, the checks, how far it has come.

In:   an Outcome, the home that it was published in
Out:  artifacts, each under a key with the watch's name: the page keeps their history
Never: fails a run: an artifact that Prefect does not take is a line in its log. Never a word from
       outside: ids, numbers, days, and the watch's own titles.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import get_run_logger
from prefect.artifacts import (
    acreate_link_artifact,
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)

from flows.outcome import Outcome
from flows.quality.check_report import markdown_of, report_of
from flows.terminal.show import cell, grade, range_of, state_text
from warehouse.database import DatabaseError, QueryError, connect, query

_STEP_PCT = 5.0


async def show_outcome(outcome: Outcome, watch_id: str, home: Path) -> None:
    """The artifacts of a run that is done; none where nothing happened."""
    if not outcome.has_news:
        return
    told = f"{outcome.now:%Y-%m-%d %H:%M} UTC ({outcome.run_id})"
    await _quietly("state", lambda: _state(watch_id, home, told))
    await _quietly("ledger", lambda: _ledger(outcome, watch_id, told))
    if outcome.checks.shape.rows:
        await _quietly("checks", lambda: _checks(outcome, watch_id, told))
    page = home.resolve() / "board" / "index.html"
    if page.is_file():
        await _quietly("board", lambda: _board(page, watch_id, told))


class ShownProgress:
    """A bar on the page of the run: `step` says how far it has come, at most every 5 %."""

    def __init__(self, watch_id: str) -> None:
        self._key = _key(watch_id, "fetching")
        self._id: UUID | None = None
        self._told_pct = -_STEP_PCT
        self._telling: asyncio.Task[None] | None = None

    def step(self, done: int, to_do: int) -> None:
        """Called within the run's event loop; waits for nothing."""
        pct = 100.0 * done / max(to_do, 1)
        is_free = self._telling is None or self._telling.done()
        if is_free and (pct >= self._told_pct + _STEP_PCT or done == to_do):
            self._told_pct = pct
            self._telling = asyncio.create_task(self._tell(pct))

    async def _tell(self, pct: float) -> None:
        with suppress(Exception):  # a bar is nothing to fail for
            if self._id is None:
                self._id = await acreate_progress_artifact(pct, self._key, "Pages fetched")
            else:
                await aupdate_progress_artifact(self._id, pct)

    async def end(self) -> None:
        """Wait for what is under way; a bar that was begun is full."""
        if self._telling is not None:
            await self._telling
            await self._tell(100.0)


async def _state(watch_id: str, home: Path, told: str) -> None:
    with connect(home) as con:
        answer = query(con, "select * from state where watch_id = ?", [watch_id])
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    await acreate_table_artifact(
        [
            {
                "indicator": row["indicator"],
                "state": state_text(row),
                "range": range_of(row) if row["kind"] == "quantity" else "",
                "certainty": row["certainty"] or "",
                "grade": grade(row),
                "origins": row["origins"],
                "since": cell(row["since"]),
                "disputed": cell(row["is_disputed"]),
                "stale": cell(row["is_stale"]),
            }
            for row in rows
        ],
        _key(watch_id, "state"),
        f"State of {told}",
    )


async def _ledger(outcome: Outcome, watch_id: str, told: str) -> None:
    counts = {**outcome.ledger.as_detail(), "events_appended": outcome.events_appended}
    lines = [
        "| | |",
        "| --- | ---: |",
        *(f"| {name.replace('_', ' ')} | {count} |" for name, count in counts.items()),
        "",
        f"{len(outcome.alerts)} alerts queued, {len(outcome.warnings)} flags, "
        f"{len(outcome.failures)} failures: `vedette checks` and `vedette status` tell more.",
    ]
    await acreate_markdown_artifact("\n".join(lines), _key(watch_id, "ledger"), f"Ledger of {told}")


async def _checks(outcome: Outcome, watch_id: str, told: str) -> None:
    text = markdown_of(report_of(outcome, watch_id))
    await acreate_markdown_artifact(text, _key(watch_id, "checks"), f"Checks of {told}")


async def _board(page: Path, watch_id: str, told: str) -> None:
    """A browser opens no file from a page of a server, so the path stands there to be copied."""
    about = f"The board of {told}: {page}"
    await acreate_link_artifact(page.as_uri(), str(page), _key(watch_id, "board"), about)


async def _quietly(what: str, make: Callable[[], Awaitable[Any]]) -> None:
    """The run is done, and told of elsewhere."""
    try:
        await make()
    except (DatabaseError, QueryError) as error:
        get_run_logger().warning("no artifact of the %s: %s", what, error)
    except Exception as error:  # of Prefect, of its server, of the way there
        get_run_logger().warning("no artifact of the %s: %s", what, type(error).__name__)


def _key(watch_id: str, what: str) -> str:
    """Prefect takes small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", f"{watch_id}-{what}".lower()).strip("-")
