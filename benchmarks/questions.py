"""One question, asked of one home at several times: how long, and how much memory it takes.

    python -m benchmarks.questions HOME WHAT [EVENTS or INDICATOR]

In:   WHAT is "log" (make one of so many events), "seal" (it, and sweep), "publish" (it, anew),
      "refresh" (100 new events, and publish), a name of folds.FOLDS, "views over the log" or
      "vedette"
Out:  one line of JSON: seconds of each answer, on the clock and of all processors; what was
      answered; the most memory held
Never: compares. Each runs in a process of its own: what a process once held is never forgotten.

Each question is asked twice for each time, and the second answer counts: files are in memory then.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.folds import FOLDS, fold
from benchmarks.histories import History, stage, write_log
from warehouse.database import connect
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.schema import table_to_events
from warehouse.seal import seal, sweep
from warehouse.view_sql import Sources, log_relation, view_query

BATCH = 10_000
REFRESHES, NEW_EVENTS = 5, 100
_MOMENTS = (0.2, 0.4, 0.6, 0.8, 1.0)  # of the time that the log covers


def write_home(home: Path, events: int) -> None:
    """A log of so many events, in commits of BATCH, and what comes next in more.arrow."""
    tables = History(events + REFRESHES * NEW_EVENTS).tables(BATCH)
    write_log(home, islice(tables, events // BATCH))
    (more,) = tables
    parts = (more.slice(n * NEW_EVENTS, NEW_EVENTS) for n in range(REFRESHES))
    stage(home / "more.arrow", parts)


@dataclass
class Spent:
    """Seconds of each of some steps, on the clock and of all processors together."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)

    @contextmanager
    def clocked(self) -> Iterator[None]:
        """Count what is done inside as one step."""
        start, cpu_start = perf_counter(), process_time()
        yield
        self.seconds.append(perf_counter() - start)
        self.cpu_seconds.append(process_time() - cpu_start)


def sealed(home: Path, spent: Spent) -> None:
    """Merge all commits, and take away what they were merged from."""
    at = head_time(home)
    with spent.clocked():
        seal(home, now=at, has_to=True)
    sweep(home, in_use=(), grace=timedelta(0), now=datetime.now(UTC))


def head_time(home: Path) -> datetime:
    """When the last event of the log was recorded."""
    at = EventLog(home).head().recorded_at
    assert at is not None
    return at


def published(home: Path, spent: Spent) -> None:
    """Make every derived file of the log, and the database over them."""
    at = head_time(home)
    with spent.clocked():
        publish(home, now=at, is_anew=True)


def moments(home: Path) -> list[datetime]:
    """The times that are asked about."""
    first, last = History(1).moment(0), head_time(home)
    return [first + share * (last - first) for share in _MOMENTS]


def asked(home: Path, what: str, indicator: str | None) -> Callable[[str], Any]:
    """How to answer for a time, given as text."""
    if what == "vedette":
        con = connect(home)
        only = f", only_indicator := '{indicator}'" if indicator else ""
        return lambda at: con.execute(
            f"select * from state_as_of(timestamptz '{at}', null{only})"
        ).fetchall()
    log = log_relation(EventLog(home).files())
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    if what in FOLDS:
        return lambda at: con.execute(fold(what, log, at, indicator)).fetchall()
    # The same views as Vedette's, over the log alone.
    con.execute("set variable only_indicator = ?", [indicator])
    state = view_query("state", Sources(log, datetime.now(UTC), 2 * 90))

    def over_the_log(at: str) -> Any:
        con.execute(f"set variable recorded_as_of = timestamptz '{at}'")
        return con.execute(state).fetchall()

    return over_the_log


def as_of(home: Path, what: str, indicator: str | None, spent: Spent) -> list[str]:
    """Ask for each moment; the answers, for a fold, and how many rows they have, for the state."""
    answer, answers = asked(home, what, indicator), []
    for at in map(datetime.isoformat, moments(home)):
        answer(at)
        with spent.clocked():
            rows = answer(at)
        answers.append(repr(rows) if what in FOLDS else str(len(rows)))
    return answers


def refreshed(home: Path, spent: Spent) -> None:
    """From 100 new events in the log to a published picture that counts them."""
    log = EventLog(home)
    with pa.OSFile(str(home / "more.arrow")) as source, pa.ipc.open_file(source) as more:
        for number in range(REFRESHES):
            events = list(table_to_events(pa.Table.from_batches([more.get_batch(number)])))
            at = events[0].recorded_at
            assert at is not None
            log.append(events, batch_id=f"more:{number}", now=at)
            with spent.clocked():
                publish(home, now=at)


def main() -> None:
    """Measure one, and print what came out as JSON."""
    home, what = Path(sys.argv[1]), sys.argv[2]
    more = sys.argv[3] if len(sys.argv) > 3 else None
    spent, answers = Spent(), list[str]()
    if what == "log":
        write_home(home, int(more or 0))
    elif what == "seal":
        sealed(home, spent)
    elif what == "publish":
        published(home, spent)
    elif what == "refresh":
        refreshed(home, spent)
    else:
        answers = as_of(home, what, more, spent)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux: KiB
    print(json.dumps({**asdict(spent), "answers": answers, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main()
