"""How fast the log is scanned, by any DuckDB, before and after it is sealed.

    python -m benchmarks.bench_scan [EVENTS]

In:   a made history (benchmarks/histories.py) of so many events, 1,000,000 where nothing is said,
      in commits of 10,000
Out:  a table. A million events take 1 GB of the folder for temporary files and three minutes
Never: compares runs: every ratio is of figures of the same run.

The peer is one plain Parquet file of the same rows, as pyarrow writes it with row groups of
100,000: what nothing that is appended to can be.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter

import duckdb
import pyarrow.parquet as pq

from benchmarks.bench_views import ask
from benchmarks.stores import COMPRESSION
from flows.texts.crew import cores
from warehouse.log import EventLog
from warehouse.schema import arrow_schema
from warehouse.view_sql import log_relation

EVENTS = 1_000_000
_ROW_GROUP = 100_000
_ROUNDS = 5
QUERIES = {
    "count": "select count(*) from {log} where event_type = 'claim_asserted'",
    "group by": "select indicator, source, count(*), max(value) from {log} group by all",
    "words": "select count(*) from {log} where evidence like '%near Tarn%'",
}


def main() -> None:
    """Make the log, scan it, seal it, scan it again."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    print(f"{cores()} cores, Python {platform.python_version()}, DuckDB {duckdb.__version__}")
    heads = "".join(f"{name + ', ms':>14}{'ratio':>7}" for name in QUERIES)
    print(f"\n{events:,} events{'':14}{'files':>7}{'bytes/event':>13}{heads}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-scan-") as name:
        home, plain = Path(name) / "home", Path(name) / "plain.parquet"
        ask(home, "log", str(events))
        write_plain(plain, EventLog(home).files())
        base = line("one plain file", [plain], events)
        line("commits of 10,000", EventLog(home).files(), events, base)
        done = ask(home, "seal")
        line("sealed", EventLog(home).files(), events, base)
    print(f"\nsealed in {done.seconds[0]:.1f} s, {done.peak_mb:.0f} MB at most")


def write_plain(plain: Path, files: Iterable[Path]) -> None:
    """The same rows as one file, in memory a row group at a time."""
    import pyarrow as pa

    held: list[pa.Table] = []
    with pq.ParquetWriter(plain, arrow_schema(), compression=COMPRESSION) as writer:
        for file in files:
            held.append(pq.read_table(file, partitioning=None))
            if sum(table.num_rows for table in held) >= _ROW_GROUP:
                writer.write_table(pa.concat_tables(held), row_group_size=_ROW_GROUP)
                held = []
        if held:
            writer.write_table(pa.concat_tables(held), row_group_size=_ROW_GROUP)


def line(
    title: str, files: Sequence[Path], events: int, base: dict[str, float] | None = None
) -> dict[str, float]:
    """Scan the files and print a line; milliseconds by query."""
    spent = {name: scan(sql, files) for name, sql in QUERIES.items()}
    ratios = {name: ms / (base or spent)[name] for name, ms in spent.items()}
    size = sum(file.stat().st_size for file in files) / events
    cells = "".join(f"{ms:>14.1f}{ratios[name]:>7.2f}" for name, ms in spent.items())
    print(f"{title:24}{len(files):>7,}{size:>13.1f}{cells}", flush=True)
    return spent


def scan(sql: str, files: Sequence[Path]) -> float:
    """Milliseconds of the best of some rounds: the files are in memory then."""
    with duckdb.connect() as con:
        rounds = []
        for _ in range(_ROUNDS):
            start = perf_counter()
            con.execute(sql.format(log=log_relation(files))).fetchall()
            rounds.append(1000 * (perf_counter() - start))
    return min(rounds)


if __name__ == "__main__":
    main()
