"""The feeds of alerts: what a feed reader makes of them, and that an entry stays itself."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser

from transforms.alert_feed import MOST_ENTRIES, atom, entries_of, json_feed
from transforms.events import alert_queued
from transforms.records import Alert, Event, Watch

WATCH = Watch("dprk", "North Korea", (), (), (), (), ())
AT = datetime(2025, 1, 24, 6, tzinfo=UTC)


def queued(n: int, title: str = "icbm: a → b", rule: str = "moves", body: str = "So.") -> Event:
    claims = [{"url": "http://news.example/1?a=1&b=2", "is_agreeing": True}]
    detail = {"claims": claims}
    alert = Alert(f"{n:064x}", rule, "icbm", "level_up", None, None, title, body, detail)
    event = alert_queued(alert, WATCH, "run")
    return replace(event, seq=n, recorded_at=AT + timedelta(hours=n))


def read(*events):
    return feedparser.parse(atom(entries_of(events)))


def test_a_feed_reader_reads_it_back():
    found = read(queued(1), queued(2, "<b>bold</b> & more", body="One.\n\nTwo <i>."))
    assert not found.bozo
    assert found.version == "atom10"
    assert [entry.title for entry in found.entries] == [
        "<b>bold</b> & more",
        "icbm: a → b",
    ]
    assert found.entries[0].link == "http://news.example/1?a=1&b=2"
    assert found.feed.updated == "2025-01-24T08:00:00+00:00"
    assert [tag.term for tag in found.entries[0].tags] == ["dprk", "moves", "icbm"]


def test_ids_stay_when_alerts_are_added():
    before = {entry.id for entry in read(queued(1)).entries}
    after = {entry.id for entry in read(queued(1), queued(2)).entries}
    assert before < after


def test_control_characters_do_no_harm():
    assert not read(queued(1, "a\x00b\x0b\ud800c")).bozo


def test_an_empty_feed_is_a_feed():
    found = read()
    assert (found.bozo, found.entries) == (False, [])


def test_the_json_feed_says_the_same():
    feed = json.loads(json_feed(entries_of([queued(1)])))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert item["id"] == read(queued(1)).entries[0].id
    assert item["content_text"] == "So."


def test_signs_of_life_and_the_oldest_are_left_out():
    events = [queued(0, rule="heartbeat"), *(queued(n + 1) for n in range(MOST_ENTRIES + 5))]
    entries = entries_of(events)
    assert len(entries) == MOST_ENTRIES
    assert entries[0].id.endswith(f"{MOST_ENTRIES + 5:064x}")
