"""What the flows ask: states, alerts, what is known already."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.builders_events import NOON, Story, a_watch, an_article, day, on
from transforms.events import (
    alert_delivered,
    alert_failed,
    alert_queued,
    article_fetched,
    claim_withdrawn,
    row_quarantined,
    run_finished,
    state_changed,
)
from transforms.records import Alert, Event, IndicatorState, Quarantined
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import (
    KnownRevision,
    article_at,
    claims_of_urls,
    fingerprints_after,
    head,
    known_revisions,
    newest_watch_sha256,
)

WATCH = a_watch()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Any]:
    """A function: append one batch of events, publish, and connect."""
    connections: list[duckdb.DuckDBPyConnection] = []

    def append(events: list[Event], now: Any = NOON) -> duckdb.DuckDBPyConnection:
        EventLog(tmp_path).append(events, batch_id=f"b{len(connections)}", now=now)
        publish(tmp_path, now=now)
        connections.append(connect(tmp_path))
        return connections[-1]

    yield append
    for con in connections:
        con.close()


def an_alert(name: str = "alert-1", **detail: object) -> Event:
    after = IndicatorState("troops-deployed", "quantity", value=11000.0)
    alert = Alert(name, "rule", "troops-deployed", "value_change", None, after, "T", "B", detail)
    return alert_queued(alert, WATCH, "run-1")


def an_outcome(name: str, target: str, outcome: str) -> Event:
    """`outcome`: delivered, failed (try again) or final (given up)."""
    if outcome == "delivered":
        return alert_delivered(name, target, "dprk", "run-2")
    is_final = outcome == "final"
    return alert_failed(
        name,
        target,
        "HTTP 500",
        attempt=1 + is_final,
        is_final=is_final,
        watch_id="dprk",
        run_id="r",
    )


TWO = {"targets": ["desk", "hook"]}

# name: (targets named, what happened, status, attempts)
DELIVERIES: dict[str, tuple[dict[str, object], list[tuple[str, str]], str, int]] = {
    "new": ({}, [], "queued", 0),
    "delivered": ({}, [("hook", "delivered")], "delivered", 1),
    "failed-once": ({}, [("hook", "failed")], "queued", 1),
    "second-try": ({}, [("hook", "failed"), ("hook", "delivered")], "delivered", 2),
    "dead": ({}, [("hook", "failed"), ("hook", "final")], "dead", 2),
    "revived": ({}, [("hook", "final"), ("hook", "delivered")], "delivered", 2),
    "told-twice": ({}, [("hook", "delivered"), ("hook", "delivered")], "delivered", 1),
    "one-of-two": (TWO, [("hook", "delivered")], "queued", 1),
    "both": (TWO, [("hook", "delivered"), ("desk", "delivered")], "delivered", 2),
    "half-dead": (TWO, [("hook", "delivered"), ("desk", "final")], "dead", 2),
}


def test_an_alert_is_queued_until_every_target_has_it_or_gave_up(opened):
    events = []
    for name, (detail, outcomes, _, _) in DELIVERIES.items():
        events.append(an_alert(name, **detail))
        events += [an_outcome(name, target, outcome) for target, outcome in outcomes]
    con = opened(events)
    assert query(con, "select alert_id, status, attempts from alerts order by seq").rows == [
        (name, status, attempts) for name, (_, _, status, attempts) in DELIVERIES.items()
    ]


def test_state_history_shows_before_and_after(opened):
    before = IndicatorState("launch-readiness", "level", level="planned", credibility=3)
    after = dataclasses.replace(before, level="imminent", credibility=1, since=on(5))
    change = state_changed(
        before, after, watch=WATCH, run_id="r", basis_seq=7, transitions=("level_up",)
    )
    con = opened([change])
    rows = query(
        con,
        "select level_before, level_after, credibility_before, credibility_after, transitions,"
        " since, is_baseline, basis_seq from state_history",
    ).rows
    assert rows == [("planned", "imminent", 3, 1, "level_up", on(5), False, 7)]


def test_known_revisions_are_the_newest_of_each_url(opened):
    first = an_article("One.", url="http://x/1", body_sha256="b1")
    second = an_article("Two.", url="http://x/1", body_sha256="b2", revises=first.article_id)
    con = opened([article_fetched(a, WATCH, "r") for a in (first, second)])
    assert known_revisions(con, ["http://x/1", "http://x/2"]) == {
        "http://x/1": KnownRevision(second.article_id, "b2", second.fetched_at)
    }
    assert known_revisions(con, []) == {}
    newest = query(con, "select text, is_newest from articles order by seq").rows
    assert newest == [("One.", False), ("Two.", True)]


def test_a_url_that_goes_back_to_its_first_text_has_that_revision(opened):
    first = an_article("One.", url="http://x/1")
    second = an_article("Two.", url="http://x/1", revises=first.article_id)
    again = dataclasses.replace(first, revises=second.article_id)
    con = opened([article_fetched(a, WATCH, "r") for a in (first, second, again)])
    assert known_revisions(con, ["http://x/1"])["http://x/1"].article_id == first.article_id
    newest = query(con, "select text, is_newest from articles order by seq").rows
    assert newest == [("One.", True), ("Two.", False)]


def test_fingerprints_are_those_after_an_event_in_the_log_s_order(opened):
    old = an_article("Old.", day(1))
    new = an_article("New.", day(9), fingerprint="f9", cluster_id="c" * 64)
    undated = an_article("Undated.", day(9), published_at=None)
    con = opened([article_fetched(a, WATCH, "r") for a in (old, new, undated)])
    known = fingerprints_after(con, 0, 10)
    assert [(k.seq, k.article_id, k.cluster_id, k.fingerprint, k.at) for k in known] == [
        (1, new.article_id, "c" * 64, "f9", day(9)),
        (2, undated.article_id, undated.article_id, "f0", day(9) + timedelta(hours=1)),
    ]
    assert len(fingerprints_after(con, -1, 2)) == 2
    assert (article_at(con, 1), article_at(con, 9)) == (new.article_id, None)


def test_claims_of_an_address_come_back_as_asserted_of_whichever_revision(opened):
    story = Story()
    first = an_article("Both.")
    url = first.url
    second = an_article("One.", url=url)
    claims = [
        story.says("kr.nis", article=first, value=10000.0, stated_at=on(1)),
        story.says("kr.jcs", article=second, level="planned"),
    ]
    story.says("us.dod", article=an_article("Elsewhere.", url="https://b.example/x"), value=1.0)
    con = opened(story.take())
    held = claims_of_urls(con, [url, "https://nowhere.example/"], "dprk")
    assert list(held) == [url]
    assert [dataclasses.replace(e, seq=None, recorded_at=None) for e in held[url]] == claims
    assert claims_of_urls(con, [url], "another watch") == {}
    con = opened([claim_withdrawn(held[url][0], "revised away", "run-2")])
    assert [e.claim_id for e in claims_of_urls(con, [url], "dprk")[url]] == [claims[1].claim_id]
    con = opened([claims[0]])
    assert len(claims_of_urls(con, [url], "dprk")[url]) == 2


def test_the_watch_and_the_head_as_published(opened, tmp_path: Path):
    con = opened(Story().take())
    assert newest_watch_sha256(con, "dprk") == "0" * 64
    assert newest_watch_sha256(con, "another") is None
    assert head(con) == EventLog(tmp_path).head()


LEDGER = {
    "started_at": "2024-11-01T11:59:00+00:00",
    "fetched": 10,
    "parsed": 4,
    "unchanged": 3,
    "duplicate": 1,
    "quarantined": 1,
    "failed": 1,
    "with_claims": 3,
    "without_claims": 1,
}


@pytest.mark.parametrize(
    ("change", "is_closed"),
    [
        pytest.param({}, True, id="closed"),
        pytest.param({"fetched": 11}, False, id="one-lost"),
        pytest.param({"without_claims": 2}, False, id="one-too-many"),
        pytest.param({"failed": None}, False, id="not-counted"),
    ],
)
def test_a_ledger_closes_or_does_not(opened, change, is_closed):
    con = opened([run_finished({**LEDGER, **change}, "dprk", "run-1")])
    ((closed, started, finished, fetched),) = query(
        con, "select is_closed, started_at, finished_at, fetched from runs"
    ).rows
    assert closed is is_closed
    assert (started, finished) == (NOON - timedelta(minutes=1), NOON)
    assert fetched == {**LEDGER, **change}["fetched"]


def test_a_run_that_never_finished_is_shown_open(opened):
    con = opened(Story().take())
    assert query(con, "select run_id, is_finished, is_closed, events from runs").rows == [
        ("run-0", False, False, 1)
    ]


def test_quarantine_shows_what_was_held_back_and_why(opened):
    row = Story().says("kr.nis", value=99e9)
    held = Quarantined(row, "expect_column_values_to_be_between", "value", "99000000000.0")
    con = opened([row_quarantined(held, "run-1")])
    rows = query(
        con, "select expectation, failed_column, observed, held_type, evidence from quarantine"
    ).rows
    assert rows == [
        (
            "expect_column_values_to_be_between",
            "value",
            "99000000000.0",
            "claim_asserted",
            row.evidence,
        )
    ]
