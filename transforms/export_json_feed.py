"""Claims -> the items of a JSON Feed 1.1.

In:   rows of warehouse/export_rows.py
Out:  plain objects; what only Vedette knows stands under `_vedette`, as the standard has it
Never: a claim that was taken back or rejected: a feed tells what stands.
"""

from __future__ import annotations

from typing import Any

from transforms.export_names import Row, present, speaker_of, statement
from transforms.json_feed import ID, feed_head, feed_item

_TOLD = (
    *("claim_id", "indicator", "kind", "value", "value_low", "value_high", "unit", "level"),
    *("polarity", "certainty", "hedge", "source", "reliability", "stated_on", "valid_from"),
    *("valid_to", "recorded_at", "confidence", "status"),
)


def claims_head() -> dict[str, Any]:
    """The feed without its items."""
    return feed_head("Claims of Vedette")


def claim_item(row: Row) -> dict[str, Any] | None:
    """The item of a claim; None for one that does not stand."""
    if row["status"] in ("withdrawn", "rejected"):
        return None
    at = row["published_at"] or row["created_at"]
    tags = [row["watch_id"], row["indicator"], row["certainty"]]
    speaker = speaker_of(row)
    about = f"\n{row['title']}" if row["title"] else ""
    told = f"“{row['evidence']}”{about}"
    return {
        **feed_item(f"{ID}{row['claim_id']}", statement(row), told, at, tags),
        "url": row["url"],
        "date_modified": row["changed_at"].isoformat(),
        **({"authors": [{"name": speaker}]} if speaker else {}),
        **present(language=row["language"]),
        "_vedette": present(**{name: row[name] for name in _TOLD}),
    }
