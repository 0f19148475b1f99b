"""A rule on the past: what it would have told is what it did tell; nothing is written."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.alerting.backtest import BacktestError, Span, backtest
from tests.flows.alert_cases import scene_of, there_and_back
from tests.flows.builders_run import desk_with, report
from tests.flows.builders_site import Site
from tests.flows.test_alert_matrix import lay_out
from transforms.records import AlertRule

pytestmark = pytest.mark.slow


class Nobody:
    """A receiver that is never told."""

    url = "http://127.0.0.1:1/hook"


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """120, 400, 120 again a week later, then 500; a feed that went quiet."""
    with Site() as site:
        lay_out(site)
        home = tmp_path_factory.mktemp("past")
        desk_with(site, home).run()
        scene = scene_of(site, home, Nobody())
        there_and_back(scene)
        scene.publish(("/four", report(500)), when="Sat, 01 Feb 2025 12:00:00 GMT")
        scene.desk.now += timedelta(days=1)
        scene.desk.run()
        scene.desk.now += timedelta(days=40)
        scene.desk.run()
        yield scene


def files(home):
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file()
    }


def test_the_rules_of_the_time_give_what_was_told(scene):
    before = files(scene.desk.home)
    done = backtest(scene.desk.home, scene.desk.watch, Span())
    told = scene.desk.events("alert_queued")
    assert [(e.title, e.recorded_at) for e in done.alerts] == [
        (e.title, e.recorded_at) for e in told
    ]
    assert len(told) == 3
    assert files(scene.desk.home) == before
    assert (done.by_month, done.repeats, done.flaps) == ({"2025-01": 2, "2025-02": 1}, 0, 1)


def test_another_rule_is_tried_before_it_is_switched_on(scene):
    (rule,) = scene.desk.watch.rules
    calm = replace(scene.desk.watch, rules=(replace(rule, id="calm", hysteresis_hours=72),))
    titles = [e.title for e in backtest(scene.desk.home, calm, Span()).alerts]
    assert titles == ["deaths: 120 people → 400 people", "deaths: 400 people → 500 people"]


def test_a_span_starts_from_what_was_known_before_it(scene):
    begins_at = scene.desk.now - timedelta(days=41)
    done = backtest(scene.desk.home, scene.desk.watch, Span(begins_at))
    assert [e.title for e in done.alerts] == ["deaths: 120 people → 500 people"]


def test_silence_can_be_tried_too(scene):
    deaf = replace(scene.desk.watch, rules=(AlertRule("deaf", on=("silent",)),))
    (alert,) = backtest(scene.desk.home, deaf, Span()).alerts
    assert alert.title == "outbreak: feed-0 is quiet"


def test_a_watch_that_never_ran_has_no_past(scene):
    with pytest.raises(BacktestError, match="no run of the watch 'other'"):
        backtest(scene.desk.home, replace(scene.desk.watch, id="other"), Span())
