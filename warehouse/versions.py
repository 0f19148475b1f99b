"""Files of older schema versions -> tables of the present one.

In:   a table as it stands in a file, and the schema version that the file's footer names
Out:  a table of the present schema; what an old version did not know is null, or worked out
Never: forgets a version: a file that was ever written is read for ever. views/events.sql does
       the same in SQL.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from warehouse.schema import SCHEMA_VERSION, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

_CLAIM_EVENTS = ("claim_asserted", "claim_withdrawn", "claim_reviewed")


def upcast(table: pa.Table, version: int) -> pa.Table:
    """The rows of a file of schema version `version`, in the columns of the present one."""
    for older in range(version, SCHEMA_VERSION):
        table = UPCASTERS[older](table)
    schema = arrow_schema()
    return table.select(schema.names).cast(schema)


def _from_1(table: pa.Table) -> pa.Table:
    """Version 2 has series and confidence as columns; 1 had them in a claim's detail.

    A withdrawal of version 1 did not say its series: it is taken for the whole indicator's, and
    a reader that needs the place finds it by claim_id.
    """
    import pyarrow as pa

    columns = (table.column(name).to_pylist() for name in ("event_type", "indicator", "detail"))
    said = [_said_of_a_claim(*row) for row in zip(*columns, strict=True)]
    series = pa.array([one[0] for one in said], pa.string())
    confidence = pa.array([one[1] for one in said], pa.float64())
    return table.append_column("series", series).append_column("confidence", confidence)


def _said_of_a_claim(event_type: str, indicator: str | None, detail: str | None) -> Any:
    if event_type not in _CLAIM_EVENTS:
        return None, None
    said = json.loads(detail or "{}")
    is_assertion = event_type == "claim_asserted"
    return said.get("series") or indicator, said.get("confidence") if is_assertion else None


UPCASTERS: dict[int, Callable[[pa.Table], pa.Table]] = {1: _from_1}
