"""Each format of an export, from the home's rows to the bytes of a file.

In:   a home, a format's name, what is asked for
Out:  bytes, written into a stream as the rows come
Never: holds a whole export in memory; writes anything but the stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from transforms import (
    export_annotation,
    export_json_feed,
    export_schema_org,
    export_stix,
)
from transforms.json_lines import json_document
from warehouse import export_rows
from warehouse.database import connect, publish_clock, query
from warehouse.export_rows import Connection, Row, Selection
from warehouse.export_tables import write_csv, write_parquet
from warehouse.queries import head

TABLES = {"csv": write_csv, "parquet": write_parquet}
# Claims whose articles' texts are in memory at one time.
_TEXTS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be exported: `view` is for tables only."""

    home: Path
    selection: Selection
    recorded_as_of: datetime | None = None
    view: str = "claims"

    def open(self) -> Connection:
        """A connection that sees what was recorded by then. Raises DatabaseError."""
        return connect(self.home, recorded_as_of=self.recorded_as_of)


def export(name: str, asked: Asked, out: BinaryIO) -> None:
    """Write the format of that name. Raises DatabaseError, QueryError, OSError."""
    with asked.open() as con:
        if name in TABLES:
            TABLES[name](con, asked.view, asked.selection, out)
            return
        for text in DOCUMENTS[name](con, asked):
            out.write(text.encode())


def known_indicators(con: Connection) -> list[str]:
    """Every indicator that a claim may be on, those of a place or thing, too."""
    found = query(con, "select base from indicators union select indicator from indicators").rows
    return sorted(name for (name,) in found)


def _stix(con: Connection, asked: Asked) -> Iterator[str]:
    as_of = _as_of(con, asked)
    opening = export_stix.bundle_head(head(con).seq, as_of, asked.selection.indicator)
    return json_document(opening, "objects", _stix_objects(con, asked.selection, as_of))


def _stix_objects(
    con: Connection, selection: Selection, as_of: datetime
) -> Iterator[dict[str, Any]]:
    yield from export_stix.fixed_objects()
    yield from map(export_stix.identity, export_rows.parties(con))
    yield from map(export_stix.report, export_rows.reports(con, selection))
    yield from map(export_stix.claim_note, export_rows.claims(con, selection))
    yield from map(export_stix.opinion, export_rows.reviews(con, selection))
    for state in export_rows.states(con, selection):
        note = export_stix.state_note(state, as_of)
        if note is not None:
            yield note


def _json_feed(con: Connection, asked: Asked) -> Iterator[str]:
    items = map(export_json_feed.claim_item, export_rows.claims(con, asked.selection))
    told = (item for item in items if item is not None)
    return json_document(export_json_feed.claims_head(), "items", told)


def _web_annotation(con: Connection, asked: Asked) -> Iterator[str]:
    as_of = _as_of(con, asked)
    opening = export_annotation.page_head(head(con).seq, as_of, asked.selection.indicator)
    return json_document(opening, "items", _annotations(con, asked))


def _annotations(con: Connection, asked: Asked) -> Iterator[dict[str, Any]]:
    # Beside the claims that are being read: a connection has one answer at a time.
    with asked.open() as beside:
        for rows in _pieces(export_rows.claims(con, asked.selection), _TEXTS_AT_ONCE):
            texts = export_rows.texts(beside, rows)
            for row in rows:
                text = texts[row["watch_id"], row["article_id"]]
                yield export_annotation.annotation(row, text)


def _schema_org(con: Connection, asked: Asked) -> Iterator[str]:
    def graph() -> Iterator[dict[str, Any]]:
        yield from map(export_schema_org.claim, export_rows.claims(con, asked.selection))
        yield from map(export_schema_org.claim_review, export_rows.reviews(con, asked.selection))

    return json_document(export_schema_org.graph_head(), "@graph", graph())


DOCUMENTS: dict[str, Callable[[Connection, Asked], Iterator[str]]] = {
    "stix": _stix,
    "json-feed": _json_feed,
    "web-annotation": _web_annotation,
    "schema.org": _schema_org,
}


def _as_of(con: Connection, asked: Asked) -> datetime:
    """The instant that the export speaks of: never later than what was published."""
    clock = publish_clock(con)
    return min(asked.recorded_as_of or clock, clock)


def _pieces(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    piece: list[Row] = []
    for row in rows:
        piece.append(row)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece
