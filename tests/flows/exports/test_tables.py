"""CSV and Parquet: what is read back are the rows of the view."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest

from tests.flows.exports.conftest import FORMULA
from warehouse.database import connect, query
from warehouse.export_tables import VIEWS

ORDER = {
    "claims": "seq",
    "claim_history": "seq",
    "articles": "seq",
    "positions": "watch_id, indicator, origin",
    "state": "watch_id, indicator",
}


def rows_of(home, view, where="true"):
    with connect(home) as con:
        answer = query(con, f"select * from {view} where {where} order by {ORDER[view]}")
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def parsed(line):
    """The cells of a line with whether each stood in quotes: (text, is_quoted)."""
    cells, rest = [], line
    while True:
        is_quoted = rest.startswith('"')
        if is_quoted:
            end = 1
            while rest[end : end + 2] == '""' or rest[end] != '"':
                end += 2 if rest[end] == '"' else 1
            cells.append((rest[1:end].replace('""', '"'), True))
            rest = rest[end + 1 :]
        else:
            cells.append((rest.partition(",")[0].partition("\n")[0], False))
            rest = rest[len(cells[-1][0]) :]
        if not rest.startswith(","):
            return cells, rest.removeprefix("\n")
        rest = rest[1:]


def read_csv(text):
    """The rows, with null apart from an empty text, as only quotes tell."""
    names, rest = parsed(text)
    rows = []
    while rest:
        cells, rest = parsed(rest)
        rows.append({name: cell for (name, _), cell in zip(names, cells, strict=True)})
    return rows


def back(cell, like):
    """A cell as a value of the same type as `like`."""
    text, is_quoted = cell
    if not is_quoted and text == "":
        return None
    if is_quoted and text[:1] == "'":
        text = text[1:]
    match like:
        case bool():
            return text == "true"
        case datetime():
            return datetime.fromisoformat(text).astimezone(UTC)
        case date():
            return date.fromisoformat(text)
        case list():
            return json.loads(text)
        case None:
            return text
        case _:
            return type(like)(text)


@pytest.mark.parametrize("view", VIEWS)
def test_parquet_has_the_rows_of_the_view_and_its_types(export, home, tmp_path, view):
    export("parquet", "--view", view, "--output", tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.to_pylist() == rows_of(home, view)
    with connect(home) as con:
        assert table.schema.names == list(query(con, f"select * from {view} limit 0").columns)


@pytest.mark.parametrize("view", VIEWS)
def test_csv_has_the_rows_of_the_view(export, home, view, tmp_path):
    export("csv", "--view", view, "--output", tmp_path / "out.csv")
    rows = read_csv((tmp_path / "out.csv").read_text(encoding="utf-8"))
    wanted = rows_of(home, view)
    assert wanted
    for row, like in zip(rows, wanted, strict=True):
        assert {name: back(cell, like[name]) for name, cell in row.items()} == like


def test_no_text_of_csv_begins_as_a_formula(export, tmp_path):
    export("csv", "--view", "articles", "--output", tmp_path / "out.csv")
    with open(tmp_path / "out.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["title"] == f"'{FORMULA}"
    assert "'-3" in [row["title"] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_numbers_below_zero_stay_numbers_and_an_apostrophe_is_told_from_ours(tmp_path):
    import pyarrow as pa

    from warehouse.export_tables import _for_csv

    texts = ["'=1", "=1", "a=1", "", None, "\t1", "-1"]
    told = _for_csv(pa.RecordBatch.from_pydict({"t": texts, "n": [-1.5] * len(texts)}))
    assert told["t"].to_pylist() == ["''=1", "'=1", "a=1", "", None, "'\t1", "'-1"]
    assert told["n"].to_pylist()[0] == -1.5


def test_a_selection_is_of_an_indicator_or_a_time(export, home):
    later = csv.DictReader(io.StringIO(export_text(export, "--since", "2025-01-24T13:00")))
    assert [row["value"] for row in later] == ["90", "96", "150"]
    whole = export_text(export, "--indicator", "deaths")
    assert whole == export_text(export)
    history = export_text(export, "--view", "claim_history", "--since", "2025-01-25")
    assert [row["status"] for row in csv.DictReader(io.StringIO(history))] == [
        "live",
        "live",
        "rejected",
    ]
    before = export_text(export, "--as-of", "2025-01-24T12:30")
    assert len(before.splitlines()) == 5


def export_text(export, *words):
    return export("csv", *words)
