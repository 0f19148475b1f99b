"""How fast a log is verified, and what of it takes how long.

    python -m benchmarks.bench_verify [EVENTS]

In:   a made history (benchmarks/histories.py) of so many events, 1,200,000 where nothing is said,
      in commits of 10,000, then sealed
Out:  a table: GB of files a second. 1.2 million events take 0.7 GB of the folder for temporary
      files and two minutes, half of them to make the history
Never: reads cold files: it says what the processor takes. A disk that is slower sets its own pace.

The parts are nested: the hashes alone; check_file, which takes the hashes and looks at footers, seq
and recorded_at; verify, which takes that and looks up every evidence in its article; verify once
more, which knows the files that have passed. The yardstick is sha256 of the same bytes in memory,
on one core.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import duckdb
import pyarrow as pa

from benchmarks.histories import History, write_log
from flows.texts.crew import cores
from warehouse.commit_store import LocalStore
from warehouse.file_check import check_file
from warehouse.listing import list_log
from warehouse.log_file import digests_of
from warehouse.seal import seal, sweep
from warehouse.verify import verify

EVENTS = 1_200_000
_ROUNDS = 3
_LATER = datetime(2100, 1, 1, tzinfo=UTC)


def main() -> None:
    """Make a log, verify it, seal it, verify it again."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    print(
        f"{cores()} cores, Python {platform.python_version()}, pyarrow {pa.__version__}, "
        f"DuckDB {duckdb.__version__}; sha256 of one core {_yardstick():.2f} GB/s"
    )
    parts = "".join(f"{part:>9}" for part in ("hashes", "files", "verify", "again"))
    print(f"\n{events:,} events{'':12}{'files':>7}{'MB':>7}{parts}")
    with tempfile.TemporaryDirectory(prefix="bench-verify-") as name:
        home = Path(name)
        write_log(home, History(events).tables(10_000))
        line("commits of 10,000", home)
        seal(home, now=_LATER, has_to=True)
        sweep(home, in_use=(), now=_LATER.replace(year=2101))
        line("sealed, by month", home)


def line(title: str, home: Path) -> None:
    """Measure a log and print a line of the table, in GB of files a second."""
    store = LocalStore(home / "log")
    names = list_log(store).files
    n_bytes = sum(store.size(name) for name in names)

    def hashes(name: str) -> None:
        with store.open(name) as file:
            digests_of(file)

    def on_all_files(look: Callable[[str], object]) -> None:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(look, names))

    spent = [
        _best(lambda: on_all_files(hashes)),
        _best(lambda: on_all_files(lambda name: check_file(store, name))),
        _best(lambda: _must_be_sound(home, afresh=True)),
        _best(lambda: _must_be_sound(home)),
    ]
    cells = "".join(f"{n_bytes / 1e9 / seconds:>9.2f}" for seconds in spent)
    print(f"{title:24}{len(names):>7,}{n_bytes / 1e6:>7.0f}{cells}", flush=True)


def _must_be_sound(home: Path, *, afresh: bool = False) -> None:
    report = verify(home, afresh=afresh)
    if not report.is_sound:
        raise SystemExit(str(report))


def _yardstick() -> float:
    block = bytes(1 << 20)

    def hash_blocks() -> None:
        digest = sha256()
        for _ in range(256):
            digest.update(block)

    return 256 * len(block) / 1e9 / _best(hash_blocks)


def _best(do: Callable[[], object]) -> float:
    """Seconds of the best of some rounds."""
    rounds = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        do()
        rounds.append(perf_counter() - start)
    return min(rounds)


if __name__ == "__main__":
    main()
