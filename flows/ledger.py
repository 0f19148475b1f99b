"""The ledger of a run: every page that was fetched is accounted for, or the run fails loudly.

In:   counts from the steps
Out:  Ledger; whether it closes; the detail of the run_finished event
Never: mends a difference.

    fetched = parsed + unchanged + duplicate + quarantined + failed + screened
    parsed  = with_claims + without_claims
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


class LedgerOpen(Exception):
    """A run lost or doubled a page; the message gives both sides of the sum."""

    exit_code = 1


@dataclass
class Ledger:
    """Counts of one run: of feed entries, then of pages, then (the last four) of events."""

    listed: int = 0  # entries in the feeds
    known: int = 0  # of these, read in an earlier run and not changed: not fetched
    fetched: int = 0
    parsed: int = 0
    unchanged: int = 0  # 304, or the text that we had
    duplicate: int = 0  # the same text of the same outlet at another address
    quarantined: int = 0
    failed: int = 0
    screened: int = 0  # of foreign archives: without a word of the watch, and not kept
    with_claims: int = 0
    without_claims: int = 0
    claims: int = 0
    claims_quarantined: int = 0
    claims_withdrawn: int = 0
    alerts_queued: int = 0

    def add(self, part: Ledger) -> None:
        """Book what a batch came to."""
        for name in asdict(part):
            setattr(self, name, getattr(self, name) + getattr(part, name))

    def close(self) -> None:
        """Raise LedgerOpen where a sum does not come out."""
        read = self.parsed + self.unchanged + self.duplicate + self.quarantined
        spent = read + self.failed + self.screened
        if self.fetched != spent:
            raise LedgerOpen(f"ledger open: {self.fetched} pages fetched, {spent} accounted for")
        asked = self.with_claims + self.without_claims
        if self.parsed != asked:
            raise LedgerOpen(f"ledger open: {self.parsed} articles parsed, {asked} read for claims")

    @property
    def is_idle(self) -> bool:
        """Whether no page brought anything new, not even a failure."""
        return self.fetched == self.unchanged

    def as_detail(self) -> dict[str, object]:
        """The counts by name, for the event."""
        return dict(asdict(self))
