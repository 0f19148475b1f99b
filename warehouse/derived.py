"""Derived files: the log's rows, clustered for questions, without the texts of articles.

In:   a home, the log's files, the generation before
Out:  <home>/derived/<family>/<month>/<first seq>-<last seq>.parquet; Generation
Never: holds anything that the log does not (the folder may be deleted at any time); writes into
       a file that somebody may be reading: one that is made anew is replaced as a whole.

A family is a view that depends on nothing but the log's rows (view_sql.FAMILIES). A refresh works
out the rows of the new events alone. Files are kept apart by the month in which their events were
recorded: a question about a time opens the months around it, and a log of many years is not
written again and again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import json
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.database import NO_DOWNLOADS
from warehouse.disk import fsync
from warehouse.schema import SCHEMA_VERSION
from warehouse.view_sql import FAMILIES, Sources, log_relation, quoted, read_parquet, view_query

# So many files of one month and family stay unmerged: a question opens each of them.
_FILES_A_MONTH = 8
# A merge takes in the file before it unless that is larger than so many times the rest: so a row
# is written again a logarithmic number of times.
_MUCH_LARGER = 3
_ROW_GROUP = 4_096
# Longer than any reader keeps a published database open.
_GRACE_S = 24 * 3600.0
# A family does not depend on when one asks.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LogFile:
    """A file of the log with the range of its events."""

    path: Path
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Generation:
    """Derived files that together hold the log's rows up to `seq` (-1: an empty log).

    `names` are relative to derived/; `mark` is the event_id of the last event; `window_days`
    is that of view_sql.Sources; `version` tells which SQL made the files.
    """

    seq: int
    mark: str | None
    names: tuple[str, ...]
    window_days: int
    version: str

    def files(self, home: Path) -> dict[str, list[Path]]:
        """Paths by family."""
        found: dict[str, list[Path]] = defaultdict(list)
        for name in self.names:
            found[name.split("/")[0]].append(home / "derived" / name)
        return dict(found)

    def as_json(self) -> str:
        """The generation as text, for the published database."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> Generation:
        """The inverse. Raises ValueError, TypeError for another text."""
        said = json.loads(text)
        return Generation(**{**said, "names": tuple(said["names"])})


def log_files(paths: Sequence[Path], head_seq: int) -> list[LogFile]:
    """Files of the log in order, each with its range: their names begin with their first seq."""
    starts = [*(int(path.name[:12]) for path in paths), head_seq + 1]
    ranges = itertools.pairwise(starts)
    return [LogFile(path, start, end - 1) for path, (start, end) in zip(paths, ranges, strict=True)]


def refresh(home: Path, log: Sequence[LogFile], before: Generation | None) -> Generation:
    """The generation that holds every event of `log`, built on `before` where that can be.

    Raises duckdb.Error, OSError. Files that no generation came to name are swept later.
    """
    head_seq = log[-1].last_seq if log else -1
    with _workshop(home) as con:
        if before is not None and not _is_usable(con, home, log, before):
            before = None
        if before is not None and before.seq == head_seq:
            return before
        names = list(before.names) if before else []
        for part in _slices(con, log, before.seq if before else -1):
            names += _write_slice(con, home, log, part, with_empty=not names)
        if not names:
            names += _write_slice(con, home, log, _Slice("1970-01", 0, -1), with_empty=True)
        names = _merged(con, home, names)
        return Generation(
            head_seq,
            _event_id(con, log, head_seq),
            tuple(names),
            _window_days(con, home, names),
            _version(),
        )


def sweep(home: Path, in_use: Generation) -> None:
    """Remove derived files that no published database has named for longer than the grace."""
    used = set(in_use.names)
    folder = home / "derived"
    for path in folder.glob("*/*/*"):
        if str(path.relative_to(folder)) not in used:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _GRACE_S:
                    path.unlink()


@dataclass(frozen=True, slots=True)
class _Slice:
    """New events that were recorded in one month: a range of seq."""

    month: str
    first_seq: int
    last_seq: int


def _workshop(home: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config=NO_DOWNLOADS | {"temp_directory": str(home / "derived" / "_tmp")})
    con.execute("set timezone = 'UTC'")
    return con


@functools.cache
def _version() -> str:
    """Changes with the SQL that makes derived files: those of another version are made anew."""
    texts = [view_query(family, Sources("$log", _NO_TIME, 0)) for family in FAMILIES]
    return hashlib.sha256(repr((texts, FAMILIES, SCHEMA_VERSION)).encode()).hexdigest()[:16]


def _is_usable(
    con: duckdb.DuckDBPyConnection, home: Path, log: Sequence[LogFile], before: Generation
) -> bool:
    """Whether it can be built on: made by this SQL, of this log, and all of it still there."""
    return (
        before.version == _version()
        and all((home / "derived" / name).is_file() for name in before.names)
        and _event_id(con, log, before.seq) == before.mark
    )


def _event_id(con: duckdb.DuckDBPyConnection, log: Sequence[LogFile], seq: int) -> str | None:
    holding = [file.path for file in log if file.first_seq <= seq <= file.last_seq]
    if not holding:
        return None
    found = con.execute(
        f"select event_id from {log_relation(holding)} where seq = ?", [seq]
    ).fetchone()
    return str(found[0]) if found else None


def _slices(con: duckdb.DuckDBPyConnection, log: Sequence[LogFile], seq: int) -> list[_Slice]:
    new = [file.path for file in log if file.last_seq > seq]
    # recorded_at never goes back along seq: a month is one range
    rows = con.execute(
        f"""
        select strftime(recorded_at, '%Y-%m') as month, min(seq), max(seq)
        from {log_relation(new)}
        where seq > ?
        group by month order by month
        """,
        [seq],
    ).fetchall()
    return [_Slice(*row) for row in rows]


def _write_slice(
    con: duckdb.DuckDBPyConnection,
    home: Path,
    log: Sequence[LogFile],
    part: _Slice,
    *,
    with_empty: bool,
) -> list[str]:
    """Every family's rows of one slice; a family without any has no file unless `with_empty`."""
    inside = [f.path for f in log if f.last_seq >= part.first_seq and f.first_seq <= part.last_seq]
    earlier = [f.path for f in log if f.first_seq < part.first_seq]
    events = (
        f"(select * from {log_relation(inside)} "
        f"where seq between {part.first_seq} and {part.last_seq})"
    )
    names = []
    for family in FAMILIES:
        source = events
        if family == "claim_facts":
            source = _with_articles_from_before(con, events, earlier, part.first_seq)
        sql = view_query(family, Sources(source, _NO_TIME, 0))
        name = f"{family}/{part.month}/{part.first_seq:012d}-{max(part.last_seq, 0):012d}.parquet"
        if _write(con, home, sql, name, with_empty=with_empty):
            names.append(name)
    return names


def _with_articles_from_before(
    con: duckdb.DuckDBPyConnection, events: str, earlier: Sequence[Path], first_seq: int
) -> str:
    """The slice, and the articles that its claims were read in but that stand before it."""
    missing = con.execute(
        f"""
        select distinct claim.article_id
        from {events} as claim
        left join {events} as article
            on article.event_type = 'article_fetched'
            and claim.watch_id = article.watch_id
            and claim.article_id = article.article_id
            and claim.seq > article.seq
        where claim.event_type = 'claim_asserted'
            and claim.article_id is not null and article.seq is null
        """
    ).fetchall()
    if not missing or not earlier:
        return events
    ids = ", ".join(quoted(article_id) for (article_id,) in missing)
    return f"""(
        select * from {events}
        union all
        select * from {log_relation(earlier)}
        where event_type = 'article_fetched' and seq < {first_seq} and article_id in ({ids})
    )"""


def _merged(con: duckdb.DuckDBPyConnection, home: Path, names: Sequence[str]) -> list[str]:
    """The names after merging: one file for a month that is over, few for the last one."""
    months: dict[str, list[str]] = defaultdict(list)
    for name in names:
        months[name.rsplit("/", 1)[0]].append(name)
    newest = max(month.rsplit("/", 1)[1] for month in months)
    merged: list[str] = []
    for month, members in months.items():
        kept = _kept_apart(home, members) if month.endswith(newest) else 0
        rest = members[kept:]
        if len(rest) > 1:
            name = f"{month}/{rest[0][-33:-21]}-{rest[-1][-20:]}"
            files = read_parquet([home / "derived" / member for member in rest])
            _write(con, home, f"select * from {files}", name, with_empty=True)
            rest = [name]
        merged += [*members[:kept], *rest]
    return merged


def _kept_apart(home: Path, members: Sequence[str]) -> int:
    """How many of the newest month's files a merge leaves alone: all, where they are few."""
    if len(members) <= _FILES_A_MONTH:
        return len(members)
    sizes = [(home / "derived" / name).stat().st_size for name in members]
    first = len(members) - 2
    while first and sizes[first - 1] <= _MUCH_LARGER * sum(sizes[first:]):
        first -= 1
    return first


def _write(
    con: duckdb.DuckDBPyConnection, home: Path, sql: str, name: str, *, with_empty: bool
) -> bool:
    """Write the rows of a query as one file, whole or not at all; whether it was written."""
    path = home / "derived" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    ((rows,),) = con.execute(
        f"""
        copy (select * from ({sql}) order by {FAMILIES[name.split("/")[0]]})
        to {quoted(str(draft))} (format parquet, compression zstd, row_group_size {_ROW_GROUP})
        """
    ).fetchall()
    if not rows and not with_empty:
        draft.unlink()
        return False
    fsync(draft)
    os.replace(draft, path)
    return True


def _window_days(con: duckdb.DuckDBPyConnection, home: Path, names: Sequence[str]) -> int:
    """Twice the longest half-life that any version of any watch gave an indicator."""
    files = [home / "derived" / name for name in names if name.startswith("other_events/")]
    ((longest,),) = con.execute(
        f"""
        select max(list_max(
            from_json(json_extract(detail, '$.indicators[*].half_life_days'), '["BIGINT"]')
        ))
        from {read_parquet(files)} where event_type = 'watch_changed'
        """
    ).fetchall()
    return 2 * int(longest or 0)
