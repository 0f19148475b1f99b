"""vedette doctor: every fault a line, exit code 1; a run stops at what it broke itself."""

import json
from datetime import timedelta

import pytest

from flows.reading import Desk
from flows.run import Run, RunOptions, StoreUnsound
from tests.flows.builders_held import WATCH, copy_of, judged, make_home, of_type, read_of
from tests.flows.builders_run import START, report
from tests.warehouse.builders_events import some_events
from warehouse.log import EventLog


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("doctor") / "home")


@pytest.fixture
def home(made, tmp_path):
    return copy_of(made, tmp_path / "home")


@pytest.fixture
def doctor(vedette):
    return lambda *words: vedette("doctor", *words)


def failed(out):
    return [line for line in out.splitlines() if line.startswith("fail")]


def test_a_sound_home_has_no_faults(doctor, home):
    code, out, err = doctor("--home", home)
    assert (code, err) == (0, "")
    assert out.endswith("checks, 0 faults\n")
    code, out, _ = doctor("--home", home, "--json")
    told = json.loads(out)
    assert told["failed"] == 0
    status = {check["check"]: check["status"] for check in told["checks"]}
    assert status["claim_has_article"] == status["python"] == status["rights"] == "ok"
    assert status["settings"] == "warn", "no contact"


def test_a_flipped_bit_and_events_that_are_not_shown_are_a_line_each(doctor, home):
    EventLog(home).append(some_events(2), batch_id="unpublished", now=START)
    (path, *_) = EventLog(home).files()
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    code, out, _ = doctor("--home", home)
    lines = failed(out)
    assert code == 1
    assert sum(line.split()[1] == "log_is_whole" for line in lines) == 1
    assert any("2 events are not shown yet; run, or: vedette rebuild" in line for line in lines)


def test_a_home_that_was_never_published_is_a_fault(doctor, home):
    (home / "vedette.duckdb").unlink()
    code, out, _ = doctor("--home", home)
    assert (code, "nothing is published yet" in out) == (1, True)


def test_no_home_is_wrong_input(doctor, tmp_path):
    assert doctor("--home", tmp_path / "none")[0] == 2


def test_a_run_stops_before_anything_follows_from_a_claim_without_its_article(home):
    run = Run(RunOptions(WATCH, home, START + timedelta(hours=1)))
    run.open()
    batch = judged(read_of("http://news.example/new", report(150), Desk.of(WATCH)))
    batch.events = [event for event in batch.events if event.event_type == "claim_asserted"]
    run.append(batch)
    with pytest.raises(StoreUnsound, match="claim_has_article: seq"):
        run.check()
    assert of_type(home, "state_changed", "alert_queued") == []
    # The next run looks at what it adds itself; doctor tells of the rest.
    after = Run(RunOptions(WATCH, home, START + timedelta(hours=2)))
    after.open()
    after.check()
    after.decide()
    assert of_type(home, "state_changed") != []
