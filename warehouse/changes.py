"""Then and now: what of each indicator is another at a later point, and which claims made it so.

In:   a home, two points in time, each on both axes (recorded, valid)
Out:  IndicatorChange: the states, and the claims that came, went, or say something else
Never: decides anything that a view decides. A claim counts where the view says `is_current`:
       live, come by the day in question, and no older than two half-lives of its indicator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.database import connect, query

Row = Mapping[str, Any]
# Where one of these differs, the state is another.
_STATE = ("level", "value", "value_low", "value_high", "certainty", "reliability", "credibility")
_MARKS = ("is_disputed", "is_stale")
# What an analyst may amend, and a newer text of a page may say otherwise.
_SAID = (
    *("level", "value", "value_low", "value_high", "is_increment", "polarity", "certainty"),
    "source",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """`recorded_at`: what was in the log by then; `valid_on`: about the world of that day.

    None: now, or, with only `recorded_at` given, the day of it.
    """

    recorded_at: datetime | None = None
    valid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A claim that counts no more, and why."""

    claim: Row
    because: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A claim that says something else: amended by an analyst, or by a newer text of its page."""

    before: Row
    after: Row
    because: str

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """What differs: before and after, by the column's name."""
        pairs = {name: (self.before[name], self.after[name]) for name in _SAID}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator at two moments. A state is None where no watch had the indicator yet."""

    watch_id: str
    indicator: str
    before: Row | None
    after: Row | None
    came: tuple[Row, ...]
    gone: tuple[Gone, ...]
    corrected: tuple[Corrected, ...]

    @property
    def is_state_changed(self) -> bool:
        """Whether the picture is another, and not only the claims behind it."""
        names = (*_STATE, *_MARKS)
        one, other = (
            [row[name] for name in names] if row else None for row in (self.before, self.after)
        )
        return one != other

    @property
    def is_changed(self) -> bool:
        """Whether anything is."""
        return bool(self.is_state_changed or self.came or self.gone or self.corrected)


def changes(home: Path, before: Moment, after: Moment) -> list[IndicatorChange]:
    """Every indicator of either moment, in the order of the view `state`. Raises DatabaseError."""
    then, now = _picture(home, before), _picture(home, after)
    return [_change(key, then, now) for key in dict.fromkeys((*now.states, *then.states))]


@dataclass(frozen=True, slots=True)
class _Picture:
    """All that is asked of one moment. Keys: (watch_id, indicator); of a fate, with claim_id."""

    states: dict[tuple[str, str], Row]
    counting: dict[tuple[str, str], dict[str, Row]]
    fates: dict[tuple[str, str], Row]


def _picture(home: Path, at: Moment) -> _Picture:
    with connect(home, recorded_as_of=at.recorded_at, valid_as_of=at.valid_on) as con:
        counting: dict[tuple[str, str], dict[str, Row]] = {}
        for row in _rows(con, "select * from reasons where is_current order by seq"):
            counting.setdefault((row["watch_id"], row["indicator"]), {})[row["claim_id"]] = row
        states = {
            (row["watch_id"], row["indicator"]): row for row in _rows(con, "select * from state")
        }
        fates = {(row["watch_id"], row["claim_id"]): row for row in _rows(con, _FATES)}
    return _Picture(states, counting, fates)


_FATES = """
select
    claim_history.watch_id, claim_history.claim_id, claim_history.status,
    claim_history.withdrawn_reason, claims.is_effective
from claim_history
left join claims
    on claim_history.watch_id = claims.watch_id and claim_history.claim_id = claims.claim_id
"""


def _change(key: tuple[str, str], then: _Picture, now: _Picture) -> IndicatorChange:
    old, new = then.counting.get(key, {}), now.counting.get(key, {})
    came = {name: new[name] for name in new if name not in old}
    gone = {name: Gone(old[name], _fate(now, old[name])) for name in old if name not in new}
    corrected = [
        Corrected(old[name], new[name], "amended by an analyst")
        for name in old
        if name in new and any(old[name][field] != new[name][field] for field in _SAID)
    ]
    for one, successor in list(_successors(gone, came)):
        corrected.append(Corrected(gone[one].claim, came[successor], gone[one].because))
        del gone[one], came[successor]
    return IndicatorChange(
        *key,
        then.states.get(key),
        now.states.get(key),
        tuple(came.values()),
        tuple(gone.values()),
        tuple(corrected),
    )


def _successors(gone: Mapping[str, Gone], came: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    """A claim that its page's newer text took back, and the one of the same source there instead.

    Only where there is one of each: which of several replaces which, nobody said.
    """
    for name, one in gone.items():
        if not one.because.startswith(("corrected: ", "revised: ")):
            continue
        place = (one.claim["url"], one.claim["source"])
        rivals = [g for g in gone.values() if (g.claim["url"], g.claim["source"]) == place]
        found = [c for c, row in came.items() if (row["url"], row["source"]) == place]
        if len(rivals) == len(found) == 1:
            yield name, found[0]


def _fate(now: _Picture, claim: Row) -> str:
    """Why a claim that counted does not count at the later moment."""
    fate = now.fates.get((claim["watch_id"], claim["claim_id"]))
    if fate is None:
        return "not recorded yet"
    match fate["status"]:
        case "withdrawn":
            return fate["withdrawn_reason"] or "withdrawn"
        case "rejected":
            return "rejected by an analyst"
        case "review":
            return "waits for a review"
    return "too old to count" if fate["is_effective"] else "not of that day yet"


def _rows(con: DuckDBPyConnection, sql: str) -> list[Row]:
    answer = query(con, sql)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
