"""What it costs to find the near-copies of an article among many.

    python -m benchmarks.bench_copies [TEXTS ...]

In:   how many texts the index holds; 10,000, 100,000 and 1,000,000 where nothing is said
Out:  a table: ms to look one article up, half of them copies of an indexed one, and to take it in,
      beside a comparison with all signatures one by one (NumPy, in one piece); copies found; the
      index's size and how long it took to build. A million texts take 2 GB of the folder for
      temporary files
Never: a log. The index is filled as flows/texts/copy_index.py fills it, from rows of its own:
      drawn signatures; one text in ten shares a sixth of its runs with others (boilerplate).
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from flows.texts.copy_index import CopyIndex
from transforms.syndication import clusters_of, overlap
from warehouse.queries import KnownFingerprint

_NOW = datetime(2025, 1, 24, tzinfo=UTC)
_ROWS = 20_000
_BATCH = 40
_ASKED = 200
_RUNS = 450  # five-word runs of an article of news


def main(sizes: list[int]) -> None:
    """Measure each size and print the table."""
    print("    texts   look up, ms   take in, ms   one by one, ms     found  build, s  index, MB")
    for size in sizes:
        print("{:>9} {:>13} {:>13} {:>16} {:>9} {:>9} {:>10}".format(*_measured(size)), flush=True)


def _measured(size: int) -> tuple[str, ...]:
    draw = np.random.default_rng(7)
    with tempfile.TemporaryDirectory() as folder:
        index = CopyIndex(Path(folder), "w")
        started = time.perf_counter()
        kept = []
        for first in range(0, size, _ROWS):
            some = _signatures(draw, min(_ROWS, size - first))
            kept.append(some)
            index.add(_known(some, first))
        built_s = time.perf_counter() - started
        size_mb = sum(p.stat().st_size for p in Path(folder).iterdir()) / 1e6
        signatures = np.concatenate(kept)
        asked = _asked(draw, signatures)
        looked_up, found = _look_up(index, asked)
        taken_in = _take_in(index, draw, size)
        index.close()
    everything = [row.tobytes().hex() for row in signatures[: min(size, 100_000)]]
    started = time.perf_counter()
    for text in asked[:3]:
        overlap(text, everything)
    # Longer lists take as much a text: what a million takes is not held in memory for it.
    one_by_one_ms = (time.perf_counter() - started) / 3 * 1000 * size / len(everything)
    return (
        f"{size:,}", f"{looked_up:.2f}", f"{taken_in:.2f}", f"{one_by_one_ms:,.0f}",
        f"{found}/{_ASKED // 2}", f"{built_s:.0f}", f"{size_mb:,.0f}",
    )  # fmt: skip


def _signatures(draw: np.random.Generator, count: int) -> NDArray[np.uint32]:
    """As syndication.fingerprint gives them: the least of so many hashes, 64 times."""
    uniform = draw.random((count, 64))
    least = (1 - uniform ** (1 / _RUNS)) * 2**32
    common = (1 - np.random.default_rng(1).random(64) ** (1 / (_RUNS / 6))) * 2**32
    has_boilerplate = draw.random((count, 1)) < 0.1
    return np.where(has_boilerplate, np.minimum(least, common), least).astype(">u4")


def _known(signatures: NDArray[np.uint32], first: int) -> list[KnownFingerprint]:
    return [
        KnownFingerprint(
            n, "w", f"{n:064x}", f"{n:064x}", row.tobytes().hex(),
            _NOW - timedelta(seconds=n % 1_000_000), f"https://a.example/{n}", "a",
        )
        for n, row in enumerate(signatures, first)
    ]  # fmt: skip


def _asked(draw: np.random.Generator, signatures: NDArray[np.uint32]) -> list[str]:
    """Copies that share six tenths of their hashes with an indexed text, and texts that are new."""
    fresh = _signatures(draw, _ASKED)
    for n, original in enumerate(draw.integers(0, len(signatures), _ASKED // 2)):
        is_shared = draw.random(64) < 0.6
        fresh[n] = np.where(is_shared, signatures[original], fresh[n])
    return [row.tobytes().hex() for row in fresh]


def _look_up(index: CopyIndex, asked: list[str]) -> tuple[float, int]:
    """Milliseconds at the median, and how many of the copies were found."""
    spent, found = [], 0
    for n, signature in enumerate(asked):
        started = time.perf_counter()
        clusters = clusters_of(signature, index.near(signature, _NOW))
        spent.append(time.perf_counter() - started)
        found += bool(clusters) and n < _ASKED // 2
    return median(spent) * 1000, found


def _take_in(index: CopyIndex, draw: np.random.Generator, size: int) -> float:
    """Milliseconds an article at the median, where a run takes in batches of 40 as they come."""
    spent = []
    for first in range(size, size + 10 * _BATCH, _BATCH):
        batch = _known(_signatures(draw, _BATCH), first)
        started = time.perf_counter()
        index.add(batch)
        spent.append(time.perf_counter() - started)
    return median(spent) * 1000 / _BATCH


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
