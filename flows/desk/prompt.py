"""The prompt: a question is read, asked, and answered, until somebody leaves.

In:   what is typed; a function that asks a question, and one that shows the answer
Out:  answers as they come; each fault is one line
Never: lets a fault, or Ctrl-C, end it: Ctrl-C drops what is typed or what is asked, Ctrl-D leaves.
       It writes nothing but the history of what was typed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from flows.desk.words import DOT_COMMANDS, Words
from flows.terminal.show import page, write
from warehouse.database import DatabaseError, QueryError

if TYPE_CHECKING:
    from warehouse.database import Answer

HELLO = "A question ends with a semicolon. .help says more; Ctrl-D leaves."
_LEAVING = (".quit", ".exit")


def run_prompt(
    ask: Callable[[str], Answer],
    show: Callable[[Answer], None],
    columns: Mapping[str, Sequence[str]],
) -> None:
    """Read questions until Ctrl-D or .quit. `columns`: of each view, by its name."""
    session: PromptSession[str] = PromptSession(
        "vedette> ",
        multiline=True,
        prompt_continuation="    ...> ",
        key_bindings=_keys(),
        completer=Words(columns),
        complete_while_typing=False,
        history=_history(),
    )
    write(HELLO)
    while True:
        try:
            typed = session.prompt().strip()
            if typed in _LEAVING:
                return
            if typed.startswith("."):
                _obey(typed, columns)
            elif typed.strip("; "):
                show(ask(typed))
        except EOFError:
            return
        except KeyboardInterrupt:
            continue
        except (QueryError, DatabaseError) as error:
            write(str(error))


def _obey(typed: str, columns: Mapping[str, Sequence[str]]) -> None:
    command, _, rest = typed.partition(" ")
    if command == ".help":
        page(HELLO, *(f"{name:14}  {said}" for name, said in DOT_COMMANDS.items()))
    elif command == ".views":
        page(*sorted(columns))
    elif command == ".columns" and rest.strip() in columns:
        page(*columns[rest.strip()])
    elif command == ".columns":
        write(f"{rest.strip() or 'nothing'}: no such view; see .views")
    else:
        write(f"{command}: no such command; see .help")


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        """Ask where the text is complete; else begin a new line."""
        buffer = event.current_buffer
        text = buffer.text.strip()
        if not text or text.startswith(".") or text.endswith(";"):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def _history() -> History:
    """What was typed before, in the user's own folder; where that cannot be, only from here on."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    file = Path(state) / "vedette" / "sql_history"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.read_bytes()
    except (OSError, RuntimeError):
        return InMemoryHistory()
    return FileHistory(str(file))
