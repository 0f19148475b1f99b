"""Publish: bring the derived files up to the log, and put the database of the views in place.

In:   a home whose log has commits or none, and the time now
Out:  <home>/vedette.duckdb, replaced as a whole; derived files (derived.py)
Never: keeps a reader waiting, or takes a file away from one: what is no longer named stays for
       a day.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import derived
from warehouse.database import DATABASE_NAME, NO_DOWNLOADS, DatabaseError, first_line
from warehouse.disk import fsync
from warehouse.log import EventLog, Head, LogError
from warehouse.view_sql import Sources, log_relation, view_statements

_DRAFT = ".publish-"


def publish(home: Path, *, now: datetime, is_anew: bool = False) -> Path:
    """Publish the log as it stands. Returns the path. Raises DatabaseError.

    `now` is what the views mean by now, until the next time. `is_anew`: make every derived
    file again from the log. Whoever has the former database open goes on reading it.
    """
    home = Path(home).resolve()
    target = home / DATABASE_NAME
    try:
        (home / "derived").mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(home):
            # Whoever left a draft behind is dead: we hold the lock.
            for draft in home.glob(f"{_DRAFT}*"):
                shutil.rmtree(draft)
            files, head = _one_look(EventLog(home))
            before = None if is_anew else _published_generation(target)
            generation = derived.refresh(home, derived.log_files(files, head.seq), before)
            with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=home) as building:
                # Views remember the name of their database: build under the name that stays.
                draft = Path(building) / DATABASE_NAME
                _build(draft, home, files, head, generation, now)
                os.replace(draft, target)
            fsync(home)
            derived.sweep(home, generation)
    except (LogError, duckdb.Error) as error:
        raise DatabaseError(f"{target}: not published: {first_line(error)}") from error
    except OSError as error:
        raise DatabaseError(f"{target}: not published: {error.strerror}") from error
    return target


def _one_look(log: EventLog) -> tuple[tuple[Path, ...], Head]:
    """The log's files and its end, of one moment."""
    files = log.files()
    while True:
        head, again = log.head(), log.files()
        if again == files:
            return files, head
        files = again


def _published_generation(target: Path) -> derived.Generation | None:
    """What the last publication was made of; None where there is none that can be read."""
    if not target.is_file():
        return None
    try:
        with duckdb.connect(str(target), read_only=True, config=NO_DOWNLOADS) as con:
            ((text,),) = con.execute("select generation from publication").fetchall()
        return derived.Generation.from_json(text)
    except (duckdb.Error, ValueError, TypeError):  # of an older program, or damaged: made anew
        return None


def _build(
    draft: Path,
    home: Path,
    files: tuple[Path, ...],
    head: Head,
    generation: derived.Generation,
    now: datetime,
) -> None:
    # Else a file built by DuckDB 2 is closed to readers that still have DuckDB 1.
    config = NO_DOWNLOADS | {"storage_compatibility_version": "v1.4.0"}
    held = generation.files(home)
    named = [*files, *(path for paths in held.values() for path in paths)]
    sources = Sources(log_relation(files), now, generation.window_days, held)
    with duckdb.connect(str(draft), config=config) as con:
        con.execute("begin")  # else each statement waits for the disk
        con.execute(_PUBLICATION)
        con.execute(
            "insert into publication values (?, ?, ?, ?, ?, ?)",
            [
                now,
                head.seq,
                head.sha256,
                head.recorded_at,
                [str(path) for path in named],
                generation.as_json(),
            ],
        )
        for statement in view_statements(sources):
            con.execute(statement)
        con.execute("commit")
    fsync(draft)


# files: all that the views read, by absolute path
_PUBLICATION = """
create table publication (
    published_at timestamptz,
    head_seq bigint,
    head_sha256 varchar,
    head_recorded_at timestamptz,
    files varchar[],
    generation varchar
)
"""


@contextlib.contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    """Publishers of one home take turns: else an older listing could replace a newer one."""
    descriptor = os.open(home, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

