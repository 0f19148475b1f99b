"""Publish again, with the clock of the last publication: what the views mean by now stays.

In:   a home with a log
Out:  its published database, brought up to the log
Never: moves the clock: only a run does.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path


def republish(home: Path, *, is_anew: bool = False) -> Path:
    """Bring the views up to the log; `is_anew`, with every derived file made again. The path."""
    from warehouse.database import DatabaseError, QueryError, connect, publish_clock
    from warehouse.publish import publish

    try:
        with connect(home) as con:
            now = publish_clock(con)
    except (DatabaseError, QueryError):  # nothing published, or damaged
        now = datetime.now(UTC)
    return publish(home, now=now, is_anew=is_anew)
