"""What the claims add up to, and the shape of a run, before the suites."""

import json
from dataclasses import replace
from typing import Any

import pytest

from expectations.gate import judge_run, judge_states
from expectations.suite import GateFault
from flows.quality.shape import Shape, run_columns, shapes_of
from tests.expectations.builders_gate import WATCH, a_quantity_event, an_article_event
from transforms.events import row_quarantined
from transforms.records import IndicatorState, Quarantined

KILLED = IndicatorState(
    "troops-killed", "quantity", value=300.0, value_low=100.0, value_high=400.0,
    credibility=2, origins=1, articles=2,
)  # fmt: skip
LAUNCH = IndicatorState(
    "launch-readiness", "level", level="planned", credibility=3, origins=1, articles=1
)
SILENT = IndicatorState("troops-killed", "quantity")


def test_sound_states_pass() -> None:
    of_a_place = replace(KILLED, indicator="troops-killed@Kursk")
    verdict = judge_states([KILLED, LAUNCH, SILENT, of_a_place], WATCH)
    assert verdict.warnings == ()
    assert all(check.failed == 0 for check in verdict.checks)
    assert judge_states([], WATCH).checks == ()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (replace(KILLED, value=500.0), "cannot be over its range: value is 500"),
        (replace(KILLED, value=50.0), "cannot be under its range"),
        (replace(KILLED, credibility=7), "must be 1 to 6"),
        (replace(KILLED, origins=-1, value=None), "fewer than none"),
        (replace(KILLED, origins=0), "must rest on an origin"),
        (replace(KILLED, indicator="rumours"), "one of the watch"),
        (replace(LAUNCH, kind="quantity"), "its indicator's kind"),
        (replace(LAUNCH, level="halfway"), "on the ladder: level is 'halfway'"),
        (replace(SILENT, credibility=1), "the grade 6"),
    ],
)
def test_a_state_that_cannot_be_stops_the_run(state: IndicatorState, said: str) -> None:
    with pytest.raises(GateFault, match=f"state of {state.indicator}: .*{said}"):
        judge_states([KILLED, state], WATCH)


def test_a_state_over_the_maximum_is_flagged_for_somebody_let_it_pass() -> None:
    verdict = judge_states([replace(KILLED, value=200_000.0, value_high=None)], WATCH)
    assert "larger than the watch holds possible: value is 200,000" in verdict.warnings[0]


# --- the shape of a run --------------------------------------------------------------------

USUAL = Shape(articles=50, undated=2, untitled=1, claims=100, unknown_source=10, rows=152, held=2)
MONTH = [replace(USUAL, articles=45 + n) for n in range(12)]


def flags(now: Shape, before: list[Shape]) -> list[str]:
    return [line.split(": ")[2] for line in judge_run(run_columns(now, before)).warnings]


def test_a_run_like_those_before_it_has_no_flags() -> None:
    assert flags(USUAL, MONTH) == []


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"articles": 200, "claims": 400}, "articles"),
        ({"articles": 1, "claims": 2}, "articles"),
        ({"claims": 400}, "claims_per_article"),
        ({"claims": 5, "unknown_source": 0}, "claims_per_article"),
        ({"undated": 30}, "undated_pct"),
        ({"untitled": 30}, "untitled_pct"),
        ({"unknown_source": 60}, "unknown_source_pct"),
        ({"held": 60}, "held_pct"),
    ],
)
def test_a_run_of_another_shape_is_flagged(change: dict[str, Any], column: str) -> None:
    (line,) = judge_run(run_columns(replace(USUAL, **change), MONTH)).warnings
    assert f": {column} is " in line


@pytest.mark.parametrize(
    ("now", "before"),
    [
        pytest.param(replace(USUAL, undated=50), MONTH[:9], id="few-runs"),
        pytest.param(
            Shape(articles=15, undated=15, rows=15),
            [replace(s, articles=20) for s in MONTH],
            id="few-rows",
        ),
        pytest.param(Shape(), MONTH * 0, id="nothing"),
    ],
)
def test_too_little_to_compare_has_no_flags(now: Shape, before: list[Shape]) -> None:
    assert judge_run(run_columns(now, before)).warnings == ()


def test_a_shape_is_counted_from_events_and_read_back_from_the_log() -> None:
    held = row_quarantined(Quarantined(a_quantity_event(), "e", "c", "o"), "r")
    shape = Shape()
    shape.add([an_article_event(published_at=None), a_quantity_event(source="unknown"), held])
    assert shape == Shape(articles=1, undated=1, claims=1, unknown_source=1, rows=3, held=1)
    details = [json.dumps({"shape": shape.as_plain()}), "{}", json.dumps({"shape": {"rows": 2}})]
    assert shapes_of(details) == [shape, Shape(rows=2)]
