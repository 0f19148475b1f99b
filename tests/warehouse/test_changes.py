"""Then and now: the states, and why each claim came, went, or says something else."""

from pathlib import Path

import pytest

from tests.warehouse.builders_events import Story, an_article, day, on
from transforms.events import claim_reviewed, claim_withdrawn
from transforms.records import Ruling
from warehouse.changes import Moment, changes
from warehouse.log import EventLog
from warehouse.publish import publish


@pytest.fixture
def recorded(tmp_path: Path):
    """A function: write batches of events, each on a day, and publish on the last; the home."""

    def write(*batches, now):
        log = EventLog(tmp_path)
        for number, (on_day, events) in enumerate(batches):
            log.append(events, batch_id=f"b{number}", now=day(on_day))
        publish(tmp_path, now=now)
        return tmp_path

    return write


def of(found, indicator):
    (change,) = (change for change in found if change.indicator == indicator)
    return change


def test_a_claim_that_came_and_the_state_it_made(recorded):
    story = Story()
    story.says("kr.nis", day(1), value=10000.0)
    first = story.take()
    new = story.says("us.dod", day(3), value=12000.0)
    home = recorded((1, first), (3, story.take()), now=day(5))
    change = of(changes(home, Moment(day(2)), Moment()), "troops-deployed")
    assert (change.before["value"], change.after["value"]) == (10000, 12000)
    assert [row["claim_id"] for row in change.came] == [new.claim_id]
    assert (change.gone, change.corrected, change.is_state_changed) == ((), (), True)


def test_the_same_moment_twice_changes_nothing(recorded):
    story = Story()
    story.says("kr.nis", day(1), value=10000.0)
    home = recorded((1, story.take()), now=day(5))
    found = changes(home, Moment(day(2)), Moment(day(2)))
    assert found
    assert not any(change.is_changed for change in found)


def test_each_way_of_going_has_its_reason(recorded):
    story = Story()
    revised = story.says("us.dod", day(1), value=9000.0)
    rejected = story.says("kr.nis", day(1), value=10000.0)
    old = story.says("ua.government", day(1), value=11000.0)
    first = story.take()
    later = [
        claim_withdrawn(revised, "revised: a newer text", "r"),
        claim_reviewed(rejected, Ruling("rejected", "ana", day(2), "misread"), "r"),
    ]
    home = recorded((1, first), (2, later), now=day(100))
    change = of(changes(home, Moment(day(1)), Moment()), "troops-deployed")
    assert {gone.claim["claim_id"]: gone.because for gone in change.gone} == {
        revised.claim_id: "revised: a newer text",
        rejected.claim_id: "rejected by an analyst",
        old.claim_id: "too old to count",
    }


def test_an_amendment_is_a_correction_with_what_it_changed(recorded):
    story = Story()
    claim = story.says("kr.nis", day(1), value=10000.0)
    first = story.take()
    said = {"value": 3000.0, "value_low": 3000.0, "value_high": 3000.0, "approximation": "exact"}
    amended = claim_reviewed(claim, Ruling("amended", "ana", day(2), "misread"), "r", said)
    home = recorded((1, first), (2, [amended]), now=day(3))
    change = of(changes(home, Moment(day(1)), Moment()), "troops-deployed")
    (corrected,) = change.corrected
    assert corrected.because == "amended by an analyst"
    assert corrected.fields["value"] == (10000, 3000)
    assert (change.came, change.gone) == ((), ())


def test_what_a_newer_text_of_the_page_says_instead_is_a_correction(recorded):
    story = Story()
    old = story.says(
        "kr.nis", day(1), value=10000.0, article=an_article("10,000.", day(1), url="http://x/1")
    )
    first = [*story.take()]
    gone = claim_withdrawn(old, "corrected: the number was wrong", "r")
    story.says(
        "kr.nis", day(1), value=1000.0, article=an_article("1,000.", day(1), url="http://x/1")
    )
    home = recorded((1, first), (2, [gone, *story.take()]), now=day(3))
    change = of(changes(home, Moment(day(1)), Moment()), "troops-deployed")
    (corrected,) = change.corrected
    assert (corrected.before["value"], corrected.after["value"]) == (10000, 1000)
    assert corrected.because == "corrected: the number was wrong"


def test_two_days_in_the_world_by_what_is_known_now(recorded):
    story = Story()
    story.says("kr.nis", day(1), value=10000.0)
    story.says("kr.nis", day(10), value=12000.0)
    home = recorded((20, story.take()), now=day(20))
    first, last = Moment(valid_on=on(5)), Moment(valid_on=on(15))
    change = of(changes(home, first, last), "troops-deployed")
    assert (change.before["value"], change.after["value"]) == (10000, 12000)
    back = of(changes(home, last, first), "troops-deployed")
    assert [gone.because for gone in back.gone] == ["not of that day yet"]
    assert of(changes(home, Moment(day(19)), last), "troops-deployed").before is None
