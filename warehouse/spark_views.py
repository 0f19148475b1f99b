"""The views in a Spark session: for a log that has outgrown one machine.

In:   a Spark session, the log's files, the point in time that is asked about
Out:  every view of views/ as a temporary view of the session; or their queries, as text
Never: writes; imports or starts a Spark: the session is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.schema import COLUMNS
from warehouse.spark_sql import to_spark
from warehouse.view_sql import ORDER, Sources, quoted, view_text

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOG_VIEW = "vedette_log"

# state_facts only spares one machine the claims that cannot matter to the state.
SPARK_VIEWS = tuple(name for name in ORDER if name != "state_facts")

# Worked out once and kept, for several views name them: Spark would plan and run each again
# wherever it is named. The others stay queries, which read only what a question asks for.
_KEPT = frozenset(
    {
        "claim_facts",
        "series",
        "watches",
        "indicators",
        "ladder",
        "claims",
        "positions",
        "quantity_state",
        "level_state",
        "backing",
    }
)

# Spark has no infinite time: the last that it can hold stands for it.
_INFINITY = "timestamptz '9999-12-31 23:59:59.999999+00'"

_SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}


class SparkSettingError(Exception):
    """A setting of the session under which a view would give something else, in one line."""


def create_views(
    spark: SparkSession,
    log_files: Sequence[Path | str],
    *,
    now: datetime,
    recorded_as_of: datetime | None = None,
    valid_as_of: date | None = None,
) -> None:
    """Make every view a temporary view of the session, as of one point in time.

    `log_files`: all files of one log; a text is an address that Spark reads ("s3a://…"). `now`,
    UTC, is what the views mean by now. Those that others stand on are worked out here, and kept
    by Spark while the session lasts. Raises SparkSettingError.
    """
    for name, wanted in _SETTINGS.items():
        if spark.conf.get(name) != wanted:
            raise SparkSettingError(f"the Spark session has another {name}: set it to {wanted}")
    _log(spark, log_files).createOrReplaceTempView(LOG_VIEW)
    queries = spark_queries(now=now, recorded_as_of=recorded_as_of, valid_as_of=valid_as_of)
    for name, sql in queries:
        rows = spark.sql(sql)
        if name in _KEPT:
            rows = rows.localCheckpoint()
        rows.createOrReplaceTempView(name)


def spark_queries(
    *, now: datetime, recorded_as_of: datetime | None = None, valid_as_of: date | None = None
) -> list[tuple[str, str]]:
    """Name and query of every view; each stands only on those before it, and on `LOG_VIEW`."""
    sources = Sources(LOG_VIEW, now, window_days=0)
    recorded = recorded_as_of and recorded_as_of.astimezone(UTC)
    variables = {
        "getvariable('recorded_as_of')": _literal("timestamptz", recorded),
        "getvariable('valid_as_of')": _literal("date", valid_as_of),
        "getvariable('only_indicator')": "null",
        "'infinity'::timestamptz": _INFINITY,
    }
    queries = []
    for view in SPARK_VIEWS:
        sql = view_text(view, sources)
        for variable, value in variables.items():
            sql = sql.replace(variable, value)
        queries.append((view, to_spark(sql)))
    return queries


def _log(spark: SparkSession, files: Sequence[Path | str]) -> DataFrame:
    """The log's rows in the columns of now: one that an older file lacks is null there."""
    types = {"VARCHAR": "STRING", "TIMESTAMPTZ": "TIMESTAMP"}
    schema = ", ".join(f"{name} {types.get(kind, kind)}" for name, kind in COLUMNS.items())
    if not files:
        return spark.createDataFrame([], schema)
    return spark.read.schema(schema).parquet(*(_as_pattern(file) for file in files))


def _as_pattern(file: Path | str) -> str:
    """The pattern that means just this file. Spark has a working folder of its own."""
    address = f"file://{file.resolve()}" if isinstance(file, Path) else file
    return re.sub(r"([{}\[\]*?\\])", r"\\\1", address)


def _literal(kind: str, value: date | None) -> str:
    return "null" if value is None else f"{kind} {quoted(value.isoformat())}"
