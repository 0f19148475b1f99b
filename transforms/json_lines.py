"""JSON as text, an object a line: a document of any length is made and read piece by piece.

In:   plain values (dicts, lists, texts, numbers, dates)
Out:  text that is harmless in a terminal, too: what is not printable is escaped
Never: holds more than one object.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any


def json_line(value: Any) -> str:
    """One value on one line; days and instants in ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def json_document(head: Mapping[str, Any], key: str, items: Iterable[Any]) -> Iterator[str]:
    """The object `head` with a list under `key` at its end, an item a line."""
    yield json_line(head).removesuffix("}") + f', "{key}": ['
    before = "\n"
    for item in items:
        yield before + json_line(item)
        before = ",\n"
    yield "\n]}\n"


def _plain(value: Any) -> str:
    if isinstance(value, date):  # an instant is a date, too
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
