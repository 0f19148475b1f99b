"""What has to survive a power cut.

In:   a path of a file or a folder
Out:  nothing; on return what it holds, or its names, are on the disk
Never: writes.
"""

from __future__ import annotations

import os
from pathlib import Path


def fsync(path: str | Path) -> None:
    """Wait until a file's content, or a folder's names, are safe. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
