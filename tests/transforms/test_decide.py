"""decide: what differs is written down once, and told once; a re-run gives nothing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.builders_decide import (
    KILLED,
    LADDER,
    LAUNCH,
    START,
    Book,
    killed,
    launch,
    reasons,
    titles,
)
from transforms.alert_text import Basis, Position
from transforms.decide import Picture, decide
from transforms.records import AlertRule, IndicatorState
from transforms.transitions import transitions_between

ON_EVERYTHING = AlertRule(
    "all",
    ("icbm", "killed"),
    ("level_up", "level_down", "value_change", "new_dispute", "dispute_settled", "stale"),
)

def test_the_first_run_sets_the_baseline_silently() -> None:
    book = Book(ON_EVERYTHING)
    due = book.run(launch("preparing"), killed(300))
    assert [event.event_type for event in due] == ["state_changed"] * 2
    assert reasons(due) == ["baseline", "baseline"]
    assert book.run(launch("preparing"), killed(300)) == ()


def test_an_indicator_new_to_the_watch_gets_its_baseline_silently() -> None:
    book = Book(ON_EVERYTHING)
    book.run(launch("preparing"))
    book.events = [event for event in book.events if event.indicator == "icbm"]
    assert reasons(book.run(launch("preparing"), killed(300))) == ["baseline"]


def test_a_first_value_after_a_baseline_of_nothing_is_told() -> None:
    book = Book(ON_EVERYTHING)
    book.run()
    due = book.run(launch("planned"), killed(300))
    assert reasons(due) == ["level_up", "value_change"]
    assert titles(due) == [
        "icbm: nothing known → planned",
        "killed: nothing known → 300 soldiers",
    ]


def test_a_number_that_is_open_above_is_told_as_one() -> None:
    book = Book(ON_EVERYTHING)
    book.run(killed(100))
    due = book.run(killed(300, value_high=None))
    assert titles(due) == ["killed: 100 soldiers → at least 300 soldiers"]


def test_a_change_that_no_rule_hears_is_written_all_the_same() -> None:
    book = Book()
    book.run(launch("planned"), killed(300))
    due = book.run(launch("imminent"), killed(300))
    assert [event.event_type for event in due] == ["state_changed"]
    assert due[0].level == "imminent"


def test_there_and_back_is_two_alerts_with_two_ids() -> None:
    book = Book(ON_EVERYTHING)
    book.run(launch("planned"))
    alerts = [book.run(launch(level))[-1] for level in ("launched", "planned", "launched")]
    assert titles(alerts) == [
        "icbm: planned → launched",
        "icbm: launched → planned",
        "icbm: planned → launched",
    ]
    assert len({alert.alert_id for alert in alerts}) == 3
    assert len({event.event_id for event in book.events}) == len(book.events)


def test_a_rule_for_the_way_up_tells_each_way_up() -> None:
    book = Book(AlertRule("up", ("icbm",), ("level_up",)))
    book.run(launch("planned"))
    told = [len(titles(book.run(launch(level)))) for level in ("launched", "none", "launched")]
    assert told == [1, 0, 1]


def test_a_second_run_on_the_same_log_has_the_same_ids() -> None:
    book = Book(ON_EVERYTHING)
    book.run(launch("planned"))
    past = list(book.events)
    first = book.run(launch("launched"))
    book.events = past  # the first run died before it could append
    second = book.run(launch("launched"))
    assert [event.event_id for event in first] == [event.event_id for event in second]
    assert first[-1].alert_id == second[-1].alert_id


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        pytest.param(launch("planned"), launch("planned", articles=40), (), id="syndicated"),
        pytest.param(launch("planned"), launch("planned", credibility=1), (), id="credibility"),
        pytest.param(launch("planned"), launch("planned", since=date(2025, 1, 1)), (), id="since"),
        pytest.param(launch("none"), launch("launched"), ("level_up",), id="up"),
        pytest.param(launch("launched"), launch(None), ("level_down",), id="retracted"),
        pytest.param(killed(300), killed(300, value_high=400), ("range_change",), id="range"),
        pytest.param(killed(300), killed(None, value_low=300), ("range_change",), id="bound"),
        pytest.param(killed(300), killed(301), ("value_change",), id="value"),
        pytest.param(killed(9), killed(9, is_disputed=True), ("new_dispute",), id="dispute"),
        pytest.param(killed(9, is_disputed=True), killed(9), ("dispute_settled",), id="settled"),
        pytest.param(launch("none"), launch("none", is_stale=True), ("stale",), id="stale"),
        pytest.param(launch("none", is_stale=True), launch("none"), ("fresh",), id="fresh"),
        pytest.param(launch(None), launch(None, is_stale=True), (), id="nothing-goes-stale"),
    ],
)
def test_transitions_have_names(
    before: IndicatorState, after: IndicatorState, names: tuple[str, ...]
) -> None:
    indicator = LAUNCH if before.indicator == "icbm" else KILLED
    assert transitions_between(before, after, indicator) == names


def test_a_rung_that_left_the_ladder_keeps_the_place_it_was_written_with() -> None:
    gone = replace(launch("imminent"), level="fuelled")
    assert transitions_between(gone, launch("launched"), LAUNCH) == ("level_up",)


def test_a_range_alone_wakes_nobody() -> None:
    book = Book(ON_EVERYTHING)
    book.run(killed(300))
    due = book.run(killed(300, value_high=900))
    assert reasons(due) == ["range_change"]
    assert titles(due) == []


def test_small_changes_are_told_when_they_add_up() -> None:
    book = Book(AlertRule("lost", ("killed",), ("value_change",), change_pct=25))
    book.run(killed(1000))
    assert titles(book.run(killed(1100))) == []
    assert titles(book.run(killed(1200))) == []
    assert titles(book.run(killed(1300))) == ["killed: 1,000 soldiers → 1,300 soldiers"]
    assert titles(book.run(killed(1400))) == []


def test_a_dispute_is_told_though_the_number_hardly_moved() -> None:
    rule = AlertRule("lost", ("killed",), ("value_change", "new_dispute"), change_pct=25)
    book = Book(rule)
    book.run(killed(1000))
    assert titles(book.run(killed(1010, is_disputed=True))) == ["killed: disputed (1,010 soldiers)"]
    assert titles(book.run(killed(1020))) == []
    assert titles(book.run(killed(1020, is_disputed=True))) == ["killed: disputed (1,020 soldiers)"]


@pytest.mark.parametrize(
    ("rule", "doubtful"),
    [
        pytest.param(
            replace(ON_EVERYTHING, min_credibility=2), {"credibility": 4}, id="credibility"
        ),
        pytest.param(replace(ON_EVERYTHING, min_origins=2), {"origins": 1}, id="origins"),
    ],
)
def test_a_doubtful_rung_is_told_once_it_is_confirmed(
    rule: AlertRule, doubtful: dict[str, Any]
) -> None:
    sure = {"credibility": 1, "origins": 2}
    book = Book(rule)
    book.run(launch("planned", **sure))
    due = book.run(launch("launched", **(sure | doubtful)))
    assert (reasons(due), titles(due)) == (["level_up"], [])
    due = book.run(launch("launched", **sure))
    assert (reasons(due), titles(due)) == ([], ["icbm: planned → launched"])
    assert book.run(launch("launched", **sure)) == ()


def test_a_doubtful_rung_that_is_taken_back_is_never_told() -> None:
    book = Book(replace(ON_EVERYTHING, min_credibility=2))
    book.run(launch("planned"))
    told = [book.run(state) for state in (launch("launched", credibility=5), launch("planned"))]
    assert [titles(due) for due in told] == [[], []]


def test_a_retraction_needs_no_origin() -> None:
    book = Book(replace(ON_EVERYTHING, min_origins=2))
    book.run(launch("planned", origins=2))
    assert titles(book.run(launch(None))) == ["icbm: planned → nothing known"]


def test_a_dispute_needs_no_credibility() -> None:
    book = Book(replace(ON_EVERYTHING, min_credibility=2))
    book.run(launch("planned"))
    due = book.run(launch("planned", is_disputed=True, credibility=4))
    assert titles(due) == ["icbm: disputed (planned)"]


def test_a_change_within_the_cooldown_is_told_after_it() -> None:
    book = Book(replace(ON_EVERYTHING, cooldown_hours=24))
    book.run(launch("none"))
    assert titles(book.run(launch("planned"))) == ["icbm: none → planned"]
    assert titles(book.run(launch("preparing"), hours=5)) == []
    assert titles(book.run(launch("imminent"), hours=18)) == []
    assert titles(book.run(launch("imminent"), hours=1)) == ["icbm: planned → imminent"]
    assert book.run(launch("imminent"), hours=30) == ()


def test_back_and_forth_within_the_cooldown_is_not_told() -> None:
    book = Book(replace(ON_EVERYTHING, cooldown_hours=24))
    book.run(launch("none"))
    levels = ("planned", "preparing", "planned")
    assert sum(len(titles(book.run(launch(level)))) for level in levels) == 1
    assert book.run(launch("planned"), hours=48) == ()


def test_going_quiet_is_told() -> None:
    book = Book(AlertRule("quiet", ("icbm",), ("stale",)))
    book.run(launch("planned"))
    due = book.run(launch("planned", is_stale=True))
    assert titles(due) == ["icbm: no claim for 30 days (planned)"]


def test_two_transitions_at_once_are_one_alert() -> None:
    book = Book(ON_EVERYTHING)
    book.run(launch("planned"))
    due = book.run(launch("launched", is_disputed=True))
    assert [event.reason for event in due] == ["level_up, new_dispute"] * 2


def test_another_watch_and_another_indicator_are_left_alone() -> None:
    book = Book(AlertRule("up", ("killed",), ("level_up", "value_change")))
    book.run(launch("planned"), killed(300))
    assert titles(book.run(launch("launched"), killed(300))) == []
    foreign = [replace(event, watch_id="other") for event in book.events]
    basis = Basis("run", START, 9, "")
    due = decide(Picture({"icbm": launch("planned")}), foreign, book.watch, basis)
    assert reasons(due) == ["baseline", "baseline"]


def a_position(**fields: Any) -> Position:
    known: dict[str, Any] = {
        "claim_id": "c1",
        "source": "kr.nis",
        "outlet": "media.yonhap",
        "reliability": "B",
        "certainty": "very_likely",
        "evidence": "The NIS said\nit was very likely.",
        "url": "http://news.example/1",
        "is_agreeing": True,
        "is_contradicting": False,
        "title": "Launch near",
        "published_at": datetime(2025, 1, 1, 9, tzinfo=UTC),
    }
    return Position(**(known | fields))


def test_the_body_says_who_says_so_who_does_not_and_on_what_basis() -> None:
    book = Book(ON_EVERYTHING)
    book.run(killed(300, value_high=300))
    agreeing = a_position()
    denying = a_position(
        source="ru.mod", is_agreeing=False, is_contradicting=True, evidence="Fake.", title=None
    )
    unnamed = a_position(source="unknown", is_agreeing=False, evidence="Rumour has it.")
    own = a_position(source="outlet", evidence="It was seen.")
    basis = Basis("run", START, 412, "3f" * 32, targets=("desk",))
    now = replace(
        killed(3000, value_low=2000, value_high=4000, is_disputed=True, since=date(2025, 1, 1)),
        certainty="very_likely",
    )
    positions = {"killed": (agreeing, denying, unnamed, own)}
    alert = decide(Picture({"killed": now}, positions), book.events, book.watch, basis)[-1]
    detail = json.loads(alert.detail or "")
    assert detail["body"] == (
        "Soldiers killed: 300 soldiers → 3,000 soldiers (from 2,000 to 4,000), disputed\n"
        "Certainty: very likely, in the words of who says so\n"
        "Credibility 2 of 6: one origin of reliability A or B, contradicted by no equal; "
        "1 origin, 0 articles\n"
        "Held since 2025-01-01\n"
        "First seen 2025-01-01, last seen 2025-01-01\n\n"
        "Who says so:\n"
        "- National Intelligence Service (reliability B, very likely), 2025-01-01: "
        "“The NIS said it was very likely.”\n"
        "  Launch near: http://news.example/1\n"
        "- Yonhap (reliability B, very likely), 2025-01-01: “It was seen.”\n"
        "  Launch near: http://news.example/1\n\n"
        "Who says otherwise:\n"
        "- ru.mod (reliability B, very likely), 2025-01-01: “Fake.”\n"
        "  http://news.example/1\n\n"
        "Who says something else:\n"
        "- an unnamed source, by Yonhap (reliability B, very likely), 2025-01-01: "
        "“Rumour has it.”\n"
        "  Launch near: http://news.example/1\n\n"
        f"As of 2025-01-01 00:00 UTC; log up to event 412, head {'3f' * 32}\n"
        "All of it: vedette why killed --as-of 2025-01-01T00:00:00"
    )
    assert detail["short"] == (
        "3,000 soldiers (from 2,000 to 4,000), disputed; very likely; credibility 2, 1 origin; "
        "says National Intelligence Service; not so says ru.mod http://news.example/1"
    )
    assert detail["basis_seq"] == 412
    assert detail["targets"] == ["desk"]
    assert detail["before"]["value"] == 300
    assert [claim["source"] for claim in detail["claims"]][:2] == ["kr.nis", "ru.mod"]


def test_a_long_list_of_positions_is_cut_and_says_so() -> None:
    book = Book(ON_EVERYTHING)
    book.run(launch("none"))
    positions = {"icbm": [a_position(claim_id=str(n)) for n in range(9)]}
    basis = Basis("run", START, 1, "")
    due = decide(Picture({"icbm": launch("planned")}, positions), book.events, book.watch, basis)
    detail = json.loads(due[-1].detail or "")
    assert detail["body"].count("very likely.”") == 6
    assert "- and 3 more" in detail["body"]
    assert len(detail["claims"]) == 9


LAUNCH_STATES = st.builds(
    launch,
    st.none() | st.sampled_from(LADDER),
    credibility=st.integers(1, 6),
    origins=st.integers(0, 3),
    is_disputed=st.booleans(),
    is_stale=st.booleans(),
)
KILLED_STATES = st.builds(
    killed,
    st.none() | st.floats(0, 1e6),
    value_low=st.none() | st.floats(0, 1e6),
    credibility=st.integers(1, 6),
    is_disputed=st.booleans(),
)
RULES = st.builds(
    AlertRule,
    st.just("any"),
    st.just(("icbm", "killed")),
    st.sets(st.sampled_from((*ON_EVERYTHING.on, "level_change", "beyond_range", "new_origin"))).map(
        tuple
    ),
    change_pct=st.sampled_from([0.0, 10.0, 80.0]),
    min_origins=st.integers(1, 3),
    min_credibility=st.integers(1, 6),
    cooldown_hours=st.sampled_from([0.0, 1.5, 24.0]),
    debounce_hours=st.sampled_from([0.0, 1.5]),
    hysteresis_hours=st.sampled_from([0.0, 3.0]),
)


@given(RULES, st.lists(st.tuples(LAUNCH_STATES, KILLED_STATES), max_size=8))
def test_deciding_again_gives_nothing(
    rule: AlertRule, runs: list[tuple[IndicatorState, IndicatorState]]
) -> None:
    book = Book(rule)
    for states in runs:
        book.run(*states)
        assert book.run(*states, hours=0.0) == ()
    assert len({event.event_id for event in book.events}) == len(book.events)
