"""What is sent to one target at once: an alert, or the alerts of a digest.

In:   OutboxEntry of one target
Out:  Message: title, body, short form, HTML, the key; for programs, the alerts' detail
Never: sends; lets a word from outside become markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from flows.alerting.outbox import OutboxEntry
from transforms.alert_text import clipped
from transforms.events import content_hash

_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Message:
    """`key` is the same for every attempt; `entries` are settled together."""

    target: str
    entries: tuple[OutboxEntry, ...]
    key: str

    @property
    def title(self) -> str:
        """One line."""
        if len(self.entries) == 1:
            return self.entries[0].title
        return f"{len(self.entries)} alerts: {'; '.join(entry.title for entry in self.entries)}"

    @property
    def body(self) -> str:
        """Plain text, whole."""
        if len(self.entries) == 1:
            return self.entries[0].body
        return "\n\n\n".join(f"{entry.title}\n\n{entry.body}" for entry in self.entries)

    @property
    def short(self) -> str:
        """For a chat: a few hundred characters at most."""
        if len(self.entries) == 1:
            return self.entries[0].short or clipped(self.entries[0].body)
        return clipped("; ".join(entry.title for entry in self.entries))

    @property
    def html(self) -> str:
        """The body with its addresses as links."""
        paragraphs = self.body.split("\n\n")
        return "".join(f"<p>{_marked_up(text)}</p>\n" for text in paragraphs if text.strip())

    @property
    def for_programs(self) -> dict[str, Any]:
        """What a webhook gets beside title and message."""
        first = self.entries[0]
        plain = {"watch_id": first.watch_id, "key": self.key, "short": self.short}
        if len(self.entries) == 1:
            return plain | {"alert_id": first.alert_id, "detail": dict(first.detail)}
        alerts = [{"alert_id": e.alert_id, "detail": dict(e.detail)} for e in self.entries]
        return plain | {"alerts": alerts}


def messages_for(target: str, entries: Sequence[OutboxEntry]) -> list[Message]:
    """One message an alert; one for all that are in the same digest. In the order of the first."""
    grouped: dict[str, list[OutboxEntry]] = {}
    for entry in entries:
        # Which alerts a digest holds is fixed once its time is there, and so is its key.
        grouped.setdefault(entry.group_for(target), []).append(entry)
    return [Message(target, tuple(group), _key(target, group)) for group in grouped.values()]


def _key(target: str, group: Sequence[OutboxEntry]) -> str:
    if len(group) == 1:
        return group[0].key_for(target)
    return content_hash({"target": target, "alerts": [entry.alert_id for entry in group]})


def _marked_up(text: str) -> str:
    parts, at = [], 0
    for link in _LINK.finditer(text):
        address = escape(link[0], quote=True)
        parts += [escape(text[at : link.start()]), f'<a href="{address}">{address}</a>']
        at = link.end()
    parts.append(escape(text[at:]))
    return "<br>\n".join("".join(parts).split("\n"))
