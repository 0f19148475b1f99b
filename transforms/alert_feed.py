"""Alerts of the log -> an Atom feed (RFC 4287) and a JSON feed (version 1.1), for any reader.

In:   alert_queued events, stamped
Out:  bytes of the two files; an entry's id is made of the alert's and never changes
Never: reads a clock: the feed was updated when its newest alert was queued.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from transforms.heartbeat import HEARTBEAT
from transforms.json_feed import ID, feed_head, feed_item
from transforms.records import Event

MOST_ENTRIES = 100
_ATOM = "http://www.w3.org/2005/Atom"
_TITLE = "Alerts of Vedette"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# XML 1.0 has no place for these, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert as a feed shows it."""

    id: str
    title: str
    body: str
    at: datetime
    link: str | None
    tags: tuple[str, ...]


def entries_of(queued: Iterable[Event]) -> tuple[Entry, ...]:
    """The newest alerts, the newest first; signs of life are none."""
    first = {e.alert_id: e for e in reversed([*queued]) if e.rule_id != HEARTBEAT}
    newest = sorted(first.values(), key=lambda event: -(event.seq or 0))[:MOST_ENTRIES]
    return tuple(_entry(event) for event in newest)


def atom(entries: Sequence[Entry]) -> bytes:
    """The feed as XML."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    updated = entries[0].at if entries else _NEVER
    _add(feed, "id", f"{ID}alerts")
    _add(feed, "title", _TITLE)
    _add(feed, "updated", updated.isoformat())
    _add(_add(feed, "author"), "name", "Vedette")
    for entry in entries:
        node = _add(feed, "entry")
        _add(node, "id", entry.id)
        _add(node, "title", entry.title)
        _add(node, "updated", entry.at.isoformat())
        for tag in entry.tags:
            _add(node, "category", term=tag)
        if entry.link:
            _add(node, "link", rel="alternate", href=entry.link)
        _add(node, "content", entry.body, type="text")
    ElementTree.indent(feed)
    text: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def json_feed(entries: Sequence[Entry]) -> bytes:
    """The feed as JSON."""
    items = [
        feed_item(entry.id, entry.title, entry.body, entry.at, entry.tags)
        | ({"external_url": entry.link} if entry.link else {})
        for entry in entries
    ]
    feed = feed_head(_TITLE) | {"items": items}
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(event: Event) -> Entry:
    detail: dict[str, Any] = json.loads(event.detail or "{}")
    links = [claim["url"] for claim in detail.get("claims", ()) if claim.get("is_agreeing")]
    tags = (event.watch_id, event.rule_id, event.indicator)
    return Entry(
        id=f"{ID}{event.alert_id}",
        title=event.title or "",
        body=detail.get("body", ""),
        at=event.recorded_at or _NEVER,
        link=links[0] if links else None,
        tags=tuple(tag for tag in tags if tag),
    )


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    clean = {key: _NOT_XML.sub("\ufffd", value) for key, value in attributes.items()}
    node = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", clean)
    node.text = _NOT_XML.sub("\ufffd", text) if text is not None else None
    return node
