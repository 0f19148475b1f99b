"""Processes that read: each makes its readers once, and takes texts a chunk at a time.

In:   a watch, the names of its readers, how many processes; then chunks of texts
Out:  Pending for each chunk: its readings, in order
Never: loads the model in the process that asks, where others read; shares a reader; leaves a
       process behind, even where the one that asked was killed.

Each process stands in a pool of its own and takes its chunks in order, so that it is known on
which chunk it died: the first one that it did not answer.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from multiprocessing.connection import wait
from typing import Protocol

from transforms.reader import Reader, Reading, Text, make_reader, read_many
from transforms.records import Watch

Readings = list[Reading]


class ReadFault(Exception):
    """Articles that could not be read, and why; one line."""

    exit_code = 1


class Pending(Protocol):
    """A chunk that is being read."""

    def done(self) -> bool:
        """Whether result() answers at once."""

    def result(self) -> Readings:
        """Wait for the readings. Raises ReadFault, UnknownReader."""


class Crew(Protocol):
    """Whoever reads."""

    def submit(self, texts: Sequence[Text]) -> Pending:
        """Take a chunk."""


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def crew_of(watch: Watch, names: Sequence[str], jobs: int) -> AbstractContextManager[Crew]:
    """So many processes; of one, it is this process itself."""
    return _others(watch, names, jobs) if jobs > 1 else _alone(watch, names)


def _read(readers: Sequence[Reader], texts: Sequence[Text]) -> Readings:
    try:
        return list(read_many(readers, texts))
    except Exception as error:
        # The error itself may not survive the way to another process.
        raise ReadFault(f"{type(error).__name__}: {error}") from None


# --- in this process ------------------------------------------------------------------------


class _Alone:
    def __init__(self, watch: Watch, names: Sequence[str]) -> None:
        self._watch, self._names = watch, names
        self._readers: tuple[Reader, ...] = ()

    def submit(self, texts: Sequence[Text]) -> Pending:
        self._readers = self._readers or tuple(make_reader(n, self._watch) for n in self._names)
        said: Future[Readings] = Future()
        try:
            said.set_result(_read(self._readers, texts))
        except ReadFault as fault:
            said.set_exception(fault)
        return said


@contextmanager
def _alone(watch: Watch, names: Sequence[str]) -> Iterator[Crew]:
    yield _Alone(watch, names)


# --- in others ------------------------------------------------------------------------------


class _Other:
    """One process. It starts at the first chunk."""

    def __init__(self, watch: Watch, names: tuple[str, ...]) -> None:
        # Not forked: a fork of a process with threads may hang.
        self.pool = ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(watch, names),
        )
        self._made: Future[None] | None = None
        self._open: list[Future[Readings]] = []

    @property
    def open_chunks(self) -> int:
        self._open = [said for said in self._open if not said.done()]
        return len(self._open)

    def submit(self, texts: Sequence[Text]) -> Pending:
        try:
            # Apart from the chunks: no article is to blame for a reader that cannot be made.
            self._made = self._made or self.pool.submit(_make)
            said = self.pool.submit(_read_here, texts)
        except BrokenProcessPool as error:
            said = Future()
            said.set_exception(error)
        self._open.append(said)
        return _Elsewhere(self._made, said)


class _Elsewhere:
    def __init__(self, made: Future[None] | None, said: Future[Readings]) -> None:
        self._made, self._said = made, said

    def done(self) -> bool:
        return self._said.done()

    def result(self) -> Readings:
        try:
            if self._made is not None:
                self._made.result()
            return self._said.result()
        except BrokenProcessPool:
            raise ReadFault("the process that read them died; was there memory enough?") from None


class _Others:
    def __init__(self, watch: Watch, names: Sequence[str], jobs: int) -> None:
        self.others = [_Other(watch, tuple(names)) for _ in range(jobs)]

    def submit(self, texts: Sequence[Text]) -> Pending:
        return min(self.others, key=lambda other: other.open_chunks).submit(texts)


@contextmanager
def _others(watch: Watch, names: Sequence[str], jobs: int) -> Iterator[Crew]:
    crew = _Others(watch, names, jobs)
    try:
        yield crew
    finally:
        for other in crew.others:
            other.pool.shutdown(wait=True, cancel_futures=True)


# --- what runs in such a process ------------------------------------------------------------

_asked: tuple[Watch, tuple[str, ...]] | None = None
_readers: tuple[Reader, ...] = ()


def _begin(watch: Watch, names: tuple[str, ...]) -> None:
    global _asked
    _asked = (watch, names)
    # Ctrl-C reaches the whole group; the process that asked ends the others in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _make() -> None:
    global _readers
    assert _asked is not None
    watch, names = _asked
    _readers = tuple(make_reader(name, watch) for name in names)


def _read_here(texts: Sequence[Text]) -> Readings:
    return _read(_readers, texts)
