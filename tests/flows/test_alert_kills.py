"""Two hundred kills between decision and delivery: nothing is lost, nothing is told twice."""

import random
import signal
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.alerting.receiver import Receiver
from tests.flows.alert_cases import scene_of
from tests.flows.alert_process import run_apart
from tests.flows.builders_run import desk_with
from tests.flows.builders_site import Site
from tests.flows.test_alert_matrix import lay_out
from transforms.events import content_hash
from warehouse.verify import verify

KILLS = 200
# A run is killed no more often than this for one change; then it is left to finish.
_MOST_FOR_A_CHANGE = 12


class Soak:
    """Changes, and runs that die on the way to telling of them."""

    def __init__(self, scene, seed):
        self.scene, self.random = scene, random.Random(seed)
        self.kills = self.changes = self.lost_acknowledgements = 0
        self.first = scene.claims()[0]

    def change(self):
        """Another number, said a little later."""
        self.changes += 1
        self.scene.desk.now += timedelta(hours=1)
        said = dict.fromkeys(("value", "value_low", "value_high"), 1000.0 + self.changes)
        marks = {"n": self.changes, "claim": self.first.claim_id}
        self.scene.append(
            replace(
                self.first,
                **said,
                claim_id=content_hash(marks | {"of": "claim"}),
                event_id=content_hash(marks | {"of": "event"}),
                stated_on=self.scene.desk.now.date(),
                published_at=self.scene.desk.now,
            )
        )

    def run(self, **dies):
        """A run; whether it came to its end."""
        had = len(self.scene.receiver.received)
        code = run_apart(self.scene.desk, **dies)
        assert code in (0, -signal.SIGKILL)
        arrived = self.scene.receiver.received[had:]
        written = Counter(e.alert_id for e in self.scene.desk.events("alert_delivered"))
        lost = [d for d in arrived if not written[d.payload["alert_id"]]]
        assert not lost or code, "a run that came to its end has written down what it sent"
        self.kills += code != 0
        self.lost_acknowledgements += len(lost)
        return code == 0

    def way_to_die(self):
        if self.random.random() < 0.3:
            return {"after_s": self.random.uniform(0.0, 0.8)}
        return {"calls": (self.random.randrange(120), self.random.choice(["before", "after"]))}


@pytest.mark.nightly
@pytest.mark.slow
def test_what_is_killed_again_and_again_tells_each_change_once(tmp_path, record_property):
    with Site() as site, Receiver() as receiver:
        lay_out(site)
        desk_with(site, tmp_path / "home").run()
        scene = scene_of(site, tmp_path / "home", receiver)
        scene.desk.watch = replace(scene.desk.watch, feeds=())
        soak = Soak(scene, seed=20)
        while soak.kills < KILLS:
            soak.change()
            for _ in range(_MOST_FOR_A_CHANGE):
                if soak.run(**soak.way_to_die()):
                    break
            soak.run()
        queued = [event.alert_id for event in scene.desk.events("alert_queued")]
        assert len(queued) == len(set(queued)) == soak.changes
        received = Counter(d.payload["key"] for d in receiver.received)
        assert {d.payload["alert_id"] for d in receiver.received} == set(queued)
        assert len(received) == soak.changes
        assert received.total() - len(received) == soak.lost_acknowledgements
        delivered = [event.alert_id for event in scene.desk.events("alert_delivered")]
        assert sorted(delivered) == sorted(queued)
        assert verify(scene.desk.home).is_sound
        record_property("kills", soak.kills)
        print(f"{soak.kills} kills, {soak.changes} changes, {soak.lost_acknowledgements} again")
