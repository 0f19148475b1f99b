"""A watch file's text -> the same over the sample newsroom: its outlets speak, its feeds are read.

In:   the YAML text of a watch, outlets and their feeds
Out:  YAML text; comments and everything but `feeds:` and the added parties stay as they were
Never: writes a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from transforms.records import Feed, Party

# The key at the line's start, and what hangs below it.
_FEEDS = re.compile(r"^feeds:.*\n(?:[ \t#-].*\n|[ \t]*\n)*", re.MULTILINE)
_PARTIES = re.compile(r"^parties:[ \t]*\n", re.MULTILINE)


def over_newsroom(text: str, outlets: Sequence[Party], feeds: Sequence[Feed]) -> str:
    """Return the text with these feeds and parties. ValueError where it lacks one of the keys."""
    rows = [{"id": f.id, "url": f.url, "outlet": f.outlet, "title": f.title or f.id} for f in feeds]
    parties = [
        {"id": p.id, "names": list(p.names), "type": p.type, "reliability": p.reliability}
        for p in outlets
    ]
    added = "parties:\n" + _dumped(parties)
    for pattern, block in ((_FEEDS, _dumped({"feeds": rows}) + "\n"), (_PARTIES, added)):
        found = pattern.search(text)
        if found is None:
            raise ValueError("the watch lacks feeds: or parties:")
        text = text[: found.start()] + block + text[found.end() :]
    return text


def _dumped(content: object) -> str:
    """Block YAML; a list is set in by two, as a list under a key is in our files."""
    dumped = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    if isinstance(content, list):
        return "".join(f"  {line}\n" for line in dumped.splitlines())
    return dumped
