"""What one run came to, for the log, the terminal and programs.

In:   what a collection came to; the other steps write their own lines
Out:  Outcome; as JSON values, and as the detail of the run_finished event
Never: decides anything.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from flows.ledger import Ledger
from flows.quality.run_checks import RunChecks
from flows.sources.collect import Collected
from flows.sources.feed_health import ALARMING, Turn
from transforms.records import Event


@dataclass
class Outcome:
    """What one run came to."""

    run_id: str
    now: datetime
    ledger: Ledger = field(default_factory=Ledger)
    checks: RunChecks = field(default_factory=RunChecks)
    decisions: tuple[Event, ...] = ()
    deliveries: tuple[Event, ...] = ()
    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    events_appended: int = 0
    feeds: int = 0  # followed
    feeds_asked: int = 0  # of these, the ones that were due
    next_due_at: datetime | None = None
    turns: tuple[Turn, ...] = ()  # feeds whose health changed

    @property
    def alerts(self) -> tuple[Event, ...]:
        """The alerts that this run queued."""
        return tuple(e for e in self.decisions if e.event_type == "alert_queued")

    def as_plain(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        return {
            "run_id": self.run_id,
            "now": self.now.isoformat(),
            "ledger": self.ledger.as_detail(),
            "events_appended": self.events_appended,
            "feeds": self.feeds,
            "feeds_asked": self.feeds_asked,
            "next_due_at": self.next_due_at.isoformat() if self.next_due_at else None,
            "feeds_turned": [asdict(turn) for turn in self.turns],
            "failures": self.failures,
            "warnings": self.warnings,
            "alerts": [
                {"alert_id": e.alert_id, "indicator": e.indicator, "title": e.title}
                for e in self.alerts
            ],
        }

    @property
    def has_news(self) -> bool:
        """Whether a run has something to write down, be it a failure."""
        told = self.events_appended or self.failures or self.turns
        return bool(told) or not self.ledger.is_idle

    def as_detail(self) -> dict[str, object]:
        """What the log keeps of a run."""
        return {
            **self.ledger.as_detail(),
            **self.checks.as_detail(self.warnings),
            "failures": self.failures,
            "feeds_turned": [asdict(turn) for turn in self.turns],
            "started_at": self.now.isoformat(),
        }

    def take(self, collected: Collected) -> None:
        """Note what a collection came to."""
        ledger, counts = self.ledger, collected.counts
        ledger.listed, ledger.known = counts.listed, counts.known + counts.waiting
        ledger.unchanged, ledger.failed = counts.unchanged, counts.failed
        ledger.fetched = counts.unchanged + counts.failed
        self.failures += (f"{f.url}: {f.reason}" for f in collected.failures)
        self.feeds, self.feeds_asked = len(collected.followed), collected.feeds_asked
        self.next_due_at, self.turns = collected.next_due_at, collected.turns
        self.warnings += (str(turn) for turn in collected.turns if turn.after in ALARMING)
