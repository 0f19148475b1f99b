"""Pages to events with the real desk and the real gate."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.reading import Desk, Known, read_batch
from flows.texts.copy_index import CopyIndex
from tests.flows.builders_run import report, watch_over
from transforms.events import watch_changed
from transforms.records import Page
from transforms.syndication import fingerprint
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish

FETCHED_AT = datetime(2025, 1, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk():
    return Desk.of(watch_over())


def page(path, text, outlet="media.north", url="http://site.example"):
    body = f"<html><body><article><p>{text}</p></article></body></html>".encode()
    return Page(
        url=url + path,
        body=body,
        content_type="text/html",
        fetched_at=FETCHED_AT,
        outlet=outlet,
        feed_id="feed-0",
        sha256=hashlib.sha256(body).hexdigest(),
        listed_at=FETCHED_AT,
    )


def types(events):
    return [event.event_type for event in events]


def test_each_page_of_a_mixed_batch_is_accounted_for(desk):
    pages = [
        page("/claims", report(120)),
        page("/dull", "The harbour was calm, and nobody had anything to tell of the week."),
        page("/again", report(120)),
        page("/huge", report(3_000_000, source="The Ministry of Health", more="So it said.")),
        page("/empty", ""),
    ]
    batch = read_batch(pages, Known(), desk, "run-1")
    batch.ledger.close()
    ledger = batch.ledger
    assert (ledger.parsed, ledger.duplicate, ledger.failed) == (3, 1, 1)
    assert (ledger.claims, ledger.claims_quarantined) == (1, 1)
    assert "/empty" in batch.failures[0]
    assert types(batch.events).count("row_quarantined") == 1


def test_evidence_stands_in_the_text_of_its_article(desk):
    batch = read_batch([page("/claims", report(120))], Known(), desk, "run-1")
    article, claim = batch.events
    assert claim.article_id == article.article_id
    assert claim.evidence in (article.detail or "")
    assert (claim.value, claim.source) == (120.0, "who")


def test_what_the_log_knows_is_unchanged(desk):
    first = read_batch([page("/claims", report(120))], Known(), desk, "run-1")
    known = Known(revisions={first.events[0].url: first.events[0].article_id})
    again = read_batch([page("/claims", report(120))], known, desk, "run-2")
    assert again.events == []
    assert again.ledger.unchanged == 1


def test_what_the_gate_held_back_is_not_judged_again(desk):
    article = read_batch([page("/claims", report(120))], Known(), desk, "run-1").events[0]
    known = Known(held=frozenset([article.article_id]))
    again = read_batch([page("/claims", report(120))], known, desk, "run-2")
    assert again.events == []
    assert again.ledger.unchanged == 1


def known_after(*batches):
    """What the log would hold of these batches, in order."""
    known = Known()
    for batch in batches:
        for event in batch.events:
            if event.event_type == "article_fetched":
                known.revisions[event.url] = event.article_id
            elif event.event_type == "claim_asserted":
                known.claims[event.url] = [*known.claims.get(event.url, ()), event]
            elif event.event_type == "claim_withdrawn":
                for url, claims in known.claims.items():
                    known.claims[url] = [c for c in claims if c.claim_id != event.claim_id]
    return known


def test_a_claim_that_stays_is_neither_withdrawn_nor_asserted_anew(desk):
    first = read_batch([page("/a", report(120))], Known(), desk, "1")
    longer = page("/a", report(120, more="Rain is forecast for the whole of the week to come."))
    second = read_batch([longer], known_after(first), desk, "2")
    (article,) = second.events
    claim = first.events[1]
    assert json.loads(article.detail)["keeps"] == [claim.claim_id]
    assert (second.ledger.parsed, second.ledger.with_claims) == (1, 1)
    # A third text is compared with what stays of the first.
    third = read_batch([page("/a", report(150))], known_after(first, second), desk, "3")
    assert types(third.events) == ["article_fetched", "claim_asserted", "claim_withdrawn"]
    assert third.events[2].claim_id == claim.claim_id


def test_a_correction_is_the_reason_and_its_sentence_is_no_claim(desk):
    note = "Correction: An earlier version of this article said that 120 people had died of cholera."
    first = read_batch([page("/a", report(120))], Known(), desk, "1")
    text = f"{report(150)}</p><p>{note}"
    second = read_batch([page("/a", text)], known_after(first), desk, "2")
    article, asserted, withdrawn = second.events
    assert asserted.value == 150
    assert json.loads(article.detail)["notice"] == {"kind": "correction", "sentence": note}
    assert withdrawn.reason == f"corrected: {note}"


def test_a_retraction_takes_back_what_still_stands_there_and_asserts_nothing(desk):
    first = read_batch([page("/a", report(120))], Known(), desk, "1")
    text = f"Editor's note: This article has been retracted.</p><p>{report(120)}"
    second = read_batch([page("/a", text)], known_after(first), desk, "2")
    assert types(second.events) == ["article_fetched", "claim_withdrawn"]
    assert second.events[1].reason.startswith("retracted: Editor's note")
    again = read_batch([page("/a", text)], known_after(first, second), desk, "3")
    assert (again.events, again.ledger.unchanged) == ([], 1)


def test_a_retraction_in_the_headline_alone_counts_too(desk):
    before = page("/a", report(120))
    first = read_batch([before], Known(), desk, "1")
    body = before.body.replace(b"<html>", b"<html><head><title>RETRACTED: Toll rises</title></head>")
    second = read_batch([replace(before, body=body)], known_after(first), desk, "2")
    assert types(second.events) == ["article_fetched", "claim_withdrawn"]


def test_what_an_agency_s_copy_says_in_its_own_voice_has_the_agency_as_origin(desk):
    own = "The toll of the cholera outbreak rose on Friday: 120 people died in the province."
    rewritten = "Cholera has killed many. On Friday, 120 people died of it in the province."
    more = "The roads to the coast have been cut by rain since the start of the week."
    pages = [
        page("/a", f"LUANDA (Reuters) - {own}</p><p>{more}"),
        page("/b", f"{rewritten}</p><p>Source: Reuters", "media.south", "http://south.example"),
    ]
    events = read_batch(pages, Known(), desk, "1").events
    claims = [e for e in events if e.event_type == "claim_asserted"]
    assert [(c.value, c.source) for c in claims] == [(120, "media.reuters"), (120, "media.reuters")]


def test_a_live_blog_is_written_down_where_a_claim_comes(desk):
    def post(text):
        return page("/live/cholera", text)

    first = read_batch([post(report(120))], Known(), desk, "1")
    chatter = report(120, more="Our reporter is on her way to the coast, and will write from there.")
    second = read_batch([post(chatter)], known_after(first), desk, "2")
    assert (second.events, second.ledger.unchanged) == ([], 1)
    second.ledger.close()
    third = read_batch([post(report(150))], known_after(first), desk, "3")
    assert types(third.events) == ["article_fetched", "claim_asserted"]


def test_one_address_with_two_texts_in_a_batch_keeps_the_claims_of_the_later(desk):
    pages = [page("/claims", report(120)), page("/claims", report(150))]
    events = read_batch(pages, Known(), desk, "run-1").events
    assert types(events) == [
        "article_fetched",
        "claim_asserted",
        "article_fetched",
        "claim_asserted",
        "claim_withdrawn",
    ]
    assert events[2].revises == events[0].article_id
    assert events[4].claim_id == events[1].claim_id


def test_one_address_twice_with_one_text_is_one_article(desk):
    twice = [page("/claims", report(120)), page("/claims", report(120))]
    batch = read_batch(twice, Known(), desk, "run-1")
    assert types(batch.events) == ["article_fetched", "claim_asserted"]
    assert batch.ledger.unchanged == 1


def test_a_near_copy_belongs_to_the_cluster_of_the_first(desk):
    copy = report(120).replace("by boat only", "by boats only")
    pages = [page("/one", report(120)), page("/two", copy, "media.south", "http://south.example")]
    one, _, two, claim = read_batch(pages, Known(), desk, "run-1").events
    assert two.cluster_id == one.cluster_id == claim.cluster_id == one.article_id


def test_copies_that_came_before_their_report_are_of_its_cluster(desk, tmp_path):
    days = [f"On day {n} the council of ward {n * 7} met {n + 3} times at pier {n * n}." for n in range(40)]
    north = "Cholera has killed 120 people in the province. " + " ".join(days[:20])
    south = "Cholera has killed 150 people in the province. " + " ".join(days[20:])
    early = [
        page("/north", north, "media.north", "http://north.example"),
        page("/south", south, "media.south", "http://south.example"),
    ]
    copies = CopyIndex(tmp_path, desk.watch.id)
    log = EventLog(tmp_path)

    def append(pages, run, at):
        events = read_batch(pages, Known(copies=copies), desk, run).events
        log.append([watch_changed(desk.watch, run), *events], batch_id=run, now=at)
        publish(tmp_path, now=at)
        with connect(tmp_path) as con:
            copies.catch_up(con)
        return events[0]

    def origins(at):
        with connect(tmp_path, recorded_as_of=at) as con:
            return dict(query(con, "select origin, count(*) from claims group by all").rows)

    first = append(early, "1", FETCHED_AT)
    apart = origins(FETCHED_AT)
    assert sorted(apart.values()) == [1, 1]
    later = FETCHED_AT + timedelta(hours=1)
    append([page("/whole", f"{north} {south}")], "2", later)
    assert origins(later) == {f"cluster:{first.cluster_id[:12]}": 4}
    assert origins(FETCHED_AT) == apart
    (found,) = {like.cluster_id for like in copies.near(fingerprint(south), FETCHED_AT)}
    assert found == first.cluster_id


def test_a_corrected_number_at_another_address_is_no_duplicate(desk):
    # Near enough that some of them share a fingerprint.
    pages = [page(f"/{deaths}", report(deaths)) for deaths in range(120, 140)]
    ledger = read_batch(pages, Known(), desk, "run-1").ledger
    assert (ledger.parsed, ledger.duplicate) == (20, 0)


def test_a_revision_into_the_text_of_another_page_takes_the_old_claims_back(desk):
    first = read_batch([page("/a", report(120)), page("/b", report(150))], Known(), desk, "1")
    articles = [e for e in first.events if e.event_type == "article_fetched"]
    claims = {e.url: [e] for e in first.events if e.event_type == "claim_asserted"}
    known = Known(revisions={e.url: e.article_id for e in articles}, claims=claims)
    events = read_batch([page("/a", report(150))], known, desk, "2").events
    assert types(events) == ["article_fetched", "claim_asserted", "claim_withdrawn"]


def test_what_a_reader_makes_up_is_held_back_with_the_reason():
    watch = watch_over()
    desk = Desk.of(watch, ("rules", "tests.transforms.test_reader:TrivialReader"))
    batch = read_batch([page("/claims", report(120) + " The soldiers left.")], Known(), desk, "run-1")
    held = [e for e in batch.events if e.event_type == "row_quarantined"]
    (made_up,) = (e for e in held if "It was made up." in (e.detail or ""))
    assert "letter for letter" in (made_up.reason or "")
    asserted = [e for e in batch.events if e.event_type == "claim_asserted"]
    assert all(e.evidence != "It was made up." for e in asserted)
