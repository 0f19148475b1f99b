"""The stores of benchmarks/stores.py, each measured in a process and a folder of its own.

In:   staged rows
Out:  Measured, or NotHere with the reason in a line
Never: holds rows: what a process held before it starts another counts as that one's memory.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
_DUCKLAKE = ROOT / "build" / "ducklake"
_DUCKLAKE_NEEDS = ("duckdb==1.5.5", "duckdb-extension-ducklake==1.5.5", "duckdb-extensions")
_SYNC = re.compile(r"(?:fsync|fdatasync)\(\d+<([^>]*)>")
_IS_ROWS = re.compile(r"\.parquet$|rows\.sqlite")


class NotHere(Exception):
    """Why a store was not measured, in one line."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A store, what the documents call it, its package, and whether it can be given tables."""

    store: str
    title: str
    package: str | None = None
    takes_tables: bool = True

    def python(self) -> str:
        """The interpreter that has it. Raises NotHere."""
        if self.store == "ducklake":
            return str(_ducklake())
        if self.package and importlib.util.find_spec(self.package) is None:
            raise NotHere("not installed; run: pip install -e .[bench]")
        return sys.executable


RAW = Contender("raw", "pyarrow, no fsync")
OURS = Contender("vedette", "vedette's log")
PEERS = (
    Contender("deltalake", "delta-rs", "deltalake"),
    Contender("ducklake", "DuckLake"),
    Contender("pyiceberg", "pyiceberg, SQLite", "pyiceberg"),
    Contender("eventsourcing", "eventsourcing, SQLite", "eventsourcing", takes_tables=False),
)
CONTENDERS = (RAW, Contender("raw-synced", "pyarrow, fsync"), OURS, *PEERS)


@cache
def _ducklake() -> Path:
    """The interpreter of DuckLake's own environment, made where it is missing."""
    python = _DUCKLAKE / "bin" / "python"
    if python.exists():
        return python
    import pyarrow

    try:
        subprocess.run([sys.executable, "-m", "venv", _DUCKLAKE], check=True, capture_output=True)
        needs = [*_DUCKLAKE_NEEDS, f"pyarrow=={pyarrow.__version__}"]
        install = [python, "-m", "pip", "install", "--quiet", *needs]
        subprocess.run(install, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(_DUCKLAKE, ignore_errors=True)
        last = (error.stderr or "no word why").strip().splitlines()[-1]
        raise NotHere(f"its environment cannot be made: {last}") from error
    return python


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one run. Seconds of each append; `bytes` on the disk behind them."""

    events: int
    seconds: list[float]
    cpu_seconds: list[float]
    bytes: int
    peak_mb: float

    @property
    def events_a_second(self) -> float:
        """At the median time of an append: what else the machine did hardly counts."""
        return self.events / len(self.seconds) / median(self.seconds)

    @property
    def cpu_ms(self) -> float:
        """Processors' time for an append."""
        return 1000 * median(self.cpu_seconds)

    @property
    def bytes_an_event(self) -> float:
        """With whatever the store keeps beside the rows."""
        return self.bytes / self.events

    @property
    def p50_ms(self) -> tuple[float, float, float]:
        """Of an append, at the start, in the middle and at the end: of a hundred each."""
        at = len(self.seconds) // 2
        parts = (self.seconds[:100], self.seconds[at - 50 : at + 50], self.seconds[-100:])
        start, middle, end = (1000 * median(part) for part in parts)
        return start, middle, end


def measure(
    contender: Contender, form: str, rows: Path, batch: int, patience_s: float = 90.0
) -> Measured:
    """Append the staged batches, for so many seconds at most. Raises NotHere."""
    with _folder(rows) as folder:
        said = _run([], contender, form, rows, folder, patience_s)
    return Measured(events=batch * len(said["seconds"]), **said)


def syncs(contender: Contender, rows: Path) -> str:
    """What a commit waits for until it is on the disk, as the system sees it."""
    if shutil.which("strace") is None:
        return "no strace"
    with _folder(rows) as folder:
        trace = folder.with_suffix(".trace")
        tracer = ["strace", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
        commits = len(_run(tracer, contender, "records", rows, folder, 60.0)["seconds"])
        files = _SYNC.findall(trace.read_text(encoding="utf-8", errors="replace"))
        trace.unlink()
    # What is done once, when the store is made, is no part of a commit.
    of_rows = sum(bool(_IS_ROWS.search(file)) for file in files) >= commits
    if of_rows:
        return "all"
    return "catalogue" if len(files) >= commits else "nothing"


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=beside.parent) as folder:
        yield Path(folder)


def _run(
    before: list[str], contender: Contender, form: str, rows: Path, folder: Path, patience_s: float
) -> dict[str, list[float]]:
    command = [*before, contender.python(), "-m", "benchmarks.stores", contender.store, form]
    command += [str(rows), str(folder), str(patience_s)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        last = (done.stderr.strip() or "no word why").splitlines()[-1]
        raise NotHere(f"failed: {last}")
    said: dict[str, list[float]] = json.loads(done.stdout)
    return said
