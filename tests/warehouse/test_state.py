"""The state: a row per indicator, and what changes it."""

import dataclasses
from pathlib import Path

import pytest

from tests.warehouse.builders_events import (
    NOON,
    Story,
    a_watch,
    an_article,
    day,
    on,
)
from transforms.events import claim_reviewed, claim_withdrawn, state_changed
from transforms.records import CERTAINTY_PCT, IndicatorState, Party, Ruling
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import claims_behind, current_states


def test_the_scale_of_certainty_is_that_of_the_records(tmp_path: Path):
    publish(tmp_path, now=NOON)
    with connect(tmp_path) as con:
        assert dict(query(con, "select * from certainties").rows) == CERTAINTY_PCT


def test_every_indicator_of_the_watch_has_a_row_before_any_claim(tmp_path: Path):
    story = Story()
    EventLog(tmp_path).append(story.take(), batch_id="a", now=NOON)
    publish(tmp_path, now=NOON)
    with connect(tmp_path) as con:
        states = current_states(con)
    assert list(states) == ["troops-deployed", "troops-killed", "launch-readiness"]
    assert states["launch-readiness"] == IndicatorState("launch-readiness", "level")


def test_a_withdrawn_claim_leaves_the_state_and_keeps_its_past(tmp_path: Path, story: Story):
    claim = story.says("kr.nis", day(1), value=10000.0)
    log = EventLog(tmp_path)
    log.append(story.take(), batch_id="a", now=day(1))
    log.append([claim_withdrawn(claim, "revised away", "run-2")], batch_id="b", now=day(3))
    publish(tmp_path, now=day(4))
    with connect(tmp_path) as con:
        assert current_states(con)["troops-deployed"].value is None
        ((status, reason),) = query(con, "select status, withdrawn_reason from claim_history").rows
        assert (status, reason) == ("withdrawn", "revised away")
    with connect(tmp_path, recorded_as_of=day(2)) as con:
        assert current_states(con)["troops-deployed"].value == 10000


def test_a_claim_asserted_again_after_its_withdrawal_is_live(picture, story):
    claim = story.says("kr.nis", day(1), value=10000.0)
    events = story.take()
    assert picture(events, "troops-deployed")["value"] == 10000
    assert picture([claim_withdrawn(claim, "gone", "r2")], "troops-deployed")["value"] is None
    assert picture(events[-1:], "troops-deployed")["value"] == 10000


@pytest.mark.parametrize(("verdict", "value"), [("rejected", None), ("confirmed", 10000)])
def test_a_review_can_reject_a_claim(picture, story, verdict, value):
    claim = story.says("kr.nis", day(1), value=10000.0)
    review = claim_reviewed(claim, Ruling(verdict, "an analyst", day(2)), "review-1")
    assert picture([*story.take(), review], "troops-deployed")["value"] == value


def test_since_is_carried_on_while_the_value_stays(picture, story):
    story.says("kr.nis", day(2), value=10000.0)
    written = IndicatorState("troops-deployed", "quantity", value=10000.0, since=on(2))
    change = state_changed(
        None, written, watch=story.watch, run_id="r", basis_seq=2, transitions=()
    )
    assert picture([*story.take(), change], "troops-deployed")["since"] == on(2)
    story.says("kr.nis", day(9), value=10000.0)
    assert picture(story.take(), "troops-deployed")["since"] == on(2)
    story.says("kr.nis", day(10), value=12000.0)
    assert picture(story.take(), "troops-deployed")["since"] == on(10)


def test_a_new_watch_file_changes_the_reliability_from_then_on(picture):
    story = Story()
    story.says("kr.nis", day(5), value=10000.0)
    assert picture(story.take(), "troops-deployed")["reliability"] == "B"
    changed = a_watch(parties=(Party("kr.nis", (), reliability="D"),), sha256="1" * 64)
    assert picture(Story(changed).take(), "troops-deployed")["reliability"] == "D"


def test_two_watches_in_one_home_do_not_mix(tmp_path: Path):
    ours, theirs = Story(), Story(a_watch(id="other"))
    ours.says("kr.nis", day(5), value=10000.0)
    theirs.says("kr.nis", day(5), value=500.0)
    EventLog(tmp_path).append([*ours.take(), *theirs.take()], batch_id="a", now=day(5))
    publish(tmp_path, now=day(5))
    with connect(tmp_path) as con:
        assert current_states(con, "dprk")["troops-deployed"].value == 10000
        assert current_states(con, "other")["troops-deployed"].value == 500


def test_why_names_the_part_that_every_claim_plays(tmp_path: Path, story: Story):
    story.says("kr.jcs", day(1), level="planned")
    story.says("kr.jcs", day(5), level="preparing")
    story.says("kr.jcs", day(5), level="preparing", article=an_article("Again.", day(5)))
    story.says("us.dod", day(5), level="imminent", polarity="negated")
    story.says("ru.government", day(5), level="planned", polarity="negated")
    story.says("ua.government", day(5), level="launched", valid_from=on(30))
    EventLog(tmp_path).append(story.take(), batch_id="a", now=day(5))
    publish(tmp_path, now=day(5))
    with connect(tmp_path) as con:
        behind = claims_behind(con, "launch-readiness")
    assert [(row["role"], row["source"]) for row in behind] == [
        ("supports", "kr.jcs"),
        ("contradicts", "ru.government"),
        ("beside", "us.dod"),
        ("repeats", "kr.jcs"),
        ("superseded", "kr.jcs"),
        ("not yet", "ua.government"),
    ]
    assert behind[0]["weight"] == 24 * 100 * 16
    assert {"evidence", "url", "title", "position_date"} <= set(behind[0])


def test_the_same_claims_in_any_order_of_batches_give_the_same_state(tmp_path: Path):
    story = Story()
    for place, source in enumerate(["us.dod", "kr.nis", "kr.jcs", "ua.government"]):
        story.says(source, day(5), value=10000.0 + place)
    watch, *rest = story.take()
    states = []
    for name, order in (("a", rest), ("b", rest[::-1])):
        home = tmp_path / name
        for place, event in enumerate([watch, *order]):
            EventLog(home).append([dataclasses.replace(event)], batch_id=str(place), now=day(5))
        publish(home, now=day(5))
        with connect(home) as con:
            states.append(current_states(con))
    assert states[0] == states[1]
