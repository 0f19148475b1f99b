"""YAML text -> records of the contract, with the line of everything that was read.

In:   the bytes of a watch file
Out:  the records, built from their own field names and types, and the faults of form
Never: follows an alias, builds an object from a tag, or takes a key it does not know. What the
       values mean together is seeds/watch_check.py's.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin, get_type_hints

import yaml

MAX_BYTES = 1_000_000  # an analyst's watch is a few dozen kilobytes
MAX_DEPTH = 12  # a watch needs six
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is 15 times faster
_TAG = "tag:yaml.org,2002:"
_KINDS = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true/false",
    "null": "nothing",
    "timestamp": "a date",
    "map": "a mapping",
    "seq": "a list",
}

Where = tuple[str | int, ...]  # ("indicators", 3, "ladder")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong and what to do, at a line (from 1; 0 = the file as a whole)."""

    line: int
    text: str


class Unreadable(Exception):
    """The text is no YAML that a watch may be written in."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.fault = Fault(line, text)


def compose(body: bytes) -> yaml.Node:
    """Return the root node. Raises Unreadable: too large, not UTF-8, no YAML, alias, too deep."""
    if len(body) > MAX_BYTES:
        raise Unreadable(0, f"is larger than {MAX_BYTES:,} bytes; split it into several watches")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise Unreadable(line, "is not UTF-8 text; save it as UTF-8") from None
    try:
        _bound(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _no_yaml(text, error) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise Unreadable(line, "holds a control character; remove it") from None
    if root is None:
        raise Unreadable(1, "is empty; a watch begins with a line like `watch: my-watch`")
    return root


def suggest(word: str, known: Iterable[str]) -> str:
    """What to do about an unknown word: the likeliest known one, else all of them."""
    known = list(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    if near:
        return f"did you mean {near[0]!r}?"
    return "use one of: " + ", ".join(known[:20]) if known else "none is defined"


def _bound(text: str) -> None:
    """Refuse what grows when it is walked: aliases, and nesting beyond any watch's."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(line, "anchors (&) and aliases (*) are not read; write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable(line, f"is nested more than {MAX_DEPTH} deep; check the brackets")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _no_yaml(text: str, error: yaml.MarkedYAMLError) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    number = mark.line if mark else 0
    lines = text.splitlines()
    written = lines[number] if number < len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Unreadable(number + 1, "a tab indents this line; indent with spaces")
    problem = (error.problem or "cannot be read").replace("\t", "a tab")
    return Unreadable(number + 1, f"is not YAML: {problem}; check indents, colons and quotes")


@dataclass
class Reading:
    """Nodes -> records, keeping every fault and the line of every value."""

    faults: list[Fault] = field(default_factory=list)
    lines: dict[Where, int] = field(default_factory=dict)

    def record(self, node: yaml.Node, cls: type, where: Where = (), renamed: str = "id") -> Any:
        """An instance of a record class; None where a fault stands in its way.

        `renamed` is what the file calls the field `id`.
        """
        entries = self._entries(node, where)
        if entries is None:
            return None
        hints = get_type_hints(cls)
        names = {(renamed if f.name == "id" else f.name): f for f in dataclasses.fields(cls)}
        names.pop("sha256", None)  # computed, not written
        before = len(self.faults)
        values = {}
        for key, (line, value) in entries.items():
            if key not in names:
                self.fault(line, f"unknown key {key!r}; {suggest(key, names)}")
                continue
            values[names[key].name] = self._value(value, hints[names[key].name], (*where, key))
        for key, f in names.items():
            needed = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
            if needed and key not in entries:
                self.fault(_line(node), f"{_spot(where)} has no {key!r}; add `{key}: …`")
        return cls(**values) if len(self.faults) == before else None

    def fault(self, line: int, text: str) -> None:
        self.faults.append(Fault(line, text))

    def _entries(self, node: yaml.Node, where: Where) -> dict[str, tuple[int, yaml.Node]] | None:
        self.lines[where] = _line(node)
        if not isinstance(node, yaml.MappingNode):
            self._mistyped(node, where, "a mapping (key: value)")
            return None
        entries: dict[str, tuple[int, yaml.Node]] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name in entries:
                self.fault(_line(key), f"key {name!r} stands twice; keep one")
            entries[name] = (_line(key), value)
            self.lines[(*where, name)] = _line(key)
        return entries

    def _value(self, node: yaml.Node, wanted: Any, where: Where) -> Any:
        if where[-1] == "signs":
            return self._phrases_by_rung(node, where)
        if get_origin(wanted) is tuple:
            item = get_args(wanted)[0]
            return tuple(self._items(node, lambda n, w: self._value(n, item, w), where))
        if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
            return self.record(node, wanted, where)
        options = get_args(wanted)
        if options and all(isinstance(option, str) for option in options):  # Literal
            return self._choice(node, options, where)
        kinds = {option for option in options if option is not type(None)} or {wanted}
        return self._scalar(node, kinds.pop(), where)

    def _items(
        self, node: yaml.Node, read: Callable[[yaml.Node, Where], Any], where: Where
    ) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            self._mistyped(node, where, "a list")
            return []
        for index, item in enumerate(node.value):
            self.lines[(*where, index)] = _line(item)
        return [read(item, (*where, index)) for index, item in enumerate(node.value)]

    def _phrases_by_rung(
        self, node: yaml.Node, where: Where
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        entries = self._entries(node, where) or {}
        return tuple(
            (rung, self._value(phrases, tuple[str, ...], (*where, rung)))
            for rung, (_, phrases) in entries.items()
        )

    def _choice(self, node: yaml.Node, options: tuple[str, ...], where: Where) -> Any:
        value = self._scalar(node, str, where)
        if value is not None and value not in options:
            self.fault(_line(node), f"{_spot(where)} is {value!r}; {suggest(value, options)}")
        return value

    def _scalar(self, node: yaml.Node, wanted: type, where: Where) -> Any:
        kind = node.tag.removeprefix(_TAG)
        if not isinstance(node, yaml.ScalarNode):
            self._mistyped(node, where, "text" if wanted is str else "a number")
        elif wanted is str and kind == "str":
            if node.value.strip():
                return node.value
            self.fault(_line(node), f"{_spot(where)} is empty; write a text or drop it")
        elif wanted in (int, float) and kind in ("int", "float"):
            try:
                return wanted(node.value.replace("_", ""))
            except ValueError:
                whole = "a whole number" if wanted is int else "a plain number"
                self.fault(_line(node), f"{_spot(where)} is {node.value}; write {whole}")
        else:
            self._mistyped(node, where, "text" if wanted is str else "a number")
        return None

    def _mistyped(self, node: yaml.Node, where: Where, wanted: str) -> None:
        found = _KINDS.get(node.tag.removeprefix(_TAG), f"the tag {node.tag}")
        what_to_do = f"write {wanted}"
        if wanted == "text" and isinstance(node, yaml.ScalarNode) and node.value:
            what_to_do = f'put quotes round it: "{node.value[:40]}"'
        elif wanted == "a list" and isinstance(node, yaml.ScalarNode) and node.value:
            what_to_do = f"put brackets round it: [{node.value[:40]}]"
        self.fault(_line(node), f"{_spot(where)} is {found}, not {wanted}; {what_to_do}")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _spot(where: Where) -> str:
    """("indicators", 3, "ladder") -> "indicators[4].ladder", counted from 1 as people do."""
    text = "".join(f"[{w + 1}]" if isinstance(w, int) else f".{w}" for w in where)
    return text.removeprefix(".") or "the watch"
