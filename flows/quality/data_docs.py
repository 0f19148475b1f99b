"""The rows of a run, out of the log, as Great Expectations' own pages.

In:   a home, the report of a run, a folder
Out:  a static site in the folder
Never: writes into the home.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.commands.arguments import InputError
from transforms.events import held_row
from warehouse.database import connect
from warehouse.held_rows import watch_as_logged
from warehouse.log import EventLog

_TYPES = ("article_fetched", "claim_asserted", "row_quarantined")


def write_data_docs(home: Path, report: Mapping[str, Any], folder: Path) -> Path:
    """Judge the rows of the run again, those that were held back too, and write the site. The path
    of its first page. Raises InputError, GateFault."""
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder}: is not empty; name a new folder")
    run_id, watch_id = report["run_id"], report["watch_id"]
    found = EventLog(home).read_events(event_types=_TYPES)
    events = [
        held_row(event) if event.event_type == "row_quarantined" else event
        for event in found
        if event.run_id == run_id
    ]
    if not events:
        raise InputError(f"{run_id}: the log holds no rows of this run")
    with connect(home) as con:
        watch = watch_as_logged(con, watch_id)
    from expectations.data_docs import build_data_docs
    from expectations.gate import Beside

    return build_data_docs(events, watch, Beside(), folder)
