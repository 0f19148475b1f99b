"""How often a source has something new -> how long to wait before it is asked again.

In:   the dates of entries; spans in seconds
Out:  the rhythm (median gap), the wait, what the headers of an answer ask for; in seconds
Never: reads a clock, or draws lots: what scatters the waits is drawn from a name and the instant.

The wait is half the rhythm, so that a change is seen half a rhythm late at the most, and a twelfth
of the silence, so that a source that has gone quiet (at night, for good) is asked less and less.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median

SHORTEST_WAIT_SECONDS = 10 * 60
LONGEST_WAIT_SECONDS = 24 * 3_600
# What publishers ask for is heeded up to here: a max-age of a year is a mistake.
LONGEST_ASKED_SECONDS = 6 * 3_600
_UNKNOWN_RHYTHM_SECONDS = 3_600
_SHARE_OF_SILENCE = 12
_SCATTER = 0.1
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def rhythm_seconds(dates: Iterable[datetime]) -> float | None:
    """The median gap between entries; None of fewer than two. What came in one go counts once."""
    bursts: list[datetime] = []
    for at in sorted(dates):
        if not bursts or (at - bursts[-1]).total_seconds() >= SHORTEST_WAIT_SECONDS:
            bursts.append(at)
    gaps = [(late - early).total_seconds() for early, late in pairwise(bursts)]
    return median(gaps) if gaps else None


def wait_seconds(
    rhythm: float | None, silence_seconds: float, asked_seconds: float, lot: float
) -> float:
    """How long to wait before the next poll. `lot`, 0 to 1, scatters what would fall together."""
    usual = max(
        (_UNKNOWN_RHYTHM_SECONDS if rhythm is None else rhythm) / 2,
        silence_seconds / _SHARE_OF_SILENCE,
        SHORTEST_WAIT_SECONDS,
    )
    scattered = min(usual, LONGEST_WAIT_SECONDS) * (1 - _SCATTER * lot)
    return max(scattered, min(asked_seconds, LONGEST_ASKED_SECONDS))


def lot_of(name: str, at: datetime) -> float:
    """A number from 0 to 1, the same for the same name and instant."""
    drawn = hashlib.sha256(f"{name} {at.isoformat()}".encode()).digest()
    return int.from_bytes(drawn[:4]) / (1 << 32)


def header_seconds(cache_control: str | None, expires: str | None, now: datetime) -> int:
    """For how long an answer is good by its own headers (RFC 9111, section 4.2.1); 0: not told."""
    said = (cache_control or "").lower()
    if "no-cache" in said or "no-store" in said:
        return 0
    found = _MAX_AGE.search(said)
    if found:
        return int(found[1])
    try:
        until = parsedate_to_datetime(expires) if expires else now
    except ValueError:
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, int((until - now) / timedelta(seconds=1)))
