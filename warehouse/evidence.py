"""Does every claim's evidence stand in its article, letter for letter?

In:   the files of a log, in order
Out:  the first claim for which it does not
Never: holds the texts of the whole log: files are looked at in groups, since a claim nearly
       always stands in its article's commit. Those that do not are looked up afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.log_file import LogError

# What one query holds at once: some hundred megabytes of texts.
_GROUP_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class LooseClaim:
    """A claim whose evidence is not in its article's text, or whose article the log never saw."""

    seq: int
    claim_id: str


def first_loose_claim(files: Sequence[Path]) -> LooseClaim | None:
    """The first claim by seq whose evidence does not stand in its article. Raises LogError."""
    import duckdb

    if not files:
        return None
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as con:
        try:
            con.execute(_TABLES)
            for group in _groups(files):
                con.execute(_OWN_ARTICLES, [group])
            if con.execute(_ANY_WAITING).fetchall():
                con.execute(_OTHER_ARTICLES, [[str(path) for path in files]])
            found = con.execute(_FIRST_LOOSE).fetchone()
        except duckdb.Error as error:
            raise LogError(f"evidence cannot be checked: {str(error).splitlines()[0]}") from error
    return LooseClaim(*found) if found else None


def _groups(files: Sequence[Path]) -> Iterator[list[str]]:
    group: list[str] = []
    n_bytes = 0
    for path in files:
        group.append(str(path))
        n_bytes += path.stat().st_size
        if n_bytes >= _GROUP_BYTES:
            yield group
            group, n_bytes = [], 0
    if group:
        yield group


_TABLES = """
create temp table claims as
    select 0::bigint as seq, '' as claim_id, '' as article_id, '' as evidence,
        0::bigint as start_char, 0::bigint as end_char, true as is_verbatim
    where false
"""

# Keeps the claims that are not verbatim, and those (null) whose article is not in the group.
# substring() counts code points from 1.
_OWN_ARTICLES = """
insert into claims
with
log as (select * from read_parquet(?, hive_partitioning => false)),
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
