"""How fast, how small and how lean the event log takes events, beside what else could hold them.

    python -m benchmarks.bench_store [EVENTS]

In:   a made history (benchmarks/histories.py) of so many events, 1,000,000 where nothing is said
Out:  tables, and docs/charts/append-*.svg. A million events take 5 GB of the folder for temporary
      files, and ten minutes
Never: compares runs: every ratio is of figures of the same run.

The peers are Delta Lake through delta-rs, DuckLake, Apache Iceberg through pyiceberg, and the
eventsourcing library on SQLite: `pip install -e .[bench]`. DuckLake's extension is on the package
index for some versions of DuckDB only, so it gets an environment of its own in build/ducklake.
What is not there is named in the tables. The limit is pyarrow that writes a file a batch and
leaves it to the system when it reaches the disk. See benchmarks/stores.py for what each one gets.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.charts import Bar, write_bars
from benchmarks.contenders import (
    CONTENDERS,
    OURS,
    RAW,
    ROOT,
    Contender,
    Measured,
    NotHere,
    measure,
    syncs,
)
from flows.texts.crew import cores

EVENTS, BATCH = 1_000_000, 10_000
SMALL_COMMITS, SMALL_BATCH = 5_000, 100
_TRACED_COMMITS = 20
_NONE = "–"


def main() -> None:
    """Measure all, print a line as soon as it is known, draw the charts."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    print(f"{cores()} cores, Python {platform.python_version()}; {events:,} events")
    with tempfile.TemporaryDirectory(prefix="bench-store-") as name:
        work = Path(name)
        bulk = staged(work / "bulk.arrow", events, BATCH)
        small = staged(work / "small.arrow", SMALL_COMMITS * SMALL_BATCH, SMALL_BATCH)
        traced = staged(work / "traced.arrow", _TRACED_COMMITS * SMALL_BATCH, SMALL_BATCH)
        draw_bulk(large_appends(bulk, traced))
        draw_small(small_appends(small))


def staged(rows: Path, events: int, batch: int) -> Path:
    """Made by another process: this one stays small, so that those it starts count from nothing."""
    command = [sys.executable, "-m", "benchmarks.histories", str(events), str(batch), str(rows)]
    subprocess.run(command, cwd=ROOT, check=True)
    return rows


def large_appends(rows: Path, traced: Path) -> dict[Contender, Measured]:
    """The first table: events a second from records and from tables, size, memory, fsync."""
    print(f"\nappends of {BATCH:,} events, thousand events a second", flush=True)
    heads = f"{'':24}{'records':>9}{'ratio':>7}{'CPU ms':>8}{'tables':>9}{'ratio':>7}{'CPU ms':>8}"
    print(f"{heads}{'bytes/event':>13}{'peak MB':>9}   waits for the disk")
    found: dict[Contender, Measured] = {}
    table_base: Measured | None = None
    for one in CONTENDERS:
        try:
            found[one] = records = measure(one, "records", rows, BATCH)
            tables = measure(one, "tables", rows, BATCH) if one.takes_tables else None
            table_base = table_base or tables
            print(
                f"{one.title:24}{_rate(records, found[RAW])}{_rate(tables, table_base)}"
                f"{records.bytes_an_event:>13.1f}{records.peak_mb:>9.0f}   {syncs(one, traced)}",
                flush=True,
            )
        except NotHere as reason:
            print(f"{one.title:24}{reason}", flush=True)
    return found


def _rate(one: Measured | None, base: Measured | None) -> str:
    if one is None or base is None:
        return f"{_NONE:>9}{_NONE:>7}{_NONE:>8}"
    ratio = one.events_a_second / base.events_a_second
    return f"{one.events_a_second / 1000:>9.1f}{ratio:>7.2f}{one.cpu_ms:>8.1f}"


def small_appends(rows: Path) -> dict[Contender, Measured]:
    """The second table: the median time of an append early, half-way and late."""
    print(f"\nappends of {SMALL_BATCH} events, records, p50 in ms", flush=True)
    print(f"{'':24}{'start':>9}{'middle':>9}{'end':>9}{'ratio':>7}{'commits':>10}")
    found: dict[Contender, Measured] = {}
    for one in CONTENDERS:
        try:
            found[one] = done = measure(one, "records", rows, SMALL_BATCH, patience_s=45.0)
            times = "".join(f"{ms:>9.2f}" for ms in done.p50_ms)
            ratio = done.p50_ms[1] / found[RAW].p50_ms[1]
            print(f"{one.title:24}{times}{ratio:>7.1f}{len(done.seconds):>10,}", flush=True)
        except NotHere as reason:
            print(f"{one.title:24}{reason}", flush=True)
    return found


def draw_bulk(found: dict[Contender, Measured]) -> None:
    """docs/charts/append-large.svg"""
    bars = [
        Bar(one.title, m.events_a_second, f"{m.events_a_second / 1000:.0f}", one == OURS)
        for one, m in found.items()
    ]
    what = f"thousand events a second, from records, in batches of {BATCH:,}: longer is better"
    write_bars("append-large", "Appending", what, bars)


def draw_small(found: dict[Contender, Measured]) -> None:
    """docs/charts/append-small.svg"""
    bars = [
        Bar(one.title, m.p50_ms[2], f"{m.p50_ms[2]:.1f} ms after {len(m.seconds):,}", one == OURS)
        for one, m in found.items()
    ]
    what = f"the median time of an append of {SMALL_BATCH} events: shorter is better"
    write_bars("append-small", "A small append, after many others", what, bars)


if __name__ == "__main__":
    main()
