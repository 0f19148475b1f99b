"""Does every claim's evidence stand in its article, letter for letter?

In:   the files of a log, in order, and the commits in them; those of which it is known already
Out:  the first claim for which it does not; which files' texts the claims of which other file need
Never: holds the texts of the whole log: it goes by some hundred thousand events at a time, from
       commit to commit, since a claim nearly always stands in its article's commit. Claims that
       do not are looked up afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.database import NO_DOWNLOADS
from warehouse.log_file import Commit, LogError

# A row group of a sealed file for each core, some hundred megabytes of texts.
_EVENTS_AT_ONCE = 100_000 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Rows:
    """A file of the log, and the commits whose rows it has."""

    path: Path
    commits: tuple[Commit, ...]


@dataclass(frozen=True, slots=True)
class LooseClaim:
    """A claim whose evidence is not in its article's text, or whose article the log never saw."""

    seq: int
    claim_id: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first loose claim by seq, if there is one; by file, the files other than its own commits
    in which texts of its claims stand."""

    loose: LooseClaim | None
    stands_on: Mapping[Path, frozenset[Path]]


def check_evidence(files: Sequence[Rows], asked: Collection[Path]) -> Evidence:
    """Look up every claim of the files that are asked for; `files` are all. Raises LogError."""
    import duckdb

    with duckdb.connect(config=NO_DOWNLOADS) as con:
        try:
            con.execute(_CLAIMS)
            for window in _windows([file for file in files if file.path in asked]):
                con.execute(_OWN_ARTICLES, [*window])
            if con.execute(_ANY_WAITING).fetchall():
                con.execute(_OTHER_ARTICLES, [[str(file.path) for file in files]])
            found = con.execute(_FIRST_LOOSE).fetchone()
            elsewhere = con.execute(_ELSEWHERE).fetchall()
        except duckdb.Error as error:
            raise LogError(f"evidence cannot be checked: {str(error).splitlines()[0]}") from error
    stands_on = {Path(file): frozenset(map(Path, others)) for file, others in elsewhere}
    return Evidence(LooseClaim(*found) if found else None, stands_on)


def _windows(files: Sequence[Rows]) -> Iterator[tuple[list[str], int, int]]:
    """Files, and from where to where in seq: each window begins and ends with a commit."""
    paths: list[str] = []
    first_seq = next_seq = 0
    for file in files:
        if not paths:
            first_seq = file.commits[0].first_seq
        paths.append(str(file.path))
        for commit in file.commits:
            next_seq = commit.next_seq
            if next_seq - first_seq >= _EVENTS_AT_ONCE:
                yield paths, first_seq, next_seq
                paths, first_seq = [str(file.path)], next_seq
    if paths and next_seq > first_seq:
        yield paths, first_seq, next_seq


_CLAIMS = """
create temp table claims (
    seq bigint, claim_id varchar, article_id varchar, evidence varchar,
    start_char bigint, end_char bigint, file varchar, stands_in varchar, is_verbatim boolean
)
"""

# Keeps the claims that are not verbatim, and those (null) whose article is in another commit.
# What is in another file counts as in another commit, whatever is read at once.
# substring() counts code points from 1.
_OWN_ARTICLES = """
insert into claims
with
log as (
    select * from read_parquet($1, filename => true, hive_partitioning => false)
    where seq >= $2 and seq < $3
),
texts as (
    select filename, article_id, json_extract_string(detail, '$.text') as text
    from log
    where event_type = 'article_fetched'
)
select seq, claim_id, log.article_id, evidence, start_char, end_char, log.filename, null,
    substring(text, start_char + 1, end_char - start_char) = evidence as is_verbatim
from log
left join texts on log.article_id = texts.article_id and log.filename = texts.filename
where event_type = 'claim_asserted' and is_verbatim is distinct from true
"""

_ANY_WAITING = "select seq from claims where is_verbatim is null limit 1"

_OTHER_ARTICLES = """
insert into claims
with
waiting as (select * from claims where is_verbatim is null),
texts as (
    select filename, article_id, json_extract_string(detail, '$.text') as text
    from read_parquet(?, filename => true, hive_partitioning => false)
    where event_type = 'article_fetched' and article_id in (select article_id from waiting)
)
select waiting.* exclude (stands_in, is_verbatim), filename,
    substring(text, start_char + 1, end_char - start_char) = evidence as is_verbatim
from waiting
join texts on waiting.article_id = texts.article_id
"""

# Of an article that was fetched more than once any text will do: they are the same.
_FIRST_LOOSE = """
select seq, any_value(claim_id)
from claims
group by seq
having not coalesce(bool_or(is_verbatim), false)
order by seq
limit 1
"""

_ELSEWHERE = """
select file, array_agg(distinct stands_in)
from claims
where is_verbatim and stands_in is not null
group by file
"""
