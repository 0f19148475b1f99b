"""Foreign WARC files into the log: `vedette backfill`, a Prefect flow over parts of the files.

In:   files (a run's own archive, Common Crawl's news set), a watch, a home
Out:  the Outcome of flows/run.py: articles with a word of the watch, and their claims
Never: appends a part twice, or holds more than a few parts at once. Tells anybody: what is read
       here is history, and the next run takes the state as it finds it.

Parts are read by other processes, of this machine or of a Dask cluster; what they read is taken in
here, in the files' order, so that the events are the same however many read. Some parts are one
commit, and then noted as done: a backfill that was broken off goes on from there.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture

from flows.archives.backfill_part import PartRead, read_part
from flows.archives.backfill_state import BackfillState
from flows.outcome import Outcome
from flows.reading import Batch, Desk, Known, Read, judge, take, text_of
from flows.run import Run, RunOptions
from flows.run_lock import RunUnderWay, only_run
from flows.task_runners import task_runner
from flows.web.parse_apart import Parsed
from transforms.reader import read_many
from transforms.records import Watch
from warehouse.archive import Archive
from warehouse.warc import Part, parts_of

# Small enough that all are busy to the end, large enough that a task costs nothing beside.
SMALLEST_PART_BYTES, LARGEST_PART_BYTES = 8_000_000, 256_000_000
_PARTS_EACH = 8
PAGES_A_COMMIT = 120  # a commit costs a second, be it of one page or of many
_WAIT_FOR_RUN_SECONDS = 1.0
Progress = Callable[[int, int], None]  # bytes of the files done, in all


@task(name="read part", cache_policy=NO_CACHE, persist_result=False)
def read_part_apart(part: Part, watch: Watch, readers: tuple[str, ...]) -> PartRead:
    """Screen, parse and read one part."""
    return read_part(part, watch, readers)


class Backfill:
    """What is done in this process, in order: the parts to read, and what becomes of them."""

    def __init__(
        self,
        watch: Watch,
        home: Path,
        readers: tuple[str, ...],
        now: datetime,
        pages_a_commit: int = PAGES_A_COMMIT,
    ) -> None:
        self.watch, self.home, self.readers = watch, home, readers
        self._pages_a_commit = pages_a_commit
        self._held: list[PartRead] = []
        self.run = Run(RunOptions(watch=watch, home=home, now=now))
        self._state: BackfillState | None = None
        self._archive = Archive(home)
        self._desk: Desk | None = None

    @property
    def state(self) -> BackfillState:
        """How far each file was read; the home is there by then."""
        self._state = self._state or BackfillState(self.home, self.watch)
        return self._state

    def parts(self, files: Sequence[Path], part_bytes: int) -> list[Part]:
        """The parts that are still to be read, in order. Raises OSError."""
        with _when_free(self.home):
            self.run.open()
        return [
            part
            for path in files
            for part in parts_of(path, part_bytes, self.state.done_until(path))
        ]

    def take_in(self, done: PartRead) -> None:
        """Take the next part, in order; append as soon as there is enough for a commit."""
        self._held.append(done)
        if sum(len(part.read) for part in self._held) >= self._pages_a_commit:
            self.flush()

    def flush(self) -> None:
        """Append what the parts hold that is new; then they are done."""
        held, self._held = self._held, []
        if not held:
            return
        batch = Batch()
        for done in held:
            # Those that were read are counted as they are taken.
            batch.ledger.fetched += done.pages - len(done.read)
            batch.ledger.screened += done.screened
            batch.ledger.failed += done.failed
            batch.failures += [*done.damages, *done.failures]
        with _when_free(self.home):
            if any(done.read for done in held):
                self._add(held, batch)
            self.run.append(batch)
            if batch.events:
                # Before a scheduled run gets its turn, and takes history for news.
                self.run.decide(is_quiet=True)
        self.state.note({done.part.path: done.part.end for done in held})

    def close(self) -> Outcome:
        """What is left, the states that follow, told to nobody, and the ledger."""
        self.flush()
        with _when_free(self.home):
            self.run.check()
            self.run.decide(is_quiet=True)
            self.run.close()
        return self.run.outcome

    def _add(self, held: Sequence[PartRead], batch: Batch) -> None:
        reads = [read for done in held for read in done.read]
        known: Known = self.run.known([read.page for read in reads])
        taken = take((Parsed(read.page, read.article) for read in reads), known, batch)
        placed = self._archive.write(
            [page for page, _ in taken],
            run_id=self.run.outcome.run_id,
            watch_id=self.watch.id,
            exchanges={key: e for done in held for key, e in done.exchanges.items()},
        )
        said = {read.article.article_id: read for read in reads}
        new = []
        for page, (_, article) in zip(placed, taken, strict=True):
            before = said[article.article_id]
            article = replace(
                article, archive_file=page.archive_file, archive_offset=page.archive_offset
            )
            moved = Read(page, article, before.reading)
            new.append(moved if text_of(article) == text_of(before.article) else self._anew(moved))
        judge(new, known, self.watch, self.run.outcome.run_id, batch)

    def _anew(self, read: Read) -> Read:
        """A revision counts from the day of its change: its dates are read from there."""
        self._desk = self._desk or Desk.of(self.watch, self.readers)
        (reading,) = read_many(self._desk.readers, [text_of(read.article)])
        return replace(read, reading=reading)


@flow(name="backfill", flow_run_name="{watch.id}", persist_result=False, validate_parameters=False)
def backfill(
    files: Sequence[Path],
    watch: Watch,
    home: Path,
    readers: tuple[str, ...],
    at_once: int,
    now: datetime,
) -> Outcome:
    """Read the parts of the files that are not in the log yet, `at_once` of them at a time."""
    work = Backfill(watch, home, readers, now)
    total = sum(path.stat().st_size for path in files)
    parts = work.parts(files, part_bytes_for(total, at_once))
    left = sum(part.end - part.start for part in parts)
    waiting: deque[PrefectFuture[PartRead]] = deque()

    def finish() -> None:
        nonlocal left
        done = waiting.popleft().result()
        work.take_in(done)
        left -= done.part.end - done.part.start
        _tell(total - left, total)

    for part in parts:
        waiting.append(read_part_apart.submit(part, watch, readers))
        if len(waiting) >= at_once:
            finish()
    while waiting:
        finish()
    return work.close()


def part_bytes_for(total_bytes: int, at_once: int) -> int:
    """How large a part is to be."""
    even = total_bytes // (_PARTS_EACH * at_once)
    return min(max(even, SMALLEST_PART_BYTES), LARGEST_PART_BYTES)


def run_backfill(
    files: Sequence[Path],
    watch: Watch,
    home: Path,
    readers: tuple[str, ...],
    *,
    jobs: int,
    scheduler: str | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """The flow, with `jobs` processes of this machine, or on the Dask cluster of a scheduler.

    Raises ClusterError, OSError, and what the steps raise.
    """
    runner, at_once = task_runner(jobs, scheduler)
    with_runner = backfill.with_options(task_runner=runner)
    with _telling(progress):
        return with_runner(files, watch, home, readers, at_once, now or datetime.now(UTC))


# A flow and all that it names go to every process that runs a task: a bar on the terminal cannot.
_listeners: list[Progress] = []


@contextmanager
def _telling(progress: Progress | None) -> Iterator[None]:
    listeners = [progress] if progress else []
    _listeners.extend(listeners)
    try:
        yield
    finally:
        _listeners[:] = [p for p in _listeners if p not in listeners]


def _tell(done: int, total: int) -> None:
    for progress in _listeners:
        progress(done, total)


@contextmanager
def _when_free(home: Path) -> Iterator[None]:
    """The home to oneself, as soon as no run has it: scheduled runs go on between two parts."""
    while True:
        try:
            with only_run(home):
                yield
                return
        except RunUnderWay:
            time.sleep(_WAIT_FOR_RUN_SECONDS)
