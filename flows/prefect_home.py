"""Where Prefect keeps its own files, and how much it says, when we start it ourselves.

In:   a home of Vedette's
Out:  environment variables, read by Prefect when it is imported
Never: imports Prefect; overrides what the user has set.
"""

from __future__ import annotations

import os
from pathlib import Path


def use_prefect_home(home: Path) -> None:
    """Keep Prefect's database and logs in HOME/prefect, unless the user has a place for them.

    Call before anything imports prefect. A server named by PREFECT_API_URL stays in use.
    """
    os.environ.setdefault("PREFECT_HOME", str(home.resolve() / "prefect"))
    # Our own lines say what happened; Prefect's remain for its warnings.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
