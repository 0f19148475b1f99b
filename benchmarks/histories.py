"""Histories of events, as long as is wanted, by a seed: what the benchmarks of the log run on.

    python -m benchmarks.histories EVENTS BATCH ROWS.arrow    (stage it, a record batch a commit)

In:   how many events, a seed, how many a day
Out:  Arrow tables in the log's schema, or Event records; a log on the disk
Never: a clock; more memory for a longer history.

A log grows in time: events come at a fixed rate, so 100,000 of them are five weeks and ten
million are ten years. Ten watches with 200 indicators, real sentences, ids that are the sha256
of what they name: what comes out is what the builders of transforms/events.py would make of the
same facts, and `vedette verify` finds nothing wrong with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from benchmarks.history.cast import watches
from benchmarks.history.draws import Ints
from benchmarks.history.rows import pieces
from transforms.events import watch_changed
from transforms.records import Event
from warehouse.commit_store import LocalStore
from warehouse.listing import commit_name
from warehouse.log_file import Footer, encode
from warehouse.schema import arrow_schema, events_to_table, table_to_events

PER_DAY = 2_700
_START = datetime(2016, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class History:
    """`events` of them, `per_day` on each day from 1 January 2016 on."""

    events: int
    seed: int = 1
    per_day: int = PER_DAY

    def tables(self, batch: int) -> Iterator[pa.Table]:
        """Batches of so many events (the last one may be shorter), stamped like commits."""
        held: list[pa.Table] = []
        given = 0
        for piece in self._pieces():
            held.append(piece)
            rows = pa.concat_tables(held)
            while given < self.events and rows.num_rows >= min(batch, self.events - given):
                size = min(batch, self.events - given)
                yield self._stamped(rows.slice(0, size), given + size - 1)
                rows, given = rows.slice(size), given + size
            if given == self.events:
                return
            held = [rows]

    def batches(self, batch: int) -> Iterator[list[Event]]:
        """The same as records, as EventLog.append takes them."""
        return (list(table_to_events(table)) for table in self.tables(batch))

    def moment(self, seq: int) -> datetime:
        """When the event of that number came: whole seconds, UTC."""
        return _START + timedelta(seconds=seq * 86_400 // self.per_day)

    def _pieces(self) -> Iterator[pa.Table]:
        first = [watch_changed(watch, "run-0000000") for watch in watches()]
        yield events_to_table(first, first_seq=0, recorded_at=_START)
        yield from pieces(self.seed, self.events, self._moment_us)

    def _moment_us(self, seq: Ints) -> Ints:
        return (int(_START.timestamp()) + seq * 86_400 // self.per_day) * 1_000_000

    def _stamped(self, rows: pa.Table, last_seq: int) -> pa.Table:
        """All events of a commit were recorded when its last one came."""
        schema = arrow_schema()
        at = schema.get_field_index("recorded_at")
        field = schema.field(at)
        stamp = pa.repeat(pa.scalar(self.moment(last_seq), field.type), rows.num_rows)
        return rows.set_column(at, field, stamp).cast(schema)


def write_log(home: Path, tables: Iterable[pa.Table]) -> None:
    """A log of those commits, byte for byte as EventLog.append writes it, but without records."""
    store, before = LocalStore(home / "log"), ""
    for table in tables:
        first_seq, recorded_at = (table.column(n)[0].as_py() for n in ("seq", "recorded_at"))
        footer = Footer(
            first_seq, table.num_rows, before, recorded_at, batch_id=f"history:{first_seq}"
        )
        content = encode(table, footer)
        if not store.put_if_absent(commit_name(first_seq), content):
            raise FileExistsError(f"{home}: holds a log already")
        before = sha256(content).hexdigest()


def stage(rows: Path, tables: Iterable[pa.Table]) -> None:
    """An Arrow file of those commits, for others to append: reading it costs next to nothing."""
    with pa.OSFile(str(rows), "wb") as sink, pa.ipc.new_file(sink, arrow_schema()) as writer:
        for table in tables:
            writer.write_table(table.combine_chunks())


if __name__ == "__main__":
    stage(Path(sys.argv[3]), History(int(sys.argv[1])).tables(int(sys.argv[2])))
