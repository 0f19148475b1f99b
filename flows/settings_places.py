"""Where settings stand, and what is wrong with one: file and line or variable, key, what to do.

In:   HOME/settings.toml, the environment, what pydantic found wrong
Out:  the file's content; the place of a setting; a line
Never: shows a value: URLs hold tokens.

    SettingsError       a setting that cannot be used
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

SETTINGS_FILE = "settings.toml"
PREFIX = "VEDETTE_"
_TARGET = "VEDETTE_TARGET_"


class SettingsError(Exception):
    """A setting that cannot be used: where, what, and what to do, in one line."""


class Places:
    """Where each setting stands: a line of the file, or a variable."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self.file = home / SETTINGS_FILE
        text = _text_of(self.file)
        self.content = _toml(text, self.file)
        self._lines = dict(_lines_of(text))
        self._variables = {
            tuple(name.removeprefix(PREFIX).lower().split("__")): name
            for name in environment
            if name.startswith(PREFIX) and "__" in name
        } | {("targets", target_of(name)): name for name in environment if is_target(name)}

    def of(self, keys: Sequence[str]) -> str | None:
        """The variable, or file and line; None where it is set nowhere."""
        keys = tuple(keys)
        if keys[:2] in self._variables:
            return self._variables[keys[:2]]
        found: Any = self.content
        for key in keys[:2]:
            if not isinstance(found, dict) or key not in found:
                return None
            found = found[key]
        line = self._lines.get(keys[:2])
        return f"{self.file}:{line}" if line else str(self.file)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8, at byte {error.start}") from None


def _toml(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: {error}") from None


def _lines_of(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The line of each table and key, as settings are usually written; others have none."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.fullmatch(r"\s*\[\s*([\w-]+)\s*\]\s*(?:#.*)?", line):
            table = (header[1],)
            yield table, number
        elif key := re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line):
            yield (*table, key[1]), number


# --- what is wrong, in one line --------------------------------------------------------------

_KINDS = {
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "float_type": "must be a number",
    "greater_than_equal": "must not be below zero",
}
_LISTS = {
    "use": 'must be a list of names, such as ["rules"]',
    "revisit_after_hours": "must be a list of hours, 1 or more, such as [3, 24, 72]",
}


def fault_line(
    error: ValidationError, places: Places, tables: Mapping[str, type[BaseModel] | None]
) -> str:
    """The first fault: where, which setting, what to do. No value of a setting is in it."""
    fault = error.errors(include_url=False, include_context=True, include_input=False)[0]
    keys = [str(key) for key in fault["loc"] if key != "[key]"]
    where = places.of(keys) or str(places.file)
    path = ".".join(key if _is_harmless(key) else "one of its keys" for key in keys[:2])
    return f"{where}: {_what(fault, keys, path, tables)}"


def _what(
    fault: Any, keys: Sequence[str], path: str, tables: Mapping[str, type[BaseModel] | None]
) -> str:
    kind = fault["type"]
    if kind == "extra_forbidden":
        model = tables.get(keys[0])
        known = [*model.model_fields] if model and len(keys) > 1 else [*tables]
        return f"{named(keys[-1])} is no setting; {did_you_mean(keys[-1], known)}"
    if kind == "value_error":
        said = str(fault["ctx"]["error"])
        return f"{path}: {said}" if path else said
    if keys[:1] == ["targets"] and len(keys) > 1:
        return f"{path}: must be a URL in text, such as https://… or mailto://…"
    if len(keys) == 1:
        return f"{path} must be a table: [{path}], then its lines"
    return f"{path}: {_LISTS.get(keys[1]) or _KINDS.get(kind, 'cannot be used')}"


def did_you_mean(key: str, known: Sequence[str]) -> str:
    """The known key that is like it, or all."""
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"


def is_target(variable: str) -> bool:
    """Whether a variable sets a target."""
    return variable.startswith(_TARGET)


def target_of(variable: str) -> str:
    """The target that it sets."""
    return variable.removeprefix(_TARGET).lower().replace("_", "-")


def _is_harmless(key: str) -> bool:
    """Whether a message may show a key: where somebody swapped name and URL, it is the URL."""
    return re.fullmatch(r"[\w-]{1,40}", key) is not None


def named(key: str) -> str:
    """A key as a message may show it."""
    return repr(key) if _is_harmless(key) else "one of its keys"
