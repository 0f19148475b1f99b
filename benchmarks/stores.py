"""The event log and what it is compared with: one way to append for all, and its measurement.

    python -m benchmarks.stores STORE records|tables ROWS.arrow FOLDER SECONDS

In:   staged rows (an Arrow file, a record batch a commit); an empty folder
Out:  one line of JSON: seconds of each append, bytes on the disk, the most memory held
Never: anything but the append under the clock: rows are read and made to records before it.

All get the same Event records, made to Arrow by the same function, and write the same columns
with zstd; SQLite, which has no columns, gets each event as JSON, as it is. With "tables", the
stores that can take Arrow tables get them ready-made. A process of its own for each: what a
process once held is never forgotten.
"""

from __future__ import annotations

import functools
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.records import Event
from warehouse.schema import arrow_schema, events_to_table, table_to_events

STAMPED = ("seq", "recorded_at")
COMPRESSION = "zstd"


def stamps(events: Sequence[Event]) -> tuple[int, datetime]:
    """The first seq and the time of a batch: staged rows have both already."""
    first = events[0]
    assert first.seq is not None
    assert first.recorded_at is not None
    return first.seq, first.recorded_at


class Store(Protocol):
    """Where a batch is appended; each makes what it needs in an empty folder."""

    def append(self, events: Sequence[Event]) -> None:
        """Take a batch; on return it can be read."""


class ArrowStore(Store):
    """A store that takes Arrow tables, and records once they are one."""

    def append(self, events: Sequence[Event]) -> None:
        """Take a batch of records, made to a table as for all others."""
        first_seq, recorded_at = stamps(events)
        self.append_table(events_to_table(events, first_seq=first_seq, recorded_at=recorded_at))

    def append_table(self, table: pa.Table) -> None:
        """Take a batch that is a table already."""


class Raw(ArrowStore):
    """One Parquet file a batch, left to the system: what no store can beat."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._n = folder, 0

    def append_table(self, table: pa.Table) -> None:
        self._n += 1
        pq.write_table(table, self._path, compression=COMPRESSION)

    @property
    def _path(self) -> Path:
        return self._folder / f"{self._n:012d}.parquet"


class RawSynced(Raw):
    """The same, on the disk before it is acknowledged."""

    def append_table(self, table: pa.Table) -> None:
        super().append_table(table)
        for path in (self._path, self._folder):
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)


class Vedette(ArrowStore):
    """The event log. It takes records; of tables, it is measured without what makes them."""

    def __init__(self, folder: Path) -> None:
        from warehouse.log import EventLog

        self._log = EventLog(folder)

    def append(self, events: Sequence[Event]) -> None:
        first_seq, recorded_at = stamps(events)
        self._log.append(events, batch_id=f"history:{first_seq}", now=recorded_at)

    def append_table(self, table: pa.Table) -> None:
        import warehouse.log

        warehouse.log.events_to_table = lambda given, **_: given
        first_seq, recorded_at = (table.column(name)[0].as_py() for name in STAMPED)
        self._log.append(table, batch_id=f"history:{first_seq}", now=recorded_at)


class DeltaLake(ArrowStore):
    """delta-rs, through a table that is kept open."""

    def __init__(self, folder: Path) -> None:
        from deltalake import DeltaTable, WriterProperties

        self._table = DeltaTable.create(folder, arrow_schema())
        self._properties = WriterProperties(compression=COMPRESSION.upper())

    def append_table(self, table: pa.Table) -> None:
        from deltalake import write_deltalake

        write_deltalake(self._table, table, mode="append", writer_properties=self._properties)


class DuckLake(ArrowStore):
    """DuckLake with its catalogue in a DuckDB file."""

    def __init__(self, folder: Path) -> None:
        import duckdb
        from duckdb_extensions import import_extension

        import_extension("ducklake")
        self._con = duckdb.connect()
        self._con.execute("load ducklake")
        self._con.execute(
            f"attach 'ducklake:{folder}/catalogue.ducklake' as lake (data_path '{folder}/data')"
        )
        self._con.execute(f"call lake.set_option('parquet_compression', '{COMPRESSION}')")
        self._con.register("batch", arrow_schema().empty_table())
        self._con.execute("create table lake.events as from batch")

    def append_table(self, table: pa.Table) -> None:
        self._con.register("batch", table)
        self._con.execute("insert into lake.events from batch")


class Iceberg(ArrowStore):
    """pyiceberg with its catalogue in SQLite."""

    def __init__(self, folder: Path) -> None:
        from pyiceberg.catalog.sql import SqlCatalog

        catalogue = SqlCatalog(
            "bench", uri=f"sqlite:///{folder}/catalogue.sqlite", warehouse=f"file://{folder}"
        )
        catalogue.create_namespace("bench")
        properties = {"write.parquet.compression-codec": COMPRESSION}
        self._table = catalogue.create_table("bench.log", arrow_schema(), properties=properties)

    def append_table(self, table: pa.Table) -> None:
        self._table.append(table)


class EventSourcing(Store):
    """eventsourcing's application recorder over SQLite: the store of an event-sourced program."""

    def __init__(self, folder: Path) -> None:
        from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

        self._recorder = SQLiteApplicationRecorder(SQLiteDatastore(str(folder / "rows.sqlite")))
        self._recorder.create_table()

    def append(self, events: Sequence[Event]) -> None:
        from eventsourcing.persistence import StoredEvent

        self._recorder.insert_events(
            [StoredEvent(e.watch_id, e.seq or 0, e.event_type, _as_json(e)) for e in events]
        )


def _as_json(event: Event) -> bytes:
    said = {name: getattr(event, name) for name in Event.__slots__}
    kept = {name: value for name, value in said.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, default=date.isoformat).encode()


STORES: dict[str, Callable[[Path], Store]] = {
    "raw": Raw,
    "raw-synced": RawSynced,
    "vedette": Vedette,
    "deltalake": DeltaLake,
    "ducklake": DuckLake,
    "pyiceberg": Iceberg,
    "eventsourcing": EventSourcing,
}


def staged(rows: Path) -> Iterator[pa.Table]:
    """The batches of an Arrow file, one in memory at a time."""
    with pa.OSFile(str(rows)) as source, pa.ipc.open_file(source) as file:
        for number in range(file.num_record_batches):
            yield pa.Table.from_batches([file.get_batch(number)])


def measure(store: Store, form: str, rows: Path, patience_s: float) -> list[tuple[float, float]]:
    """Append the staged batches until they or the seconds run out.

    The seconds of each, on the clock and of processors, all threads together.
    """
    spent: list[tuple[float, float]] = []
    for table in staged(rows):
        if form == "tables":
            assert isinstance(store, ArrowStore)
            append = functools.partial(store.append_table, table)
        else:
            append = functools.partial(store.append, list(table_to_events(table)))
        start, cpu_start = perf_counter(), process_time()
        append()
        spent.append((perf_counter() - start, process_time() - cpu_start))
        patience_s -= spent[-1][0]
        if patience_s < 0:
            break
    return spent


def main() -> None:
    """Measure one store, and print what came out as JSON."""
    name, form, rows, folder, patience_s = sys.argv[1:]
    spent = measure(STORES[name](Path(folder)), form, Path(rows), float(patience_s))
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    said = {
        "seconds": [seconds for seconds, _ in spent],
        "cpu_seconds": [cpu_seconds for _, cpu_seconds in spent],
        "bytes": sum(path.stat().st_size for path in files),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,  # Linux: KiB
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
