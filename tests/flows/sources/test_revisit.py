"""A page is looked at again, whatever its feed says of it; a live blog not more than hourly."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.newsroom import Newsroom
from flows.sources import listing
from flows.sources.revisit import REVISIT_AFTER_HOURS, next_visit
from seeds.newsroom import load_corpus
from tests.flows.builders_collect import LATER, NOW, run
from transforms.records import Feed, Watch

HOUR = timedelta(hours=1)


@given(
    st.datetimes(timezones=st.just(UTC)), st.floats(0, 500), st.lists(st.floats(1, 200), max_size=5)
)
def test_a_visit_lies_ahead_and_is_one_of_those_that_are_named(first, passed, hours):
    first = first.replace(year=2025)
    now = first + timedelta(hours=passed)
    at = next_visit(first, now, hours)
    visits = [first + timedelta(hours=h) for h in hours]
    assert at == min((v for v in visits if v > now), default=None)


def test_a_page_is_visited_three_times_and_then_left(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    at = [NOW + timedelta(hours=h) for h in (0, 2, 3, 5, 24, 30, 72, 100, 1000)]
    asked = []
    for now in at:
        before = site.asked["/a"]
        run(site, state, now=now)
        asked.append(site.asked["/a"] - before)
    assert asked == [1, 0, 1, 0, 1, 0, 1, 0, 0]
    visits = [headers for path, headers in site.seen if path == "/a"]
    assert all("If-None-Match" in headers for headers in visits[1:])


def test_a_correction_that_no_feed_tells_of_is_found(site, state):
    site.page("/a", "300 killed")
    site.feed(("/a", "A"))
    run(site, state)
    site.page("/a", "400 killed")
    (fetched,) = run(site, state, now=NOW + 3 * HOUR).pages
    assert b"400 killed" in fetched.page.body


def test_a_page_that_is_gone_is_visited_no_more(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    run(site, state)
    site.page("/a", status=410)
    assert [f.is_final for f in run(site, state, now=NOW + 3 * HOUR).failures] == [True]
    run(site, state, now=NOW + 24 * HOUR)
    assert site.asked["/a"] == 2


def test_a_missed_visit_is_made_once(site, state):
    site.page("/a")
    site.feed(("/a", "A"))
    run(site, state)
    run(site, state, now=NOW + 1000 * HOUR)
    run(site, state, now=NOW + 1001 * HOUR)
    assert site.asked["/a"] == 2


def test_a_run_makes_so_many_visits_and_the_next_one_the_others(site, state, monkeypatch):
    monkeypatch.setattr(listing, "MAX_REVISITS", 2)
    for n in range(5):
        site.page(f"/{n}")
    site.feed(*((f"/{n}", str(n)) for n in range(5)))
    run(site, state)
    counts = [run(site, state, now=NOW + timedelta(hours=3, minutes=n)).counts for n in range(4)]
    assert [c.unchanged for c in counts] == [2, 2, 1, 0]


def test_what_a_run_has_no_room_for_comes_with_the_next_though_the_feed_says_304(
    site, state, monkeypatch
):
    monkeypatch.setattr(listing, "MAX_PAGES", 3)
    for n in range(5):
        site.page(f"/{n}")
    site.feed(*((f"/{n}", str(n)) for n in range(5)))
    first, second = run(site, state), run(site, state, now=NOW + timedelta(minutes=1))
    assert (first.counts.fetched, first.counts.waiting) == (3, 2)
    assert (second.counts.fetched, second.feeds_asked) == (2, 0)


def test_a_live_blog_is_asked_once_an_hour_however_often_its_entry_changes(site, state):
    site.page("/world/live/war")
    site.feed(("/world/live/war", "War: what we know"))
    site.replies["/feed"].headers["Cache-Control"] = "no-cache"
    run(site, state)
    asked = []
    for n in range(1, 13):
        site.page("/world/live/war", f"line {n}")
        site.feed(("/world/live/war", f"War: line {n}"))
        run(site, state, now=NOW + n * timedelta(minutes=30))
        asked.append(site.asked["/world/live/war"])
    assert asked[-1] == 7, "at once, and once an hour for six hours"


def test_a_change_of_a_live_blog_that_had_to_wait_is_not_lost(site, state):
    site.page("/live/war")
    site.feed(("/live/war", "War"))
    run(site, state)
    site.page("/live/war", "more")
    site.feed(("/live/war", "War: more"))
    assert run(site, state, now=NOW + timedelta(minutes=31)).counts.waiting == 1
    site.feed()
    (fetched,) = run(site, state, now=LATER + timedelta(minutes=1)).pages
    assert b"more" in fetched.page.body


# --- the sample newsroom ---

CORPUS = load_corpus(Path(__file__).parents[3] / "seeds" / "corpus")
DAY = date(2025, 1, 24)


@pytest.mark.parametrize(
    ("after", "most_requests"),
    [
        pytest.param(timedelta(seconds=1), 0, id="right after"),
        pytest.param(timedelta(hours=2), 8, id="when the feeds are due"),
    ],
)
def test_a_second_run_over_an_unchanged_newsroom_moves_hardly_a_byte(state, after, most_requests):
    now = datetime.combine(DAY, time(23, 30), UTC)
    with Newsroom(CORPUS, DAY) as newsroom:
        feeds = tuple(
            Feed(f"feed-{n}", url, "media.x") for n, url in enumerate(newsroom.feed_urls().values())
        )
        watch = Watch("harbour", "", (), (), (), feeds, ())
        first = run(None, state, watch=watch, now=now)
        assert first.counts.fetched > 20
        before = newsroom.traffic()
        newsroom.reset_traffic()
        again = run(None, state, watch=watch, now=now + after)
        traffic = newsroom.traffic()
    assert (again.pages, again.counts.unchanged, again.counts.failed) == ((), 0, 0)
    assert traffic.total <= most_requests
    assert sum(traffic.body_bytes.values()) <= 0.01 * sum(before.body_bytes.values())


def test_visits_to_an_unchanged_newsroom_are_answered_without_a_body(state):
    now = datetime.combine(DAY, time(23, 30), UTC)
    with Newsroom(CORPUS, DAY) as newsroom:
        feeds = tuple(
            Feed(f"feed-{n}", url, "media.x") for n, url in enumerate(newsroom.feed_urls().values())
        )
        watch = Watch("harbour", "", (), (), (), feeds, ())
        fetched = run(None, state, watch=watch, now=now).counts.fetched
        before = newsroom.traffic()
        newsroom.reset_traffic()
        again = run(None, state, watch=watch, now=now + timedelta(hours=REVISIT_AFTER_HOURS[0]))
        traffic = newsroom.traffic()
    assert (again.pages, again.counts.unchanged) == ((), fetched)
    assert sum(traffic.body_bytes.values()) <= 0.01 * sum(before.body_bytes.values())
