"""What has to hold over the store: each invariant is broken in a home of its own, and found."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.builders_events import Story, day
from tests.warehouse.builders_history import write_history
from transforms.events import (
    alert_queued,
    claim_withdrawn,
    row_quarantined,
    row_released,
    run_finished,
)
from transforms.records import Alert, IndicatorState, Quarantined, Ruling
from warehouse.database import connect
from warehouse.invariants import AFTER_A_REFRESH, DERIVED, all_checks, broken
from warehouse.log import EventLog
from warehouse.publish import publish

LEDGER = {
    **dict.fromkeys(("unchanged", "duplicate", "quarantined", "failed", "screened"), 0),
    **{"fetched": 1, "parsed": 1, "with_claims": 1, "without_claims": 0, "claims": 1},
}


def made(home: Path, events, on_day=1) -> Path:
    EventLog(home).append(events, batch_id=f"b-{on_day}", now=day(on_day))
    publish(home, now=day(on_day))
    return home


def faults(home: Path, *checks: str, since_seq: int = -1):
    with connect(home) as con:
        return broken(con, checks or None, since_seq)


@pytest.fixture
def sound(tmp_path, story):
    """A run with a claim, closed."""
    story.says("kr.nis", day(1), value=10000.0)
    ledger = run_finished(LEDGER, "dprk", "run-1")
    return made(tmp_path, [*story.take(), ledger])


def test_a_sound_home_has_no_faults(sound):
    assert faults(sound) == []


def test_every_check_says_what_it_means():
    assert all(len(meaning) > 20 for meaning in all_checks().values())
    assert set(AFTER_A_REFRESH) < set(all_checks())


def test_a_claim_without_its_article(sound, story):
    claim = story.says("kr.jcs", day(2), value=500.0)
    made(sound, [replace(claim, run_id="run-2")], on_day=2)
    (fault,) = faults(sound)
    assert fault.check == "claim_has_article"
    assert claim.claim_id in fault.line
    assert faults(sound, "claim_has_article", since_seq=99) == []


def test_an_article_that_came_after_its_claim(sound, story):
    claim = story.says("kr.jcs", day(2), value=500.0)
    article, _ = story.take()
    made(sound, [replace(claim, run_id="run-2"), article], on_day=2)
    assert [fault.check for fault in faults(sound)] == ["claim_has_article"]


def test_a_withdrawal_of_what_nobody_said(sound):
    claim = Story().says("kr.jcs", day(2), value=500.0)
    made(sound, [claim_withdrawn(claim, "gone", "r")], on_day=2)
    assert [fault.check for fault in faults(sound)] == ["word_has_claim"]


@pytest.mark.parametrize(
    ("change", "check", "said"),
    [
        ({"fetched": 2}, "ledger_closed", "2 pages fetched, 1 accounted for"),
        ({"without_claims": 1}, "ledger_closed", "1 articles parsed, 2 read"),
        ({"claims": 5}, "ledger_true", "its ledger says 5 claims, the log has 0"),
    ],
)
def test_a_ledger_that_is_open_or_untrue(sound, change, check, said):
    ledger = LEDGER | {"claims": 0} | change
    made(sound, [run_finished(ledger, "dprk", "run-2")], on_day=2)
    (fault,) = faults(sound)
    assert fault.check == check
    assert said in fault.line


def test_a_row_that_was_released_and_is_nowhere(sound):
    claim = Story().says("kr.jcs", day(2), value=5e9)
    held = row_quarantined(Quarantined(claim, "must be less", "value", "5e9"), "run-1")
    released = row_released(held, Ruling("released", "ana", day(2), "x"), "by-hand-1")
    made(sound, [held, released], on_day=2)
    (fault,) = faults(sound)
    assert fault.check == "released_is_there"
    assert held.event_id in fault.line


def test_an_alert_that_waits_for_weeks(sound, story):
    after = IndicatorState("troops-killed", "quantity", value=1.0)
    alert = Alert(
        "a-1", "r", "troops-killed", "value_change", None, after, "Up", "…", {"targets": ["desk"]}
    )
    made(sound, [alert_queued(alert, story.watch, "run-1")], on_day=2)
    assert faults(sound) == []
    publish(sound, now=day(20))
    (fault,) = faults(sound)
    assert fault.check == "outbox_moves"
    assert fault.line == "alert a-1 (Up) waits since 2024-11-02 for desk"


def test_a_derived_file_that_says_something_else_than_the_log(sound):
    (path,) = (sound / "derived" / "claim_facts").rglob("*.parquet")
    with duckdb.connect() as con:
        con.execute(f"create table rows as select * replace (value * 2 as value) from '{path}'")
        con.execute(f"copy rows to '{path}' (format parquet)")
    found = faults(sound)
    assert {fault.check for fault in found} == {DERIVED}
    assert "of claim_facts of troops-deployed stand in the derived files" in found[0].line
    publish(sound, now=day(2), is_anew=True)
    assert faults(sound) == []


def test_derived_rows_that_are_missing(sound):
    (path,) = (sound / "derived" / "other_events").rglob("*.parquet")
    with duckdb.connect() as con:
        con.execute(f"create table rows as select * from '{path}' limit 1")
        con.execute(f"copy rows to '{path}' (format parquet)")
    assert "other_events follow from the log" in "".join(f.line for f in faults(sound, DERIVED))


@pytest.mark.parametrize(
    ("view", "sql", "check"),
    [
        ("positions", "select * from {} union all select * from {}", "one_position"),
        ("events", "select * from {} where seq <> 1", "one_sequence"),
    ],
)
def test_views_that_lie(sound, view, sql, check):
    """As a database is that another program was let loose on."""
    with duckdb.connect(str(sound / "vedette.duckdb")) as con:
        ((text,),) = con.execute(
            "select sql from duckdb_views() where view_name = ?", [view]
        ).fetchall()
        con.execute(text.replace(f"CREATE VIEW {view} ", "CREATE VIEW true_rows "))
        con.execute(f"create or replace view {view} as {sql.format('true_rows', 'true_rows')}")
    assert check in {fault.check for fault in faults(sound, check)}


def test_a_check_shows_its_first_faults_and_how_many_there_are(tmp_path, story):
    claims = [story.says("kr.nis", day(1), value=float(n)) for n in range(30)]
    made(tmp_path, claims)
    found = faults(tmp_path, "claim_has_article")
    assert len(found) == 21
    assert found[-1].line == "and 10 more"


@pytest.mark.slow
def test_in_a_log_in_which_everything_happens_the_derived_files_are_what_is_folded(tmp_path):
    write_history(tmp_path / "home", 60)
    assert faults(tmp_path / "home", DERIVED, "one_position", "one_sequence") == []
