"""requirements.lock -> what it pins.

In:   the lock, as `make lock` writes it
Out:  Pinned, in its order; a name may stand there twice, for two versions of Python
Never: asks an index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package at a version. `marker` says where it is for; empty: everywhere."""

    name: str
    version: str
    marker: str
    sha256s: tuple[str, ...]


def pinned(text: str) -> Iterator[Pinned]:
    """What a lock pins."""
    found = list(_PIN.finditer(text))
    ends = [*(pin.start() for pin in found[1:]), len(text)]
    for pin, end in zip(found, ends, strict=True):
        hashes = tuple(_HASH.findall(text, pin.end(), end))
        yield Pinned(pin[1], pin[2], pin[3] or "", hashes)
