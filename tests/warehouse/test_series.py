"""An indicator kept apart by place has a state for each; a claim read unsurely waits."""

from dataclasses import replace
from pathlib import Path

from tests.warehouse.builders_events import NOON, Story, a_watch, day
from transforms.records import Watch
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import current_states


def by_place() -> Watch:
    watch = a_watch()
    apart = replace(watch.indicators[0], by=("place",), places=("Kursk", "Belgorod"))
    return replace(watch, indicators=(apart, *watch.indicators[1:]))


def states(home: Path, story: Story, number: int):
    EventLog(home).append(story.take(), batch_id=f"b{number}", now=day(number))
    publish(home, now=day(number))
    with connect(home) as con:
        return current_states(con)


def test_two_places_in_one_article_are_two_states(tmp_path: Path):
    story = Story(by_place())
    story.says("kr.nis", day(1), value=3000.0, place="Kursk")
    story.says("kr.nis", day(1), value=500.0, place="Belgorod")
    found = states(tmp_path, story, 2)
    assert found["troops-deployed@Kursk"].value == 3000
    assert found["troops-deployed@Belgorod"].value == 500
    assert found["troops-deployed"].value is None


def test_what_is_said_of_all_places_keeps_a_state_of_its_own(tmp_path: Path):
    story = Story(by_place())
    story.says("kr.nis", day(1), value=3000.0, place="Kursk")
    story.says("kr.nis", day(1), value=9000.0)
    found = states(tmp_path, story, 2)
    assert (found["troops-deployed"].value, found["troops-deployed@Kursk"].value) == (9000, 3000)


def test_a_series_is_told_by_name_and_keeps_its_indicators_settings(tmp_path: Path):
    story = Story(by_place())
    story.says("kr.nis", day(1), value=3000.0, place="Kursk")
    states(tmp_path, story, 2)
    with connect(tmp_path) as con:
        rows = query(
            con,
            "select indicator, base, title, half_life_days from indicators where base <> indicator",
        ).rows
    assert [tuple(row) for row in rows] == [
        ("troops-deployed@Kursk", "troops-deployed", "Troops: Kursk", 30)
    ]


def test_a_claim_read_unsurely_waits_and_counts_for_nothing(tmp_path: Path):
    story = Story(a_watch(review_below=0.6))
    story.says("kr.nis", day(1), value=10000.0, confidence=0.9, rules=("count:deed",))
    story.says("ua.government", day(2), value=90000.0, confidence=0.4)
    assert states(tmp_path, story, 3)["troops-deployed"].value == 10000
    with connect(tmp_path) as con:
        rows = query(con, "select status, confidence, rules from claim_history order by seq").rows
    assert [(status, confidence) for status, confidence, _ in rows] == [("live", 0.9), ("review", 0.4)]
    assert list(rows[0][2]) == ["count:deed"]


def test_without_a_threshold_nothing_waits(tmp_path: Path):
    story = Story()
    story.says("kr.nis", NOON, value=10000.0, confidence=0.01)
    assert states(tmp_path, story, 2)["troops-deployed"].value == 10000
