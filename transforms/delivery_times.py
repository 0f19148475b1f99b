"""Quiet hours and the time of a digest -> when an alert may be delivered.

In:   instants (UTC); "22:00-06:30", "07:30", a name of the IANA time zone database
Out:  yes or no; the instant of a digest, UTC
Never: reads a clock. Whether there is an alert does not depend on any of this.

Where the clocks are put forward, a time that is skipped counts as the one an hour later; where
they are put back, the first of the two.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def is_quiet(at: datetime, quiet_hours: str, time_zone: str) -> bool:
    """Whether the instant lies within the hours there; their end is outside."""
    begins, ends = (time.fromisoformat(part) for part in quiet_hours.split("-"))
    local = at.astimezone(ZoneInfo(time_zone)).time()
    if begins < ends:
        return begins <= local < ends
    return local >= begins or local < ends


def digest_after(at: datetime, digest_at: str, time_zone: str) -> datetime:
    """The first time of the digest there that is after the instant."""
    zone, wanted = ZoneInfo(time_zone), time.fromisoformat(digest_at)
    day = at.astimezone(zone).date()
    for later in (0, 1):
        local = datetime.combine(day + timedelta(days=later), wanted, zone)
        if (found := local.astimezone(UTC)) > at:
            return found
    return datetime.combine(day + timedelta(days=2), wanted, zone).astimezone(UTC)
