"""The pages of docs/reference, made from the program itself: its commands, its events and views.

    python -m docs.make_reference

In:   the command line's own help, warehouse/schema.py, warehouse/views/*.sql
Out:  docs/reference/cli.md, docs/reference/schema.md
Never: says anything that the program does not.
"""

from __future__ import annotations

import re
import tempfile
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from flows.cli import app
from warehouse.database import connect, query
from warehouse.publish import publish
from warehouse.schema import COLUMNS
from warehouse.view_sql import AS_OF_MACROS, ORDER

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
_MADE = "<!-- Made by docs/make_reference.py: change the program, then run `make docs`. -->\n"


_ABOUT = """\
`vedette --install-completion` teaches your shell to complete commands and options. Colours and a
pager come on a terminal only, and no colours where `NO_COLOR` is set. The variable `VEDETTE_HOME`
names the home, in place of `--home`. `VEDETTE_DEBUG=1` shows where a fault of ours arose.
"""


def pages() -> dict[Path, str]:
    """Each page's text, by its path."""
    return {FOLDER / "cli.md": cli_page(), FOLDER / "schema.md": schema_page()}


def cli_page() -> str:
    """Every command with its arguments and options, in the panels of the help."""
    root = typer.main.get_command(app)
    parts = [
        "# The command line",
        _MADE,
        f"{root.help}\n\n{root.epilog}\n",
        _ABOUT,
    ]
    panels: dict[str, list[tuple[str, Any]]] = {}
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        listed = [(f"{name} {one}", child) for one, child in below.items()] if below else []
        panels.setdefault(command.rich_help_panel, []).extend(listed or [(name, command)])
    for panel, commands in panels.items():
        parts.append(f"## {panel}\n")
        parts += [_command(name, command) for name, command in commands]
    return "\n".join(parts)


def _command(name: str, command: Any) -> str:
    said, _, example = (command.help or "").partition("Example: ")
    lines = [f"### `vedette {name}`\n", " ".join(said.split()) + "\n"]
    lines += ["```sh", example.strip(), "```\n"]
    shown = [param for param in command.params if param.name != "help"]
    if shown:
        lines += ["| | |", "| --- | --- |"]
        lines += [f"| {_usage(param)} | {_help(param)} |" for param in shown]
        lines.append("")
    return "\n".join(lines)


def _usage(param: Any) -> str:
    if param.param_type_name == "argument":
        name = param.name.upper()
        return f"`{name}`" if param.required else f"`[{name}]`"
    names = ", ".join(f"`{name}`" for name in param.opts)
    return f"{names}, required" if param.required else names


def _help(param: Any) -> str:
    default = param.default
    said = " ".join((getattr(param, "help", None) or "").split()).replace("|", "\\|")
    is_shown = default not in (None, False, (), []) and not callable(default)
    return f"{said} Default: `{default}`." if is_shown else said


def schema_page() -> str:
    """The columns of the events, then each view with its first comment and its columns."""
    parts = [
        "# The schema",
        _MADE,
        "Times are UTC. A name in `_at` is an instant, in `_on` a day, in `_char` a place in a "
        "text. [sql.md](../sql.md) shows the views at work.\n",
        "## The events\n",
        "Each file of the log has these columns, in this order.\n",
        _table(COLUMNS.items()),
    ]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "log").mkdir()
        publish(home, now=datetime(2025, 1, 1, tzinfo=UTC))
        with connect(home) as con:
            columns = query(con, _COLUMNS).rows
    parts.append("## The views\n")
    for view in ORDER:
        parts.append(f"### `{view}`\n\n{comment_of(view)}\n")
        listed = [f"`{name}` {_short(kind)}" for owner, name, kind in columns if owner == view]
        parts.append(textwrap.fill(", ".join(listed), 120, break_on_hyphens=False) + "\n")
    parts.append("## The macros\n")
    parts += [
        f"- `{name}(recorded, valid, only_indicator := null)`: the view `{view}` as of then"
        for name, view in AS_OF_MACROS.items()
    ]
    parts.append(
        "- `changes_between(earlier, later, only_indicator := null)`: the state at both times\n"
    )
    return "\n".join(parts)


def comment_of(view: str) -> str:
    """The first comment of a view's file, as paragraphs of Markdown."""
    text = (ROOT / "warehouse" / "views" / f"{view}.sql").read_text(encoding="utf-8")
    lines = re.match(r"(?:--[^\n]*\n)+", text)
    assert lines is not None, view
    said = [line.removeprefix("--").rstrip() for line in lines.group().splitlines()]
    said[0] = said[0].removeprefix(f" {view}:").strip()
    said[0] = said[0][0].upper() + said[0][1:]
    return "\n".join(_as_list(said))


def _as_list(lines: list[str]) -> Iterator[str]:
    """A line `   name   what` is an item of a list; what is set in further goes on with it."""
    is_item = False
    for line in lines:
        item = re.fullmatch(r" {2,4}([a-z_]+) {2,}(.+)", line)
        if item:
            yield f"- `{item[1]}`: {item[2]}"
        elif is_item and not line.startswith("    "):
            yield f"\n{line.strip()}"
        else:
            yield f"  {line.strip()}" if is_item else line.strip()
        is_item = bool(item) or (is_item and line.startswith("    "))


def _table(rows: Any) -> str:
    lines = ["| column | type |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| `{name}` | {str(kind).lower()} |" for name, kind in rows), ""])


def _short(kind: str) -> str:
    return kind.lower().replace("timestamp with time zone", "timestamptz")


_COLUMNS = """
select table_name, column_name, data_type from duckdb_columns()
where database_name = 'vedette' and not internal order by table_name, column_index
"""


def write_pages() -> list[Path]:
    """Write the pages that have changed; which they are."""
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    changed = [
        path for path, text in made.items() if not path.is_file() or path.read_text() != text
    ]
    for path in changed:
        path.write_text(made[path], encoding="utf-8")
    return changed


if __name__ == "__main__":
    for written in write_pages():
        print(written.relative_to(ROOT))
