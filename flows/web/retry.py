"""A failure -> when to try again.

In:   the URL, how many failures in a row, the instant, what the server said in Retry-After
Out:  an instant, never before the one that the server asked for (up to a week)
Never: reads a clock, or throws dice: what spreads the tries over time comes from the URL.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_FIRST_WAIT = timedelta(minutes=5)  # doubled with every failure in a row
_LONGEST_WAIT = timedelta(days=1)
_LONGEST_RETRY_AFTER = timedelta(days=7)
_SPREAD = 0.2  # of a wait: what failed together, on one bad day of a network, comes back apart


def next_try(url: str, failures: int, now: datetime, retry_after: str | None = None) -> datetime:
    """When to try a URL again after so many failures in a row (from 1)."""
    longest = min(_FIRST_WAIT * (1 << min(failures - 1, 20)), _LONGEST_WAIT)
    wait = longest * (1 - _SPREAD * _share(f"{failures} {url}"))
    asked = asked_wait(retry_after, now) if retry_after else timedelta()
    return now + max(wait, asked)


def _share(text: str) -> float:
    """A number from 0 to 1 that differs from text to text and is always the same for one."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:6]) / (1 << 48)


def asked_wait(retry_after: str, now: datetime) -> timedelta:
    """Retry-After as a span, a week at most: seconds or a date (RFC 9110, section 10.2.3); none
    where it is neither, or past."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), _LONGEST_RETRY_AFTER)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta()
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return max(timedelta(), min(wait, _LONGEST_RETRY_AFTER))
