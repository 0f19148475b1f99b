"""Whether the sources and the targets of a home can be reached: for `vedette doctor --online`.

In:   a home, its settings
Out:  Finding: one a source or target that does not answer, one for those that do
Never: sends anything to a target, or shows its address: it is connected to, and left. Sources are
       asked as a run asks them: robots.txt, one host at a time, no private address.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from flows.quality.doctor import Finding
from flows.settings import Settings
from flows.sources.poll_state import PollStateError, feeds_of_home
from flows.web.answer import FetchError
from flows.web.fetch import Fetcher

_CONNECT_SECONDS = 5.0
_MOST_FEEDS = 500
# Of other services the address names an account, and not a machine.
_PORTS = {"https": 443, "http": 80, "jsons": 443, "json": 80, "mailtos": 465, "mailto": 587}


async def reach(home: Path, settings: Settings) -> list[Finding]:
    """The sources that the home knows from its runs, and the targets of its settings."""
    return [*await _sources(home, settings), *await _targets(settings.targets)]


async def _sources(home: Path, settings: Settings) -> list[Finding]:
    try:
        states = [state for states in feeds_of_home(home).values() for state in states]
    except PollStateError as error:
        return [Finding("sources", "warn", str(error), "they are known after the first run")]
    urls = sorted({state.url for state in states if urlsplit(state.url).scheme in _PORTS})
    async with Fetcher(settings.fetch) as fetcher:
        said = await asyncio.gather(*(_asked(fetcher, url) for url in urls[:_MOST_FEEDS]))
    silent = [
        Finding("sources", "warn", f"{url}: {why}", "see: vedette feeds")
        for url, why in zip(urls, said, strict=False)
        if why
    ]
    left = f"; {len(urls) - _MOST_FEEDS} not asked" if len(urls) > _MOST_FEEDS else ""
    answered = len(said) - len(silent)
    return [*silent, Finding("sources", "ok", f"{answered} of {len(said)} answer{left}")]


async def _asked(fetcher: Fetcher, url: str) -> str | None:
    """What is the matter with a source; None where it answers."""
    try:
        answer = await fetcher.get(url)
    except FetchError as error:
        return str(error)
    return None if answer.status < 400 else f"HTTP {answer.status}"


async def _targets(targets: Mapping[str, str]) -> list[Finding]:
    return list(await asyncio.gather(*(_connected(name, url) for name, url in targets.items())))


async def _connected(name: str, url: str) -> Finding:
    check = f"target {name}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError):
        return Finding(check, "ok", "not asked: its address names no machine to connect to")
    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
    except OSError as error:  # asyncio's own words have the address in them
        why = os.strerror(error.errno).lower() if error.errno else "no answer"
        return Finding(check, "fail", why, "alerts to it wait and are tried again")
    writer.close()
    return Finding(check, "ok", "can be connected to; nothing was sent")
