"""The newest alerts as two files in the home, alerts.atom and alerts.json.

In:   the log's alert_queued events
Out:  the files, each put in its place whole; untouched where nothing is new
Never: serves them: any web server or feed reader that can read a file does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from transforms.alert_feed import atom, entries_of, json_feed
from transforms.records import Event

ATOM_FILE, JSON_FILE = "alerts.atom", "alerts.json"


def write_alert_feeds(home: Path, queued: Iterable[Event]) -> None:
    """Bring both files up to the log. Raises OSError where they cannot be written."""
    entries = entries_of(queued)
    for name, content in ((ATOM_FILE, atom(entries)), (JSON_FILE, json_feed(entries))):
        path = home / name
        if path.is_file() and path.read_bytes() == content:
            continue
        part = home / f".{name}.part"  # one run at a time has the home
        part.write_bytes(content)
        part.replace(path)
