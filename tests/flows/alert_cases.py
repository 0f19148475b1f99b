"""What may happen to an alert, and how many there are then: the table of docs/alerts.md.

Each case begins after a first run that read "120 people had died", with one rule on the number and
one target that takes all. `alerts` is how many are queued, and how many a person gets. `sends` is
how many arrive, where that is more: each repetition is under the key of the first.
"""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flows.alerting.receiver import Receiver
from tests.flows.alert_process import STEPS, run_and_die
from tests.flows.builders_run import START, Desk, desk_with, report
from tests.flows.builders_site import Site
from transforms.events import claim_reviewed, claim_withdrawn, content_hash
from transforms.records import AlertRule, Event, Ruling
from warehouse.log import EventLog


@dataclass
class Scene:
    """A desk after its first run, the site that it reads, and who is told."""

    desk: Desk
    site: Site
    receiver: Receiver

    def publish(self, *pages: tuple[str, str], when: str = "") -> None:
        """Pages into the feed, before what is there."""
        self.entries = [*pages, *getattr(self, "entries", [("/one", ""), ("/dull", "")])]
        for path, text in pages:
            self.site.page(path, text)
        self.site.feed(*((path, "A report") for path, _ in self.entries), updated=when)

    def append(self, *events: Event) -> None:
        ids = [event.event_id for event in events]
        EventLog(self.desk.home).append(
            list(events), batch_id=content_hash({"events": ids}), now=self.desk.now
        )

    def claims(self) -> list[Event]:
        return self.desk.events("claim_asserted")


@dataclass(frozen=True)
class Case:
    id: str
    what: str
    alerts: int
    act: Callable[[Scene], None]
    sends: int | None = None
    is_slow: bool = True


_TODAY = "Fri, 24 Jan 2025 12:30:00 GMT"
_NEXT_WEEK = "Fri, 31 Jan 2025 12:30:00 GMT"
_LONG_AGO = "Fri, 03 Jan 2025 06:00:00 GMT"
CASES: list[Case] = []


def case(what: str, *, alerts: int, sends: int | None = None, is_slow: bool = True) -> Any:
    def note(act: Callable[[Scene], None]) -> Callable[[Scene], None]:
        CASES.append(Case(act.__name__.replace("_", "-"), what, alerts, act, sends, is_slow))
        return act

    return note


# --- runs -----------------------------------------------------------------------------------


@case("The first run of a watch", alerts=0, is_slow=False)
def first_run(scene: Scene) -> None:
    """The scene begins after it."""


@case("A run that finds nothing new", alerts=0)
def nothing_new(scene: Scene) -> None:
    scene.desk.run()


@case("A report with another number", alerts=1, is_slow=False)
def a_change(scene: Scene) -> None:
    scene.publish(("/two", report(400)))
    scene.desk.run()


@case("The same run again, at the same time", alerts=1)
def same_run_twice(scene: Scene) -> None:
    a_change(scene)
    scene.desk.now -= timedelta(hours=1)
    scene.desk.run()


@case("A restart, in a home that was copied elsewhere", alerts=1)
def restart(scene: Scene) -> None:
    a_change(scene)
    moved = scene.desk.home.with_name("moved")
    shutil.copytree(scene.desk.home, moved)
    desk = Desk(moved, scene.desk.watch, **scene.desk.targets)
    desk.now = scene.desk.now
    desk.run()


@case("There and back: A, B, A", alerts=2)
def there_and_back(scene: Scene) -> None:
    a_change(scene)
    scene.publish(("/three", report(120, more="That is fewer than was told.")), when=_NEXT_WEEK)
    scene.desk.now += timedelta(days=7)
    scene.desk.run()


@case("The clock is set back by a year, and put right", alerts=0, is_slow=False)
def clock_set_back(scene: Scene) -> None:
    scene.desk.now -= timedelta(days=365)
    scene.desk.run()
    scene.desk.now += timedelta(days=365)
    scene.desk.run()


@case("A change while the clock is a year behind", alerts=1)
def change_while_the_clock_is_behind(scene: Scene) -> None:
    scene.desk.now -= timedelta(days=365)
    a_change(scene)
    scene.desk.now += timedelta(days=365)
    scene.desk.run()


# --- articles -------------------------------------------------------------------------------


@case("An article is edited, its number stays", alerts=0)
def edited_article(scene: Scene) -> None:
    scene.site.page("/one", report(120, more="The photograph shows the harbour."))
    scene.desk.now += timedelta(hours=4)
    scene.desk.run()


@case("An article is edited, its number changes", alerts=1)
def corrected_article(scene: Scene) -> None:
    scene.site.page("/one", report(400))
    scene.desk.now += timedelta(hours=4)
    scene.desk.run()


@case("An article gets a new date", alerts=0)
def redated_article(scene: Scene) -> None:
    scene.site.feed(("/one", "Toll at 120"), ("/dull", "Calm"), updated=_NEXT_WEEK)
    scene.desk.now += timedelta(days=7)
    scene.desk.run()


@case("An old article comes again at another address, with a new date", alerts=1)
def old_article_again(scene: Scene) -> None:
    a_change(scene)
    scene.publish(("/again", report(120)), when=_NEXT_WEEK)
    scene.desk.now += timedelta(days=7)
    scene.desk.run()


@case("A report in one more paper", alerts=1)
def one_copy(scene: Scene) -> None:
    a_change(scene)
    scene.publish(("/copy", report(400, more="By our staff.")))
    scene.desk.run()


@case("A report in forty papers", alerts=1)
def forty_copies(scene: Scene) -> None:
    pages = [(f"/copy-{n}", report(400, more=f"Edition {n}.")) for n in range(40)]
    scene.publish(*pages)
    scene.desk.run()
    scene.desk.run()


@case("An article of three weeks ago comes late", alerts=0)
def late_article(scene: Scene) -> None:
    scene.publish(("/late", report(90)), when=_LONG_AGO)
    scene.desk.run()


# --- what is thought of claims --------------------------------------------------------------


@case("A reader of another version reads the same", alerts=0)
def reextraction(scene: Scene) -> None:
    (claim,) = scene.claims()
    again = replace(claim, extractor="rules 99", claim_id="f" * 64, event_id="f" * 64)
    scene.append(claim_withdrawn(claim, "re-extracted by rules 99", "replay"), again)
    scene.desk.run()


@case("An analyst rejects the claim behind a state", alerts=1)
def rejection(scene: Scene) -> None:
    (claim,) = scene.claims()
    ruling = Ruling("rejected", "ana", scene.desk.now, "a misprint")
    scene.append(claim_reviewed(claim, ruling, "review"))
    scene.desk.run()
    scene.desk.run()


@case("An analyst amends the number of the claim behind a state", alerts=1)
def amendment(scene: Scene) -> None:
    (claim,) = scene.claims()
    ruling = Ruling("amended", "ana", scene.desk.now, "1,200, not 120")
    numbers = dict.fromkeys(("value", "value_low", "value_high"), 1200.0)
    scene.append(claim_reviewed(claim, ruling, "review", numbers))
    scene.desk.run()
    scene.desk.run()


@case("An analyst confirms the claim behind a state", alerts=0)
def confirmation(scene: Scene) -> None:
    (claim,) = scene.claims()
    ruling = Ruling("confirmed", "ana", scene.desk.now)
    scene.append(claim_reviewed(claim, ruling, "review"))
    scene.desk.run()


@case("A claim behind a state is retracted, and another paper still has it", alerts=1)
def retraction(scene: Scene) -> None:
    (rule,) = scene.desk.watch.rules
    scene.publish(("/ministry", report(120, "The Ministry of Health of Angola")))
    scene.desk.run()
    _with_rules(scene, replace(rule, on=("retraction",)))
    scene.desk.run()
    claim = scene.claims()[0]
    scene.append(claim_withdrawn(claim, "retracted: We withdraw this story.", "a-run"))
    scene.desk.run()
    scene.desk.run()


@case("A claim that was behind no state is retracted", alerts=0)
def retraction_of_the_past(scene: Scene) -> None:
    _with_rules(scene, AlertRule("back", ("deaths",), ("retraction",)))
    first = scene.claims()[0]
    a_change(scene)
    scene.desk.now += timedelta(hours=1)
    scene.append(claim_withdrawn(first, "retracted: We withdraw this story.", "a-run"))
    scene.desk.run()


# --- feeds ----------------------------------------------------------------------------------

_SILENCE = AlertRule("deaf", on=("silent",))


@case("A feed turns quiet", alerts=1)
def feed_turns_quiet(scene: Scene) -> None:
    _with_rules(scene, _SILENCE)
    scene.desk.run()
    scene.desk.now += timedelta(days=40)
    scene.desk.run()
    scene.desk.run()


@case("A feed turns quiet, brings something, and turns quiet again", alerts=2)
def feed_turns_quiet_twice(scene: Scene) -> None:
    feed_turns_quiet(scene)
    scene.publish(("/news", "Nothing of note."), when="Thu, 06 Mar 2025 06:00:00 GMT")
    scene.desk.now += timedelta(days=2)
    scene.desk.run()
    scene.desk.now += timedelta(days=60)
    scene.desk.run()


@case("Killed between the noticing of a silence and its alert", alerts=1)
def killed_before_a_silence_is_told(scene: Scene) -> None:
    _with_rules(scene, _SILENCE)
    scene.desk.run()
    scene.desk.now += timedelta(days=40)
    scene.desk.crash(at="before decide")
    scene.desk.run()


# --- rules ----------------------------------------------------------------------------------


def _with_rules(scene: Scene, *rules: AlertRule) -> None:
    watch = replace(scene.desk.watch, rules=rules)
    scene.desk.watch = replace(watch, sha256=content_hash({"watch": repr(watch)}))


@case("A new rule on an old log", alerts=0)
def new_rule(scene: Scene) -> None:
    _with_rules(scene)
    a_change(scene)
    _with_rules(scene, AlertRule("new", ("deaths",), ("value_change",)))
    scene.desk.run()


@case("A new rule that asks for more origins, and they come", alerts=0)
def new_strict_rule(scene: Scene) -> None:
    _with_rules(scene)
    a_change(scene)
    _with_rules(scene, AlertRule("new", ("deaths",), ("value_change",), min_origins=2))
    text = report(400, "The Ministry of Health", "Angola counts the dead of each province by hand.")
    scene.publish(("/more", f"Angola. {text}"))
    scene.desk.run()


@case("Two rules on one change: one each", alerts=2)
def two_rules(scene: Scene) -> None:
    (rule,) = scene.desk.watch.rules
    _with_rules(scene, rule, replace(rule, id="other"))
    scene.desk.run()
    a_change(scene)


# --- receivers ------------------------------------------------------------------------------


@case("The receiver answers 500, then takes it", alerts=1, is_slow=False)
def receiver_500(scene: Scene) -> None:
    scene.receiver.fail_next(500)
    a_change(scene)
    scene.desk.run()


@case("The receiver answers 429 twice, then takes it", alerts=1)
def receiver_429(scene: Scene) -> None:
    scene.receiver.fail_next(429, times=2)
    a_change(scene)
    scene.desk.run()
    scene.desk.run()


@case("The receiver closes the connection, then takes it", alerts=1)
def receiver_closes(scene: Scene) -> None:
    with _Slammer() as slammer:
        url, scene.desk.targets["desk"] = scene.desk.targets["desk"], slammer.url
        a_change(scene)
    scene.desk.targets["desk"] = url
    scene.desk.run()
    scene.desk.run()


@case("The receiver takes it and does not say so in time", alerts=1, sends=2)
def receiver_hangs(scene: Scene) -> None:
    scene.receiver.hang_next(1.0)
    scene.desk.deadline_s = 0.4
    a_change(scene)
    scene.desk.deadline_s = 60.0
    scene.desk.run()


@case("Two targets, one of which is down for an hour: one each", alerts=1, sends=2)
def one_target_down(scene: Scene) -> None:
    scene.desk.targets["down"] = "http://127.0.0.1:1/hook"
    a_change(scene)
    scene.desk.targets["down"] = scene.receiver.url
    scene.desk.run()
    scene.desk.run()


# --- kill -9 --------------------------------------------------------------------------------


def _killed(step: str) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        scene.publish(("/two", report(400)))
        scene.desk.crash(at="before decide")
        run_and_die(scene.desk, step)
        scene.desk.run()
        scene.desk.run()

    act.__name__ = f"killed_{step}".replace(" ", "_")
    return act


for _step in STEPS:
    _sends = 2 if _step == "sent, not written down" else None
    case(f"Killed with kill -9: {_step}", alerts=1, sends=_sends)(_killed(_step))


class _Slammer:
    """Takes connections and closes them."""

    def __enter__(self) -> _Slammer:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/hook"
        threading.Thread(target=self._slam, daemon=True).start()
        return self

    def _slam(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def as_table() -> str:
    """The cases as docs/alerts.md has them."""
    rows = [f"| {c.what} | {c.alerts} | {_sent(c)} |" for c in CASES]
    return "\n".join(["| what happens | alerts | messages |", "| --- | --- | --- |", *rows])


def _sent(case: Case) -> int:
    return case.alerts if case.sends is None else case.sends


def scene_of(site: Site, home: Any, receiver: Receiver) -> Scene:
    """After the first run."""
    desk = desk_with(site, home, desk=receiver.url)
    desk.now = START
    return Scene(desk, site, receiver)
