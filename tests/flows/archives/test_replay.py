"""The archive read again: the same events, without the network; and what new rules would change."""

import dataclasses
import shutil

import pytest

from flows.archives.replay import ReplayError, replay
from flows.archives.replay_diff import claims_of, diff_of
from tests.flows.builders_run import desk_with, detail_of, report
from tests.flows.builders_site import Site
from warehouse.archive import Archive
from warehouse.log import EventLog
from warehouse.verify import verify

pytestmark = pytest.mark.slow

FROM_THE_ARCHIVE = ("article_fetched", "claim_asserted", "claim_withdrawn", "row_quarantined")


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """A home after four runs over a site: a revision, a copy, a page that cannot be read."""
    with Site() as site:
        desk = desk_with(site, tmp_path_factory.mktemp("watched"))
        site.page("/one", report(120))
        site.page("/two", report(90, "The Ministry of Health"))
        site.page("/empty", "x")
        site.feed(("/one", "Toll"), ("/two", "Ministry"), ("/empty", "Nothing"))
        desk.run()
        site.page("/one", report(130))
        site.page("/copy", report(130, more="More to follow."))
        site.feed(("/one", "Toll rises"), ("/two", "Ministry"), ("/copy", "Toll, again"))
        desk.run()
        site.page("/five", report(500_000))
        site.feed(("/five", "A number that nobody believes"))
        desk.run()
        desk.run()
    return desk


def said(home):
    """The events that pages make, as they stand in the log."""
    events = EventLog(home).read_events(event_types=FROM_THE_ARCHIVE)
    return [dataclasses.replace(event, seq=None) for event in events]


@pytest.fixture(scope="module")
def again(watched, tmp_path_factory):
    """Its replay with the same watch, out of a home that is gone since."""
    old, new = (tmp_path_factory.mktemp("replay") / name for name in ("old", "new"))
    shutil.copytree(watched.home, old)
    before = {p: p.read_bytes() for p in old.rglob("*") if p.is_file()}
    done = replay(old, new, watched.watch)
    assert {p: p.read_bytes() for p in old.rglob("*") if p.is_file()} == before
    shutil.rmtree(old)
    return new, done


def test_a_replay_gives_the_same_events_at_the_same_times(watched, again):
    home, done = again
    assert said(home) == said(watched.home)
    assert {e.event_type for e in said(watched.home)} == set(FROM_THE_ARCHIVE)
    assert (done.ledger.fetched, done.ledger.failed) == (6, 1)
    assert len(done.failures) == 1


def test_the_new_home_stands_alone(again):
    home, _ = again
    assert verify(home).is_sound
    for event in EventLog(home).read_events(event_types=("article_fetched",)):
        detail = detail_of(event)
        capture = Archive(home).read(detail["archive_file"], detail["archive_offset"])
        assert capture.url == event.url


def test_nobody_is_told_again(again):
    home, _ = again
    kinds = {event.event_type for event in EventLog(home).read_events()}
    assert kinds.isdisjoint({"alert_queued", "state_changed"})


def test_a_diff_with_the_same_rules_is_empty(watched, again):
    home, _ = again
    diff = diff_of(claims_of(watched.home, "outbreak"), claims_of(home, "outbreak"))
    assert (diff.changed, diff.gone, diff.new) == ([], [], [])
    assert diff.same == 3


def test_a_diff_tells_what_is_gone_what_is_new_and_what_is_read_otherwise(watched, tmp_path):
    """Without the ministry among its parties, a watch takes its claim for somebody else's."""
    parties = tuple(p for p in watched.watch.parties if p.id != "ao.health")
    (deaths,) = watched.watch.indicators
    other = dataclasses.replace(
        watched.watch,
        parties=parties,
        indicators=(dataclasses.replace(deaths, maximum=125),),
        sha256="0" * 64,
    )
    replay(watched.home, tmp_path / "new", other)
    diff = diff_of(claims_of(watched.home, "outbreak"), claims_of(tmp_path / "new", "outbreak"))
    assert [set(changed.fields) for changed in diff.changed] == [{"source", "attribution"}]
    assert [row["value"] for row in diff.gone] == [130, 130]
    assert diff.new == []
    assert diff.same == 0


def test_pages_of_another_watch_are_read_where_they_are_asked_for(watched, tmp_path):
    other = dataclasses.replace(watched.watch, id="another")
    assert replay(watched.home, tmp_path / "none", other).ledger.fetched == 0
    done = replay(watched.home, tmp_path / "all", other, with_every_page=True)
    assert done.ledger.claims == 5 - 1


def test_a_torn_end_is_told_and_the_rest_is_read(watched, tmp_path):
    old = tmp_path / "old"
    shutil.copytree(watched.home, old)
    last = sorted((old / "archive").rglob("*.warc.gz"))[-1]
    last.write_bytes(last.read_bytes()[:-20])
    done = replay(old, tmp_path / "new", watched.watch)
    assert any("no whole record" in warning for warning in done.warnings)


@pytest.mark.parametrize(
    ("has_archive", "message"), [(False, "no archive here"), (True, "has a log already")]
)
def test_what_cannot_be_replayed_is_said_in_one_line(watched, tmp_path, has_archive, message):
    home = watched.home if has_archive else tmp_path / "empty"
    with pytest.raises(ReplayError, match=message):
        replay(home, watched.home, watched.watch)
