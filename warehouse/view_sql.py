"""The SQL of the views, out of views/*.sql: as views, and as table macros for a point in time.

In:   the files of views/, the log's files
Out:  SQL statements, in the order in which they must run
Never: runs them. One text serves both: in a macro, the variables that a view asks for become
       the macro's parameters, and the views it stands on become its common table expressions.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path

from warehouse.schema import COLUMNS

_FOLDER = Path(__file__).parent / "views"

# Each stands only on those before it.
ORDER = (
    "as_of",
    "events",
    "certainties",
    "indicators",
    "ladder",
    "parties",
    "articles",
    "claim_history",
    "claims",
    "quantity_positions",
    "level_positions",
    "positions",
    "quantity_state",
    "level_state",
    "backing",
    "state_history",
    "state",
    "reasons",
    "alerts",
    "runs",
    "quarantine",
)

AS_OF_MACROS = {
    "claims_as_of": "claims",
    "positions_as_of": "positions",
    "state_as_of": "state",
}

_HEAD = re.compile(r"(?:--[^\n]*\n)+create or replace view (\w+) as\n")
_SOURCE = re.compile(r"\b(?:from|join)\s+(\w+)")


# Scanned anew at each use, so that only the columns and rows in question are read: held in
# memory, they would be the whole log with every text. The other views are worked out once a
# query, however many views stand on them.
_SCANNED = frozenset({"events", "articles", "claim_history"})


def view_statements(log_files: Sequence[Path]) -> list[str]:
    """Statements that create every view over the given files, then the macros."""
    log = _log_relation(log_files)
    views = [f"create or replace view {name} as\n{_query(name, log)}" for name in ORDER]
    return views + [_macro(name, target, log) for name, target in AS_OF_MACROS.items()]


@functools.cache
def _text(name: str) -> str:
    """The query of one view file, without its head and its last semicolon."""
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    head = _HEAD.match(text)
    if head is None or head.group(1) != name:
        raise ValueError(f"views/{name}.sql: begin with comments, then: create … view {name} as")
    return text[head.end() :].rstrip().removesuffix(";")


@functools.cache
def _stands_on(name: str) -> frozenset[str]:
    """The views that a view needs, directly or through others."""
    named = set(_SOURCE.findall(_text(name))) & set(ORDER[: ORDER.index(name)])
    return frozenset(named.union(*(_stands_on(one) for one in named)))


def _query(name: str, log: str) -> str:
    """One query from the log to the view. A view on views on views would be planned, and the
    log scanned, hundreds of times over: seconds for `state` where this takes a tenth of one."""
    steps = [
        f"{view} as {'not ' if view in _SCANNED else ''}materialized (\n{_text(view)}\n)"
        for view in ORDER
        if view in _stands_on(name)
    ]
    chain = f"with {', '.join(steps)}\nselect * from (\n{_text(name)}\n)" if steps else _text(name)
    return chain.replace("from $log", f"from {log}")


def _macro(name: str, target: str, log: str) -> str:
    body = _query(target, log)
    body = body.replace("getvariable('recorded_as_of')", "recorded")
    body = body.replace("getvariable('valid_as_of')", "valid")
    return f"create or replace macro {name}(recorded, valid) as table\n{body}"


def _log_relation(log_files: Sequence[Path]) -> str:
    """What stands for $log: the files, each with all columns of the present schema version."""
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS.items())
    no_rows = f"select {columns} where false"
    if not log_files:
        return f"({no_rows})"
    listed = ", ".join(quoted(as_glob(path)) for path in log_files)
    # Files of older versions lack columns, perhaps all files do. No partitioning: a home called
    # "a=b" is no column.
    files = f"read_parquet([{listed}], union_by_name => true, hive_partitioning => false)"
    return f"({no_rows} union all by name select * from {files})"


def as_glob(path: Path) -> str:
    """A path as the pattern that means just this file."""
    return re.sub(r"([\[*?])", r"[\1]", str(path))


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
