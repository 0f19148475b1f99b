"""robots.txt files, kept between runs: HOME/robots.sqlite.

In:   the text of a robots.txt, empty where a host has none; an origin
Out:  Copy: the text and its age
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

FILE = "robots.sqlite"
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


class RobotsStore:
    """The file under one home; without a home it keeps nothing."""

    def __init__(self, home: Path | None) -> None:
        self._path = home / FILE if home else None

    def copy_of(self, origin: str) -> Copy | None:
        """What is kept of an origin."""
        rows = self._do("SELECT text, asked_at_seconds FROM robots WHERE origin = ?", origin)
        return Copy(rows[0][0], time.time() - rows[0][1]) if rows else None

    def keep(self, origin: str, text: str) -> None:
        """Keep what was said now."""
        self._do("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", origin, text, time.time())

    def _do(self, sql: str, *values: object) -> list[tuple[str, float]]:
        if self._path is None:
            return []
        with suppress(sqlite3.Error):
            con = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
            try:
                with con:
                    con.execute(_TABLE)
                    return con.execute(sql, values).fetchall()
            finally:
                con.close()
        return []


_TABLE = """CREATE TABLE IF NOT EXISTS robots
    (origin TEXT PRIMARY KEY, text TEXT NOT NULL, asked_at_seconds REAL NOT NULL)"""
