"""What a person does with alerts, and what a home holds of them: through real runs."""

import json
import shutil
import subprocess
import sys

import feedparser
import pytest

from flows.alerting.receiver import Receiver
from tests.flows.alert_cases import a_change, scene_of
from tests.flows.builders_run import desk_with
from tests.flows.builders_site import Site
from tests.flows.test_alert_matrix import lay_out
from transforms.heartbeat import Heartbeat
from warehouse.verify import verify

SECRET = "s3cr3t-t0ken"


@pytest.fixture(scope="module")
def town():
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def told(town, tmp_path_factory):
    """A home in which an alert was delivered, and one target is down."""
    lay_out(town)
    home = tmp_path_factory.mktemp("told")
    desk_with(town, home).run()
    with Receiver() as receiver:
        scene = scene_of(town, home, receiver)
        scene.desk.targets["desk"] = f"{receiver.url}/{SECRET}"
        scene.desk.targets["down"] = f"http://127.0.0.1:1/{SECRET}"
        scene.desk.targets["odd"] = f"slack://{SECRET}"
        scene.desk.heartbeat = Heartbeat("desk")
        a_change(scene)
        yield scene


@pytest.fixture
def scene(told, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(told.desk.home, home)
    scene = scene_of(told.site, home, told.receiver)
    scene.desk.now, scene.desk.targets = told.desk.now, dict(told.desk.targets)
    return scene


def vedette(scene, *words, code=0):
    command = [sys.executable, "-c", "from flows.cli import main; main()", *words]
    command += ["--home", str(scene.desk.home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


def alert_id(scene):
    alerts = scene.desk.events("alert_queued")
    return next(e.alert_id for e in alerts if e.rule_id == "deaths-move")


def test_no_secret_lies_anywhere_in_the_home(told):
    assert any(SECRET in delivery.path for delivery in told.receiver.received)
    for path in told.desk.home.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
    for event in told.desk.events():
        assert SECRET not in repr(event)


def test_the_feeds_of_alerts_stand_in_the_home(told):
    found = feedparser.parse((told.desk.home / "alerts.atom").read_bytes())
    assert not found.bozo
    assert [entry.title for entry in found.entries] == ["deaths: 120 people → 400 people"]
    feed = json.loads((told.desk.home / "alerts.json").read_bytes())
    assert [item["id"] for item in feed["items"]] == [found.entries[0].id]


def test_a_sign_of_life_is_sent_once_a_day(told):
    sent = [d.payload["title"] for d in told.receiver.received if "alive" in d.payload["title"]]
    assert sent == ["outbreak: alive, 1 change, 1 alert since 2025-01-23 13:00 UTC"]


@pytest.mark.slow
def test_list_and_show(scene):
    listed = vedette(scene, "alerts", "list")
    assert alert_id(scene)[:12] in listed
    rows = json.loads(vedette(scene, "alerts", "list", "--json"))
    assert [row["rule_id"] for row in rows] == ["deaths-move", "heartbeat"]
    shown = vedette(scene, "alerts", "show", alert_id(scene)[:8])
    assert "Deaths of cholera: 120 people → 400 people" in shown
    assert "queued; taken by desk" in shown
    assert "given up" not in shown


@pytest.mark.slow
def test_acknowledged_is_written_down(scene):
    vedette(scene, "alerts", "acknowledge", alert_id(scene), "--by", "ana")
    row = json.loads(vedette(scene, "alerts", "show", alert_id(scene), "--json"))
    assert row["acknowledged_by"] == "ana"
    assert verify(scene.desk.home).is_sound


@pytest.mark.slow
def test_an_alert_that_is_asked_for_again_is_in_the_outbox_again(scene):
    vedette(scene, "alerts", "resend", alert_id(scene), "--target", "desk", "--by", "ana")
    (row,) = scene.desk.ask("select status, delivered_to from alerts where rule_id <> 'heartbeat'")
    assert row == ("queued", [])
    (event,) = scene.desk.events("alert_answered")
    assert (event.alert_id, event.target) == (alert_id(scene), "desk")


@pytest.mark.slow
def test_a_silence_is_written_for_the_watches_that_have_it(scene):
    said = vedette(scene, "alerts", "silence", "--rule", "deaths-move", "--until", "2030-01-01")
    assert "queues no alert until 2030-01-01" in said
    (event,) = scene.desk.events("alert_answered")
    assert (event.watch_id, event.rule_id) == ("outbreak", "deaths-move")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("show", "abc"), "at least 6 letters", id="short"),
        pytest.param(("show", "zzzzzzzz"), "no alert of this id", id="unknown"),
        pytest.param(("silence", "--until", "2030-01-01"), "name what to silence", id="nothing"),
        pytest.param(
            ("silence", "--until", "soon", "--rule", "deaths-move"), "no instant", id="until"
        ),
        pytest.param(
            ("silence", "--until", "2030-01-01", "--rule", "dead"), "no watch of", id="rule"
        ),
    ],
)
def test_what_cannot_be_is_one_line(scene, words, said):
    error = vedette(scene, "alerts", *words, code=2)
    assert said in error
    assert len(error.splitlines()) == 1
