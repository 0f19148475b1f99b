"""A series has a state and alerts of its own, from nothing known on."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.transforms import builders_watch
from transforms.alert_text import Basis
from transforms.decide import Picture, decide
from transforms.records import AlertRule, IndicatorState
from transforms.series import with_series

NOW = datetime(2025, 3, 1, tzinfo=UTC)
RULE = AlertRule("toll", ("deaths",), ("value_change",))
WATCH = replace(builders_watch.outbreak(), rules=(RULE,))


def deaths(value, series="deaths"):
    return IndicatorState(
        series, "quantity", value=value, value_low=value, credibility=2, origins=1
    )


def alerts(events):
    return [e.indicator for e in events if e.event_type == "alert_queued"]


def run(past, hour, *states):
    at = NOW.replace(hour=hour)
    picture = Picture({s.indicator: s for s in states})
    due = decide(picture, past, WATCH, Basis("run", at, hour, "ab" * 32))
    return [replace(e, seq=len(past) + n, recorded_at=at) for n, e in enumerate(due)]


def test_each_place_is_an_indicator_under_the_rules_of_the_whole():
    watch = with_series(WATCH, ["deaths@Angola", "deaths"])
    assert [i.id for i in watch.indicators][:3] == ["cases", "deaths", "deaths@Angola"]
    assert watch.rules[0].indicators == ("deaths", "deaths@Angola")


def test_the_first_run_is_silent_about_its_places():
    assert alerts(run([], 1, deaths(5, "deaths@Angola"))) == []


def test_a_place_that_comes_up_later_is_told_of_once():
    past = run([], 1, deaths(5, "deaths@Angola"))
    both = (deaths(5, "deaths@Angola"), deaths(2, "deaths@Zambia"))
    new = run(past, 2, *both)
    assert alerts(new) == ["deaths@Zambia"]
    assert run([*past, *new], 3, *both) == []


def test_two_places_change_apart():
    past = run([], 1, deaths(5, "deaths@Angola"), deaths(2, "deaths@Zambia"))
    due = run(past, 2, deaths(9, "deaths@Angola"), deaths(2, "deaths@Zambia"))
    assert alerts(due) == ["deaths@Angola"]
