"""The command on the board: board.

In:   a home, days
Out:  pages in HOME/board, and where they are; a server on 127.0.0.1 until interrupted
Never: imports anything heavy before a command is run.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.arguments import DEFAULT_HOME, Home, InputError, day_of, with_log


def board(
    home: Home = DEFAULT_HOME,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Write the page of a day that is over.")
    ] = None,
    then: Annotated[
        str | None, typer.Option("--then", help="Write a page of two days: the earlier one …")
    ] = None,
    now: Annotated[str | None, typer.Option("--now", help="… and the later one.")] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve the board on 127.0.0.1 until interrupted.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65_535, help="Of the server; 0: any free one.")
    ] = 8400,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Write the board: static pages of every state, with the claims behind it. A run does, too.

    Example: vedette board --as-of 2024-11-03
    """
    if (then is None) != (now is None):
        raise InputError("--then and --now go together: name both days")
    days = day_of(as_of), day_of(then), day_of(now)
    page = _write(with_log(home), *days)
    if serve:
        _serve(page, port, is_opened=open_)
        return
    _say(str(page))
    if open_:
        _open(page.resolve().as_uri())


def _write(home: Path, as_of: date | None, then: date | None, now: date | None) -> Path:
    """Write what was asked for, then the board, whose first page leads to it; the page to show."""
    from flows.board.write import write_as_of, write_board, write_then_now

    asked = write_as_of(home, as_of) if as_of else None
    if then and now:
        asked = write_then_now(home, then, now)
    first = write_board(home)
    return asked or first


def _serve(page: Path, port: int, *, is_opened: bool) -> None:
    import threading

    from flows.board.server import BoardServer

    try:
        server = BoardServer(page.parent, port)
    except OSError as error:
        raise InputError(
            f"port {port} of 127.0.0.1: {(error.strerror or 'taken').lower()}; name another: --port"
        ) from None
    with server:
        url = f"{server.base_url}/{page.name}"
        _say(f"{url} (until Ctrl-C; it shows each new run by itself)")
        if is_opened:
            _open(url)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            _say("stopped")


def _open(url: str) -> None:
    import webbrowser

    webbrowser.open(url)


def _say(line: str) -> None:
    from flows.terminal.show import write

    write(line)
    sys.stdout.flush()  # a server says where it is before it waits
