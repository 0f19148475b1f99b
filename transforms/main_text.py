"""The tree of a page -> its main text, without what stands around it.

In:   lxml's root element, its URL
Out:  the text, normalised; "" where there is none
Never: takes comments for text.
"""

from __future__ import annotations

from typing import Any

from transforms.normalise import normalise


def main_text(tree: Any, url: str) -> str:
    """What a page has to say; "" where trafilatura finds nothing. The tree stays as it is.

    Not by trafilatura's fast path: it differs on one page in sixteen, and to tell which costs more
    than it saves (docs/accuracy.md).
    """
    import trafilatura

    found = trafilatura.bare_extraction(
        tree,
        url=url,
        include_comments=False,
        include_tables=True,  # old pages are laid out in tables, and new ones count in them
        with_metadata=False,
    )
    return normalise(found.text or "") if found is not None else ""


def without_headline(text: str, title: str | None) -> str:
    """A headline is an editor's summary, not a statement of the sources: it is kept apart."""
    first, _, rest = text.partition("\n")
    return rest if title and rest and first.strip(" .") == title.strip(" .") else text
