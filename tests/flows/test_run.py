"""Runs over a real site, without Prefect: what is written, what is told, what a crash leaves."""

import re
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.alerting.receiver import Receiver
from flows.run_lock import RunUnderWay, only_run
from flows.terminal.show import outcome_lines
from tests.flows.builders_run import (
    START,
    Crash,
    Desk,
    desk_with,
    detail_of,
    report,
    watch_over,
)
from tests.flows.builders_site import Site
from transforms.records import Feed
from warehouse.verify import verify


@pytest.fixture(scope="module")
def town():
    with Site() as site:
        yield site


@pytest.fixture
def site(town):
    town.replies.clear()
    town.page("/one", report(120))
    town.page("/dull", "The harbour was calm, and nobody had anything to tell of the week.")
    town.feed(("/one", "Toll at 120"), ("/dull", "Calm"))
    return town


@pytest.fixture(scope="module")
def watched():
    """The home after a first run, once it was made."""
    return {}


@pytest.fixture
def desk(site, tmp_path, watched, tmp_path_factory):
    """After the first run: the baseline is written."""
    if not watched:
        watched["home"] = tmp_path_factory.mktemp("watched")
        desk_with(site, watched["home"]).run()
    shutil.copytree(watched["home"], tmp_path / "home")
    desk = desk_with(site, tmp_path / "home")
    desk.now = START
    return desk


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


def types(events):
    return [event.event_type for event in events]


def test_the_first_run_writes_claims_and_a_silent_baseline(site, tmp_path):
    desk = desk_with(site, tmp_path)
    outcome = desk.run()
    assert outcome.ledger.parsed == 2
    assert (outcome.ledger.with_claims, outcome.ledger.without_claims) == (1, 1)
    assert outcome.alerts == ()
    assert types(desk.events()) == [
        "watch_changed",
        "article_fetched",
        "claim_asserted",
        "article_fetched",
        "state_changed",
        "run_finished",
    ]
    assert desk.ask("select value, origins from state") == [(120.0, 1)]


def test_the_second_run_fetches_nothing_and_appends_nothing(site, desk):
    before = len(desk.events())
    asked = dict(site.asked)
    outcome = desk.run()
    assert outcome.events_appended == 0
    assert outcome.ledger.fetched == 0
    assert len(desk.events()) == before
    more = {path for path, n in site.asked.items() if n > asked[path]}
    assert more == {"/feed"}, "robots.txt is a day old at most"
    assert desk.ask("select published_at from publication") == [(desk.now,)]


def test_a_run_in_which_nothing_is_due_asks_nobody_and_says_so_in_a_line(site, desk):
    asked, before = dict(site.asked), len(desk.events())
    desk.now -= timedelta(minutes=59)
    outcome = desk.run()
    assert dict(site.asked) == asked
    assert len(desk.events()) == before
    (line,) = (line.plain for line in outcome_lines(outcome))
    assert re.fullmatch(r"nothing is due: 1 feed; the next at 2025-01-24 12:\d\d UTC", line)


def test_a_feed_that_turns_is_told_once_and_written_down_though_the_run_is_idle(site, desk):
    desk.now += timedelta(days=40)
    outcome, again = desk.run(), desk.run()
    told = "feed feed-0 is quiet, was ok: nothing newer than 2025-01-24 06:00"
    assert (outcome.warnings, again.warnings) == ([told], [])
    _, finished = desk.events("run_finished")
    assert detail_of(finished)["feeds_turned"] == [
        {
            "feed_id": "feed-0",
            "before": "ok",
            "after": "quiet",
            "why": "nothing newer than 2025-01-24 06:00",
        }
    ]


def test_a_file_of_a_folder_goes_the_whole_way(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "one.txt").write_text(report(120), encoding="utf-8")
    feed = Feed("box", folder.as_uri(), "media.north", kind="folder")
    desk = Desk(tmp_path / "home", replace(watch_over(), feeds=(feed,)))
    first, second = desk.run(), desk.run()
    assert (first.ledger.parsed, first.ledger.claims, second.events_appended) == (1, 1, 0)
    assert desk.ask("select url, outlet, value from claims") == [
        ((folder / "one.txt").as_uri(), "media.north", 120.0)
    ]
    assert verify(desk.home).is_sound


def test_two_watches_of_a_home_each_read_the_page_for_themselves(site, desk):
    other = replace(desk.watch, id="second")
    outcome = Desk(desk.home, other).run()
    assert (outcome.ledger.parsed, outcome.ledger.with_claims) == (2, 1)


def test_a_revised_page_takes_its_claims_back_and_asserts_anew(site, desk):
    site.page("/one", report(150))
    site.feed(("/one", "Toll at 150"), ("/dull", "Calm"))
    outcome = desk.run()
    assert (outcome.ledger.claims, outcome.ledger.claims_withdrawn) == (1, 1)
    assert desk.ask("select value from claims") == [(150.0,)]
    old, new = desk.events("article_fetched")[0], desk.events("article_fetched")[-1]
    assert new.revises == old.article_id


def test_a_text_that_comes_back_stands_again(site, desk):
    for deaths in (150, 120):
        site.page("/one", report(deaths))
        site.feed(("/one", f"Toll, then {deaths}"))
        desk.run()
    assert desk.ask("select value from claims") == [(120.0,)]


def test_new_bytes_around_the_same_text_are_no_revision(site, desk):
    body = site.replies["/one"].body.replace(b"<body>", b"<body><!-- another day -->")
    site.page("/one", body=body)
    site.feed(("/one", "Toll at 120, again"), ("/dull", "Calm"))
    outcome = desk.run()
    assert (outcome.ledger.fetched, outcome.ledger.unchanged) == (1, 1)
    assert outcome.events_appended == 0


def test_a_story_at_two_outlets_is_one_origin(site, tmp_path):
    text = report(300, source="Doctors")
    site.page("/north", text)
    site.page("/south", text.replace("by boat only", "by boats only"))
    site.feed(("/north", "Three hundred dead"), path="/n.xml")
    site.feed(("/south", "Cholera: 300 die"), path="/s.xml")
    desk = desk_with(site, tmp_path, "/n.xml", "/s.xml")
    desk.run()
    assert desk.ask("select count(*), count(distinct origin) from claims") == [(2, 1)]
    assert desk.ask("select origins, articles from state") == [(1, 2)]


def test_the_same_text_at_another_address_of_the_outlet_is_a_duplicate(site, tmp_path):
    site.page("/copy", report(120))
    site.feed(("/one", "Toll at 120"), ("/copy", "Toll at 120"))
    desk = desk_with(site, tmp_path)
    outcome = desk.run()
    assert (outcome.ledger.parsed, outcome.ledger.duplicate) == (1, 1)


def test_a_dead_link_fails_once_and_is_written_down(site, tmp_path):
    site.feed(("/one", "Toll at 120"), ("/gone", "Lost"))
    desk = desk_with(site, tmp_path)
    first, second = desk.run(), desk.run()
    assert first.ledger.failed == 1
    assert any("/gone" in failure for failure in first.failures)
    assert (second.ledger.failed, second.failures, second.events_appended) == (0, [], 0)
    (finished,) = desk.events("run_finished")
    assert detail_of(finished)["failures"] == first.failures
    assert desk.ask("select fetched, parsed, failed, is_closed from runs") == [(2, 1, 1, True)]


def test_a_run_with_nothing_but_failures_writes_its_ledger_once(site, tmp_path):
    site.feed(("/gone", "Lost"))
    desk = desk_with(site, tmp_path, "/feed", "/nowhere.xml")
    outcome = desk.run()
    assert [f.rpartition("/")[2].split(":")[0] for f in outcome.failures] == ["nowhere.xml", "gone"]
    assert types(desk.events())[-1:] == ["run_finished"]
    assert len(desk.events("run_finished")) == 1


def test_an_implausible_number_is_held_back_and_a_crash_does_not_hold_it_twice(site, tmp_path):
    site.page("/one", report(3_000_000))
    desk = desk_with(site, tmp_path)
    with pytest.raises(Crash):
        desk.run(crash_at="after append")
    outcome = desk.run()
    assert outcome.ledger.unchanged == 2
    assert len(desk.events("row_quarantined")) == 1
    assert desk.ask("select held_type from quarantine") == [("claim_asserted",)]


def test_a_change_is_told_once_with_who_says_so(site, desk, receiver):
    desk.targets["desk"] = receiver.url
    site.page("/two", report(400))
    site.feed(("/one", "Toll at 120"), ("/dull", "Calm"), ("/two", "Toll at 400"))
    assert len(desk.run().alerts) == 1
    assert desk.run().alerts == ()
    (delivery,) = receiver.received
    assert "120" in delivery.payload["title"]
    assert "400" in delivery.payload["title"]
    assert "World Health Organization said on Friday that 400 people" in delivery.payload["message"]
    assert [e.target for e in desk.events("alert_delivered")] == ["desk"]


@pytest.mark.parametrize("place", ["after append", "before decide", "before deliver"])
def test_a_crash_between_steps_loses_nothing_and_doubles_nothing(site, desk, receiver, place):
    desk.targets["desk"] = receiver.url
    site.page("/two", report(400))
    site.feed(("/one", "Toll at 120"), ("/dull", "Calm"), ("/two", "Toll at 400"))
    with pytest.raises(Crash):
        desk.run(crash_at=place)
    outcome = desk.run()
    assert outcome.ledger.claims == 0
    assert len(desk.events("claim_asserted")) == 2
    assert len(desk.events("alert_queued")) == 1
    assert len(receiver.received) == 1
    assert verify(desk.home).is_sound


def test_a_crash_after_sending_sends_again_under_the_same_key(site, desk, receiver):
    desk.targets["desk"] = receiver.url
    site.page("/two", report(400))
    site.feed(("/two", "Toll at 400"))
    with pytest.raises(Crash):
        desk.run(crash_at="before the delivery is written")
    desk.run()
    first, second = (delivery.payload["key"] for delivery in receiver.received)
    assert first == second
    assert len(desk.events("alert_delivered")) == 1


def test_an_alert_that_is_refused_is_delivered_by_the_next_run(site, desk, receiver):
    desk.targets["desk"] = receiver.url
    site.page("/two", report(400))
    site.feed(("/two", "Toll at 400"))
    receiver.fail_next(503)
    desk.run()
    assert types(desk.events())[-2:] == ["alert_failed", "run_finished"]
    outcome = desk.run()
    assert [e.event_type for e in outcome.deliveries] == ["alert_delivered"]
    assert len(receiver.received) == 1


def test_a_run_in_a_new_month_seals_the_old_one(desk):
    before = desk.events()
    commits = sorted(path.name for path in (desk.home / "log" / "tail").iterdir())
    desk.now += timedelta(days=31)
    outcome = desk.run()
    (sealed,) = (desk.home / "log" / "sealed").iterdir()
    assert sealed.name.startswith(commits[0][:12])
    assert desk.events()[: len(before)] == before
    assert not any("sealed" in warning for warning in outcome.warnings)
    assert verify(desk.home).is_sound


def test_what_is_sealed_goes_a_day_later_and_not_before(desk):
    tail = desk.home / "log" / "tail"
    covered = {path.name for path in tail.iterdir()}
    desk.now += timedelta(days=31)
    desk.run()
    assert covered <= {path.name for path in tail.iterdir()}, "somebody may be reading them"
    desk.now += timedelta(days=1)
    assert desk.run().warnings == []
    assert not covered & {path.name for path in tail.iterdir()}
    assert verify(desk.home).is_sound


def test_a_log_that_cannot_be_sealed_is_a_warning_of_a_run_that_is_done(desk):
    path = min((desk.home / "log" / "tail").iterdir())
    content = path.read_bytes()
    at = content.rindex(b"seal=") + len(b"seal=")
    path.unlink()
    path.write_bytes(content[:at] + b"0" * 64 + content[at + 64 :])
    desk.now += timedelta(days=31)
    warnings = desk.run().warnings
    assert any(warning.startswith("the log was not sealed: ") for warning in warnings)


def test_two_runs_in_one_home_do_not_mix(site, tmp_path):
    desk = desk_with(site, tmp_path)
    with only_run(tmp_path), pytest.raises(RunUnderWay, match="another run is under way"):
        desk.run()
    assert desk.run().ledger.parsed == 2
