"""How fast foreign archives are read: `vedette backfill` beside a program that parses every page.

    python -m benchmarks.bench_backfill [PAGES]

In:   a made WARC file of so many pages, 12,000 where nothing is said, one of a hundred with claims;
      each some 100 kB of HTML, most of it menus and scripts, as news pages are
Out:  a table: pages/s and the ratio to the peer; five minutes and 0.3 GB
Never: compares runs: every ratio is of figures of the same run.

The peer is what others do: warcio gives the answers, trafilatura the text of each (one process,
a tenth of the pages). It finds no claims yet. The limit is fastwarc, which only passes over them.
"""

from __future__ import annotations

import io
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from html import escape
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter

import trafilatura
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.newspaper import Newspaper
from flows.archives.backfill import part_bytes_for
from flows.archives.backfill_part import PartRead, read_part
from flows.texts.crew import cores
from seeds.labelled import load_labelled
from seeds.watch import find_watch, read_watch
from transforms.reader import RULES
from transforms.records import Watch
from warehouse.warc import Part, parts_of

PAGES = 12_000
WATCH = "dprk"
SEED = 5
_ONE_IN = 100  # of interest
_PEER_SHARE = 10


def main() -> None:
    """Make the file, read it in each way."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    watch = read_watch(find_watch(WATCH))
    versions = f"Python {platform.python_version()}, trafilatura {trafilatura.__version__}"
    print(f"{cores()} cores, {versions}")
    with tempfile.TemporaryDirectory(prefix="bench-backfill-") as name:
        file = Path(name) / "made.warc.gz"
        write_file(file, pages)
        size = file.stat().st_size
        print(f"{pages:,} pages, {size / 1e6:,.0f} MB packed, one in {_ONE_IN} with claims\n")
        few = pages // _PEER_SHARE
        peer = line("warcio, trafilatura on every page", few, lambda: parse_every_page(file, few))
        line("fastwarc, nothing but passing over", pages, lambda: pass_over(file), peer)
        parts = parts_of(file, part_bytes_for(size, 2 * cores()))
        warm(watch, parts[0])
        line("read_part, one process", pages, lambda: read_all(parts, watch), peer)
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            list(pool.map(warm, [watch] * 4, parts[:1] * 4))
            work = [(part, watch) for part in parts]
            line("read_part, two processes", pages, lambda: list(pool.map(_read, work)), peer)
        home = Path(name) / "home"
        line("vedette backfill, from start to end", pages, lambda: backfill(file, home), peer)


def line(name: str, pages: int, read: Callable[[], object], peer: float | None = None) -> float:
    """Time a reading and print it; pages a second."""
    start = perf_counter()
    read()
    rate = pages / (perf_counter() - start)
    ratio = f"{rate / peer:10.2f}" if peer else f"{'1':>10}"
    print(f"{name:38}{rate:10,.0f} pages/s{ratio}", flush=True)
    return rate


def parse_every_page(file: Path, pages: int) -> int:
    """The peer: the text of each page."""
    chars = 0
    with file.open("rb") as source:
        answers = (r for r in ArchiveIterator(source) if r.rec_type == "response")
        for record in islice(answers, pages):
            chars += len(trafilatura.extract(record.content_stream().read()) or "")
    return chars


def pass_over(file: Path) -> int:
    """The limit: every record unpacked, none looked at."""
    with file.open("rb") as source:
        records = FastIterator(source, record_types=WarcRecordType.response)
        return sum(len(record.reader.read()) for record in records)


def read_all(parts: list[Part], watch: Watch) -> list[PartRead]:
    """What a task of the flow does, part by part."""
    return [read_part(part, watch, (RULES,)) for part in parts]


def backfill(file: Path, home: Path) -> None:
    """The command, with all that it starts and writes."""
    vedette = Path(sys.executable).with_name("vedette")
    command = [vedette, "backfill", file, "--watch", WATCH, "--home", home]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _read(work: tuple[Part, Watch]) -> PartRead:
    return read_part(*work, (RULES,))


def warm(watch: Watch, part: Part) -> None:
    """Make what a process makes once: readers, models, the parser's process."""
    read_part(Part(part.path, part.start, part.start + 4_000_000), watch, (RULES,))


def write_file(file: Path, pages: int) -> None:
    """A WARC file of made pages."""
    paper = Newspaper(load_labelled(WATCH), SEED)
    dull, spoken = paper.dull(), paper.with_claims()
    random = Random(SEED)
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number in range(pages):
            text = next(spoken)[1] if number % _ONE_IN == _ONE_IN // 2 else next(dull)
            body = "".join(_page(number, text, random)).encode()
            record = writer.create_warc_record(
                f"https://news-{number % 97}.example/{number}",
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
                ),
                warc_headers_dict={"WARC-Date": "2025-05-01T12:00:00Z"},
            )
            writer.write_record(record)


def _page(number: int, text: str, random: Random) -> Iterator[str]:
    yield "<!doctype html><html lang=en><head><meta charset=utf-8>"
    yield f"<title>Story {number}</title>"
    yield '<meta property="article:published_time" content="2025-05-01T10:00:00Z">'
    for _ in range(12):
        settings = ",".join(f'"k{random.randrange(10**6)}":"v{n}"' for n in range(150))
        yield f"<script>window.__s = {{{settings}}};</script>"
    yield "</head><body><nav><ul>"
    for n in range(250):
        yield (
            f'<li class="menu-item menu-item-{n}"><a class="link link--plain" data-track="nav-{n}" '
            f'href="/section/{random.randrange(10**6)}">Section number {n}</a></li>'
        )
    yield "</ul></nav><main><article><h1>A story of the day</h1>"
    yield from (f'<p class="article-body__text">{escape(line)}</p>' for line in text.split("\n"))
    yield "</article></main><footer>"
    for n in range(150):
        yield f'<div class="card"><a href="/s/{random.randrange(10**6)}">More of {n}</a></div>'
    yield "</footer></body></html>"


if __name__ == "__main__":
    main()
