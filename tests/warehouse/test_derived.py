"""Derived files give what the whole log gives, whenever they were refreshed and whatever came."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.builders_events import NOON, Story, day
from tests.warehouse.histories import History, steps
from warehouse.database import connect, query
from warehouse.derived import Generation, log_files, refresh, sweep
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.view_sql import ORDER, Sources, log_relation, view_statements

# No claim is too old for a window of a thousand years: so nothing is left out of any fold.
EVERYTHING_DAYS = 365_000
FOLDED = [name for name in ORDER if name not in ("state_facts", "series")]


def whole_fold(home: Path, now: datetime) -> duckdb.DuckDBPyConnection:
    """The views over the raw log alone."""
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    log = log_relation(EventLog(home).files())
    for statement in view_statements(Sources(log, now, EVERYTHING_DAYS)):
        con.execute(statement)
    return con


def rows_of(con: duckdb.DuckDBPyConnection, sql: str, *given: object) -> list[tuple[Any, ...]]:
    return con.execute(f"select * from ({sql}) order by all", list(given)).fetchall()


def compare(home: Path, todo: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """Play a history with its refreshes, and ask both ways about a drawn point in time."""
    history = History(home, lambda now: publish(home, now=now))
    history.play(todo)
    now = history.now + timedelta(days=data.draw(st.sampled_from([0, 10, 100])))
    publish(home, now=now)
    recorded = data.draw(st.sampled_from([None, *history.instants]))
    valid = data.draw(
        st.none() | st.integers(-100, 400).map(lambda days: (NOON + timedelta(days)).date())
    )
    with whole_fold(home, now) as whole, connect(home) as derived:
        for name in FOLDED:
            assert rows_of(derived, f"from {name}") == rows_of(whole, f"from {name}"), name
        for macro in ("claims_as_of", "positions_as_of", "state_as_of"):
            sql = f"from {macro}(?::timestamptz, ?::date)"
            then = rows_of(whole, sql, recorded, valid)
            assert rows_of(derived, sql, recorded, valid) == then, macro
            for one in ("troops-deployed", "launch-readiness"):
                of_one = f"from {macro}(?::timestamptz, ?::date, only_indicator := ?)"
                wanted = rows_of(
                    whole, f"{sql} where split_part(indicator, '@', 1) = ?", recorded, valid, one
                )
                assert rows_of(derived, of_one, recorded, valid, one) == wanted, (macro, one)


@pytest.mark.slow
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps(), st.data())
def test_a_history_refreshed_at_any_times_equals_the_fold_of_the_whole_log(
    tmp_path_factory: pytest.TempPathFactory, todo: list[tuple[Any, ...]], data: st.DataObject
):
    compare(tmp_path_factory.mktemp("home"), todo, data)


@pytest.mark.nightly
@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps(), st.data())
def test_many_histories_equal_their_fold(
    tmp_path_factory: pytest.TempPathFactory, todo: list[tuple[Any, ...]], data: st.DataObject
):
    compare(tmp_path_factory.mktemp("home"), todo, data)


def refreshed(home: Path, before: Generation | None = None) -> Generation:
    log = EventLog(home)
    return refresh(home, log_files(log.files(), log.head().seq), before)


def a_home_of(home: Path, days: list[int]) -> Generation:
    """One claim a commit, recorded on those days, and a refresh after each."""
    story, log, generation = Story(), EventLog(home), None
    for place, number in enumerate(days):
        story.says("kr.nis", day(number), value=10000.0 + place)
        log.append(story.take(), batch_id=f"b{place}-{number}", now=day(number))
        generation = refreshed(home, generation)
    assert generation is not None
    return generation


def claims_in(generation: Generation) -> list[str]:
    return sorted(name for name in generation.names if name.startswith("claim_facts/"))


def claims_there(home: Path) -> list[str]:
    files = home.glob("derived/claim_facts/*/*")
    return sorted(str(path.relative_to(home / "derived")) for path in files)


def test_a_refresh_writes_the_new_events_alone(tmp_path: Path):
    generation = a_home_of(tmp_path, [1, 2])
    assert claims_in(generation) == [
        "claim_facts/2024-11/000000000000-000000000002.parquet",
        "claim_facts/2024-11/000000000003-000000000004.parquet",
    ]
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("derived/*/*/*")}
    assert refreshed(tmp_path, generation) == generation
    assert {p: p.stat().st_mtime_ns for p in tmp_path.glob("derived/*/*/*")} == before


def test_a_month_that_is_over_is_one_file_and_the_last_one_few(tmp_path: Path):
    named = claims_in(a_home_of(tmp_path / "over", [*range(1, 13), 32]))
    assert len(named) == 2
    assert named[0] == "claim_facts/2024-11/000000000000-000000000024.parquet"
    assert 1 < len(claims_in(a_home_of(tmp_path / "last", list(range(1, 30))))) <= 8


def test_files_that_nobody_names_go_after_a_day_and_not_before(tmp_path: Path):
    generation = a_home_of(tmp_path, list(range(1, 13)))
    unnamed = set(claims_there(tmp_path)) - set(claims_in(generation))
    assert unnamed
    sweep(tmp_path, generation)
    assert unnamed <= set(claims_there(tmp_path))
    for path in tmp_path.glob("derived/*/*/*"):
        os.utime(path, (time.time() - 25 * 3600,) * 2)
    sweep(tmp_path, generation)
    assert claims_there(tmp_path) == claims_in(generation)


def test_a_reader_keeps_the_files_that_it_opened(tmp_path: Path):
    a_home_of(tmp_path, list(range(1, 9)))
    publish(tmp_path, now=day(8))
    with connect(tmp_path) as reader:
        story, log = Story(), EventLog(tmp_path)
        story.says("us.dod", day(40), value=12000.0)
        log.append(story.take(), batch_id="more", now=day(40))
        publish(tmp_path, now=day(40))
        assert query(reader, "select count(*) from claims").rows == [(8,)]
    with connect(tmp_path) as con:
        assert query(con, "select count(*) from claims").rows == [(9,)]


@pytest.mark.parametrize("damage", ["folder gone", "file gone", "another log", "another version"])
def test_what_cannot_be_built_on_is_made_anew(tmp_path: Path, damage: str):
    home = tmp_path / "home"
    before = a_home_of(home, [1, 2])
    seq = 4
    if damage == "folder gone":
        shutil.rmtree(home / "derived")
    elif damage == "file gone":
        next(home.glob("derived/claim_facts/*/*")).unlink()
    elif damage == "another log":
        a_home_of(tmp_path / "other", [3, 4, 5])
        shutil.rmtree(home / "log")
        shutil.copytree(tmp_path / "other" / "log", home / "log")
        seq = 6
    else:
        before = replace(before, version="another")
    after = refreshed(home, before)
    assert claims_in(after) == [f"claim_facts/2024-11/000000000000-{seq:012d}.parquet"]
    assert all((home / "derived" / name).is_file() for name in after.names)


def test_a_claim_finds_its_article_of_long_ago(tmp_path: Path):
    """Read anew by another reader, an old article gets a new claim and is not fetched again."""
    story, log = Story(), EventLog(tmp_path)
    claim = story.says("kr.nis", day(1), value=10000.0)
    log.append(story.take(), batch_id="a", now=day(1))
    publish(tmp_path, now=day(1))
    log.append([replace(claim, claim_id="f" * 64)], batch_id="b", now=day(70))
    publish(tmp_path, now=day(70))
    with connect(tmp_path) as con:
        titles = query(con, "select title, language from claims").rows
    assert len(titles) == 2
    assert len(set(titles)) == 1
    assert titles[0][0]
