"""A watch file -> the same file with more feeds, its comments and its layout as they were.

In:   the path of a sound watch file, feeds and parties to add
Out:  the file, replaced in one step
Never: leaves half a file, or one that reads otherwise than was meant: the new text is read back and
       compared before it takes the old one's place. Touches a line that was there.
"""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Sequence
from pathlib import Path

import yaml

from seeds.watch import SHIPPED, WatchError, read_watch
from seeds.watch_yaml import compose
from transforms.records import Feed, Party, Watch

_FEED_KEYS = ("id", "url", "outlet", "title", "kind", "match")
_PARTY_KEYS = ("id", "names", "type")


def add_feeds(path: Path, feeds: Sequence[Feed], parties: Sequence[Party] = ()) -> Watch:
    """Add feeds, and the parties that publish them; the watch as it is then. Raises WatchError."""
    path = path.resolve()
    if path.parent == SHIPPED.resolve():
        raise WatchError(f"{path}: comes with Vedette; copy it, and name the copy with --watch")
    before = read_watch(path)
    body = path.read_bytes()
    new = _with_rows(body, "parties", [_row(p, _PARTY_KEYS) for p in parties])
    new = _with_rows(new, "feeds", [_row(f, _FEED_KEYS) for f in feeds])
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_bytes(new)
        draft.chmod(stat.S_IMODE(path.stat().st_mode))
        after = read_watch(draft)
        if not _is_as_meant(before, after, feeds, parties):
            raise WatchError(f"{path}: its `feeds:` is written in a way that cannot be added to")
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise WatchError(f"{path}: {(error.strerror or 'cannot be written').lower()}") from None
    finally:
        draft.unlink(missing_ok=True)
    return after


def _is_as_meant(
    before: Watch, after: Watch, feeds: Sequence[Feed], parties: Sequence[Party]
) -> bool:
    meant = dataclasses.replace(
        before,
        feeds=(*before.feeds, *feeds),
        parties=(*before.parties, *parties),
        sha256=after.sha256,
    )
    return after == meant


def _row(record: Feed | Party, keys: Sequence[str]) -> str:
    """A record in one line of YAML, without what is its default."""
    defaults = {f.name: f.default for f in dataclasses.fields(record)}
    plain = {
        key: list(value) if isinstance(value, tuple) else value
        for key in keys
        if (value := getattr(record, key)) != defaults[key]
    }
    dumped = yaml.safe_dump(
        plain, default_flow_style=True, sort_keys=False, allow_unicode=True, width=1_000_000
    )
    return dumped.strip()


def _with_rows(body: bytes, key: str, rows: Sequence[str]) -> bytes:
    """The text with rows at the end of a list of the watch."""
    if not rows:
        return body
    text = body.decode("utf-8-sig")
    listed = next((v for k, v in compose(body).value if k.value == key), None)
    if not isinstance(listed, yaml.SequenceNode):
        raise WatchError(f"there is no list `{key}:` to add to; write `{key}: []`")
    newline = "\r\n" if "\r\n" in text else "\n"
    if listed.flow_style:
        new = _in_brackets(text, listed, rows, newline)
    else:
        indent = " " * listed.start_mark.column
        at = _end_of_line(text, _last_leaf(listed).end_mark.index)
        block = "".join(f"{indent}- {row}{newline}" for row in rows)
        gap = "" if text[:at].endswith("\n") else newline
        new = text[:at] + gap + block + text[at:]
    return (b"\xef\xbb\xbf" if body.startswith(b"\xef\xbb\xbf") else b"") + new.encode()


def _in_brackets(text: str, listed: yaml.Node, rows: Sequence[str], newline: str) -> str:
    """A list in brackets: more of it before the closing one; an empty one becomes a block."""
    start, end = listed.start_mark.index, listed.end_mark.index
    if not listed.value:
        block = "".join(f"{newline}  - {row}" for row in rows)
        return text[:start].rstrip(" ") + block + text[end:]
    last = listed.value[-1].end_mark.index
    return text[:last] + "".join(f", {row}" for row in rows) + text[last:]


def _last_leaf(node: yaml.Node) -> yaml.Node:
    """The node that ends last in the text: a block's own end lies behind the comments after it."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False) or not node.value:
        return node
    last = node.value[-1]
    return _last_leaf(last[1] if isinstance(last, tuple) else last)


def _end_of_line(text: str, index: int) -> int:
    """Behind the line that holds the character before `index`."""
    found = text.find("\n", max(0, index - 1))
    return len(text) if found < 0 else found + 1
