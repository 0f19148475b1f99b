"""The command that gives the log to other programs: export.

In:   a home, a format, what of it
Out:  a file, put in its place whole, or standard output
Never: writes into the home.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from flows.commands.arguments import (
    DEFAULT_HOME,
    Home,
    InputError,
    RecordedAsOf,
    beginning_of,
    instant_of,
)

FORMATS = ("stix", "csv", "parquet", "json-feed", "web-annotation", "schema.org")


def export(
    format: Annotated[str, typer.Argument(help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")],
    home: Home = DEFAULT_HOME,
    view: Annotated[
        str | None,
        typer.Option(
            "--view",
            "-v",
            help="Of csv and parquet: claims, claim_history, positions, state or articles.",
        ),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option("--indicator", "-i", help="Only on this indicator, its places and things."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", help="Only what was written or changed since: 2024-11-03."),
    ] = None,
    as_of: RecordedAsOf = None,
    output: Annotated[
        str, typer.Option("--output", "-o", help="A file; - is standard output.")
    ] = "-",
) -> None:
    """Write claims, articles and states in a form that other programs read.

    Example: vedette export stix --indicator troops-killed --output claims.json
    """
    _check(format, view, since, output)
    from flows.exports.file import opened
    from flows.exports.formats import Asked, known_indicators
    from flows.exports.formats import export as write
    from warehouse.export_rows import Selection

    selection = Selection(indicator, beginning_of(since))
    asked = Asked(home, selection, instant_of(as_of), view or "claims")
    if indicator is not None:
        with asked.open() as con:
            known = known_indicators(con)
        if indicator not in known:
            there = ", ".join(known) or "none"
            raise InputError(f"{indicator}: no such indicator; there are: {there}")
    with opened(output) as out:
        write(format, asked, out)


def _check(format: str, view: str | None, since: str | None, output: str) -> None:
    """Raise InputError for what cannot go together."""
    from warehouse.export_tables import TIMELESS, VIEWS

    if format not in FORMATS:
        raise InputError(f"{format}: no such format; there are: {', '.join(FORMATS)}")
    if view is not None and format not in ("csv", "parquet"):
        raise InputError(f"--view is for csv and parquet; {format} has claims")
    if view is not None and view not in VIEWS:
        raise InputError(f"{view}: no such view to export; there are: {', '.join(VIEWS)}")
    if since is not None and view in TIMELESS:
        raise InputError(f"{view} is as of one time; ask with --as-of instead of --since")
    if format == "parquet" and output == "-" and sys.stdout.isatty():
        raise InputError("Parquet is not for a terminal; name a file with --output")
