"""What a rule waits for, and that what it waited for is told."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.builders_decide import LADDER, Book, killed, launch, titles
from transforms.events import alert_answered, watch_changed
from transforms.records import AlertRule
from transforms.rule_history import Asserted

LEVELS = AlertRule("levels", ("icbm",), ("level_change",))
NUMBER = AlertRule("number", ("killed",), ("value_change",))
DISPUTE = AlertRule("dispute", ("icbm",), ("level_up", "new_dispute"))


def told(book, *levels, **options):
    """How many alerts each rung gives, an hour apart."""
    return [len(titles(book.run(launch(level), **options))) for level in levels]


def test_level_change_is_up_and_down():
    book = Book(LEVELS)
    assert told(book, "none", "planned", "none", "none") == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("rule", "value", "alerts"),
    [
        pytest.param(replace(NUMBER, change=50), 149, 0, id="below-change"),
        pytest.param(replace(NUMBER, change=50), 150, 1, id="at-change"),
        pytest.param(replace(NUMBER, change=10, change_pct=20), 115, 0, id="both-have-to-hold"),
        pytest.param(replace(NUMBER, on=("beyond_range",)), 120, 0, id="at-the-bound"),
        pytest.param(replace(NUMBER, on=("beyond_range",)), 121, 1, id="above-the-range"),
        pytest.param(replace(NUMBER, on=("beyond_range",)), 89, 1, id="below-the-range"),
    ],
)
def test_a_number_is_told_from_a_threshold_on(rule, value, alerts):
    book = Book(rule)
    book.run(killed(100, value_low=90, value_high=120))
    assert len(titles(book.run(killed(value, value_low=90, value_high=200)))) == alerts


def test_a_number_that_drifts_within_its_range_is_told_when_it_has_left_it():
    book = Book(replace(NUMBER, on=("beyond_range",)))
    book.run(killed(100, value_low=90, value_high=120))
    assert titles(book.run(killed(115, value_low=90, value_high=150))) == []
    assert titles(book.run(killed(130, value_low=90, value_high=150))) == [
        "killed: 100 soldiers → 130 soldiers"
    ]


def test_a_further_origin_is_told_once():
    book = Book(replace(LEVELS, on=("new_origin",)))
    counts = (1, 2, 2, 1, 2, 3)
    assert [len(titles(book.run(launch("planned", origins=n)))) for n in counts] == [0, 1, 0, 0, 0, 1]
    assert titles(book.run(launch("planned", origins=4))) == [
        "icbm: 4 origins agree, 3 before (planned)"
    ]


def test_a_gate_on_certainty():
    book = Book(replace(LEVELS, min_certainty="likely"))
    told = [
        titles(book.run(launch("planned", certainty="certain"))),
        titles(book.run(launch("launched", certainty="even"))),
        titles(book.run(launch("launched", certainty="likely"))),
    ]
    assert told == [[], [], ["icbm: planned → launched"]]


def test_a_change_is_told_once_it_has_held():
    book = Book(replace(LEVELS, debounce_hours=3))
    assert told(book, "none", "planned", "planned", "planned", "planned", "planned") == [
        *(0, 0, 0, 0),
        1,
        0,
    ]


def test_a_change_that_does_not_hold_is_not_told():
    book = Book(replace(LEVELS, debounce_hours=3))
    assert sum(told(book, "none", "planned", "planned", "none", "planned", "planned", "none")) == 0


def test_a_change_that_goes_on_has_held_from_its_beginning():
    book = Book(replace(LEVELS, debounce_hours=3))
    told(book, "none", "planned", "preparing", "imminent")
    assert titles(book.run(launch("launched"))) == ["icbm: none → launched"]


def test_a_doubtful_change_that_held_is_told_when_it_is_confirmed():
    book = Book(replace(LEVELS, debounce_hours=3, min_origins=2))
    book.run(launch("none", origins=2))
    assert sum(told(book, *["planned"] * 9)) == 0
    assert len(titles(book.run(launch("planned", origins=2)))) == 1


def test_flutter_is_one_alert():
    book = Book(replace(LEVELS, hysteresis_hours=6))
    levels = ("none", "planned", "none", "planned", "none", "planned")
    assert sum(told(book, *levels)) == 1


def test_the_way_back_is_told_once_it_has_held():
    book = Book(replace(LEVELS, hysteresis_hours=3))
    assert told(book, "none", "planned", "none", "none", "none", "none", "none") == [
        *(0, 1, 0, 0, 0),
        1,
        0,
    ]


def test_a_way_on_is_told_at_once():
    book = Book(replace(LEVELS, hysteresis_hours=300))
    assert told(book, "none", "planned", "launched") == [0, 1, 1]


def test_a_rule_that_hears_one_way_only_does_not_hear_the_flutter():
    book = Book(replace(LEVELS, on=("level_up",), hysteresis_hours=6))
    assert sum(told(book, "none", "planned", "none", "planned", "none", "planned")) == 1
    told(book, *["none"] * 7)
    assert told(book, "planned") == [1]


def test_a_dispute_does_not_swallow_a_rung_that_is_not_told_yet():
    book = Book(replace(DISPUTE, min_credibility=2))
    book.run(launch("planned"))
    doubtful = launch("launched", is_disputed=True, credibility=4)
    assert titles(book.run(doubtful)) == ["icbm: disputed (launched)"]
    assert titles(book.run(launch("launched"))) == ["icbm: planned → launched"]


def test_a_second_dispute_is_told_while_a_rung_waits():
    book = Book(replace(DISPUTE, min_credibility=2))
    book.run(launch("planned"))
    disputed = (True, False, True)
    states = [launch("launched", is_disputed=d, credibility=4) for d in disputed]
    assert [len(titles(book.run(state))) for state in states] == [1, 0, 1]


def test_a_retraction_is_told_though_the_state_stays():
    book = Book(replace(LEVELS, on=("retraction",)))
    book.run(launch("planned", origins=2))
    gone = {"icbm": [Asserted(1, "c1", "retracted: We were wrong.", "kr.nis", "It was seen.", "u")]}
    due = book.run(launch("planned"), retractions=gone)
    assert titles(due) == ["icbm: a claim behind it was taken back (planned)"]
    assert "retracted: We were wrong.: u" in (due[-1].detail or "")
    assert titles(book.run(launch("planned"), retractions=gone)) == []


def test_a_silenced_rule_tells_what_is_different_after():
    book = Book(LEVELS)
    told(book, "none")
    until = book.now.replace(hour=9)
    book.note(
        alert_answered(
            "silenced", watch_id="dprk", by="ana", at=book.now, until=until, indicator="icbm"
        )
    )
    assert told(book, "planned", "preparing", "imminent") == [0, 0, 0]
    assert titles(book.run(launch("imminent"), hours=5)) == ["icbm: none → imminent"]


def test_the_longer_of_two_silences_holds_and_each_is_ended_by_itself():
    book = Book(LEVELS)
    told(book, "none")

    def silence(hour, **about):
        until = book.now.replace(hour=hour)
        book.note(
            alert_answered("silenced", watch_id="dprk", by="ana", at=book.now, until=until, **about)
        )

    silence(20, rule_id="levels")
    silence(4, indicator="icbm")
    assert told(book, *["planned"] * 5) == [0] * 5
    silence(1, rule_id="levels")
    assert told(book, "planned") == [1]


def test_a_silence_of_another_rule_holds_nothing_back():
    book = Book(LEVELS)
    told(book, "none")
    until = book.now.replace(hour=9)
    answer = alert_answered(
        "silenced", watch_id="dprk", by="ana", at=book.now, until=until, rule_id="other"
    )
    book.note(answer)
    assert told(book, "planned") == [1]


def test_history_is_not_told_later_either():
    book = Book(replace(LEVELS, debounce_hours=2, cooldown_hours=5))
    told(book, "none")
    book.run(launch("launched"), is_quiet=True)
    assert told(book, *["launched"] * 9) == [0] * 9


def test_a_new_rule_starts_from_what_is_written():
    book = Book(replace(LEVELS, id="old"))
    book.note(watch_changed(book.watch, "run"))
    told(book, "none", "launched")
    book.watch = replace(book.watch, rules=(replace(LEVELS, min_origins=2),))
    book.note(watch_changed(book.watch, "run"))
    assert titles(book.run(launch("launched", origins=3))) == []
    assert titles(book.run(launch("none", origins=3))) == ["icbm: launched → none"]


def test_a_rule_that_is_changed_keeps_what_it_has_yet_to_tell():
    book = Book(replace(LEVELS, debounce_hours=5))
    book.note(watch_changed(book.watch, "run"))
    told(book, "none", "launched")
    book.watch = replace(book.watch, rules=(LEVELS,))
    book.note(watch_changed(book.watch, "run"))
    assert titles(book.run(launch("launched"))) == ["icbm: none → launched"]


def test_a_rule_that_listens_to_more_does_not_tell_what_is_long_so():
    book = Book(replace(LEVELS, on=("level_up",)))
    book.note(watch_changed(book.watch, "run"))
    told(book, "none")
    book.run(launch("none", is_disputed=True))
    book.watch = replace(book.watch, rules=(replace(LEVELS, on=("level_up", "new_dispute")),))
    book.note(watch_changed(book.watch, "run"))
    assert titles(book.run(launch("none", is_disputed=True))) == []




PATIENCE = st.builds(
    AlertRule,
    st.just("any"),
    st.just(("icbm",)),
    st.sampled_from([("level_change",), ("level_up", "level_down", "new_dispute")]),
    debounce_hours=st.sampled_from([0.0, 2.0, 7.0]),
    hysteresis_hours=st.sampled_from([0.0, 3.0, 9.0]),
    cooldown_hours=st.sampled_from([0.0, 1.0, 24.0]),
    min_credibility=st.sampled_from([6, 3]),
)
STATES = st.tuples(st.sampled_from(LADDER), st.booleans(), st.sampled_from([2, 4]))


@given(PATIENCE, st.lists(st.tuples(STATES, st.sampled_from([0.5, 1.0, 6.0])), min_size=2))
def test_what_was_told_last_is_what_is_so_once_all_is_calm(rule, runs):
    book = Book(rule)
    for (level, is_disputed, credibility), hours in runs:
        book.run(launch(level, is_disputed=is_disputed, credibility=credibility), hours=hours)
    for _ in range(2):
        book.run(launch(level, is_disputed=is_disputed), hours=100)
    assert titles(book.run(launch(level, is_disputed=is_disputed), hours=100)) == []
    moves = [e for e in book.events if e.event_type == "alert_queued" and "level" in e.reason]
    told = json.loads(moves[-1].detail)["after"]["level"] if moves else runs[0][0][0]
    assert told == level


@given(PATIENCE, st.lists(STATES, min_size=2, max_size=12))
def test_no_alert_tells_of_no_move(rule, runs):
    book = Book(replace(rule, on=("level_change",)))
    for level, is_disputed, credibility in runs:
        book.run(launch(level, is_disputed=is_disputed, credibility=credibility))
    for event in book.events:
        if event.event_type == "alert_queued":
            detail = json.loads(event.detail)
            assert detail["before"]["level"] != detail["after"]["level"]
