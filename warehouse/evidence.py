"""Does every claim's evidence stand in its article, letter for letter?

In:   the files of a log, in order, and the commits in them
Out:  the first claim for which it does not
Never: holds the texts of the whole log: it goes by some hundred thousand events at a time, from
       commit to commit, since a claim nearly always stands in its article's commit. Claims that
       do not are looked up afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
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


def first_loose_claim(files: Sequence[Rows]) -> LooseClaim | None:
    """The first claim by seq whose evidence does not stand in its article. Raises LogError."""
    import duckdb

    with duckdb.connect(config=NO_DOWNLOADS) as con:
        try:
            con.execute(_CLAIMS)
            for window in _windows(files):
                con.execute(_OWN_ARTICLES, [*window])
            if con.execute(_ANY_WAITING).fetchall():
                con.execute(_OTHER_ARTICLES, [[str(file.path) for file in files]])
            found = con.execute(_FIRST_LOOSE).fetchone()
        except duckdb.Error as error:
            raise LogError(f"evidence cannot be checked: {str(error).splitlines()[0]}") from error
    return LooseClaim(*found) if found else None


def _windows(files: Sequence[Rows]) -> Iterator[tuple[list[str], int, int]]:
    """Files, and from where to where in seq: each window begins and ends with a commit."""
    paths: list[str] = []
    first_seq = next_seq = 0
    for file in files:
        paths.append(str(file.path))
        for commit in file.commits:
            next_seq = commit.next_seq
            if next_seq - first_seq >= _EVENTS_AT_ONCE:
                yield paths, first_seq, next_seq
                paths, first_seq = [str(file.path)], next_seq
    if next_seq > first_seq:
        yield paths, first_seq, next_seq


_CLAIMS = """
create temp table claims (
    seq bigint, claim_id varchar, article_id varchar, evidence varchar,
    start_char bigint, end_char bigint, is_verbatim boolean
)
"""

# Keeps the claims that are not verbatim, and those (null) whose article is in another commit.
# substring() counts code points from 1.
_OWN_ARTICLES = """
insert into claims
with
log as (select * from read_parquet($1, hive_partitioning => false) where seq >= $2 and seq < $3),
texts as (
    select article_id, json_extract_string(detail, '$.text') as text
    from log
    where event_type = 'article_fetched'
)
select seq, claim_id, log.article_id, evidence, start_char, end_char,
    substring(text, start_char + 1, end_char - start_char) = evidence as is_verbatim
from log
left join texts on log.article_id = texts.article_id
where event_type = 'claim_asserted' and is_verbatim is distinct from true
"""

_ANY_WAITING = "select seq from claims where is_verbatim is null limit 1"

_OTHER_ARTICLES = """
insert into claims
with
waiting as (select * from claims where is_verbatim is null),
texts as (
    select article_id, json_extract_string(detail, '$.text') as text
    from read_parquet(?, hive_partitioning => false)
    where event_type = 'article_fetched' and article_id in (select article_id from waiting)
)
select waiting.* exclude (is_verbatim),
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
