"""How long the gate takes: a batch of a run, and 100,000 rows.

    python -m benchmarks.bench_gate

In:   articles with claims, made here, of which one in a thousand cannot pass
Out:  seconds and CPU seconds for each number of rows, imports apart; peak memory
Never: asks the network, or a clock for anything but the figures. The most that 100,000 rows may
       take is 2 seconds.
"""

from __future__ import annotations

import platform
import resource
from collections.abc import Iterator
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter, process_time

from expectations.gate import sift
from flows.texts.crew import cores
from transforms.events import article_fetched, article_id_of, claim_asserted
from transforms.records import Article, Claim, Event, Indicator, Party, Watch

ROWS = (40, 1_000, 10_000, 100_000)
CLAIMS_PER_ARTICLE = 4
ROUNDS = 3
_SENTENCE = "The ministry said on Thursday that at least 300 soldiers had been killed."
_TEXT = f"{_SENTENCE} " + "The figure could not be confirmed from other sources. " * 40
_AT = datetime(2025, 1, 23, 18, 30, tzinfo=UTC)
_WATCH = Watch(
    id="bench",
    title="",
    subjects=(),
    indicators=(Indicator("killed", "quantity", "Killed", "kp", unit="soldiers", maximum=1e5),),
    parties=(Party("kr.ministry", ("ministry",)),),
    feeds=(),
    rules=(),
)


def events(n_rows: int) -> Iterator[Event]:
    """So many rows: an article and its claims, and again."""
    for number in range(n_rows):
        place = number % (CLAIMS_PER_ARTICLE + 1)
        if place == 0:
            article = _article(number)
            yield article_fetched(article, _WATCH, "run")
        else:
            value = 5e7 if number % 1_000 == 1 else 300.0 + place
            yield claim_asserted(_claim(value), article, _WATCH, "run")


def _article(number: int) -> Article:
    url = f"http://news.example/{number}"
    return Article(
        article_id=article_id_of(url, _TEXT),
        url=url,
        text=_TEXT,
        published_at=_AT,
        is_published_uncertain=False,
        title="Hundreds said to be killed",
        language="en",
        outlet="media.example",
        fetched_at=_AT.replace(hour=23),
    )


def _claim(value: float) -> Claim:
    return Claim(
        indicator="killed",
        kind="quantity",
        polarity="affirmed",
        certainty="certain",
        source="kr.ministry",
        evidence=_SENTENCE,
        start=0,
        end=len(_SENTENCE),
        unit="soldiers",
        value=value,
        value_low=value,
        approximation="at_least",
        attribution=("kr.ministry",),
        stated_at=date(2025, 1, 23),
        reader="rules",
    )


def main() -> None:
    """The table, smallest batch first."""
    import great_expectations as gx

    versions = f"Python {platform.python_version()}, Great Expectations {gx.__version__}"
    print(f"{cores()} cores, {versions}")
    began = perf_counter()
    sift(list(events(5)), _WATCH)
    print(f"the first batch, with all imports: {perf_counter() - began:.1f} s\n")
    print(f"{'rows':>8}{'seconds':>10}{'CPU s':>8}{'rows/s':>10}{'held':>7}")
    for n_rows in ROWS:
        batch = list(events(n_rows))
        taken: list[tuple[float, float]] = []
        for _ in range(ROUNDS):
            began, cpu_began = perf_counter(), process_time()
            verdict = sift(batch, _WATCH)
            taken.append((perf_counter() - began, process_time() - cpu_began))
        seconds, cpu_seconds = (median(column) for column in zip(*taken, strict=True))
        print(
            f"{n_rows:>8,}{seconds:>10.2f}{cpu_seconds:>8.2f}{n_rows / seconds:>10,.0f}"
            f"{len(verdict.quarantined):>7,}"
        )
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    print(f"\npeak memory {peak_mb:,.0f} MB")


if __name__ == "__main__":
    main()
