"""Exactly one alert for a change, none for anything else: every row of the table of cases."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from flows.alerting.receiver import Receiver
from tests.flows.alert_cases import CASES, as_table, scene_of
from tests.flows.builders_run import desk_with, report
from tests.flows.builders_site import Site
from warehouse.verify import verify


@pytest.fixture(scope="module")
def town():
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def first_home(town, tmp_path_factory):
    """A home after the first run of the watch."""
    lay_out(town)
    home = tmp_path_factory.mktemp("first")
    desk_with(town, home).run()
    return home


@pytest.fixture
def scene(town, first_home, tmp_path):
    lay_out(town)
    shutil.copytree(first_home, tmp_path / "home")
    with Receiver() as receiver:
        yield scene_of(town, tmp_path / "home", receiver)


def lay_out(site):
    site.replies.clear()
    site.page("/one", report(120))
    site.page("/dull", "The harbour was calm, and nobody had anything to tell of the week.")
    site.feed(("/one", "Toll at 120"), ("/dull", "Calm"))


def rows(cases):
    return [
        pytest.param(c, id=c.id, marks=[pytest.mark.slow] if c.is_slow else []) for c in cases
    ]


@pytest.mark.parametrize("case", rows(CASES))
def test_there_are_as_many_alerts_as_the_table_says(case, scene):
    case.act(scene)
    queued = [event.alert_id for event in scene.desk.events("alert_queued")]
    assert len(queued) == len(set(queued)) == case.alerts
    keys = Counter(delivery.payload["key"] for delivery in scene.receiver.received)
    told = {delivery.payload["alert_id"] for delivery in scene.receiver.received}
    assert told == set(queued)
    assert keys.total() == (case.alerts if case.sends is None else case.sends)
    open_now = scene.desk.ask("select count(*) from alerts where status <> 'delivered'")
    assert open_now == [(0,)]
    assert verify(scene.desk.home).is_sound


def test_the_table_of_the_documents_is_the_one_that_is_tested():
    document = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")
    assert as_table() in document
