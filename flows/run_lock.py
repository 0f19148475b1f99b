"""One run at a time in a home: two would fetch, append and tell the same things twice.

In:   a home
Out:  the home to oneself, for the length of a `with`
Never: waits, or outlives its process: the system drops the lock of one that dies.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FILE = ".run.lock"


class RunUnderWay(Exception):
    """Another run has the home; one line."""

    exit_code = 1


@contextmanager
def only_run(home: Path) -> Iterator[None]:
    """Hold the home. Raises RunUnderWay where another process, or another task, has it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / _FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunUnderWay(f"{home}: another run is under way; wait for its end") from None
        yield
