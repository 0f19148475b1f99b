"""What is known of every feed and page between two runs: HOME/collect.sqlite.

In:   the states that a collection came to (commit), a URL (feed, page), an instant (due)
Out:  FeedState, PageState, of one watch: two watches of a home each read for themselves
Never: the record of anything. Lose the file, and pages are fetched again; no event depends on it.
       Nothing is written but by commit, which belongs after the append to the log.
"""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

FILE = "collect.sqlite"
_BUSY_SECONDS = 30
_LAYOUT = 2  # raised where a table changes; a file of another layout is begun anew


class PollStateError(Exception):
    """The state cannot be read or written; one line with the file and what to do."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed as it was at its last poll. Validators stand as they were received."""

    url: str
    feed_id: str = ""
    title: str | None = None
    form: str | None = None  # "RSS 2.0", "sitemap", …
    part_of: str | None = None  # of a sitemap that an index names: the index's URL
    read_as: str = ""  # kind and match: with another one, all is read again
    # polls
    etag: str | None = None
    last_modified: str | None = None
    checked_at: datetime | None = None
    last_ok_at: datetime | None = None
    next_ask_at: datetime | None = None  # not before; None: at the next run
    asked_seconds: int = 0  # how long the feed itself asks to be left alone
    # what it brings
    entries: int = 0
    listing_sha256: str | None = None
    last_changed_at: datetime | None = None  # the last poll that brought another listing
    newest_entry_at: datetime | None = None
    rhythm_seconds: float | None = None  # the median gap between entries
    # health
    health: str = "new"  # see flows/sources/feed_health.py
    consecutive_failures: int = 0
    failing_since_at: datetime | None = None
    last_error: str | None = None
    last_error_at: datetime | None = None
    note: str | None = None  # entries that could not be used, told when it changes


@dataclass(frozen=True, slots=True)
class PageState:
    """A listed page. `status` is ok, retry, dead (until its entry changes), or listed, which it is
    until it was first asked for, and again where its entry changed.

    `next_ask_at`: ok: when it is looked at again; retry, listed: not before; None: never.
    """

    url: str
    entry_fingerprint: str
    feed_id: str
    outlet: str
    status: str
    listed_title: str | None = None
    listed_at: datetime | None = None
    listed_updated_at: datetime | None = None
    listed_language: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    first_fetched_at: datetime | None = None
    asked_at: datetime | None = None
    tries: int = 0  # in a row without success
    next_ask_at: datetime | None = None
    reason: str | None = None


class States(Protocol):
    """What a collection came to, as far as it is kept."""

    @property
    def feed_states(self) -> Sequence[FeedState]: ...

    @property
    def page_states(self) -> Sequence[PageState]: ...

    @property
    def followed(self) -> Sequence[str]: ...


class PollState:
    """The file under one home, for one watch; made where there is none. Use it in `with`."""

    def __init__(self, home: Path, watch_id: str) -> None:
        """Open the state. Raises PollStateError."""
        self.path = Path(home) / FILE
        self._watch_id = watch_id
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PollStateError(
                f"{self.path.parent}: {error.strerror}; name another home"
            ) from None
        with _one_line_errors(self.path):
            self._db = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
            self._db.execute("PRAGMA journal_mode = WAL")
            with self._db:
                _lay_out(self._db)

    def feed(self, url: str) -> FeedState:
        """What is known of a feed; a new state for one that was never polled."""
        found: list[FeedState] = self._select("feeds", "url = ?", url)
        return found[0] if found else FeedState(url)

    def page(self, url: str) -> PageState | None:
        """What is known of a page; None where it was never listed."""
        found: list[PageState] = self._select("pages", "url = ?", url)
        return found[0] if found else None

    def due(self, now: datetime, limit: int) -> list[PageState]:
        """Pages that failed, or had to wait, and may be asked for, whoever lists them still."""
        # One question a status: for both at once, SQLite would go through every page.
        waiting = [*self._due("retry", now, limit), *self._due("listed", now, limit)]
        return sorted(waiting, key=lambda page: (page.next_ask_at or now, page.url))[:limit]

    def due_revisits(self, now: datetime, limit: int) -> list[PageState]:
        """Pages that were read and are to be looked at again, those that wait longest first."""
        return self._due("ok", now, limit)

    def commit(self, collected: States) -> None:
        """Write down what a collection came to, all or nothing. Call it after the append.

        Feeds that the watch has no more are forgotten; their pages are not. Raises PollStateError.
        """
        with _one_line_errors(self.path), self._db:
            self._upsert("feeds", collected.feed_states)
            self._upsert("pages", collected.page_states)
            followed = set(collected.followed)
            for state in self._select("feeds", "1"):
                if (state.part_of or state.url) not in followed:
                    self._db.execute(
                        "DELETE FROM feeds WHERE watch_id = ? AND url = ?",
                        (self._watch_id, state.url),
                    )

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _due(self, status: str, now: datetime, limit: int) -> list[PageState]:
        where = "status = ? AND next_ask_at <= ? ORDER BY next_ask_at, url LIMIT ?"
        return self._select("pages", where, status, _sql(now), limit)

    def _select(self, table: str, where: str, *values: object) -> list[Any]:
        with _one_line_errors(self.path):
            return _records(self._db, table, f"watch_id = ? AND {where}", self._watch_id, *values)

    def _upsert(self, table: str, states: Sequence[FeedState] | Sequence[PageState]) -> None:
        names = _names(table)
        marks = ", ".join("?" * (len(names) + 1))
        self._db.executemany(
            f"INSERT OR REPLACE INTO {table} (watch_id, {', '.join(names)}) VALUES ({marks})",
            [[self._watch_id, *(_sql(getattr(s, name)) for name in names)] for s in states],
        )


def feeds_of_home(home: Path) -> dict[str, list[FeedState]]:
    """The feeds that the watches of a home follow, by watch; for reading only, whoever writes.

    Raises PollStateError where there is none, or it cannot be read.
    """
    path = Path(home) / FILE
    if not path.is_file():
        raise PollStateError(f"{path}: no such file; the first `vedette run` makes it")
    found: dict[str, list[FeedState]] = {}
    with _one_line_errors(path):
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
        try:
            if db.execute("PRAGMA user_version").fetchone()[0] == _LAYOUT:
                for (watch_id,) in db.execute("SELECT DISTINCT watch_id FROM feeds").fetchall():
                    where = "watch_id = ? AND part_of IS NULL ORDER BY feed_id"
                    found[watch_id] = _records(db, "feeds", where, watch_id)
        finally:
            db.close()
    return found


_TABLES: dict[str, type[Any]] = {"feeds": FeedState, "pages": PageState}


def _lay_out(db: sqlite3.Connection) -> None:
    """The tables; those of an older layout go, as all in them can be had again."""
    if db.execute("PRAGMA user_version").fetchone()[0] == _LAYOUT:
        return
    for table in _TABLES:
        db.execute(f"DROP TABLE IF EXISTS {table}")
        columns = ", ".join(("watch_id", *_names(table)))
        db.execute(f"CREATE TABLE {table} ({columns}, PRIMARY KEY (watch_id, url)) WITHOUT ROWID")
    # Of the pages ever seen, few wait for anything: only these are in the index.
    db.execute(
        "CREATE INDEX pages_to_ask ON pages (watch_id, status, next_ask_at)"
        " WHERE next_ask_at IS NOT NULL"
    )
    db.execute(f"PRAGMA user_version = {_LAYOUT}")


def _names(table: str) -> list[str]:
    return [f.name for f in dataclasses.fields(_TABLES[table])]


def _records(db: sqlite3.Connection, table: str, where: str, *values: object) -> list[Any]:
    names = _names(table)
    rows = db.execute(f"SELECT {', '.join(names)} FROM {table} WHERE {where}", values).fetchall()
    return [
        _TABLES[table](
            **{n: _instant(v) if n.endswith("_at") else v for n, v in zip(names, row, strict=True)}
        )
        for row in rows
    ]


@contextmanager
def _one_line_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise PollStateError(f"{path}: {error}; check that it can be written") from None
    except sqlite3.DatabaseError as error:
        raise PollStateError(
            f"{path}: {error}; remove the file, and pages are fetched again"
        ) from None


def _sql(value: object) -> object:
    """Instants as text of one length, so that they compare as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
