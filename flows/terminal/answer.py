"""The answer to a question in SQL: as a table, as JSON, as CSV.

In:   Answer
Out:  standard output; on a terminal, what is long goes through a pager
Never: lets a cell steer the terminal. Into a pipe or file, CSV goes as it is: a program that opens
       it may take a cell that begins with = for a formula.
"""

from __future__ import annotations

import csv
import io
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flows.terminal.show import as_json, clean, page, table

if TYPE_CHECKING:
    from warehouse.database import Answer


def show_table(answer: Answer) -> None:
    """A table, numbers to the right."""
    page(table(answer.columns, answer.rows))


def show_json(answer: Answer) -> None:
    """A list of objects."""
    print(as_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows]))


def show_csv(answer: Answer) -> None:
    """RFC 4180, lines ended by a line feed alone; nothing for null, ISO 8601 for times."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_plain(value) for value in row] for row in answer.rows)
    said = text.getvalue()
    if sys.stdout.isatty():
        said = "\n".join(clean(line) for line in said.split("\n"))
    print(said, end="")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return as_json(value, indent=None) if isinstance(value, list | dict) else value
