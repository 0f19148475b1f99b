"""What hosts asked of us, kept between runs: HOME/hosts.sqlite.

In:   an origin; the text of its robots.txt, empty where it has none; until when it wants to be left
      alone
Out:  Copy: the text and its age; Hold: with which status it said so, and for how long yet
Never: the record of anything: lose the file, and every host is asked again. It is written at once,
       so that a run that dies has not asked in vain; a file that cannot be used is none.

A copy serves a day, and a month where the host cannot give a newer one (RFC 9309, section 2.4).
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "hosts.sqlite"
_FRESH_SECONDS = 24 * 3_600
_USABLE_SECONDS = 30 * 24 * 3_600
_BUSY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Copy:
    """What a host's robots.txt said when it was last asked for."""

    text: str
    age_seconds: float

    @property
    def is_fresh(self) -> bool:
        """Whether the host need not be asked again. A copy from the future is none."""
        return 0 <= self.age_seconds < _FRESH_SECONDS

    @property
    def is_usable(self) -> bool:
        """Whether it is better than nothing."""
        return 0 <= self.age_seconds < _USABLE_SECONDS


@dataclass(frozen=True, slots=True)
class Hold:
    """A host wants to be left alone: the status it said so with (429, 503), the seconds left."""

    status: int
    left_seconds: float


class HostStore:
    """The file under one home; without a home it keeps nothing."""

    def __init__(self, home: Path | None) -> None:
        self._path = home / FILE if home else None

    def robots_of(self, origin: str) -> Copy | None:
        """The robots.txt that is kept of an origin."""
        rows = self._do("SELECT text, asked_at_seconds FROM robots WHERE origin = ?", origin)
        return Copy(rows[0][0], time.time() - rows[0][1]) if rows else None

    def keep_robots(self, origin: str, text: str) -> None:
        """Keep what was said now."""
        self._do("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", origin, text, time.time())

    def hold_on(self, origin: str) -> Hold | None:
        """What an origin asked for, while it lasts. Longer than it asked, nobody waits: a clock
        that was set back does not hold a host for ever."""
        asked = "SELECT status, seconds, asked_at_seconds FROM holds WHERE origin = ?"
        for status, seconds, asked_at in self._do(asked, origin):
            left = asked_at + seconds - time.time()
            if 0 < left <= seconds:
                return Hold(status, left)
        return None

    def hold(self, origin: str, status: int, seconds: float) -> None:
        """Leave an origin alone for so long, from now."""
        values = (origin, status, seconds, time.time())
        self._do("INSERT OR REPLACE INTO holds VALUES (?, ?, ?, ?)", *values)

    def _do(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        if self._path is None:
            return []
        with suppress(sqlite3.Error):
            con = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
            try:
                with con:
                    for table in _TABLES:
                        con.execute(table)
                    return con.execute(sql, values).fetchall()
            finally:
                con.close()
        return []


_TABLES = (
    """CREATE TABLE IF NOT EXISTS robots
    (origin TEXT PRIMARY KEY, text TEXT NOT NULL, asked_at_seconds REAL NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS holds
    (origin TEXT PRIMARY KEY, status INTEGER NOT NULL, seconds REAL NOT NULL,
     asked_at_seconds REAL NOT NULL)""",
)
