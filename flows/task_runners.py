"""Who runs the tasks of a flow: processes of this machine, or the workers of a Dask cluster.

In:   how many processes, or the address of a Dask scheduler
Out:  a Prefect task runner, and how many tasks keep it busy
Never: starts a cluster: its scheduler and workers are somebody's to run, near the files.
"""

from __future__ import annotations

from typing import Any

_CONNECT_SECONDS = 10


class ClusterError(Exception):
    """Why a cluster cannot be used; one line."""


def task_runner(jobs: int, scheduler: str | None) -> tuple[Any, int]:
    """The runner, and how many tasks may be under way at once. Raises ClusterError."""
    if scheduler is None:
        from prefect.task_runners import ProcessPoolTaskRunner

        return ProcessPoolTaskRunner(max_workers=jobs), 2 * jobs
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise ClusterError(
            "a Dask cluster needs the extra `cluster`: pip install 'vedette[cluster]'"
        ) from None
    return DaskTaskRunner(address=scheduler), 2 * _threads_of(scheduler)


def _threads_of(scheduler: str) -> int:
    """How many tasks the workers run at once."""
    from distributed import Client

    try:
        with Client(scheduler, timeout=_CONNECT_SECONDS) as client:
            threads = sum(client.nthreads().values())
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(f"{scheduler}: no Dask scheduler answers there ({error})") from None
    if not threads:
        raise ClusterError(f"{scheduler}: the scheduler has no workers; start some")
    return int(threads)
