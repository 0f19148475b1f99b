"""The words after a command: what several commands take, and how a text becomes a day or instant.

In:   texts from the command line
Out:  typer options; date and datetime (UTC)
      who decides, and why
Never: imports anything heavy: it is loaded before a command is known.
"""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path, typer.Option("--home", envvar="VEDETTE_HOME", help="Folder of the log and the database.")
]
WatchName = Annotated[
    str, typer.Option("--watch", "-w", help="A watch file, or the name of a shipped one: dprk.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for a program.")]
RecordedAsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="What was recorded by then: 2024-11-03 or 2024-11-03T12:00."),
]
ValidAsOf = Annotated[
    str | None, typer.Option("--valid-at", help="About the world on that day: 2024-11-01.")
]
Reviewer = Annotated[
    str | None, typer.Option("--reviewer", help="Who decides; else the login name.")
]
Reason = Annotated[str | None, typer.Option("--reason", help="Why; kept with the decision.")]
DEFAULT_HOME = Path(".vedette")


class InputError(Exception):
    """An argument that cannot be used; one line."""


def day_of(text: str | None) -> date | None:
    """A day as it was typed. Raises InputError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no day: write it as 2024-11-03") from None


def instant_of(text: str | None) -> datetime | None:
    """An instant, UTC where it names no zone; a day means its end. Raises InputError."""
    return _instant(text, time.max)


def beginning_of(text: str | None) -> datetime | None:
    """An instant, UTC where it names no zone; a day means its beginning. Raises InputError."""
    return _instant(text, time.min)


def _instant(text: str | None, time_of_a_day: time) -> datetime | None:
    if text is None:
        return None
    try:
        if len(text) == len("2024-11-03"):
            return datetime.combine(date.fromisoformat(text), time_of_a_day, UTC)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{text!r} is no instant: write it as 2024-11-03 or 2024-11-03T12:00"
        ) from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def with_log(home: Path) -> Path:
    """The home, which has a log. Raises InputError."""
    if not home.is_dir():
        raise InputError(f"{home}: no such home; name it with --home")
    if not (home / "log").is_dir():
        raise InputError(f"{home}: no log in this folder; name a home with --home")
    return home


def reviewer_of(name: str | None) -> str:
    """Who decides: as named, else the login name. Raises InputError."""
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError, ImportError):  # an account without a name
            raise InputError("nobody is logged in by a name; say who you are: --reviewer") from None
    if not name.strip():
        raise InputError("--reviewer is empty; say who decides")
    return name.strip()


def reason_of(text: str | None) -> str:
    """Why somebody decides so. Raises InputError where it is not said."""
    if text is None or not text.strip():
        raise InputError('say why: --reason "…"; it is kept with the decision')
    return text.strip()
