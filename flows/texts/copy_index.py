"""An index of the texts that the log knows, to find the near-copies of one among a million.

In:   a home (its file is <home>/copies.sqlite) or none, a connection to the views, signatures
Out:  Fingerprint of the articles that may be copies of a text, around a time
Never: holds what the log does not, but for what is noted of the batch under way. Lose the file,
       and it is made again from the log; where the log is another one, too.

A text stands under some 32 band keys (transforms/syndication.py); copies share several. A key that
very many texts share is boilerplate: of those under one key, only the newest are looked at. So a
look-up costs the same however many texts there are; benchmarks/bench_copies.py measures it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from transforms.syndication import Fingerprint, bands
from warehouse import queries
from warehouse.queries import KnownFingerprint

# A wire story is copied within days; older likenesses are quotations.
COPIES_WITHIN = timedelta(days=14)
_ROWS_AT_ONCE = 20_000
_MOST_UNDER_A_KEY = 200
_MOST_COMPARED = 500
_SCHEMA = """
create table if not exists texts (
    n integer primary key, watch_id text, article_id text, cluster_id text, signature blob,
    url text, outlet text, at_s integer
);
create table if not exists bands (key integer, n integer, primary key (key, n)) without rowid;
create table if not exists joins (
    watch_id text, cluster_id text, joined_to text, primary key (watch_id, cluster_id)
) without rowid;
create table if not exists covered (seq integer, article_id text);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text, when it appeared (or, undated, was fetched), and the clusters that became part of
    its own with it."""

    text: Fingerprint
    at: datetime
    joins: tuple[str, ...] = ()


class CopyIndex:
    """What one watch knows of a home's texts; without a home, of those that are noted alone."""

    def __init__(self, home: Path | None = None, watch_id: str = "") -> None:
        self._watch_id = watch_id
        self._con = _opened(home / "copies.sqlite" if home else None)
        self._noted: list[Entry] = []
        self._noted_under: dict[int, list[int]] = defaultdict(list)
        self._noted_joins: dict[str, str] = {}

    def near(self, signature: str, at: datetime) -> list[Fingerprint]:
        """The texts that share a band with this one, and appeared within COPIES_WITHIN of it, in
        the log's order, each with the cluster that it is part of by now."""
        keys = bands(signature)
        found = [*self._stored(keys), *self._just_noted(keys)]
        near = (entry.text for entry in found if abs(entry.at - at) <= COPIES_WITHIN)
        joined = self._noted_joins
        return [replace(t, cluster_id=joined.get(t.cluster_id, t.cluster_id)) for t in near]

    def parts_of(self, clusters: Sequence[str]) -> tuple[str, ...]:
        """These clusters, and all that became part of one of them before."""
        marks = ", ".join("?" * len(clusters))
        rows = self._con.execute(
            "select cluster_id from joins "
            f"where watch_id = ? and joined_to in ({marks}) order by cluster_id",
            [self._watch_id, *clusters],
        )
        stored = (cluster for (cluster,) in rows)
        noted = (part for part, whole in self._noted_joins.items() if whole in clusters)
        return tuple(dict.fromkeys([*clusters, *stored, *noted]))

    def note(self, entry: Entry) -> None:
        """Find this text too, until the log is asked again."""
        for key in bands(entry.text.signature):
            self._noted_under[key].append(len(self._noted))
        self._noted.append(entry)
        self._noted_joins |= dict.fromkeys(entry.joins, entry.text.cluster_id)

    def catch_up(self, con: Any) -> None:
        """Take in what the log holds by now; forget what was noted and did not get there."""
        self._noted, self._noted_under, self._noted_joins = [], defaultdict(list), {}
        while True:
            new = queries.fingerprints_after(con, self._covered(con), _ROWS_AT_ONCE)
            self.add(new)
            if len(new) < _ROWS_AT_ONCE:
                return

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def _covered(self, con: Any) -> int:
        """Up to which seq the log is in the index; -1, and an empty index, for another log."""
        row = self._con.execute("select seq, article_id from covered").fetchone()
        if row is None:
            return -1
        if queries.article_at(con, row[0]) == row[1]:
            return int(row[0])
        with self._con:
            for table in ("texts", "bands", "joins", "covered"):
                self._con.execute(f"delete from {table}")
        return -1

    def add(self, new: Sequence[KnownFingerprint]) -> None:
        """Put texts of the log, in its order, into the file."""
        if not new:
            return
        with self._con:
            ((first,),) = self._con.execute("select coalesce(max(n), 0) + 1 from texts")
            texts = [(n, *_row_of(one)) for n, one in enumerate(new, first)]
            keys = [(key, n) for n, one in enumerate(new, first) for key in bands(one.fingerprint)]
            self._con.executemany("insert into texts values (?, ?, ?, ?, ?, ?, ?, ?)", texts)
            # In order: neighbours in the file are written once.
            self._con.executemany("insert or ignore into bands values (?, ?)", sorted(keys))
            joins = [(one.watch_id, part, one.cluster_id) for one in new for part in one.joins]
            self._con.executemany("insert or replace into joins values (?, ?, ?)", joins)
            self._con.execute("delete from covered")
            last = (new[-1].seq, new[-1].article_id)
            self._con.execute("insert into covered values (?, ?)", last)

    def _stored(self, keys: Sequence[int]) -> list[Entry]:
        under = "select n from bands where key = ? order by n desc limit ?"
        shared: Counter[int] = Counter()
        for key in keys:
            shared.update(n for (n,) in self._con.execute(under, (key, _MOST_UNDER_A_KEY)))
        likeliest = [n for n, _ in shared.most_common(_MOST_COMPARED)]
        marks = ", ".join("?" * len(likeliest))
        rows = self._con.execute(
            "select article_id, coalesce(joined_to, cluster_id), signature, url, outlet, at_s "
            "from texts left join joins using (watch_id, cluster_id) "
            f"where watch_id = ? and n in ({marks}) order by n",
            [self._watch_id, *likeliest],
        )
        return [_entry_of(row) for row in rows]

    def _just_noted(self, keys: Sequence[int]) -> list[Entry]:
        numbers = {n for key in keys for n in self._noted_under.get(key, ())}
        return [self._noted[n] for n in sorted(numbers)]


def _opened(path: Path | None) -> sqlite3.Connection:
    """The database, made anew where the file is none of ours."""
    # A run is one thread at a time, but not always the same one.
    con = sqlite3.connect(path or ":memory:", check_same_thread=False)
    try:
        con.execute("pragma journal_mode = wal")
        con.execute("pragma synchronous = normal")
        con.executescript(_SCHEMA)
    except sqlite3.DatabaseError:
        con.close()
        if path is None or not path.is_file():
            raise
        path.unlink()
        return _opened(path)
    return con


def _entry_of(row: tuple[Any, ...]) -> Entry:
    article_id, cluster_id, signature, url, outlet, at_s = row
    text = Fingerprint(article_id, cluster_id, signature.hex(), url, outlet)
    return Entry(text, datetime.fromtimestamp(at_s, UTC))


def _row_of(one: KnownFingerprint) -> tuple[object, ...]:
    signature = bytes.fromhex(one.fingerprint)
    at_s = int(one.at.timestamp())
    return (
        *(one.watch_id, one.article_id, one.cluster_id, signature),
        *(one.url, one.outlet, at_s),
    )
