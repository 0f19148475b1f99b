"""One collection over a real site, and the next one: what the tests of collecting begin with."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from flows.sources.collect import Collected, collect
from flows.sources.poll_state import PollState
from flows.web.fetch import FetchOptions
from tests.flows.builders_site import Site
from transforms.records import Watch

NOW = datetime(2025, 1, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)  # every feed of a first poll is due again, no visit is
OPTIONS = FetchOptions(
    contact="mailto:watch@example.org",
    allow_loopback=True,
    delay_seconds=0.0,
    timeout_seconds=1.0,
    deadline_seconds=2.0,
    max_body_bytes=50_000,
)


def run(
    site: Site,
    state: PollState,
    *,
    now: datetime = NOW,
    options: FetchOptions = OPTIONS,
    commit: bool = True,
    watch: Watch | None = None,
) -> Collected:
    """Collect once, see that the counts come out, and remember it."""
    collected = asyncio.run(collect(watch or site.watch(), state, options, now))
    counts = collected.counts
    assert counts.listed == (
        counts.known + counts.waiting + counts.fetched + counts.unchanged + counts.failed
    )
    if commit:
        state.commit(collected)
    return collected
