"""The examination of a home's store: every byte of the log, every invariant of what is made of it.

In:   a home
Out:  Finding: each check, whether it holds, what to do
Never: mends anything, or stops at the first fault that it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

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
Status = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    check: str
    status: Status
    said: str
    advice: str = ""


def examine(home: Path) -> list[Finding]:
    """Everything that has to hold over the store: a finding a fault, and one for what holds."""
    faults = _faults(home)
    found = []
    for check, meaning in (_MEANINGS | all_checks()).items():
        mine = [Finding(check, "fail", fault.line) for fault in faults if fault.check == check]
        found += mine or [Finding(check, "ok", meaning)]
    return found


def _faults(home: Path) -> list[Fault]:
    report = verify(home)
    faults = [] if report.problem is None else [Fault(_CHAIN, report.problem)]
    try:
        with connect(home) as con:
            published = head(con).seq
            for check in all_checks():
                faults += _looked_into(con, check)
    except DatabaseError as error:
        return [*faults, Fault(_PUBLISHED, str(error))]
    return faults + _behind(home, published)


def _looked_into(con: Any, check: str) -> list[Fault]:
    """One check; that it cannot be made is a fault, too: a file may be gone or damaged."""
    try:
        return broken(con, [check])
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
