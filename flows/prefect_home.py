"""Where Prefect keeps its own files, and how much it says, when we start it ourselves.

In:   a home of Vedette's
Out:  the home as a folder; environment variables, read by Prefect when it is imported
Never: imports Prefect; overrides what the user has set.
"""

from __future__ import annotations

import os
from pathlib import Path


class HomeError(Exception):
    """The home cannot be a folder of ours; one line."""


def use_prefect_home(home: Path, *, is_reported: bool = True) -> None:
    """Make the home; keep Prefect's database and logs in it, unless the user has a place for them.

    Call before anything imports prefect. A server named by PREFECT_API_URL stays in use. Where a
    fault `is_reported` by the caller, Prefect's own report of it, with a stack trace, goes to its
    server only. Raises HomeError.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeError(
            f"{home}: cannot be made: {error.strerror}; name another folder with --home"
        ) from None
    os.environ.setdefault("PREFECT_HOME", str(home.resolve() / "prefect"))
    # Our own lines say what happened; Prefect's remain for its warnings.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    if is_reported and not os.environ.get("VEDETTE_DEBUG"):
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
