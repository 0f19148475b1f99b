"""The whole examination of a home: every byte of the log, every invariant of the store.

In:   a home
Out:  Diagnosis: what was checked, the faults
Never: mends anything, or stops at the first fault that it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.run_lock import RunUnderWay, only_run
from warehouse.database import DatabaseError, QueryError, connect
from warehouse.invariants import Fault, all_checks, broken
from warehouse.log import EventLog
from warehouse.queries import head
from warehouse.verify import verify

_CHAIN = "log_is_whole"
_PUBLISHED = "views_are_published"
_MEANINGS = {
    _CHAIN: "every byte, the chain, the sequence, each quotation: as `vedette verify`",
    _PUBLISHED: "the views show all of the log",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`checks`: what was looked at, and what it means; `faults`: what does not hold."""

    checks: dict[str, str]
    faults: tuple[Fault, ...]


def examine(home: Path) -> Diagnosis:
    """Check everything that can be checked."""
    report = verify(home)
    faults = [] if report.problem is None else [Fault(_CHAIN, report.problem)]
    checks = _MEANINGS | all_checks()
    try:
        with connect(home) as con:
            published = head(con).seq
            for check in all_checks():
                faults += _looked_into(con, check)
    except DatabaseError as error:
        faults.append(Fault(_PUBLISHED, str(error)))
    else:
        faults += _behind(home, published)
    return Diagnosis(checks, tuple(faults))


def _looked_into(con: object, check: str) -> list[Fault]:
    """One check; that it cannot be made is a fault, too: a file may be gone or damaged."""
    try:
        return broken(con, [check])  # type: ignore[arg-type]
    except QueryError as error:
        return [Fault(check, f"cannot be checked: {error}")]


def _behind(home: Path, published: int) -> list[Fault]:
    """Views that lack the newest events. Those of a run under way come when it ends."""
    try:
        with only_run(home):
            seq = EventLog(home).head().seq
    except RunUnderWay:
        return []
    if seq <= published:
        return []
    missing = seq - published
    return [Fault(_PUBLISHED, f"{missing} events are not shown yet; run, or: vedette rebuild")]
