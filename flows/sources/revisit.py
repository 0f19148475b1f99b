"""When a page that was read is asked for again, though no feed says that it changed.

In:   when it was first fetched, the instant, after how many hours it is looked at again
Out:  the next instant, or None
Never: reads a clock.

An article is corrected within hours, and its entry in the feed stays as it was. A live blog
changes with every line, and its entry with it: it is asked once an hour at the most.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

REVISIT_AFTER_HOURS = (3.0, 24.0, 72.0)
LIVE_EVERY = timedelta(hours=1)


def next_visit(
    first_fetched_at: datetime, now: datetime, after_hours: Sequence[float]
) -> datetime | None:
    """The first of the visits that is still to come; one that was missed is not made up for."""
    visits = (first_fetched_at + timedelta(hours=hours) for hours in sorted(after_hours))
    return next((at for at in visits if at > now), None)
