"""A watch file -> the watch, read and checked; or every fault, one line each.

In:   a YAML file whose keys are the field names of the records (`watch` is the watch's own id)
Out:  Watch; on request, notes on what in it has no effect
Never: half a watch. One fault anywhere, and nothing is read.
"""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from seeds.watch_check import check, with_stages
from seeds.watch_notes import Dimension, notes
from seeds.watch_yaml import MAX_BYTES, Fault, Reading, Unreadable, Where, compose, suggest
from transforms.records import Feed, Watch

SHIPPED = Path(__file__).parent / "watches"
_ON_THIS_MACHINE = ("urls", "folder", "warc")  # the kinds whose `url` may be a path
_MOST_FAULTS = 20  # what fits on a screen


class WatchError(Exception):
    """A watch cannot be read: lines `FILE:LINE: what is wrong; what to do`."""


def find_watch(name_or_path: str | Path) -> Path:
    """The file of a shipped watch by its bare name ("dprk"), or the path itself.

    Raises WatchError where there is no such file.
    """
    path = Path(name_or_path)
    shipped = sorted(p.stem for p in SHIPPED.glob("*.yaml"))
    if str(name_or_path) in shipped:
        return SHIPPED / f"{name_or_path}.yaml"
    if path.is_file():
        return path
    if path.is_dir():
        raise WatchError(f"{path}: is a folder; name the YAML file in it")
    raise WatchError(f"{path}: no such watch; {suggest(str(name_or_path), shipped)}")


def read_watch(path: str | Path) -> Watch:
    """Read a watch file. Raises WatchError with one line for each fault, in the file's order."""
    return _read(path)[0]


def read_with_notes(path: str | Path, dimension: Dimension) -> tuple[Watch, list[str]]:
    """The watch, and lines `FILE:LINE: note: what it is; what to do`. Raises WatchError.

    `dimension` tells what a unit measures ("mass"), or None for what is no measure.
    """
    watch, lines = _read(path)
    found = [
        Fault(_line_of(at, lines), f"note: {text}") for at, text in notes(watch, lines, dimension)
    ]
    return watch, [f"{path}:{note.line}: {note.text}" for note in _in_order(found)]


def _read(path: str | Path) -> tuple[Watch, dict[Where, int]]:
    """The watch, and the line of everything in it. Raises WatchError."""
    try:
        with Path(path).open("rb") as file:
            body = file.read(MAX_BYTES + 1)  # one more says that it is too large
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise WatchError(f"{path}: {reason}; check the path") from None
    try:
        root = compose(body)
    except Unreadable as error:
        raise WatchError(_as_text(path, [error.fault])) from None
    reading = Reading()
    watch: Watch | None = reading.record(root, Watch, renamed="watch")
    if watch is None:
        raise WatchError(_as_text(path, reading.faults))
    watch = dataclasses.replace(
        watch,
        indicators=tuple(with_stages(indicator) for indicator in watch.indicators),
        feeds=tuple(_located(feed, Path(path).parent) for feed in watch.feeds),
        sha256=hashlib.sha256(body).hexdigest(),
    )
    faults = [Fault(_line_of(where, reading.lines), text) for where, text in check(watch)]
    if faults:
        raise WatchError(_as_text(path, faults))
    return watch, reading.lines


def _located(feed: Feed, folder: Path) -> Feed:
    """A feed of this machine with its path as a file URL; relative to the watch's own folder."""
    if feed.kind not in _ON_THIS_MACHINE or "://" in feed.url:
        return feed
    path = folder.resolve() / Path(feed.url).expanduser()
    return dataclasses.replace(feed, url=path.as_uri())


def _line_of(where: Where, lines: dict[Where, int]) -> int:
    """The line of a value, or of the nearest thing round it that the file has."""
    while where not in lines:
        where = where[:-1]
    return lines[where]


def _in_order(faults: list[Fault]) -> list[Fault]:
    """By line; what stands there twice is said once."""
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.line)


def _as_text(path: str | Path, faults: list[Fault]) -> str:
    ordered = _in_order(faults)
    lines = [f"{path}:{f.line}: {f.text}" if f.line else f"{path}: {f.text}" for f in ordered]
    more = len(lines) - _MOST_FAULTS
    return "\n".join(lines[:_MOST_FAULTS] + ([f"{path}: … and {more} more"] if more > 0 else []))
