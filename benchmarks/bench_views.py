"""How long a question about any time takes, and a refresh, beside folds of the raw log.

    python -m benchmarks.bench_views [MILLIONS]

In:   a made history (benchmarks/histories.py) of so many million events, 1 where nothing is said,
      and one of a hundredth of it
Out:  tables, and docs/charts/as-of.svg. A million events take 1 GB of the folder for temporary
      files and five minutes, ten million 7 GB and half an hour
Never: compares runs: every ratio is of figures of the same run.

The peer is the best of three folds that one would write by hand over the log's Parquet files, in
the same DuckDB (benchmarks/folds.py): it gives the claim that each origin stands by, and leaves out
weights, disputes and credibility, which the state has. The same views over the log alone, without
the derived files, answer the same as Vedette does; above a million events they take minutes, and
are left out.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.charts import Bar, write_bars
from benchmarks.contenders import ROOT
from benchmarks.folds import FOLDS
from benchmarks.history.cast import watches
from flows.texts.crew import cores

MILLION, SMALLER = 1_000_000, 100
VEDETTE, VIEWS = "vedette", "views over the log"
# The first indicator of the first watch is talked about most, its last one hardly.
_LISTED = watches()[0].indicators
SCOPES = {"all 200": None, "the busiest": _LISTED[0].id, "a middling one": _LISTED[10].id}


@dataclass(frozen=True, slots=True)
class Answered:
    """What benchmarks/questions.py says of one question."""

    seconds: list[float]
    cpu_seconds: list[float]
    answers: list[str]
    peak_mb: float

    @property
    def p50_ms(self) -> float:
        """Of an answer."""
        return 1000 * median(self.seconds)

    @property
    def cpu_ms(self) -> float:
        """Processors' time for an answer."""
        return 1000 * median(self.cpu_seconds)


def ask(home: Path, what: str, more: str | None = None) -> Answered:
    """One question, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.questions", str(home), what]
    command += [more] if more else []
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return Answered(**json.loads(done.stdout))


def main() -> None:
    """Measure, print the tables, draw the chart."""
    events = MILLION * int(sys.argv[1] if len(sys.argv) > 1 else 1)
    print(f"{cores()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(prefix="bench-views-") as name:
        homes = {n: Path(name) / str(n) for n in (events // SMALLER, events)}
        print(f"\n{'making it anew':24}{'seconds':>9}{'peak MB':>9}", flush=True)
        for size, home in homes.items():
            ask(home, "log", str(size))
            for what in ("seal", "publish"):
                done = ask(home, what)
                title = f"  {what}, {size:,}"
                print(f"{title:24}{done.seconds[0]:>9.1f}{done.peak_mb:>9.0f}", flush=True)
        draw(as_of(homes[events], events), events)
        refresh(homes)


def as_of(home: Path, events: int) -> dict[str, dict[str, Answered]]:
    """The state as of five times, by scope and by way; every fold gives the same rows."""
    print(f"\nas of five times in {events:,} events, p50", flush=True)
    print(f"{'':24}{'ms':>9}{'ratio':>9}{'CPU ms':>9}{'peak MB':>9}")
    found: dict[str, dict[str, Answered]] = {}
    others = (VIEWS, VEDETTE) if events <= MILLION else (VEDETTE,)
    for scope, indicator in SCOPES.items():
        ways = {way: ask(home, way, indicator) for way in (*FOLDS, *others)}
        assert len({tuple(ways[fold].answers) for fold in FOLDS}) == 1, "the folds differ"
        found[scope] = ways
        best = min(ways[fold].p50_ms for fold in FOLDS)
        print(scope)
        for way, done in ways.items():
            print(
                f"  {way:22}{done.p50_ms:>9.1f}{done.p50_ms / best:>9.2f}{done.cpu_ms:>9.1f}"
                f"{done.peak_mb:>9.0f}",
                flush=True,
            )
    return found


def refresh(homes: dict[int, Path]) -> None:
    """From 100 new events to a published picture, for both sizes."""
    print(f"\n{'refresh after 100 events':24}{'p50 ms':>9}{'ratio':>9}{'CPU ms':>9}{'peak MB':>9}")
    base: Answered | None = None
    for size, home in homes.items():
        done = ask(home, "refresh")
        base = base or done
        ratio = done.p50_ms / base.p50_ms
        print(
            f"{f'  {size:,}':24}{done.p50_ms:>9.1f}{ratio:>9.2f}{done.cpu_ms:>9.1f}"
            f"{done.peak_mb:>9.0f}",
            flush=True,
        )


def draw(found: dict[str, dict[str, Answered]], events: int) -> None:
    """docs/charts/as-of.svg"""
    ways = found["all 200"]
    best = min(FOLDS, key=lambda fold: ways[fold].p50_ms)
    bars = [
        Bar(f"{title}, {scope}", done.p50_ms, f"{done.p50_ms:,.0f} ms", title == VEDETTE)
        for scope, found_ways in found.items()
        for title, done in (("fold", found_ways[best]), (VEDETTE, found_ways[VEDETTE]))
    ]
    what = f"the median time of an answer over {events:,} events: shorter is better"
    write_bars("as-of", "The state as of any time", what, bars)


if __name__ == "__main__":
    main()
