"""The small drawings: inside their box, and true."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.board.drawing import SPARK_HEIGHT, SPARK_WIDTH, STRIP_WIDTH, rungs, spark, strip

START = datetime(2024, 11, 1, tzinfo=UTC)
numbers = st.none() | st.floats(-1e9, 1e9)


def history(values):
    return [
        {"recorded_at": START + timedelta(days=n), "value_after": value, "level_after": None}
        for n, value in enumerate(values)
    ]


def position(value=None, low=None, high=None, **more):
    return {"is_current": True, "value": value, "value_low": low, "value_high": high, **more}


@given(st.lists(numbers, max_size=30))
def test_a_sparkline_stays_in_its_box(values):
    drawn = spark(history(values), [], START + timedelta(days=40))
    if drawn is None:
        return
    for piece in drawn.path.replace("M", " ").replace("L", " ").replace("H", " H").split():
        number = float(piece.removeprefix("H"))
        assert 0 <= number <= max(SPARK_WIDTH, SPARK_HEIGHT)
    assert 0 <= drawn.end_x <= SPARK_WIDTH
    assert 0 <= drawn.end_y <= SPARK_HEIGHT


def test_a_sparkline_tells_its_steps_and_breaks_where_nothing_was_known():
    drawn = spark(history([None, 100.0, None, 600.0]), [], START + timedelta(days=9))
    assert drawn.words == "Since 2024-11-02: 100 → 600"
    assert drawn.path.count("M") == 2


def test_a_state_that_never_changed_has_no_sparkline():
    assert spark(history([100.0]), [], START) is None


@given(st.floats(-1e9, 1e9), st.lists(st.tuples(numbers, numbers, numbers), max_size=8))
def test_a_strip_stays_on_its_line(value, others):
    state = {"value": value, "value_low": value - 1, "value_high": value + 1}
    drawn = strip(state, [position(*other) for other in others])
    places = [drawn.low_x, drawn.high_x, drawn.value_x, *(dot.x for dot in drawn.dots)]
    assert all(0 <= x <= STRIP_WIDTH for x in places)
    assert drawn.low_x <= drawn.value_x <= drawn.high_x


def test_a_position_that_does_not_allow_the_value_stands_beside_it():
    state = {"value": 600.0, "value_low": 540.0, "value_high": 1100.0}
    drawn = strip(state, [position(600.0, 540.0, 660.0), position(1000.0, 900.0, 1100.0)])
    assert [dot.is_beside for dot in drawn.dots] == [False, True]


def test_one_number_that_all_give_needs_no_strip():
    assert strip({"value": 2.0, "value_low": 2.0, "value_high": 2.0}, [position(2.0)]) is None


@pytest.mark.parametrize(("rank", "here"), [(None, []), (0, ["none"]), (2, ["launched"])])
def test_a_ladder_shows_where_the_state_is(rank, here):
    drawn = rungs(["none", "planned", "launched"], rank, [])
    assert [rung.name for rung in drawn if rung.place == "here"] == here


def test_a_ladder_counts_who_stands_by_a_rung_and_who_denies_it():
    by = position(level_rank=1, weight=5, denied_levels=["launched"])
    planned, launched = rungs(["none", "planned", "launched"], 1, [by])[1:]
    assert (planned.affirmed_by, planned.denied_by) == (1, 0)
    assert (launched.affirmed_by, launched.denied_by) == (0, 1)
