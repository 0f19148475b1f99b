"""The files that a new home begins with: read by `vedette init`.

In:   nothing
Out:  TEMPLATES, their paths
Never: writes.
"""

from pathlib import Path

TEMPLATES = tuple(
    Path(__file__).with_name(name) for name in ("README.md", "settings.toml", "watch.yaml")
)
