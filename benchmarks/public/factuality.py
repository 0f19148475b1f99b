"""Event factuality: how far each marked event is presented as a fact, -3 to 3.

    python -m benchmarks.public.factuality IN.jsonl OUT.jsonl

In:   a line a sentence: {"doc_id", "corpus", "text" (tokens joined by blanks),
      "targets": [{"start", "end"}]}
Out:  a line a sentence: {"doc_id", "targets": [{"start", "end", "factuality"}]}
Never: reads the gold value; splits a sentence or a token otherwise than the set does.
The sets are those of Lee et al. (2015), MEANTIME and UDS-IH2 on the unified scale of Stanovsky et
al. (2017); they are not part of this repository.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc

from benchmarks.public.lines import Row, adapt
from transforms.factuality import factuality_of
from transforms.language import english

# UDS-IH2 asks whether the event has happened by now: what lies ahead, is wished or may be has not.
# (least value of factuality_of, its value there): between mean and median of 3,500 sentences of
# that set's training part.
_ASKS_WHETHER_IT_HAS_HAPPENED = frozenset({"uds_ih2"})
_BY_NOW = ((2.6, 2.2), (1.7, -0.5), (-3.0, -1.1))


def predicted(rows: list[Row], _folder: Path) -> Iterator[Row]:
    """The predictions for each sentence, in the set's format."""
    docs = english().pipe(map(_pretokenised, (row["text"] for row in rows)), batch_size=64)
    for row, doc in zip(rows, docs, strict=True):
        by_now = row.get("corpus") in _ASKS_WHETHER_IT_HAS_HAPPENED
        yield {"doc_id": row["doc_id"], "targets": list(_values(doc, row["targets"], by_now))}


def _pretokenised(text: str) -> Doc:
    """One sentence, with the set's own tokens."""
    doc = Doc(english().vocab, words=text.split(" "))
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def _values(doc: Doc, targets: Iterable[Row], by_now: bool) -> Iterator[Row]:
    for target in targets:
        start, end = target["start"], target["end"]
        value = factuality_of(doc.char_span(start, end, alignment_mode="expand").root).value
        if by_now:
            value = next(so_far for least, so_far in _BY_NOW if value >= least)
        yield {"start": start, "end": end, "factuality": value}


if __name__ == "__main__":
    adapt(predicted)
