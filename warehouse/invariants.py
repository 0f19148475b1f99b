"""What has to hold over the whole store, whatever was written by whom: checks/*.sql.

Each file of checks/ is a query over the views that gives a row for each fault, with its line. One
check needs more than a query: what stands in the derived files is what the log gives when it is
folded anew (for some indicators, drawn by the log's end; the whole would be `rebuild`).

In:   a connection from warehouse.database.connect
Out:  Fault: which check, and what is wrong, in one line
Never: mends anything; reads a file that the published database does not name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.database import publish_clock, query
from warehouse.view_sql import FAMILIES, Sources, log_relation, view_query

_FOLDER = Path(__file__).parent / "checks"
_HEAD = re.compile(r"-- (\w+): (.+(?:\n-- .+)*)\n")
DERIVED = "derived_is_folded"
# Cheap enough for every run: 40 ms in a log of 100,000 events, where it looks at what is new.
AFTER_A_REFRESH = ("one_sequence", "claim_has_article", "word_has_claim")
_INDICATORS = 3
_FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that does not hold, and where."""

    check: str
    line: str

    def __str__(self) -> str:
        return f"{self.check}: {self.line}"


def all_checks() -> dict[str, str]:
    """Every check, with what it means."""
    meanings = {path.stem: _meaning(path.stem) for path in sorted(_FOLDER.glob("*.sql"))}
    return meanings | {DERIVED: "the derived files hold what the log gives, folded anew"}


def broken(
    con: DuckDBPyConnection, checks: Sequence[str] | None = None, since_seq: int = -1
) -> list[Fault]:
    """The faults that these checks find, or all of them. Raises QueryError.

    `since_seq`: of single events, look at those after it only. A check shows its first faults,
    and how many more there are."""
    faults: list[Fault] = []
    for name in all_checks() if checks is None else checks:
        lines = _unfolded(con) if name == DERIVED else _lines(con, name, since_seq)
        faults += (Fault(name, line) for line in lines[:_FAULTS_SHOWN])
        if len(lines) > _FAULTS_SHOWN:
            faults.append(Fault(name, f"and {len(lines) - _FAULTS_SHOWN} more"))
    return faults


def _lines(con: DuckDBPyConnection, name: str, since_seq: int) -> list[str]:
    sql = _text(name).replace("$since_seq", str(since_seq))
    return [line for (line,) in query(con, sql).rows]


@functools.cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _meaning(name: str) -> str:
    head = _HEAD.match(_text(name))
    if head is None or head.group(1) != name:
        raise ValueError(f"checks/{name}.sql: begin with a comment: -- {name}: what has to hold")
    return head.group(2).replace("\n-- ", " ")


def _unfolded(con: DuckDBPyConnection) -> list[str]:
    """Derived rows that the log does not give, and the other way round."""
    ((files,),) = query(con, "select files from publication").rows
    log = [file for file in map(Path, files) if file.parent.name in ("tail", "sealed")]
    sources = Sources(log_relation(log), publish_clock(con), window_days=0)
    lines = []
    for family in FAMILIES:
        if family == "claim_facts":
            for base in _some_indicators(con):
                con.execute("set variable only_indicator = ?", [base])
                lines += _differences(con, family, sources, f" of {base}")
            con.execute("reset variable only_indicator")
        else:
            lines += _differences(con, family, sources, "")
    return lines


def _some_indicators(con: DuckDBPyConnection) -> list[str]:
    """A few indicators; others when the log has another end."""
    rows = query(
        con,
        f"""
        select distinct indicator, hash(indicator, head_seq) as place
        from (select base as indicator from claim_facts) cross join publication
        order by place, indicator limit {_INDICATORS}
        """,
    ).rows
    return [indicator for indicator, _ in rows]


def _differences(con: DuckDBPyConnection, family: str, sources: Sources, of_what: str) -> list[str]:
    # a series is known from the slice in which it came; folded anew it is known once
    columns = "watch_id, base, indicator" if family == "series" else "*"
    derived = f"select {columns} from {family}"
    folded = f"select {columns} from ({view_query(family, sources)})"
    lines = []
    for one, other, said in (
        (derived, folded, "stand in the derived files and not in the log"),
        (folded, derived, "follow from the log and are not in the derived files"),
    ):
        ((n,),) = query(con, f"select count(*) from ({one} except {other})").rows
        if n:
            lines.append(f"{n} rows of {family}{of_what} {said}; make them anew: vedette rebuild")
    return lines
