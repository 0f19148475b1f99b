"""Which files' quotations were found in their places before: HOME/derived/verified.json.

In:   the hashes of files, and of those in which the texts of their claims stand
Out:  which of a log's files need not be looked through again
Never: vouches for a file by its name. A file's hash is worked out anew each time, and with the hash
       all that was found in the file is known: what was verbatim in these bytes is verbatim. Lose
       the file, and every quotation is read again.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

# Which way of looking found them: raise it, and all are read again.
_WAY = 1


def known_files(home: Path, present: Collection[str]) -> dict[str, list[str]]:
    """The hashes among those of the present files whose quotations are known, each with the hashes
    of the other files in which texts of its claims stand: those are present, too."""
    here = frozenset(present)
    return {file: on for file, on in _read(home).items() if here.issuperset([file, *on])}


def note_files(home: Path, known: Mapping[str, Collection[str]]) -> None:
    """Write down what is known now. A folder that cannot be written to keeps nothing."""
    path = _path(home)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    content = {"way": _WAY, "files": {file: sorted(on) for file, on in sorted(known.items())}}
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        draft.write_text(json.dumps(content), encoding="utf-8")
        os.replace(draft, path)


def _read(home: Path) -> dict[str, list[str]]:
    try:
        content = json.loads(_path(home).read_text(encoding="utf-8"))
        found = {str(file): [*map(str, on)] for file, on in content["files"].items()}
        return found if content["way"] == _WAY else {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _path(home: Path) -> Path:
    return home / "derived" / "verified.json"
