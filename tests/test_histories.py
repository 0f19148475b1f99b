"""Made histories are what the program itself would have written of the same facts."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from benchmarks.histories import PER_DAY, History, write_log
from benchmarks.history.cast import watches
from transforms.events import (
    alert_delivered,
    alert_queued,
    article_fetched,
    claim_asserted,
    claim_reviewed,
    claim_withdrawn,
    run_finished,
    state_changed,
    watch_changed,
)
from transforms.records import Alert, Article, Claim, IndicatorState, Ruling
from warehouse.log import EventLog
from warehouse.verify import verify

N = 5_000
WATCHES = {watch.id: watch for watch in watches()}


@pytest.fixture(scope="module")
def events():
    return [event for batch in History(N).batches(1_000) for event in batch]


@pytest.fixture(scope="module")
def claims(events):
    return {e.claim_id: e for e in events if e.event_type == "claim_asserted"}


@pytest.fixture(scope="module")
def articles(events):
    return {e.article_id: article_of(e) for e in events if e.event_type == "article_fetched"}


def of_type(events, event_type):
    found = [event for event in events if event.event_type == event_type]
    assert found, event_type
    return found


def unstamped(event):
    return replace(event, seq=None, recorded_at=None)


def article_of(event):
    said = json.loads(event.detail)
    said.pop("feed_id")
    kept = "article_id url published_at is_published_uncertain title language outlet fetched_at"
    kept += " cluster_id revises"
    return Article(**said, **{name: getattr(event, name) for name in kept.split()})


def claim_of(event):
    said = json.loads(event.detail)
    same = "indicator kind polarity certainty source evidence unit value value_low value_high"
    same += " approximation level hedge source_text cue valid_from valid_to"
    return Claim(
        **{name: getattr(event, name) for name in same.split()},
        start=event.start_char,
        end=event.end_char,
        increment=event.is_increment,
        stated_at=event.stated_on,
        attribution=tuple(filter(None, event.attribution.split(" > "))),
        rules=tuple(said["rules"]),
        confidence=event.confidence,
        reader=event.extractor,
    )


def state_of(said):
    return IndicatorState(**said)


def test_the_watches_come_first(events):
    made = [watch_changed(watch, "run-0000000") for watch in watches()]
    assert [unstamped(event) for event in events[: len(made)]] == made


def test_articles_are_what_the_builder_gives(events):
    for event in of_type(events, "article_fetched"):
        made = article_fetched(
            article_of(event), WATCHES[event.watch_id], event.run_id, event.outlet
        )
        assert unstamped(event) == made


def test_claims_are_what_the_builder_gives(events, articles):
    for event in of_type(events, "claim_asserted"):
        watch = WATCHES[event.watch_id]
        made = claim_asserted(claim_of(event), articles[event.article_id], watch, event.run_id)
        assert unstamped(event) == made


def test_withdrawals_and_reviews_are_what_the_builders_give(events, claims):
    for event in of_type(events, "claim_withdrawn"):
        made = claim_withdrawn(claims[event.claim_id], event.reason, event.run_id)
        assert unstamped(event) == made
    for event in of_type(events, "claim_reviewed"):
        said = json.loads(event.detail)
        claim = claims[event.claim_id]
        at = datetime.fromisoformat(said["reviewed_at"])
        ruling = Ruling(said["verdict"], said["reviewer"], at, event.reason)
        made = claim_reviewed(claim, ruling, event.run_id)
        assert unstamped(event) == made


def test_states_and_alerts_are_what_the_builders_give(events):
    for event in of_type(events, "state_changed"):
        said = json.loads(event.detail)
        made = state_changed(
            state_of(said["before"]),
            state_of(said["after"]),
            watch=WATCHES[event.watch_id],
            run_id=event.run_id,
            basis_seq=said["basis_seq"],
            transitions=(event.reason,),
        )
        assert unstamped(event) == made
    for event in of_type(events, "alert_queued"):
        said = json.loads(event.detail)
        alert = Alert(
            event.alert_id,
            event.rule_id,
            event.indicator,
            event.reason,
            state_of(said.pop("before")),
            state_of(said.pop("after")),
            event.title,
            said.pop("body"),
            said,
        )
        made = alert_queued(alert, WATCHES[event.watch_id], event.run_id)
        assert unstamped(event) == made
    for event in of_type(events, "alert_delivered"):
        made = alert_delivered(event.alert_id, event.target, event.watch_id, event.run_id)
        assert unstamped(event) == made


def test_runs_are_what_the_builder_gives(events):
    for event in of_type(events, "run_finished"):
        made = run_finished(json.loads(event.detail), event.watch_id, event.run_id)
        assert unstamped(event) == made


def test_the_shares_are_those_of_a_watched_press(events):
    shares = {
        kind: len(of_type(events, kind)) / N
        for kind in ("article_fetched", "claim_asserted", "claim_withdrawn", "claim_reviewed")
    }
    assert 0.19 < shares["article_fetched"] < 0.22
    assert 0.67 < shares["claim_asserted"] < 0.73
    assert 0.02 < shares["claim_withdrawn"] < 0.06
    assert shares["claim_reviewed"] > 0.003


def test_articles_have_three_to_six_hundred_words(articles):
    words = sorted(len(article.text.split()) for article in articles.values())
    assert words[len(words) // 10] > 300
    assert words[-len(words) // 10] < 600


def test_few_indicators_have_most_of_the_claims(claims):
    counts = {}
    for event in claims.values():
        counts[event.watch_id, event.indicator] = (
            counts.get((event.watch_id, event.indicator), 0) + 1
        )
    heaviest = sorted(counts.values(), reverse=True)
    assert len(counts) > 150
    assert sum(heaviest[:20]) > 0.4 * len(claims)
    assert {"outlet", "unknown"} <= {event.source for event in claims.values()}


def test_a_day_has_its_number_of_events(events):
    assert events[-1].recorded_at - events[0].recorded_at < timedelta(days=N / PER_DAY)
    assert all(one.recorded_at <= next_.recorded_at for one, next_ in pairwise(events))
    for event in of_type(events, "article_fetched"):
        assert event.published_at < event.fetched_at + timedelta(hours=1)
        assert event.fetched_at < event.recorded_at


def test_the_same_seed_gives_the_same_history(events):
    again = [event for batch in History(N).batches(1_000) for event in batch]
    assert again == events
    other = next(History(2_000, seed=2).batches(2_000))
    assert other[20:] != events[20:2_000]


def test_a_batch_has_the_rows_that_were_asked_for():
    assert [t.num_rows for t in History(25_000).tables(10_000)] == [10_000, 10_000, 5_000]
    sizes = [t.num_rows for t in History(25_000).tables(7)]
    assert sum(sizes) == 25_000
    assert set(sizes) == {7, 3}


def test_a_log_of_it_is_sound_and_reads_back(events, tmp_path):
    write_log(tmp_path, History(N).tables(1_000))
    report = verify(tmp_path)
    assert report.is_sound, report
    assert report.events == N
    assert list(EventLog(tmp_path).read_events()) == events


def test_a_log_of_it_is_what_append_writes(tmp_path):
    made, appended = tmp_path / "made", tmp_path / "appended"
    write_log(made, History(3_000).tables(1_000))
    log = EventLog(appended)
    for batch in History(3_000).batches(1_000):
        log.append(batch, batch_id=f"history:{batch[0].seq}", now=batch[0].recorded_at)
    assert len(log.files()) == 3
    for ours, theirs in zip(EventLog(made).files(), log.files(), strict=True):
        assert ours.read_bytes() == theirs.read_bytes()
