"""Attributions of PolNeAR (LREC 2018), by transforms/quotation.py.

    python -m benchmarks.public.polnear IN.jsonl OUT.jsonl

In:   {"doc_id", "text"} a line
Out:  {"doc_id", "attributions": [{"source", "cue", "content"}]} a line, each a list of [start, end]
Never: reads a text in its own way: what stands here is the set's conventions only.

Its conventions: only what the article itself reports counts, not what stands inside another
attribution's content or in the words that name its source.
"""

from __future__ import annotations

from benchmarks.public.lines import Row, adapt_texts
from transforms.quotation import reported_in


def attributions_of(text: str) -> Row:
    """The attributions of a text, in the set's format."""
    outer = [r for r in reported_in(text) if r.depth == 0]
    named = [r.source for r in outer if r.source is not None]
    found = [
        {"source": [r.source] if r.source else [], "cue": [r.cue], "content": r.content}
        for r in outer
        if not any(start <= r.cue[0] < end for start, end in named if (start, end) != r.source)
    ]
    return {"attributions": found}


if __name__ == "__main__":
    adapt_texts(attributions_of)
