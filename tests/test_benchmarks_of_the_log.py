"""What the benchmarks of the log measure is what they say: stores, folds, bars."""

import subprocess
import sys
from xml.etree import ElementTree

import duckdb
import pytest

from benchmarks import charts
from benchmarks.charts import Bar, write_bars
from benchmarks.contenders import CONTENDERS, OURS, RAW, ROOT, Contender, NotHere, measure
from benchmarks.folds import FOLDS, fold
from benchmarks.histories import History, stage, write_log
from warehouse.log import EventLog
from warehouse.view_sql import log_relation


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    path = tmp_path_factory.mktemp("staged") / "rows.arrow"
    stage(path, History(300).tables(100))
    return path


@pytest.mark.parametrize("form", ["records", "tables"])
def test_the_log_takes_what_is_staged(rows, form):
    done = measure(OURS, form, rows, 100)
    assert done.events == 300
    assert len(done.seconds) == len(done.cpu_seconds) == 3
    assert done.bytes > 10_000
    assert done.p50_ms[0] > 0


def test_from_tables_the_log_writes_what_it_writes_from_records(rows):
    sizes = {measure(OURS, form, rows, 100).bytes for form in ("records", "tables")}
    assert len(sizes) == 1


def test_a_store_out_of_patience_is_measured_over_what_it_did(rows):
    assert measure(RAW, "records", rows, 100, patience_s=0.0).events == 100


def test_a_peer_that_is_missing_says_so(rows):
    with pytest.raises(NotHere, match="not installed"):
        measure(Contender("deltalake", "delta-rs", "no_such_package"), "records", rows, 100)


def test_a_store_that_fails_says_why(rows, tmp_path):
    with pytest.raises(NotHere, match="failed: "):
        measure(RAW, "records", tmp_path / "missing.arrow", 100)


def test_every_contender_has_a_name_of_its_own():
    assert len({one.title for one in CONTENDERS}) == len(CONTENDERS)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    write_log(folder, History(8_000).tables(2_000))
    return folder


def standing_claims(home, at, indicator=None):
    """What each origin stood by, event by event."""
    asserted, withdrawn = {}, set()
    for event in EventLog(home).read_events(("claim_asserted", "claim_withdrawn")):
        if event.recorded_at <= at and indicator in (None, event.indicator):
            if event.event_type == "claim_asserted":
                asserted[event.claim_id] = event
            else:
                withdrawn.add(event.claim_id)
    last = {}
    for event in asserted.values():
        if event.claim_id not in withdrawn:
            in_own_voice = event.source in ("outlet", "unknown")
            origin = f"cluster:{event.cluster_id[:12]}" if in_own_voice else event.source
            last[event.watch_id, event.indicator, origin] = event
    return last.values()


@pytest.mark.parametrize("way", FOLDS)
@pytest.mark.parametrize("indicator", [None, "norland-soldiers-killed"])
def test_a_fold_gives_the_last_standing_claim_of_each_origin(home, way, indicator):
    at = History(8_000).moment(5_999)
    sql = fold(way, log_relation(EventLog(home).files()), at.isoformat(), indicator)
    ((count, seqs, values, stated),) = duckdb.sql(sql).fetchall()
    last = standing_claims(home, at, indicator)
    assert count == len(last) > 0
    assert seqs == sum(event.seq for event in last)
    assert values == sum(event.value or 0 for event in last)
    assert stated == max(event.stated_on for event in last if event.stated_on)


@pytest.mark.slow
def test_questions_are_answered_over_a_home(tmp_path):
    home = tmp_path / "home"
    for what in (
        ("log", "10000"),
        ("seal",),
        ("publish",),
        ("arg_max",),
        ("vedette",),
        ("refresh",),
    ):
        command = [sys.executable, "-m", "benchmarks.questions", str(home), *what]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_bars_are_drawn_with_their_words(tmp_path, monkeypatch):
    monkeypatch.setattr(charts, "CHARTS", tmp_path)
    bars = [Bar("a & b", 2.0, "2 <ms>"), Bar("ours", 1.0, "1 ms", is_ours=True)]
    root = ElementTree.parse(write_bars("name", "Title", "what", bars)).getroot()
    said = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert said == ["Title", "what", "a & b", "2 <ms>", "ours", "1 ms"]
    widths = [
        float(element.get("width"))
        for element in root.iter("{http://www.w3.org/2000/svg}rect")
        if element.get("class", "").startswith("bar")
    ]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
