"""What the processes of the crash tests do: write, seal, read. Each is started to be killed.

A batch is named after its size, "w1-17x4" has four events, and its events carry its name as
their run: so any reader can tell a whole batch from a torn or a doubled one.

    Finding             what a reader must never see, in one line
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.warehouse.builders_events import Story
from tests.warehouse.crash_steps import Steps
from transforms.records import Event
from warehouse.log import EventLog, list_commits
from warehouse.seal import seal, sweep

_, _ARTICLE, _CLAIM = (_story := Story()).says("kr.nis", value=11000.0) and _story.take()


# Some readings take longer: then they list again.
GRACE = timedelta(seconds=1)

# Loads now what pyarrow loads on its first array, so that each child need not.
pa.array(["warm"])


class Finding(Exception):
    """A log that broke its word."""


def events_of(batch_id: str) -> list[Event]:
    """The events of a batch: an article, a claim in it, and then articles up to its size."""
    kinds = (_ARTICLE, _CLAIM, *[_ARTICLE] * 10)[: size_of(batch_id)]
    return [
        dataclasses.replace(kind, event_id=f"{batch_id}-{place}", run_id=batch_id)
        for place, kind in enumerate(kinds)
    ]


def size_of(batch_id: str) -> int:
    """How many events a batch of this name has."""
    return int(batch_id.rpartition("x")[2])


def batches_in(home: Path) -> list[str]:
    """The batches of a log in order, read from its rows.

    Raises Finding where the seqs are not 0, 1, 2, …, or where a batch is torn or doubled.
    """
    table = _all_rows(home)
    if table.column("seq").to_pylist() != list(range(table.num_rows)):
        raise Finding(f"the seqs of {table.num_rows} rows are not dense")
    runs = table.column("run_id").to_pylist()
    rows = Counter(runs)
    odd = [f"{batch} has {n} rows" for batch, n in rows.items() if n != size_of(batch)]
    if odd:
        raise Finding(f"torn or doubled: {', '.join(odd[:5])}")
    order = [run for place, run in enumerate(runs) if place == 0 or runs[place - 1] != run]
    if len(order) != len(rows):
        raise Finding("the rows of a batch do not stand together")
    return order


def _all_rows(home: Path) -> pa.Table:
    """seq and run_id of every event. A file may be swept between listing and reading."""
    for _ in range(5):
        with contextlib.suppress(FileNotFoundError):
            tables = [
                pq.read_table(path, columns=["seq", "run_id"], partitioning=None, use_threads=False)
                for path in list_commits(home)
            ]
            return pa.concat_tables(tables) if tables else pa.table({"seq": [], "run_id": []})
    raise Finding("files go faster than they can be read")


def write(home: Path, batch_ids: list[str], steps: Steps, acknowledgements: Connection) -> None:
    """Append batches, say each when it is safe, then wait to be killed."""
    clock = random.Random(batch_ids[0])
    log = EventLog(home)
    with steps:
        for batch_id in batch_ids:
            now = datetime.now(UTC) + timedelta(hours=clock.randint(-48, 48))
            log.append(events_of(batch_id), batch_id=batch_id, now=now)
            acknowledgements.send(batch_id)
    acknowledgements.send("end")
    time.sleep(600)


def read_for_ever(home: Path, reports: Connection) -> None:
    """Read everything again and again; tell the length of each reading, or what is wrong."""
    n = 0
    while True:
        try:
            seen = len(batches_in(home))
            if seen < n:
                raise Finding(f"the log shrank from {n} batches to {seen}")
        except Exception as error:
            reports.send(Finding(f"reader: {type(error).__name__}: {error}"))
            return
        n = seen
        reports.send(("read", n))
        time.sleep(0.05)


def seal_for_ever(home: Path, steps: Steps, reports: Connection) -> None:
    """Seal and sweep again and again; tell how many files were made and removed."""
    chance = random.Random(time.monotonic())
    with steps:
        while True:
            # Not each time: what is sealed anew each time is never old enough for a sweep.
            made = seal_once(home) if chance.random() < 0.2 else []
            removed = sweep_once(home, GRACE)
            reports.send(("sealed", len(made), len(removed)))
            time.sleep(0.1)


def seal_or_sweep(home: Path, what: str, steps: Steps, reports: Connection) -> None:
    """Do one of them, once."""
    with steps:
        done = seal_once(home) if what == "seal" else sweep_once(home, timedelta(0))
    reports.send(len(done))


def seal_once(home: Path) -> list[Path]:
    """Seal every commit, however few there are."""
    return seal(home, now=datetime.now(UTC), has_to=True)


def sweep_once(home: Path, grace: timedelta) -> list[Path]:
    """Sweep what was sealed longer ago than `grace`."""
    return sweep(home, in_use=(), grace=grace, now=datetime.now(UTC))
