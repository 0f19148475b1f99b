"""The command that begins a home: init.

In:   a folder that is not there, or empty
Out:  in it, settings and a watch with comments, and what to do next
Never: writes into a folder that has something.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.arguments import InputError


def init(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet, or empty.")],
) -> None:
    """Begin a home: settings and a small watch with comments, and what to do next.

    Example: vedette init ~/vedette
    """
    from flows.terminal.show import write
    from seeds.home import TEMPLATES

    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(f"{folder}: has something in it; name a folder that is new or empty")
        for template in TEMPLATES:
            shutil.copyfile(template, folder / template.name)
    except OSError as error:
        said = (error.strerror or "cannot be written").lower()
        raise InputError(f"{error.filename or folder}: {said}") from None
    write(
        *(str(folder / template.name) for template in TEMPLATES),
        f"Next: vedette watch check {folder / 'watch.yaml'}; README.md says how it goes on",
    )
