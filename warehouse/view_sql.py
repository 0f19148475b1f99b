"""The SQL of the views, out of views/*.sql: as views, and as table macros for a point in time.

In:   the files of views/, and where the views find their rows (Sources)
Out:  SQL statements, in the order in which they must run
Never: runs them. One text serves all: in a macro, the variables that a view asks for become the
       macro's parameters, and the views it stands on become its common table expressions.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warehouse.schema import COLUMNS

_FOLDER = Path(__file__).parent / "views"

# Each stands only on those before it.
ORDER = (
    "as_of",
    "events",
    "other_events",
    "article_facts",
    "cluster_joins",
    "claim_facts",
    "series",
    "watches",
    "certainties",
    "indicators",
    "ladder",
    "parties",
    "articles",
    "state_facts",
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

# What the derived files hold, and how each is clustered: a question about one watch or one
# indicator reads the row groups that hold it.
FAMILIES = {
    "claim_facts": "event_type, watch_id, base, indicator, origin, seq",
    "article_facts": "watch_id, seq",
    "series": "watch_id, base, indicator",
    "other_events": "event_type, watch_id, indicator, seq",
}

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
_SCANNED = frozenset({"events", "articles", "claim_history", *FAMILIES})

_RECORDED_AS_OF = "coalesce(getvariable('recorded_as_of')::timestamptz, 'infinity'::timestamptz)"
# Written so that it folds into a constant: only then does a scan skip what lies before.
_VALID_AS_OF = """coalesce(
        getvariable('valid_as_of')::date,
        (
            coalesce(
                nullif(getvariable('recorded_as_of')::timestamptz, 'infinity'::timestamptz),
                $now
            ) at time zone 'UTC'
        )::date
    )"""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the views find their rows.

    `log` is the log as a relation of SQL. `derived` gives, by family, files that hold that view's
    rows already; a family that it lacks is worked out from the log. `now` is what the views
    mean by now, UTC. `window_days`: two of the longest half-life that any watch ever had.
    """

    log: str
    now: datetime
    window_days: int
    derived: Mapping[str, Sequence[Path]] = field(default_factory=dict)


def view_statements(sources: Sources) -> list[str]:
    """Statements that create every view, then the macros."""
    views = [f"create or replace view {name} as\n{view_query(name, sources)}" for name in ORDER]
    return [
        *views,
        *(_macro(name, target, sources) for name, target in AS_OF_MACROS.items()),
        _CHANGES_BETWEEN,
    ]


def view_query(name: str, sources: Sources) -> str:
    """One query from the sources to the view. A view on views on views would be planned, and the
    log scanned, hundreds of times over: seconds for `state` where this takes a tenth of one."""
    needed = _stands_on(name, frozenset(sources.derived))
    steps = [
        f"{view} as {'not ' if view in _SCANNED else ''}materialized (\n"
        f"{_body(view, name, sources)}\n)"
        for view in ORDER
        if view in needed and view not in sources.derived
    ]
    body = _body(name, name, sources)
    if steps:
        body = f"with {', '.join(steps)}\nselect * from (\n{body}\n)"
        if needed - _SCANNED and name != "state":  # that one has an order of its own
            body += f"\n{_LAST_ORDER}"
    return _filled(body, sources)


# DuckDB 2.0.0 feeds a materialized step to its readers while it is worked out, and a LIMIT that is
# content with less makes them wait for each other for ever. Rows that are put in order first are
# all read.
_LAST_ORDER = "order by watch_id"


def view_text(name: str, sources: Sources) -> str:
    """A view's own query, on the views that it names."""
    return _filled(_text(name), sources)


def over_a_stretch(name: str, first_seq: int, end_seq: int) -> str:
    """A view over other views as a relation: what it is of the events of this stretch of the log,
    which end before end_seq. For one that reads `events` row by row."""
    slice_of_events = (
        "with events as not materialized (\n"
        f"select * from vedette.main.events where seq >= {first_seq} and seq < {end_seq}\n)"
    )
    return f"({_text(name).replace('with', f'{slice_of_events},', 1)})"


def _body(view: str, target: str, sources: Sources) -> str:
    """The text of a view as a step towards `target`."""
    if view in sources.derived:
        return _relation(view, sources.derived[view])
    text = _step(view, target)
    # Written out at each mention, for each has filters of its own: a step of the query is read as
    # a whole by all who mention it, once the query is stored as a view or macro.
    for family, files in sources.derived.items():
        rows = _relation(family, files).replace("\\", r"\\")
        text = re.sub(rf"\b(from|join) {family}\b", rf"\1 ({rows}) as {family}", text)
    return text


@functools.cache
def _step(view: str, target: str) -> str:
    text = _text(view)
    if target == "state" and view == "claim_history":
        return text.replace("from claim_facts", "from state_facts")
    return text


def _filled(sql: str, sources: Sources) -> str:
    now = f"timestamptz {quoted(sources.now.astimezone(UTC).isoformat())}"
    return (
        sql.replace("$valid_as_of", _VALID_AS_OF)
        .replace("$window_days", str(sources.window_days))
        .replace("$now", now)
        .replace("from $log", f"from {sources.log}")
    )


@functools.cache
def _text(name: str) -> str:
    """The query of one view file, without its head and its last semicolon."""
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    head = _HEAD.match(text)
    if head is None or head.group(1) != name:
        raise ValueError(f"views/{name}.sql: begin with comments, then: create … view {name} as")
    return text[head.end() :].rstrip().removesuffix(";")


@functools.cache
def _stands_on(target: str, derived: frozenset[str]) -> frozenset[str]:
    """The views that a view needs, directly or through others."""
    needed: set[str] = set()
    for view in reversed(ORDER[: ORDER.index(target) + 1]):
        if view not in derived and (view == target or view in needed):
            sources = set(_SOURCE.findall(_step(view, target)))
            needed |= sources & set(ORDER[: ORDER.index(view)])
    return frozenset(needed)


def _macro(name: str, target: str, sources: Sources) -> str:
    body = view_query(target, sources)
    for variable, parameter in _PARAMETERS.items():
        body = body.replace(f"getvariable('{variable}')", parameter)
    signature = f"{name}(recorded, valid, only_indicator := null)"
    return f"create or replace macro {signature} as table\n{body}"


_PARAMETERS = {
    "recorded_as_of": "recorded",
    "valid_as_of": "valid",
    "only_indicator": "only_indicator",
}

_CHANGES_BETWEEN = """
create or replace macro changes_between(earlier, later, only_indicator := null) as table
select
    coalesce(after.watch_id, before.watch_id) as watch_id,
    coalesce(after.indicator, before.indicator) as indicator,
    coalesce(after.title, before.title) as title,
    before.level as level_before,
    after.level as level_after,
    before.value as value_before,
    after.value as value_after,
    before.credibility as credibility_before,
    after.credibility as credibility_after,
    coalesce(before.is_disputed, false) as was_disputed,
    coalesce(after.is_disputed, false) as is_disputed,
    before.origins as origins_before,
    after.origins as origins_after,
    (before.level, before.value) is distinct from (after.level, after.value) as is_changed
from state_as_of(earlier, null, only_indicator := only_indicator) as before
full join state_as_of(later, null, only_indicator := only_indicator) as after
    on before.watch_id = after.watch_id and before.indicator = after.indicator
"""


def _relation(family: str, files: Sequence[Path]) -> str:
    """Rows of derived files, as far as they were recorded by recorded_as_of."""
    rows = f"select * from {read_parquet(files)}\nwhere recorded_at <= {_RECORDED_AS_OF}"
    if family == "claim_facts":
        only = "getvariable('only_indicator')"
        rows += f"\nand ({only} is null or base = {only})"
    return rows


def log_relation(files: Sequence[Path]) -> str:
    """The log as a relation: its files, each with all columns of the present schema version."""
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS.items())
    no_rows = f"select {columns} where false"
    if not files:
        return f"({no_rows})"
    # Files of older versions lack columns, and all files may be of one.
    return f"({no_rows} union all by name select * from {read_parquet(files, by_name=True)})"


def read_parquet(files: Sequence[Path], *, by_name: bool = False) -> str:
    """Files as one relation. No partitioning: a home called "a=b" is no column."""
    listed = ", ".join(quoted(as_glob(path)) for path in files)
    options = "union_by_name => true, " if by_name else ""
    return f"read_parquet([{listed}], {options}hive_partitioning => false)"


def as_glob(path: Path) -> str:
    """A path as the pattern that means just this file."""
    return re.sub(r"([\[*?])", r"[\1]", str(path))


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
