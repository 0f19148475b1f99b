"""One web host: what its robots.txt allows, and when the next request may begin.

In:   the text of robots.txt; requests, each inside `async with host.turn()`
Out:  whether a URL may be fetched; turns, so many at once and so far apart
Never: asks the network itself
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from protego import Protego

from flows.web.answer import Answer, FetchError

_LONGEST_DELAY_SECONDS = 30.0  # a robots.txt that asks for more would stop the whole run
MOST_FAILURES = 5  # in a row; a host that swallows requests would hold up the run


class Host:
    """The courtesy owed to one scheme, host and port for the length of a run."""

    def __init__(self, at_once: int, delay_seconds: float) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._queue = asyncio.Lock()
        self._next_start = 0.0  # of the event loop's clock
        self._delay_seconds = delay_seconds
        self._rules: Protego | None = None
        self.robots_lock = asyncio.Lock()
        self.robots_read = False
        # Why nothing more is asked for in this run: it failed too often, or told us to wait.
        self.left_alone: FetchError | None = None
        self.held: Answer | None = None
        self._failures = 0

    def take_robots(self, text: str, user_agent: str) -> None:
        """Note the rules; an empty text has none."""
        self._rules = Protego.parse(text) if text else None
        self.robots_read = True
        asked = self._rules.crawl_delay(user_agent) if self._rules else None
        if asked:
            self._delay_seconds = max(self._delay_seconds, min(asked, _LONGEST_DELAY_SECONDS))

    def allows(self, url: str, user_agent: str) -> bool:
        """Whether robots.txt lets us fetch a URL."""
        return self._rules is None or bool(self._rules.can_fetch(url, user_agent))

    def answered(self) -> None:
        """Note that the host is there."""
        self._failures = 0

    def failed(self) -> bool:
        """Note that a request came to nothing; whether it is time to leave the host alone."""
        self._failures += 1
        return self._failures >= MOST_FAILURES

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a request to the host may begin; not where there will be none."""
        async with self._slots:
            async with self._queue:
                if not (self.left_alone or self.held):
                    clock = asyncio.get_running_loop().time
                    await asyncio.sleep(max(0.0, self._next_start - clock()))
                    self._next_start = clock() + self._delay_seconds
            yield
