"""One run, from the feeds to the closed ledger, as plain functions under the Prefect shell.

In:   RunOptions: watch, home, the time now, how to fetch, whom to tell
Out:  Outcome: the ledger, what was decided and delivered, what went wrong
Never: appends outside warehouse/log, or lets a page go unaccounted for. A crash at any point is
       mended by the next run: what is in the log is known, what is not is fetched again.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flows.alerting.alert_feeds import write_alert_feeds
from flows.alerting.deciding import decisions
from flows.alerting.deliver import deliver
from flows.alerting.outbox import OUTBOX_EVENTS, open_alerts
from flows.outcome import Outcome
from flows.quality.check_report import report_of, write_report
from flows.reading import Batch, Known
from flows.run_lock import only_run
from flows.sources.collect import Collected, Progress, collect
from flows.sources.poll_state import PollState
from flows.texts.copy_index import CopyIndex
from flows.web.fetch import FetchOptions
from transforms.alert_text import Basis
from transforms.events import content_hash, run_finished, watch_changed
from transforms.heartbeat import Heartbeat
from transforms.records import Event, Page, Watch
from warehouse import invariants, queries
from warehouse.archive import Archive
from warehouse.database import connect
from warehouse.log import EventLog, LogError
from warehouse.publish import publish
from warehouse.seal import seal, sweep

PAGES_PER_BATCH = 40
_CLOCKS_DIFFER_BY = timedelta(minutes=5)


@dataclass(frozen=True)
class RunOptions:
    """What one run needs to know. `now` is the clock that the log stamps with, UTC."""

    watch: Watch
    home: Path
    now: datetime
    fetch: FetchOptions = field(default_factory=FetchOptions)
    targets: Mapping[str, str] = field(default_factory=dict, repr=False)  # URLs hold tokens
    heartbeat: Heartbeat | None = None
    progress: Progress | None = None


ReadBatch = Callable[[Sequence[Page], Known], Awaitable[Batch]]


class StoreUnsound(Exception):
    """What a run added breaks what has to hold over the store; each fault is told."""

    exit_code = 1  # not a fault of what was given


class Run:
    """The steps of one run, each callable alone; `read_batch` is how a batch is computed."""

    def __init__(self, options: RunOptions, run_id: str | None = None) -> None:
        """`run_id` is that of a run of the past, where its pages are read again."""
        self.options = options
        self.deadline_s = 60.0  # for the deliveries of the run
        self.log = EventLog(options.home)
        self._is_published = False
        self._seq_before = -1
        self._copies: CopyIndex | None = None
        stamp = options.now.strftime("%Y%m%dT%H%M%S")
        made = f"{options.watch.id}-{stamp}-{uuid.uuid4().hex[:8]}"
        self.outcome = Outcome(run_id or made, options.now)

    async def perform(self, read_batch: ReadBatch) -> Outcome:
        """All eleven steps. Raises what a step raises; the log is whole wherever it stops.

        Raises RunUnderWay where another run has the home.
        """
        home, watch_id = self.options.home, self.options.watch.id
        with only_run(home), PollState(home, watch_id) as polls:
            self._mind_the_clock()
            self.open()
            collected = await self.collect(polls)
            pages = self.archive(collected)
            for start in range(0, len(pages), PAGES_PER_BATCH):
                part = pages[start : start + PAGES_PER_BATCH]
                self.append(await read_batch(part, self.known(part)))
            polls.commit(collected)
            self.check()
            self.decide()
            await self.deliver()
            self.close()
        return self.outcome

    def open(self) -> None:
        """Write down the watch where it changed."""
        with self._connect() as con:
            written = queries.newest_watch_sha256(con, self.options.watch.id)
            self._seq_before = queries.head(con).seq
        if written != self.options.watch.sha256:
            self._append([watch_changed(self.options.watch, self.outcome.run_id)])

    async def collect(self, polls: PollState) -> Collected:
        """Ask the feeds, fetch what is new."""
        options = self.options
        collected = await collect(
            options.watch,
            polls,
            replace(options.fetch, home=options.home),
            options.now,
            options.progress,
        )
        self.outcome.take(collected)
        return collected

    def archive(self, collected: Collected) -> tuple[Page, ...]:
        """Every new body into the archive, before anything is made of it."""
        return Archive(self.options.home).write(
            [fetched.page for fetched in collected.pages],
            run_id=self.outcome.run_id,
            watch_id=self.options.watch.id,
            exchanges={(f.page.url, f.page.sha256): f.exchange for f in collected.pages},
        )

    def known(self, pages: Sequence[Page]) -> Known:
        """What the log holds of these pages and of what they could be copies of."""
        watch_id = self.options.watch.id
        with self._connect() as con:
            revisions = queries.known_revisions(con, [p.url for p in pages], watch_id)
            revised = {
                page.url
                for page in pages
                if (known := revisions.get(page.url)) and known.body_sha256 != page.sha256
            }
            claims = queries.claims_of_urls(con, revised, watch_id) if revised else {}
            held = queries.held_articles(con, [p.url for p in pages], watch_id)
            values = self._values(con)
            self._copies = self._copies or CopyIndex(self.options.home, watch_id)
            self._copies.catch_up(con)
        return Known(
            revisions={url: r.article_id for url, r in revisions.items()},
            revised_at={url: r.fetched_at for url, r in revisions.items() if r.fetched_at},
            notices={url: r.notice for url, r in revisions.items() if r.notice},
            copies=self._copies,
            claims=dict(claims),
            held=held,
            values=values,
        )

    def _values(self, con: Any) -> dict[str, float]:
        """What the states say now, where the watch says how far they may jump."""
        watch = self.options.watch
        if not any(indicator.max_jump_factor for indicator in watch.indicators):
            return {}
        states = queries.current_states(con, watch.id)
        return {name: s.value for name, s in states.items() if s.value is not None}

    def append(self, batch: Batch) -> None:
        """One batch, one commit."""
        self.outcome.ledger.add(batch.ledger)
        self.outcome.failures += batch.failures
        self.outcome.warnings += batch.warnings
        self.outcome.checks.take(batch)
        if batch.events:
            self._append(batch.events)

    def check(self) -> None:
        """The store, and what the new rows add up to, before anything follows from them. A run
        without any has nothing to judge. Raises StoreUnsound, GateFault."""
        outcome, watch = self.outcome, self.options.watch
        with self._connect() as con:
            faults = invariants.broken(con, invariants.AFTER_A_REFRESH, self._seq_before)
            if faults:
                said = "; ".join(map(str, faults))
                raise StoreUnsound(f"{self.options.home}: {said} (vedette doctor tells all)")
            if outcome.checks.shape.rows:
                states = queries.current_states(con, watch.id)
                outcome.warnings += outcome.checks.take_states(states.values(), watch)
                outcome.warnings += outcome.checks.take_run(con, watch.id)

    def decide(self, *, is_quiet: bool = False) -> None:
        """State now against state written; what changed and who is told, in one commit.

        `is_quiet`: nobody is told, now or later: what changed is history.
        """
        options = self.options
        with self._connect() as con:
            head = queries.head(con)
            basis = Basis(
                self.outcome.run_id,
                options.now,
                head.seq,
                head.sha256,
                tuple(options.targets),
                is_quiet,
            )
            self.outcome.decisions = decisions(
                options.home, con, options.watch, basis, options.heartbeat
            )
        self.outcome.ledger.alerts_queued = len(self.outcome.alerts)
        if self.outcome.decisions:
            self._append(self.outcome.decisions)

    async def deliver(self) -> None:
        """Work off the outbox."""
        waiting = [
            entry
            for entry in open_alerts(self.log.read_events(event_types=OUTBOX_EVENTS))
            if entry.watch_id == self.options.watch.id
        ]
        # In a thread: it waits for the slowest target, and the flow has a heartbeat to keep.
        self.outcome.deliveries = await asyncio.to_thread(
            deliver,
            waiting,
            self.options.targets,
            self.options.now,
            self.outcome.run_id,
            self.deadline_s,
        )
        if self.outcome.deliveries:
            self._append(self.outcome.deliveries)

    def close(self) -> None:
        """The ledger has to come out; a run that wrote or missed anything says so in the log."""
        outcome = self.outcome
        outcome.ledger.close()
        if outcome.has_news:
            event = run_finished(outcome.as_detail(), self.options.watch.id, outcome.run_id)
            self._append([event])
        self.settle()
        self._report()

    def settle(self) -> None:
        """Merge what has piled up, publish, remove what is long covered."""
        self._seal()
        self._publish()
        self._sweep()
        self._feed()

    def _mind_the_clock(self) -> None:
        """Time in the log goes forward only, and a run is no earlier than the log: to a clock that
        was set back, what is known lies ahead, and every state would fall back to nothing."""
        newest, now = self.log.head().recorded_at, self.options.now
        if newest is not None and now < newest:
            self.options = replace(self.options, now=newest)
            if newest - now > _CLOCKS_DIFFER_BY:
                self.outcome.warnings.append(
                    f"the clock says {now:%Y-%m-%d %H:%M}, the log goes to {newest:%Y-%m-%d %H:%M} "
                    "UTC, and so did this run; set the clock"
                )

    def _append(self, events: Sequence[Event]) -> None:
        batch_id = content_hash({"events": [event.event_id for event in events]})
        receipt = self.log.append(events, batch_id=batch_id, now=self.options.now)
        self.outcome.events_appended += receipt.n if receipt.is_new else 0
        self._is_published = False

    def _publish(self) -> None:
        """Bring the views up to the log and the run's clock; the step that readers see."""
        if not self._is_published:
            publish(self.options.home, now=self.options.now)
            self._is_published = True

    def _report(self) -> None:
        """What was asked of the rows, as files. The run is done: what fails here is a warning."""
        if not self.outcome.checks.shape.rows:
            return
        try:
            write_report(self.options.home, report_of(self.outcome, self.options.watch.id))
        except OSError as error:
            self.outcome.warnings.append(f"no report of the checks was written: {error}")

    def _seal(self) -> None:
        """Merge commits where many have piled up. The run is done: what fails here is a warning."""
        try:
            if seal(self.options.home, now=self.options.now):
                self._is_published = False
        except LogError as error:
            self.outcome.warnings.append(str(error))

    def _sweep(self) -> None:
        """Remove what sealed files have covered for a day; a warning, too, where that fails."""
        try:
            sweep(self.options.home, in_use=self.log.files(), now=self.options.now)
        except LogError as error:
            self.outcome.warnings.append(str(error))

    def _feed(self) -> None:
        """The alerts as files for feed readers; a warning where they cannot be written."""
        try:
            write_alert_feeds(
                self.options.home, self.log.read_events(event_types=("alert_queued",))
            )
        except OSError as error:
            said = (error.strerror or "cannot be written").lower()
            self.outcome.warnings.append(f"{error.filename}: {said}; the feeds of alerts are old")

    def _connect(self) -> Any:
        self._publish()
        return connect(self.options.home)
