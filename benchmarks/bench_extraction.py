"""How fast articles are read: the screen and the extractor beside spaCy's whole pipeline.

    python -m benchmarks.bench_extraction

In:   made articles (benchmarks/newspaper.py), the watch on North Korea, the installed model
Out:  a table: articles/s, MB/s, the ratio to the peer, and the processors' time for an article,
      which what else the machine does disturbs less
Never: compares runs: every ratio is of figures of the same run.

The peer is spaCy itself: `spacy.load` of the same model with all its components, `nlp.pipe` over
whole articles, in one process, at the batch size that suits it best here. That is what a program
has to do first that looks for claims in a parse of every sentence.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

import spacy
import spacy.util

from benchmarks.newspaper import Newspaper
from flows.texts.crew import cores
from flows.texts.many import Item, read_stream
from seeds.labelled import load_labelled
from seeds.watch import find_watch, read_watch
from transforms.extract import Extractor
from transforms.language import english
from transforms.reader import RULES, Text
from transforms.records import Watch
from transforms.screen import Screen
from transforms.selection import Selection
from transforms.sentences import split_sentences

SEED = 1
WATCH = "dprk"
_ROUNDS = 2
_BATCH_SIZES = (8, 32, 128)
# For spaCy, which reads ten a second; the others get as many as make a second or more.
_PEER_ARTICLES = 40
_DULL_ARTICLES = 20_000
_CLAIM_ARTICLES = 400


@dataclass(frozen=True, slots=True)
class Rate:
    """What was read in how long, and how long processors were busy with it."""

    articles: int
    chars: int
    seconds: float
    cpu_seconds: float

    @property
    def articles_a_second(self) -> float:
        return self.articles / self.seconds

    @property
    def megabytes_a_second(self) -> float:
        """Megabytes of text; the articles are ASCII but for a few quotation marks."""
        return self.chars / 1e6 / self.seconds


def measured(texts: Sequence[str], read: Callable[[Sequence[str]], object]) -> Rate:
    """The better of some rounds: what else the machine did is no part of the figure."""
    rounds = []
    for _ in range(_ROUNDS):
        start, cpu_start = perf_counter(), cpu_seconds()
        read(texts)
        rounds.append((perf_counter() - start, cpu_seconds() - cpu_start))
    seconds, cpu = map(min, zip(*rounds, strict=True))
    return Rate(len(texts), sum(map(len, texts)), seconds, cpu)


def cpu_seconds() -> float:
    """What this process and those that it has started have used so far; of others, on Linux."""
    used = process_time()
    for child in multiprocessing.active_children():
        stat = Path(f"/proc/{child.pid}/stat")
        if stat.exists():
            # After the name in brackets: user and system time are fields 14 and 15.
            fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def peer() -> spacy.Language:
    """The same model as the extractor's, as spaCy loads it."""
    meta = english().meta
    return spacy.load(f"{meta['lang']}_{meta['name']}")


def rate_of_peer(model: spacy.Language, texts: Sequence[str]) -> tuple[Rate, int]:
    """spaCy's rate at its best batch size, and that size."""
    rates = [
        (measured(texts, lambda t, size=size: _drain(model.pipe(t, batch_size=size))), size)
        for size in _BATCH_SIZES
    ]
    return max(rates, key=lambda rate: rate[0].articles_a_second)


def _drain(stream: Iterable[object]) -> int:
    return sum(1 for _ in stream)


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured, made ready."""

    watch: Watch
    dull: list[str]
    rich: list[Text]

    @classmethod
    def of(cls, watch: Watch) -> Bench:
        newspaper = Newspaper(load_labelled(WATCH), SEED)
        dull = list(islice(newspaper.dull(), _DULL_ARTICLES))
        made = islice(newspaper.with_claims(), _CLAIM_ARTICLES)
        return cls(watch, dull, [(text, article.published_on) for article, text in made])

    @property
    def rich_texts(self) -> list[str]:
        return [text for text, _ in self.rich]

    def alone(self, extractor: Extractor) -> Rate:
        """extract_many in one process."""
        texts = self.rich[: len(self.rich) // 2]
        return measured([t for t, _ in texts], lambda _: _drain(extractor.extract_many(texts)))

    def together(self) -> tuple[Rate, int]:
        """read_stream with all cores, once each process has loaded its model; and the claims.

        The clock runs from an answer early in the stream to the last one.
        """
        items = [Item(str(n), text, day) for n, (text, day) in enumerate(self.rich)]
        answers = read_stream(self.watch, (RULES,), items, cores())
        skipped = len(items) // 4
        claims = sum(len(reading.claims) for _, reading in islice(answers, skipped))
        timed, last = items[skipped:], items[-1].id
        start, cpu_start = perf_counter(), cpu_seconds()
        seconds = cpu = 0.0
        for article_id, reading in answers:
            claims += len(reading.claims)
            if article_id == last:  # while the processes are still there to be asked
                seconds, cpu = perf_counter() - start, cpu_seconds() - cpu_start
        return Rate(len(timed), sum(len(item.text) for item in timed), seconds, cpu), claims

    def share_parsed(self) -> float:
        """The share of the sentences of articles with claims that is worth parsing."""
        screen, selection = Screen([self.watch]), Selection(self.watch)
        parsed = sentences = 0
        for text, _ in self.rich:
            found = list(split_sentences(text))
            hits = screen.hits(text)[self.watch.id]
            parsed += len(selection.worth_parsing(found, hits))
            sentences += len(found)
        return parsed / sentences


def speed() -> None:
    """Measure, and print the table."""
    watch = read_watch(find_watch(WATCH))
    bench, model, extractor = Bench.of(watch), peer(), Extractor(watch)
    screen = Screen([watch])
    hits = sum(bool(screen.hits(text)) for text in bench.dull)
    assert not hits, f"{hits} of the dull articles hold a word of the watch"
    _drain(model.pipe(bench.rich_texts[:8]))
    _drain(extractor.extract_many(bench.rich[:8]))
    dull_peer, _ = rate_of_peer(model, bench.dull[:_PEER_ARTICLES])
    rich_peer, size = rate_of_peer(model, bench.rich_texts[:_PEER_ARTICLES])
    together, claims = bench.together()
    rows = [
        ("articles without a word of the watch", None, None),
        (f"  spaCy {spacy.__version__}, all components", dull_peer, dull_peer),
        ("  the screen", measured(bench.dull, lambda t: [screen.hits(x) for x in t]), dull_peer),
        ("articles with claims", None, None),
        (f"  spaCy {spacy.__version__}, all components", rich_peer, rich_peer),
        ("  extract_many, one process", bench.alone(extractor), rich_peer),
        (f"  read_stream, {cores()} processes", together, rich_peer),
    ]
    print(heading(bench, claims, size), "", table(rows), sep="\n")


def heading(bench: Bench, claims: int, size: int) -> str:
    """What was read, with what, on what."""
    words = sum(len(text.split()) for text in bench.rich_texts) / len(bench.rich)
    meta = english().meta
    return (
        f"{cores()} cores, Python {platform.python_version()}, "
        f"{meta['lang']}_{meta['name']} {meta['version']}, spaCy in batches of {size}\n"
        f"{len(bench.rich)} articles with claims, {words:.0f} words and "
        f"{claims / len(bench.rich):.1f} claims each on average;\n"
        f"{bench.share_parsed():.0%} of their sentences are parsed"
    )


def table(rows: Iterable[tuple[str, Rate | None, Rate | None]]) -> str:
    """Name, articles/s, MB/s, the ratio to the peer, processors' milliseconds for an article."""
    lines = [f"{'':40}{'articles/s':>12}{'MB/s':>9}{'ratio':>9}{'CPU ms':>9}"]
    for name, rate, base in rows:
        if rate is None or base is None:
            lines.append(name)
            continue
        ratio = rate.articles_a_second / base.articles_a_second
        told = f"{ratio:,.0f}x" if ratio >= 100 else f"{ratio:.1f}x"
        cpu_ms = 1000 * rate.cpu_seconds / rate.articles
        lines.append(
            f"{name:40}{rate.articles_a_second:>12,.1f}{rate.megabytes_a_second:>9.2f}{told:>9}"
            f"{cpu_ms:>9.2f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    speed()
