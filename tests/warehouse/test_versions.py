"""A file of any schema version that was ever written is read for ever.

versions/v1.parquet is the first commit of a log, v2.parquet the second, each written by the
program of its version. They stay as they are; a new version adds a file.
"""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.warehouse.builders_events import NOON, Story, day, some_events
from transforms.events import claim_withdrawn
from transforms.records import Event
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.log_file import read_footer
from warehouse.publish import publish
from warehouse.schema import SCHEMA_VERSION
from warehouse.seal import seal
from warehouse.verify import verify
from warehouse.versions import UPCASTERS

VERSIONS = Path(__file__).parent / "versions"
EVERY_VERSION = range(1, SCHEMA_VERSION + 1)


@pytest.fixture
def mixed_home(tmp_path: Path) -> Path:
    """A log whose first commits are of the old versions, and whose last is written now."""
    tail = tmp_path / "log" / "tail"
    tail.mkdir(parents=True)
    for version in EVERY_VERSION:
        path = VERSIONS / f"v{version}.parquet"
        shutil.copy(path, tail / f"{read_footer(path).first_seq:012d}.parquet")
    EventLog(tmp_path).append(some_events(2, "now"), batch_id="now", now=day(30))
    return tmp_path


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_file_of_every_version_is_kept(version: int):
    assert read_footer(VERSIONS / f"v{version}.parquet").schema_version == version


def test_every_version_but_the_present_one_has_an_upcaster():
    assert sorted(UPCASTERS) == list(range(1, SCHEMA_VERSION))


def test_a_log_of_all_versions_is_sound_and_read_in_one_go(mixed_home: Path):
    assert str(verify(mixed_home)).endswith("hold")
    events = list(EventLog(mixed_home).read_events())
    assert [e.seq for e in events] == list(range(len(events)))
    assert {e.run_id for e in events} == {"run-1", "run-0"}


def test_version_1_kept_series_and_confidence_in_detail(mixed_home: Path):
    assert "series" not in pq.read_schema(VERSIONS / "v1.parquet").names
    asserted, level, gone, withdrawn = claim_events(mixed_home)[:4]
    assert (asserted.series, asserted.confidence) == ("troops-deployed@Kursk", 0.91)
    assert (level.series, level.confidence) == ("launch-readiness", 0.5)
    assert (gone.series, gone.confidence) == ("troops-deployed@Kursk", 0.8)
    assert (withdrawn.series, withdrawn.confidence) == ("troops-deployed", None)


def test_version_2_has_them_in_columns_of_withdrawals_too(mixed_home: Path):
    asserted, withdrawn, reviewed = claim_events(mixed_home)[4:7]
    assert (asserted.series, asserted.confidence) == ("troops-deployed@Kursk", 0.7)
    assert (withdrawn.series, withdrawn.cluster_id) == (asserted.series, asserted.cluster_id)
    assert (reviewed.series, reviewed.source) == (asserted.series, asserted.source)


def claim_events(home: Path) -> list[Event]:
    return [e for e in EventLog(home).read_events() if e.event_type.startswith("claim_")]


def test_sql_and_python_read_the_same_of_every_version(mixed_home: Path):
    publish(mixed_home, now=day(30))
    with connect(mixed_home) as con:
        answer = query(con, "select * from events order by seq")
    read = [
        tuple(getattr(e, name) for name in answer.columns)
        for e in EventLog(mixed_home).read_events()
    ]
    assert [plain(row) for row in answer.rows] == [plain(row) for row in read]


def plain(row: tuple[object, ...]) -> list[object]:
    return [value.timestamp() if isinstance(value, datetime) else value for value in row]


def test_sealing_writes_every_version_as_the_present_one(mixed_home: Path):
    before = list(EventLog(mixed_home).read_events())
    (made,) = seal(mixed_home, now=day(60), has_to=True)[:1]
    assert read_footer(made).schema_version == SCHEMA_VERSION
    assert "series" in pq.read_schema(made).names
    assert list(EventLog(mixed_home).read_events()) == before
    assert verify(mixed_home).is_sound


def test_files_of_version_1_alone_have_all_columns(tmp_path: Path):
    tail = tmp_path / "log" / "tail"
    tail.mkdir(parents=True)
    shutil.copy(VERSIONS / "v1.parquet", tail / f"{0:012d}.parquet")
    publish(tmp_path, now=NOON)
    with connect(tmp_path) as con:
        rows = query(con, "select series, confidence from events where seq = 2").rows
    assert rows == [("troops-deployed@Kursk", 0.91)]


def test_a_claim_finds_its_article_in_a_file_of_an_old_version(mixed_home: Path):
    claim = claim_events(mixed_home)[0]
    EventLog(mixed_home).append([replace(claim, claim_id="f" * 64)], batch_id="x", now=day(70))
    publish(mixed_home, now=day(70))
    with connect(mixed_home) as con:
        rows = query(con, "select title from claims where claim_id like 'fff%'").rows
    assert rows[0][0]


def test_a_withdrawal_says_where_the_claim_stood(story: Story):
    asserted = story.says("kr.nis", value=1.0, place="Kursk")
    withdrawn = claim_withdrawn(asserted, "gone", "run-2")
    for name in ("claim_id", "article_id", "cluster_id", "indicator", "series", "kind", "source"):
        assert getattr(withdrawn, name) == getattr(asserted, name) is not None
