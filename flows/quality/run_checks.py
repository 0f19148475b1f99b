"""What the gate found in one run: added up over its batches, for the log and for the report.

In:   what a batch came to; states; figures of earlier runs
Out:  RunChecks: each expectation with how many rows it was held to, and how many failed it; the
      rows that were held back; the shape of the run
Never: judges a row itself (the gate does), or keeps more lines in the log than a person reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from flows.quality.shape import WINDOW_DAYS, Shape, run_columns, shapes_of
from flows.reading import Batch
from transforms.records import Check, Event, IndicatorState, Verdict, Watch
from warehouse.database import publish_clock
from warehouse.queries import ledgers_since

_WARNINGS_KEPT, _WARNING_LENGTH = 100, 400


@dataclass
class RunChecks:
    """`asked`: by suite, meaning and severity, in the order of the suites."""

    asked: dict[tuple[str, str, str], Check] = field(default_factory=dict)
    held: list[Event] = field(default_factory=list)
    shape: Shape = field(default_factory=Shape)

    def take(self, batch: Batch) -> None:
        """Add what a batch came to."""
        self._add(batch.checks)
        self.held += (e for e in batch.events if e.event_type == "row_quarantined")
        self.shape.add(batch.events)

    def take_states(self, states: Iterable[IndicatorState], watch: Watch) -> tuple[str, ...]:
        """Judge the states that follow; the warnings. Raises GateFault."""
        from expectations.gate import judge_states

        return self._warnings(judge_states(tuple(states), watch))

    def take_run(self, con: Any, watch_id: str) -> tuple[str, ...]:
        """Judge the shape of the run beside those of the last 30 days; the warnings."""
        from expectations.gate import judge_run

        since = publish_clock(con) - timedelta(days=WINDOW_DAYS)
        before = shapes_of(ledgers_since(con, watch_id, since))
        return self._warnings(judge_run(run_columns(self.shape, before)))

    def as_detail(self, warnings: Sequence[str]) -> dict[str, object]:
        """What the log keeps: the counts of what failed, the first flags, the shape."""
        failed = [asdict(check) for check in self.asked.values() if check.failed]
        flagged = [line[:_WARNING_LENGTH] for line in warnings[:_WARNINGS_KEPT]]
        found: dict[str, object] = {"checks": failed, "flagged": flagged}
        found |= {"shape": self.shape.as_plain()} if self.shape.rows else {}
        return {name: value for name, value in found.items() if value}

    def _warnings(self, verdict: Verdict) -> tuple[str, ...]:
        self._add(verdict.checks)
        return verdict.warnings

    def _add(self, checks: Iterable[Check]) -> None:
        for check in checks:
            key = (check.suite, check.meaning, check.severity)
            so_far = self.asked.get(key)
            rows, failed = (so_far.rows, so_far.failed) if so_far else (0, 0)
            self.asked[key] = Check(*key, rows + check.rows, failed + check.failed)
