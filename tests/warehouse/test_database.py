"""The published database: any DuckDB opens it, as of any time, and nothing else through it."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.builders_events import NOON, Story, day, on, some_events
from warehouse.database import (
    DATABASE_NAME,
    DatabaseError,
    QueryError,
    connect,
    publish_clock,
    query,
)
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import current_states
from warehouse.view_sql import ORDER, Sources, log_relation, view_query

ROOT = Path(__file__).parents[2]
VIEWS = ROOT / "warehouse" / "views"


def test_every_view_is_one_file_that_opens_with_its_meaning_and_grain():
    assert {path.stem for path in VIEWS.glob("*.sql")} == set(ORDER)
    for name in ORDER:
        text = (VIEWS / f"{name}.sql").read_text()
        assert text.startswith(f"-- {name}: "), name
        head = text.split("create or replace view")[0]
        assert "One row" in head, name


def test_views_of_an_empty_log_exist_and_are_empty(tmp_path: Path):
    publish(tmp_path, now=NOON)
    with connect(tmp_path) as con:
        for name in set(ORDER) - {"as_of", "certainties"}:
            assert query(con, f"select * from {name}").rows == [], name
        assert query(con, "select * from state_as_of(null, null)").rows == []


def test_events_has_the_types_of_the_log_with_and_without_files(home: Path, tmp_path: Path):
    publish(tmp_path, now=NOON)
    described = []
    for where in (home, tmp_path):
        with connect(where) as con:
            described.append(query(con, "select * from (describe events)").rows)
    assert described[0] == described[1]


def test_any_duckdb_opens_the_published_file(home: Path):
    with duckdb.connect(str(home / DATABASE_NAME), read_only=True) as con:
        rows = con.execute("select indicator, value, level from state").fetchall()
        assert rows == [
            ("troops-deployed", 12000, None),
            ("troops-killed", None, None),
            ("launch-readiness", None, "imminent"),
        ]
        con.execute("set variable recorded_as_of = timestamptz '2024-11-02 00:00:00+00'")
        assert con.execute("select value, since from state").fetchall()[0] == (10000, on(1))
        con.execute("reset variable recorded_as_of")
        assert con.execute("select value from state").fetchall()[0] == (12000,)


def test_the_file_is_in_the_format_that_duckdb_1_reads_too(home: Path):
    with duckdb.connect(str(home / DATABASE_NAME), read_only=True) as con:
        ((version,),) = con.execute(
            "select tags['storage_version'] from duckdb_databases() where not internal"
        ).fetchall()
    assert version.startswith("v1.")


def test_now_is_the_last_refresh(home: Path):
    with connect(home) as con:
        assert publish_clock(con) == day(6)
        assert query(con, "select as_of_on from state limit 1").rows == [(on(6),)]


def test_a_refresh_leaves_an_open_reader_its_view(tmp_path: Path):
    story = Story()
    story.says("kr.nis", day(1), value=10000.0)
    log = EventLog(tmp_path)
    log.append(story.take(), batch_id="a", now=day(1))
    publish(tmp_path, now=day(1))
    with connect(tmp_path) as reader:
        story.says("kr.nis", day(2), value=12000.0)
        log.append(story.take(), batch_id="b", now=day(2))
        publish(tmp_path, now=day(2))
        assert current_states(reader)["troops-deployed"].value == 10000
        with connect(tmp_path) as newer:
            assert current_states(newer)["troops-deployed"].value == 12000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["derived", "log", DATABASE_NAME]


@pytest.mark.parametrize(
    "statement",
    [
        "copy (select 1) to '{home}/stolen.csv'",
        "copy (select 1) to '{log}' (format parquet)",
        "attach '{home}/other.db'",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/etc/*')",
        "create table vedette.t (i int)",
        "insert into vedette.publication select * from vedette.publication",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "install httpfs",
        "load '/tmp/x.duckdb_extension'",
    ],
)
def test_a_connection_reads_the_log_and_touches_nothing_else(home: Path, statement: str):
    log_file = EventLog(home).files()[0]
    content = log_file.read_bytes()
    names = sorted(path.name for path in home.iterdir())
    sql = statement.format(home=str(home).replace("'", "''"), log=str(log_file).replace("'", "''"))
    with connect(home) as con:
        with pytest.raises(duckdb.Error):
            con.execute(sql)
        with pytest.raises(QueryError) as caught:
            query(con, sql)
    assert "\n" not in str(caught.value)
    assert log_file.read_bytes() == content
    assert sorted(path.name for path in home.iterdir()) == names


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        pytest.param("selec 1", "syntax error", id="syntax"),
        pytest.param("select nothing from state", "nothing", id="no-such-column"),
        pytest.param("select 1; select 2", "give one statement; there are 2", id="two"),
        pytest.param("", "give one statement; there are 0", id="none"),
        pytest.param(
            "copy (select 1) to '{log}' (format parquet, use_tmp_file false)",
            "only reading is allowed here, not COPY",
            id="over-the-log",
        ),
    ],
)
def test_a_query_that_is_wrong_is_one_line(home: Path, sql: str, message: str):
    log_file = EventLog(home).files()[0]
    content = log_file.read_bytes()
    with connect(home) as con, pytest.raises(QueryError, match=message) as caught:
        query(con, sql.format(log=str(log_file).replace("'", "''")))
    assert "\n" not in str(caught.value)
    assert log_file.read_bytes() == content


def test_explain_describe_and_show_are_reading(home: Path):
    with connect(home) as con:
        for sql in ("explain select * from state", "describe state", "show tables"):
            assert query(con, sql).rows


def test_no_home_and_nothing_published_are_one_line(tmp_path: Path):
    with pytest.raises(DatabaseError, match=r"no such home"):
        connect(tmp_path / "nowhere")
    with pytest.raises(DatabaseError, match=r"nothing is published yet"):
        connect(tmp_path)
    (tmp_path / DATABASE_NAME).write_text("no database")
    with pytest.raises(DatabaseError, match=r"cannot be opened") as caught:
        connect(tmp_path)
    assert "\n" not in str(caught.value)


def test_what_a_killed_publisher_left_is_swept(tmp_path: Path):
    (tmp_path / ".publish-dead").mkdir()
    (tmp_path / ".publish-dead" / DATABASE_NAME).write_text("half")
    publish(tmp_path, now=NOON)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["derived", DATABASE_NAME]


def test_publishing_where_it_cannot_be_is_one_line(tmp_path: Path):
    (tmp_path / "home").write_text("a file")
    with pytest.raises(DatabaseError, match=r"not published"):
        publish(tmp_path / "home", now=NOON)


def test_reading_loads_no_pyarrow(home: Path):
    code = (
        "import sys; from pathlib import Path\n"
        "from warehouse.database import connect\n"
        "from warehouse.queries import current_states, head\n"
        f"con = connect(Path({str(home)!r}))\n"
        "assert current_states(con) and head(con).seq > 0\n"
        "print([m for m in ('pyarrow', 'pandas', 'numpy') if m in sys.modules])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


def test_a_reader_in_another_process_is_served_while_writers_write(home: Path, tmp_path: Path):
    log = EventLog(tmp_path)
    log.append(some_events(1, "a"), batch_id="a", now=NOON)
    publish(tmp_path, now=NOON)
    code = (
        "import duckdb, sys\n"
        "con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "print('open', flush=True); sys.stdin.readline()\n"
        "print(con.execute('select count(*) from articles').fetchall())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / DATABASE_NAME)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        log.append(some_events(1, "b"), batch_id="b", now=NOON)
        publish(tmp_path, now=NOON)
        reader.stdin.write("\n")
        reader.stdin.close()
        assert reader.stdout.read() == "[(1,)]\n"


def test_whatever_stands_on_a_step_that_is_read_twice_is_put_in_order_last():
    """Else `limit` over it can wait for ever (DuckDB 2.0.0; seen from some ten thousand rows on)."""
    sources = Sources(log_relation(()), NOON, 180)
    for name in ORDER:
        sql = view_query(name, sources)
        if re.search(r"(?<!not )materialized \(", sql):
            last = sql[sql.rindex(")") :] if name != "state" else sql
            assert "order by" in last, name
