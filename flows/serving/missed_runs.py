"""After a sleep of the machine: one run, not one for each that was missed.

In:   the id of a deployment on a Prefect server
Out:  runs that are due and have not begun are cancelled where a run that began after they were
      due has done their work, or one that is due later will
Never: cancels the only run that is due, or one that has begun.

Prefect writes runs down before they are due. A machine that slept, or a server that was down,
finds dozens of them, and would do one after the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient

_LOOK_EVERY_SECONDS = 2.0
_WHY = "Due before another run began, which has done its work."


async def cancel_missed_runs(deployment_id: UUID) -> None:
    """Look again and again, until cancelled."""
    from prefect.client.orchestration import get_client
    from prefect.exceptions import PrefectHTTPStatusError

    async with get_client() as client:
        while True:
            # With a server that does not answer, nothing is started either.
            with suppress(httpx.TransportError, PrefectHTTPStatusError):
                await cancel_once(client, deployment_id)
            await asyncio.sleep(_LOOK_EVERY_SECONDS)


async def cancel_once(client: PrefectClient, deployment_id: UUID) -> None:
    """Cancel what is superfluous now."""
    from prefect.states import Cancelled

    due, begun_at = await _due(client, deployment_id), await _last_begun_at(client, deployment_id)
    for name in superfluous(due, begun_at):
        await client.set_flow_run_state(name, Cancelled(message=_WHY), force=True)


def superfluous(due: Sequence[tuple[UUID, datetime]], begun_at: datetime | None) -> list[UUID]:
    """Of the runs that are due and wait, in the order of their times: all but the newest, and that
    one, too, where a run has begun since it was due."""
    return [
        name
        for place, (name, at) in enumerate(due, 1)
        if place < len(due) or (begun_at is not None and at <= begun_at)
    ]


async def _due(client: PrefectClient, deployment_id: UUID) -> list[tuple[UUID, datetime]]:
    from prefect.client.schemas.objects import StateType
    from prefect.client.schemas.sorting import FlowRunSort

    runs = await client.read_flow_runs(
        flow_run_filter=_filter(
            deployment_id,
            state={"type": {"any_": [StateType.SCHEDULED]}},
            next_scheduled_start_time={"before_": datetime.now(UTC)},
        ),
        sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
    )
    return [(run.id, at) for run in runs if (at := run.next_scheduled_start_time)]


async def _last_begun_at(client: PrefectClient, deployment_id: UUID) -> datetime | None:
    from prefect.client.schemas.objects import StateType
    from prefect.client.schemas.sorting import FlowRunSort

    # One that is cancelled before it begins has a start, too.
    begun = [StateType.RUNNING, StateType.COMPLETED, StateType.FAILED, StateType.CRASHED]
    runs = await client.read_flow_runs(
        flow_run_filter=_filter(
            deployment_id,
            state={"type": {"any_": begun}},
            start_time={"is_null_": False},
        ),
        sort=FlowRunSort.START_TIME_DESC,
        limit=1,
    )
    return runs[0].start_time if runs else None


def _filter(deployment_id: UUID, **conditions: Any) -> Any:
    from prefect.client.schemas.filters import FlowRunFilter

    return FlowRunFilter.model_validate({"deployment_id": {"any_": [deployment_id]}, **conditions})
