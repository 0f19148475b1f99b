"""How far each foreign file has been read: HOME/backfill.json.

In:   a file, a watch; the end of the part that was appended last
Out:  where to go on
Never: the record of anything. Lose it, and files are read again: what the log has is known.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from transforms.records import Watch

FILE = "backfill.json"


class BackfillStateError(Exception):
    """The state cannot be read or written; one line with what to do."""


class BackfillState:
    """The file under one home."""

    def __init__(self, home: Path, watch: Watch) -> None:
        """Raises BackfillStateError."""
        self._path, self._watch = home / FILE, watch
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            self._done = {str(key): int(end) for key, end in content.items()}
        except FileNotFoundError:
            self._done = {}
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise BackfillStateError(
                f"{self._path}: {error}; remove it, and files are read again from their start"
            ) from None

    def done_until(self, path: Path) -> int:
        """The byte from which a file is still to be read."""
        return self._done.get(self._key(path), 0)

    def note(self, ends: Mapping[Path, int]) -> None:
        """All parts of each file up to so many bytes are in the log. Raises BackfillStateError."""
        self._done |= {self._key(path): end for path, end in ends.items()}
        beside = self._path.with_suffix(".json.new")
        try:
            beside.write_text(json.dumps(self._done, indent=1), encoding="utf-8")
            os.replace(beside, self._path)
        except OSError as error:
            raise BackfillStateError(f"{self._path}: {error.strerror}") from None

    def _key(self, path: Path) -> str:
        """Another file under the name, or another watch, is read from the start."""
        about = path.stat()
        watch = f"{self._watch.id} {self._watch.sha256[:16]}"
        return f"{path.resolve()} {about.st_size} {about.st_mtime_ns} {watch}"
