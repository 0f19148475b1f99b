"""The board as files: HOME/board, pages that open without a server and without a network.

In:   a home that was published
Out:  index.html, a page for each indicator, pages of days gone by, their style and scripts
Never: asks the network; shows a reader half a page (each file is put in its place whole, the first
       page after those that it leads to), or writes a file anew that says what it said.

    BoardError    a day that has no page, or a folder that cannot be written; one line
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.board.dated_pages import as_of_page, then_now_page
from flows.board.index_page import index_page
from flows.board.indicator_page import indicator_pages
from flows.board.pages import ASSETS, VEGA_FILE, page_html
from flows.board.rows import Rows, read_health, read_rows
from warehouse.database import connect

FOLDER = "board"
REVISION_FILE = "revision.txt"
_INDEX = "index.html"
_AS_OF = re.compile(r"as-of_(\d{4}-\d\d-\d\d)\.html")
_THEN_NOW = re.compile(r"then_(\d{4}-\d\d-\d\d)_now_(\d{4}-\d\d-\d\d)\.html")


class BoardError(Exception):
    """What stands in the way of a page, in one line."""


def write_board(home: Path) -> Path:
    """Bring the board up to what is published; the path of its first page.

    Pages of days gone by stay as they are. Raises BoardError, DatabaseError.
    """
    with connect(home) as con:
        rows = read_rows(con)
    folder = home / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        _write_assets(folder)
        written = {_put(folder, name, html) for name, html in _indicator_pages(rows)}
        first = page_html(index_page(rows, read_health(home), _dated(folder)))
        _put(folder, _INDEX, first)
        _remove_others(folder, written)
        _put(folder, REVISION_FILE, f"{rows.seq} {sha256(first.encode()).hexdigest()}\n")
    except OSError as error:
        raise BoardError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return folder / _INDEX


def write_as_of(home: Path, day: date) -> Path:
    """Write the page of a day that is over; its path. Raises BoardError, DatabaseError."""
    rows = _as_of(home, day)
    return _write_dated(home, f"as-of_{day}.html", page_html(as_of_page(rows, day)))


def write_then_now(home: Path, then: date, now: date) -> Path:
    """Write the page of two days that are over; its path. Raises BoardError, DatabaseError."""
    if then >= now:
        raise BoardError(f"--then {then} is not before --now {now}")
    pictured = then_now_page(_as_of(home, then), _as_of(home, now), (then, now))
    return _write_dated(home, f"then_{then}_now_{now}.html", page_html(pictured))


def _as_of(home: Path, day: date) -> Rows:
    """What was recorded by the end of a day. A day that is not over could still get more."""
    with _end_of(home, day) as con:
        rows = read_rows(con)
    if day >= rows.at.date():
        raise BoardError(
            f"{day} is not over in this log, which goes to {rows.at:%Y-%m-%d %H:%M} UTC; "
            f"the first page of the board says what is known now"
        )
    if not rows.states:
        raise BoardError(f"{day} lies before the first event of this log; name a later day")
    return rows


def _end_of(home: Path, day: date) -> AbstractContextManager[Any]:
    return connect(home, recorded_as_of=datetime.combine(day, time.max, UTC))


def _write_dated(home: Path, name: str, html: str) -> Path:
    folder = home / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        _put(folder, name, html)
    except OSError as error:
        raise BoardError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return folder / name


def _indicator_pages(rows: Rows) -> Iterator[tuple[str, str]]:
    for state in rows.states:
        for page in indicator_pages(rows, state):
            yield page.href, page_html(page)


def _dated(folder: Path) -> list[tuple[str, str]]:
    """The pages of days gone by that are there, the newest day first."""
    names = sorted((path.name for path in folder.glob("*_*.html")), reverse=True)
    days = [(n, f"As of {m[1]}") for n in names if (m := _AS_OF.fullmatch(n))]
    pairs = [(n, f"{m[1]} and {m[2]}") for n in names if (m := _THEN_NOW.fullmatch(n))]
    return [*days, *pairs]


def _write_assets(folder: Path) -> None:
    for path in ASSETS.iterdir():
        _put(folder, path.name, path.read_text(encoding="utf-8"))
    made_by = f"// vl-convert {version('vl-convert-python')}\n"
    if _first_line(folder / VEGA_FILE) != made_by:
        _put(folder, VEGA_FILE, made_by + _vega())


@functools.cache
def _vega() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script; a second's work, done once a home."""
    import vl_convert

    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return script


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline(200)
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _put(folder: Path, name: str, text: str) -> str:
    """Write a file whole, where it is not what it should be already; its name."""
    path, content = folder / name, text.encode("utf-8", "replace")
    if not (path.is_file() and path.read_bytes() == content):
        part = folder / f".{name}.{os.getpid()}.part"  # a person may write while a run does
        part.write_bytes(content)
        os.replace(part, path)
    return name


def _remove_others(folder: Path, written: set[str]) -> None:
    """Pages of indicators that are followed no longer, and of years that came together again."""
    for path in folder.glob("*.html"):
        is_dated = _AS_OF.fullmatch(path.name) or _THEN_NOW.fullmatch(path.name)
        if path.name not in written and path.name != _INDEX and not is_dated:
            path.unlink()
