"""What analysts said of claims: an amendment beside the reading, doubtful claims, the tally."""

import json
from pathlib import Path

import pytest

from tests.warehouse.builders_events import Story, a_watch, day
from transforms.events import claim_reviewed
from transforms.records import Ruling
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import current_states
from warehouse.reviews import (
    NoSuchClaim,
    as_it_stands,
    claim_named,
    doubtful_claims,
    tally,
)

RIGHT = {"value": 3000.0, "value_low": 3000.0, "value_high": None, "approximation": "at_least"}


def amended(claim, on_day=2, **columns):
    return claim_reviewed(claim, Ruling("amended", "ana", day(on_day), "misread"), "r", columns)


def ruled(claim, verdict, on_day=3):
    return claim_reviewed(claim, Ruling(verdict, "ana", day(on_day)), "r")


def test_an_amended_claim_stands_with_the_analyst_s_values(picture, story):
    claim = story.says("kr.nis", day(1), value=10000.0)
    state = picture([*story.take(), amended(claim, **RIGHT)], "troops-deployed")
    assert (state["value"], state["value_low"]) == (3000, 3000)


def test_what_was_read_is_kept_and_what_was_changed_is_told(picture, story, tmp_path):
    claim = story.says("kr.nis", day(1), value=10000.0)
    picture([*story.take(), amended(claim, **RIGHT)], "troops-deployed")
    with connect(tmp_path) as con:
        row = claim_named(con, claim.claim_id[:10])
        assert (row["value"], row["value_high"], row["approximation"]) == (3000, None, "at_least")
        assert json.loads(row["amended_from"])["value"] == 10000
        sql = "select value from claim_facts where event_type = 'claim_asserted'"
        assert query(con, sql).rows == [(10000,)]
        assert as_it_stands(con, row).value == 3000


def test_as_of_a_day_before_the_amendment_the_claim_is_as_it_was_read(tmp_path: Path, story):
    claim = story.says("kr.nis", day(1), value=10000.0)
    log = EventLog(tmp_path)
    log.append(story.take(), batch_id="a", now=day(1))
    log.append([amended(claim, **RIGHT)], batch_id="b", now=day(4))
    publish(tmp_path, now=day(5))
    for on_day, value in ((2, 10000), (5, 3000)):
        with connect(tmp_path, recorded_as_of=day(on_day)) as con:
            assert current_states(con)["troops-deployed"].value == value


def test_an_amended_source_is_another_origin(picture, story, tmp_path):
    claim = story.says("kr.nis", day(1), value=10000.0)
    story.says("us.dod", day(1), value=10000.0)
    assert picture(story.take(), "troops-deployed")["origins"] == 2
    assert picture([amended(claim, source="us.dod")], "troops-deployed")["origins"] == 1


def test_an_amended_rung_moves_the_state(picture, story):
    claim = story.says("kr.nis", day(1), level="launched")
    assert picture(story.take(), "launch-readiness")["level"] == "launched"
    assert picture([amended(claim, level="planned")], "launch-readiness")["level"] == "planned"


@pytest.mark.parametrize(("verdict", "value"), [("confirmed", 3000), ("rejected", None)])
def test_a_verdict_after_an_amendment_is_about_the_claim_as_amended(picture, story, verdict, value):
    claim = story.says("kr.nis", day(1), value=10000.0)
    events = [*story.take(), amended(claim, **RIGHT), ruled(claim, verdict)]
    assert picture(events, "troops-deployed")["value"] == value


def test_the_same_review_at_two_times_is_two_events():
    claim = Story().says("kr.nis", day(1), value=10000.0)
    one, same, other = (ruled(claim, "confirmed", on_day) for on_day in (3, 3, 4))
    assert one.event_id == same.event_id != other.event_id


@pytest.fixture
def doubtful(tmp_path):
    """Three claims read with .2, .4 and .9 of confidence; the watch asks for .5."""
    story = Story(a_watch(review_below=0.5))
    said = [
        story.says("kr.nis", day(1), value=1000.0 * n, confidence=confidence, rules=rules)
        for n, confidence, rules in (
            (4, 0.4, ("count:deed", "voice:said")),
            (2, 0.2, ("count:noun", "voice:said")),
            (9, 0.9, ("count:deed", "voice:said")),
        )
    ]
    log = EventLog(tmp_path)
    log.append(story.take(), batch_id="a", now=day(1))
    publish(tmp_path, now=day(2))
    return tmp_path, log, said


def test_doubtful_claims_come_the_least_sure_first(doubtful):
    home, log, said = doubtful
    with connect(home) as con:
        assert [row["confidence"] for row in doubtful_claims(con)] == [0.2, 0.4]
        assert [row["confidence"] for row in doubtful_claims(con, 0.95)] == [0.2, 0.4, 0.9]
    log.append([ruled(said[1], "confirmed")], batch_id="b", now=day(3))
    publish(home, now=day(3))
    with connect(home) as con:
        assert [row["confidence"] for row in doubtful_claims(con)] == [0.4]
        assert query(con, "select value from claims order by value").rows == [(2000,), (9000,)]


def test_the_tally_counts_verdicts_by_source_and_by_rule_as_read(doubtful):
    home, log, (one, two, three) = doubtful
    log.append(
        [ruled(one, "rejected"), ruled(two, "confirmed"), amended(three, source="kr.jcs")],
        batch_id="b",
        now=day(3),
    )
    publish(home, now=day(3))
    with connect(home) as con:
        rows = {(kind, name): numbers for kind, name, *numbers in tally(con).rows}
    assert rows[("source", "kr.nis")] == [3, 3, 1, 1, 1, 33.3]
    assert rows[("rule", "count:deed")] == [2, 2, 0, 1, 1, 50.0]
    assert rows[("rule", "count:noun")] == [1, 1, 1, 0, 0, 0.0]
    assert ("source", "kr.jcs") not in rows


@pytest.mark.parametrize(("name", "said"), [("abc", "at least 6"), ("0" * 12, "no such claim")])
def test_a_claim_that_is_none_is_named(doubtful, name, said):
    with connect(doubtful[0]) as con, pytest.raises(NoSuchClaim, match=said):
        claim_named(con, name)
