"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): the head of a feed, and an item.

In:   what an item says
Out:  plain objects
Never: leaves out an item's id, or gives an address as one: an item keeps its id for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

VERSION = "https://jsonfeed.org/version/1.1"
ID = "tag:vedette.invalid,2025:"


def feed_head(title: str) -> dict[str, Any]:
    """A feed without its items."""
    return {"version": VERSION, "title": title}


def feed_item(
    id: str, title: str, text: str, published_at: datetime, tags: Sequence[str]
) -> dict[str, Any]:
    """An item without what only some have (url, external_url, authors, date_modified)."""
    return {
        "id": id,
        "title": title,
        "content_text": text,
        "date_published": published_at.isoformat(),
        "tags": list(tags),
    }
