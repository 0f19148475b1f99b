"""The archive read again: pages -> the claims that they give now, in a home of its own.

In:   a home with an archive, a new home, a watch, the readers
Out:  Replay: the ledger over all runs; in the new home, a log of the articles, claims,
      withdrawals and quarantined rows, run by run as they were, under the runs' ids and clocks
Never: asks the network, or touches the home that it reads. Decides or delivers: nobody is told
       again what was news then. What analysts said of claims is in the log alone, not here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from flows.ledger import Ledger
from flows.reading import Desk, read_batch
from flows.run import PAGES_PER_BATCH, Run, RunOptions
from flows.web.http_body import BodyRefused, unpacked
from transforms.reader import RULES
from transforms.records import Page, Watch
from warehouse.archive import Archive, page_of, run_of
from warehouse.disk import fsync
from warehouse.warc import LARGEST_BODY_BYTES, Capture, Damage, Part, captures


class ReplayError(Exception):
    """Why an archive cannot be replayed; one line."""


@dataclass
class Replay:
    """What a replay came to."""

    runs: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


Progress = Callable[[int, int], None]  # files done, files in all


def replay(
    home: Path,
    into: Path,
    watch: Watch,
    readers: Sequence[str] = (RULES,),
    *,
    with_every_page: bool = False,
    progress: Progress | None = None,
) -> Replay:
    """Read the archive of `home` again, into the new home `into`.

    Pages that runs of this watch fetched; `with_every_page`, those of all watches. Raises
    ReplayError, ArchiveError, OSError, LedgerOpen, GateFault.
    """
    files = Archive(home).files()
    if not files:
        raise ReplayError(f"{home}: no archive here; name a home with --home")
    if (into / "log").exists():
        raise ReplayError(f"{into}: has a log already; name a folder that is new")
    _take_over(files, Archive(home).folder, Archive(into).folder)
    desk, done = Desk.of(watch, readers), Replay()
    for number, path in enumerate(files, 1):
        name = str(path.relative_to(Archive(home).folder))
        _replay_file(path, name, None if with_every_page else watch.id, into, desk, done)
        if progress:
            progress(number, len(files))
    done.ledger.close()
    return done


def _take_over(files: Sequence[Path], source: Path, target: Path) -> None:
    """Make the archive part of the new home: a link to each file, or a copy on another disk."""
    for path in files:
        placed = target / path.relative_to(source)
        placed.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, placed)
        except OSError:
            shutil.copyfile(path, placed)
            fsync(placed)
        fsync(placed.parent)


def _pages(
    path: Path, name: str, watch_id: str | None, done: Replay
) -> Iterator[tuple[Page, str]]:
    """The pages of one file with their runs, those of the watch where one is named; the rest is
    booked."""
    for found in captures(Part(path, 0, path.stat().st_size)):
        if isinstance(found, Damage):
            # A record torn by a crash was never acknowledged: its run fetched the page again.
            done.warnings.append(str(found))
        elif found.listing is None:
            _failed(done, f"{name} at byte {found.offset}: no word of the feed it came from")
        elif watch_id in (None, found.listing.get("watch_id")):
            try:
                yield page_of(found, _body_of(found), name), run_of(found, path)
            except (BodyRefused, ValueError, TypeError) as error:
                _failed(done, f"{name} at byte {found.offset}: {error}")


def _body_of(capture: Capture) -> bytes:
    encoding = capture.header("Content-Encoding")
    return unpacked(capture.wire_body, encoding, LARGEST_BODY_BYTES)


def _failed(done: Replay, reason: str) -> None:
    done.ledger.fetched += 1
    done.ledger.failed += 1
    done.failures.append(reason)


def _replay_file(
    path: Path, name: str, watch_id: str | None, into: Path, desk: Desk, done: Replay
) -> None:
    """A run's file again, in the batches in which it was read, under the run's own clock."""
    found = _pages(path, name, watch_id, done)
    run: Run | None = None
    while part := list(islice(found, PAGES_PER_BATCH)):
        pages, run_id = [page for page, _ in part], part[0][1]
        if run is None:
            run = Run(RunOptions(watch=desk.watch, home=into, now=pages[0].fetched_at), run_id)
            run.open()
        run.append(read_batch(pages, run.known(pages), desk, run_id))
    if run is not None:
        run.settle()
        done.runs += 1
        done.ledger.add(run.outcome.ledger)
        done.failures += run.outcome.failures
        done.warnings += run.outcome.warnings
