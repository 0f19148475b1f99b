"""How much memory a long stream of articles takes: the same for ten times as many.

    python -m benchmarks.bench_memory

In:   made articles (benchmarks/newspaper.py), one in 200 of them with claims; a watch
Out:  for 10,000 and for 100,000 articles the most memory that was held: by the process that asks,
      and by the largest of those that read
Never: holds the articles: each is made when it is asked for.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.newspaper import Newspaper
from flows.texts.crew import cores
from flows.texts.many import Item, read_stream
from seeds.labelled import load_labelled
from seeds.watch import find_watch, read_watch
from transforms.reader import RULES

SEED = 1
WATCH = "dprk"
_SIZES = (10_000, 100_000)
# In a day's news on everything, an article on what is watched is rare.
_ONE_IN = 200


def stream(newspaper: Newspaper, count: int) -> Iterator[Item]:
    """Dull articles, and now and then one of interest."""
    dull, rich = newspaper.dull(), newspaper.with_claims()
    for number in range(count):
        if number % _ONE_IN:
            yield Item(str(number), next(dull), None)
        else:
            article, text = next(rich)
            yield Item(str(number), text, article.published_on)


def measure(count: int) -> None:
    """Read a stream of so many articles, and print a line of the table."""
    watch = read_watch(find_watch(WATCH))
    newspaper = Newspaper(load_labelled(WATCH), SEED)
    start = perf_counter()
    answers = read_stream(watch, (RULES,), stream(newspaper, count), cores())
    claims = sum(len(reading.claims) for _, reading in answers)
    seconds = perf_counter() - start
    asking, reading = (
        resource.getrusage(who).ru_maxrss / 1024  # Linux counts in KiB
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{count:>9,}{claims:>8,}{count / seconds:>12,.0f}{asking:>12.0f}{reading:>13.0f}")


def main() -> None:
    """Each size in a process of its own: what a process once held is never forgotten."""
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
        return
    head = f"{'articles':>9}{'claims':>8}{'articles/s':>12}{'asking, MB':>12}{'reading, MB':>13}"
    print(head, flush=True)
    for size in _SIZES:
        command = [sys.executable, "-m", "benchmarks.bench_memory", str(size)]
        subprocess.run(command, cwd=Path(__file__).parents[1], check=True)


if __name__ == "__main__":
    main()
