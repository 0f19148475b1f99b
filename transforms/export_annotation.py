"""Evidence -> the Web Annotation Data Model of the W3C, as JSON-LD.

In:   a claim's row, and the text of the article that it was read in
Out:  plain objects: an annotation a claim, on the words that it was read from
Never: a selector that finds another place: the quotation is given with as much text before
       and after it as makes it the only one.

https://www.w3.org/TR/annotation-model/, 4.2.4 (TextQuoteSelector) and 4.2.5 (TextPositionSelector:
code points, the start included, the end not). Positions count in the article's text as it was
read, not in the page's markup: so a page is pointed into by quotation, and the text by both.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from transforms.export_names import Row, article_uuid, instant, present, statement, urn_of

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_FEWEST_CHARS = 32


def page_head(head_seq: int, as_of: datetime, indicator: str | None) -> dict[str, Any]:
    """An AnnotationPage without its items."""
    name = urn_of("annotation-page", str(head_seq), instant(as_of), indicator or "")
    return {"@context": _CONTEXT, "id": name, "type": "AnnotationPage"}


def annotation(row: Row, text: str) -> dict[str, Any]:
    """One claim on its words."""
    quote = quote_selector(text, row["start_char"], row["end_char"])
    tags = [row["indicator"], row["certainty"], row["status"]]
    return {
        "id": urn_of("claim", row["claim_id"]),
        "type": "Annotation",
        "motivation": ["describing", "tagging"],
        "creator": {"type": "Software", "name": f"Vedette, reader {row['extractor']}"},
        "created": instant(row["created_at"]),
        "modified": instant(row["changed_at"]),
        "body": [
            {"type": "TextualBody", "purpose": "describing", "value": statement(row)},
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        ],
        "target": [
            {
                "source": row["url"],
                **_as_fetched(row),
                "selector": quote,
            },
            {
                "source": {
                    "id": f"urn:uuid:{article_uuid(row)}",
                    "type": "Text",
                    "format": "text/plain",
                    **present(language=row["language"]),
                },
                "selector": [quote, position_selector(row["start_char"], row["end_char"])],
            },
        ],
    }


def quote_selector(text: str, start: int, end: int) -> dict[str, Any]:
    """The words from start to end with as much before and after as makes them the only ones."""
    length = _FEWEST_CHARS
    while True:
        before, after = text[max(0, start - length) : start], text[end : end + length]
        wanted = f"{before}{text[start:end]}{after}"
        first = text.find(wanted)
        is_all = start - length <= 0 and end + length >= len(text)
        if is_all or text.find(wanted, first + 1) == -1:
            break
        length *= 2
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": before,
        "suffix": after,
    }


def position_selector(start: int, end: int) -> dict[str, Any]:
    """Code points from the beginning of the text: start included, end not."""
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _as_fetched(row: Row) -> dict[str, Any]:
    """A page changes: the words stood there then."""
    at = row["fetched_at"]
    return {"state": {"type": "TimeState", "sourceDate": instant(at)}} if at else {}
