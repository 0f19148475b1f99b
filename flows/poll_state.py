"""What is known of every feed and page between two runs: HOME/collect.sqlite.

In:   the states that a collection came to (commit), a URL (feed, page), an instant (due)
Out:  FeedState, PageState
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
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from flows.collect import Collected

FILE = "collect.sqlite"
_BUSY_SECONDS = 30


class PollStateError(Exception):
    """The state cannot be read or written; one line with the file and what to do."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed as it was at its last poll. Validators stand as they were received."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    checked_at: datetime | None = None
    last_ok_at: datetime | None = None
    status: str = "new"  # "ok", "unchanged", or why not
    consecutive_failures: int = 0
    entries: int = 0
    next_try_at: datetime | None = None  # not before; None: at the next run


@dataclass(frozen=True, slots=True)
class PageState:
    """A listed page. `status` is ok, retry (from `next_try_at`), dead (until its entry changes),
    or listed, which it is only until it was first asked for."""

    url: str
    entry_fingerprint: str
    feed_id: str
    outlet: str
    status: str
    listed_title: str | None = None
    listed_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    tries: int = 0  # in a row without success
    next_try_at: datetime | None = None
    reason: str | None = None


class PollState:
    """The file under one home; made where there is none. Use it in `with`, or close it."""

    def __init__(self, home: Path) -> None:
        """Open the state. Raises PollStateError."""
        self.path = Path(home) / FILE
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PollStateError(
                f"{self.path.parent}: {error.strerror}; name another home"
            ) from None
        with self._one_line_errors():
            self._db = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
            self._db.execute("PRAGMA journal_mode = WAL")
            with self._db:
                for table, record in _TABLES.items():
                    names = ", ".join(f.name for f in dataclasses.fields(record))
                    self._db.execute(
                        f"CREATE TABLE IF NOT EXISTS {table} ({names}, PRIMARY KEY (url))"
                    )

    def feed(self, url: str) -> FeedState:
        """What is known of a feed; a new state for one that was never polled."""
        found: list[FeedState] = self._select("feeds", "url = ?", url)
        return found[0] if found else FeedState(url)

    def feeds(self) -> list[FeedState]:
        """All feeds that were ever polled, by URL."""
        return self._select("feeds", "1 ORDER BY url")

    def page(self, url: str) -> PageState | None:
        """What is known of a page; None where it was never listed."""
        found: list[PageState] = self._select("pages", "url = ?", url)
        return found[0] if found else None

    def due(self, now: datetime) -> list[PageState]:
        """Pages that failed and may be tried again, whether or not a feed still lists them."""
        return self._select(
            "pages", "status = 'retry' AND next_try_at <= ? ORDER BY url", _sql(now)
        )

    def commit(self, collected: Collected) -> None:
        """Write down what a collection came to, all or nothing. Call it after the append.

        Raises PollStateError.
        """
        with self._one_line_errors(), self._db:
            self._upsert("feeds", collected.feed_states)
            self._upsert("pages", collected.page_states)

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

    def _select(self, table: str, where: str, *values: object) -> list[Any]:
        record = _TABLES[table]
        names = [f.name for f in dataclasses.fields(record)]
        with self._one_line_errors():
            rows = self._db.execute(
                f"SELECT {', '.join(names)} FROM {table} WHERE {where}", values
            ).fetchall()
        return [
            record(
                **{
                    n: _instant(v) if n.endswith("_at") else v
                    for n, v in zip(names, row, strict=True)
                }
            )
            for row in rows
        ]

    def _upsert(self, table: str, states: Sequence[FeedState] | Sequence[PageState]) -> None:
        names = [f.name for f in dataclasses.fields(_TABLES[table])]
        marks = ", ".join("?" * len(names))
        self._db.executemany(
            f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})",
            [[_sql(getattr(state, name)) for name in names] for state in states],
        )

    @contextmanager
    def _one_line_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise PollStateError(f"{self.path}: {error}; check that it can be written") from None
        except sqlite3.DatabaseError as error:
            raise PollStateError(
                f"{self.path}: {error}; remove the file, and pages are fetched again"
            ) from None


_TABLES: dict[str, type[Any]] = {"feeds": FeedState, "pages": PageState}


def _sql(value: object) -> object:
    """Instants as text of one length, so that they compare as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
