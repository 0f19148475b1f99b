"""A small watch over a site of a test's own, and runs of it without Prefect."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows import reading
from flows.outcome import Outcome
from flows.run import Run, RunOptions
from flows.web.fetch import FetchOptions
from tests.flows.builders_site import Site
from transforms.events import content_hash
from transforms.heartbeat import Heartbeat
from transforms.records import AlertRule, Event, Feed, Indicator, Party, Subject, Watch
from warehouse.database import connect, query
from warehouse.log import EventLog

START = datetime(2025, 1, 24, 12, 0, tzinfo=UTC)
_INDICATOR = Indicator(
    "deaths",
    "quantity",
    "Deaths of cholera",
    "cholera",
    unit="people",
    counts=("person", "people", "patient", "patients"),
    verbs=("die", "kill"),
    nouns=("death",),
    maximum=100_000,
)
_PARTIES = (
    Party("who", ("World Health Organization", "WHO"), type="igo", reliability="B"),
    Party("ao.health", ("Ministry of Health",), country="ao", reliability="C"),
    Party("media.north", ("The North Star",), type="media", reliability="C"),
    Party("media.south", ("The South Post",), type="media", reliability="C"),
)
_RULE = AlertRule("deaths-move", ("deaths",), ("value_change", "new_dispute"))


def watch_over(*feed_urls: str, outlets: tuple[str, ...] = ("media.north", "media.south")) -> Watch:
    """The watch `outbreak`, with a feed for each URL."""
    feeds = tuple(
        Feed(f"feed-{n}", url, outlets[n % len(outlets)]) for n, url in enumerate(feed_urls)
    )
    subjects = (Subject("cholera", ("cholera", "Cholera")),)
    watch = Watch("outbreak", "A disease", subjects, (_INDICATOR,), _PARTIES, feeds, (_RULE,))
    return replace(watch, sha256=content_hash({"watch": repr(watch)}))


def report(deaths: int, source: str = "The World Health Organization", more: str = "") -> str:
    """The text of an article with one claim; long enough to have near-copies."""
    return (
        f"{source} said on Friday that {deaths} people had died of cholera in the province. "
        "Aid workers have set up tents beside the river, where the wells are closed, and the "
        "roads to the coast have been cut by rain since the start of the week, so that medicine "
        f"comes by boat only and the boats come twice a day at best. {more}"
    )


class Desk:
    """A home and its watch; each `run` is an hour after the last, on a clock of the test's."""

    hour = timedelta(hours=1)

    def __init__(self, home: Path, watch: Watch, **targets: str) -> None:
        self.home, self.watch, self.targets = home, watch, targets
        self.now = START - self.hour
        self.deadline_s = 60.0
        self.heartbeat: Heartbeat | None = None

    def crash(self, *, at: str) -> None:
        """A run that comes to the step of that name, and no further."""
        with suppress(Crash):
            self.run(crash_at=at)

    def run(self, *, crash_at: str | None = None) -> Outcome:
        """One run. With `crash_at`, the step of that name does not return."""
        self.now += self.hour
        fetch = FetchOptions(allow_loopback=True, delay_seconds=0.0)
        run = _DyingRun(
            RunOptions(self.watch, self.home, self.now, fetch, self.targets, self.heartbeat)
        )
        run.crash_at, run.deadline_s = crash_at, self.deadline_s
        readers = reading.Desk.of(self.watch)

        async def read(pages: Any, known: Any) -> Any:
            return reading.read_batch(pages, known, readers, run.outcome.run_id)

        return asyncio.run(run.perform(read))

    def events(self, *event_types: str) -> list[Event]:
        return list(EventLog(self.home).read_events(event_types=event_types or None))

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with connect(self.home) as con:
            return query(con, sql).rows


class Crash(Exception):
    """The process is gone."""


class _DyingRun(Run):
    crash_at: str | None = None

    def decide(self) -> None:
        self._die("before decide")
        super().decide()

    async def deliver(self) -> None:
        self._die("before deliver")
        await super().deliver()

    def append(self, batch: Any) -> None:
        super().append(batch)
        self._die("after append")

    def _append(self, events: Any) -> None:
        if any(event.event_type == "alert_delivered" for event in events):
            self._die("before the delivery is written")
        super()._append(events)

    def _die(self, place: str) -> None:
        if self.crash_at == place:
            raise Crash(place)


def desk_with(site: Site, home: Path, *feed_paths: str, **targets: str) -> Desk:
    return Desk(home, watch_over(*(site.url + p for p in feed_paths or ("/feed",))), **targets)


def detail_of(event: Event) -> dict[str, Any]:
    detail: dict[str, Any] = json.loads(event.detail or "{}")
    return detail
