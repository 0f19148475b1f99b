"""The health of a source, by what is known of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.sources.feed_health import WORST_FIRST, health_of, span, turn_of, worst_first
from flows.sources.poll_state import FeedState
from tests.flows.builders_collect import LATER, NOW, run
from tests.flows.builders_site import Reply

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD = FeedState(
    "https://a.example/", "a", health="ok", checked_at=NOW, last_ok_at=NOW, newest_entry_at=NOW
)


def failing(error: str, failures: int, since: timedelta, **more: object) -> FeedState:
    return replace(
        GOOD, consecutive_failures=failures, last_error=error, failing_since_at=NOW - since, **more
    )


@pytest.mark.parametrize(
    ("state", "health"),
    [
        pytest.param(FeedState("https://a.example/"), "new", id="never asked"),
        pytest.param(GOOD, "ok", id="good"),
        pytest.param(failing("500", 1, HOUR), "ok", id="one failure"),
        pytest.param(
            failing("500", 2, HOUR, health="quiet"), "quiet", id="quiet, and two failures"
        ),
        pytest.param(failing("500", 3, HOUR), "failing", id="three"),
        pytest.param(failing("500", 1, HOUR, last_ok_at=None), "failing", id="the first of all"),
        pytest.param(failing("500", 99, 90 * DAY), "failing", id="500 for months is not gone"),
        pytest.param(failing("410 Gone", 1, HOUR), "gone", id="410"),
        pytest.param(failing("404 Not Found", 5, 6 * DAY), "failing", id="404 for days"),
        pytest.param(failing("404 Not Found", 9, 7 * DAY), "gone", id="404 for a week"),
        pytest.param(
            failing("ConnectError: a.example cannot be resolved: no such name", 9, 7 * DAY),
            "gone",
            id="no host for a week",
        ),
    ],
)
def test_failures_make_a_source_failing_and_then_gone(state, health):
    assert health_of(state, NOW) == health


@pytest.mark.parametrize(
    ("silent", "rhythm", "more", "health"),
    [
        (2 * DAY, HOUR, {}, "ok"),  # a week-end
        (4 * DAY, HOUR, {}, "quiet"),
        (4 * DAY, DAY, {}, "ok"),
        (9 * DAY, DAY, {}, "quiet"),
        (29 * DAY, None, {}, "ok"),
        (31 * DAY, None, {}, "quiet"),
        (900 * DAY, HOUR, {"form": "folder"}, "ok"),
        (900 * DAY, HOUR, {"form": "list of URLs"}, "ok"),
        (4 * DAY, HOUR, {"newest_entry_at": None, "last_changed_at": NOW - 4 * DAY}, "quiet"),
    ],
)
def test_silence_is_measured_by_the_rhythm(silent, rhythm, more, health):
    seconds = rhythm.total_seconds() if rhythm else None
    state = replace(GOOD, newest_entry_at=NOW - silent, rhythm_seconds=seconds)
    assert health_of(replace(state, **more), NOW) == health


def test_a_first_poll_that_goes_well_is_nothing_to_tell():
    assert turn_of("new", GOOD) is None
    assert turn_of("ok", GOOD) is None
    assert (
        str(turn_of("failing", GOOD)) == "feed a is ok, was failing: newest entry 2025-01-24 12:00"
    )


def test_the_worst_come_first():
    states = [replace(GOOD, feed_id=word, health=word) for word in reversed(WORST_FIRST)]
    assert [state.health for state in worst_first(states)] == list(WORST_FIRST)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (600, "10 min"), (7_200, "2 h"), (86_400, "24 h"), (864_000, "10 days")],
)
def test_a_span_is_told_in_its_largest_unit(seconds, words):
    assert span(seconds) == words


# --- over a real site ---


def test_a_feed_that_fails_is_asked_again_later_and_counts_its_failures(site, state):
    site.page("/feed", "not a feed at all")
    first = run(site, state)
    assert first.failures[0].reason.startswith("this is neither a feed nor a sitemap")
    run(site, state, now=NOW + timedelta(minutes=4))
    assert site.asked["/feed"] == 1
    site.page("/feed", status=500)
    run(site, state, now=LATER)
    kept = state.feed(f"{site.url}/feed")
    assert (kept.consecutive_failures, kept.last_ok_at, kept.failing_since_at) == (2, None, NOW)
    site.feed()
    run(site, state, now=NOW + DAY)
    assert state.feed(f"{site.url}/feed").consecutive_failures == 0


def test_a_304_makes_no_feed_healthy_that_never_could_be_read(site, state):
    site.page("/feed", "no feed")
    run(site, state)
    site.page("/feed", status=304)
    run(site, state, now=LATER)
    kept = state.feed(f"{site.url}/feed")
    assert (kept.health, kept.consecutive_failures, kept.last_ok_at) == ("failing", 2, None)
    assert "304" in kept.last_error


def test_a_304_after_failures_tells_that_a_feed_is_as_it_was(site, state):
    site.feed()
    run(site, state)
    good = site.replies["/feed"]
    site.page("/feed", status=500)
    for n in (1, 2, 3):
        run(site, state, now=NOW + n * DAY)
    assert state.feed(f"{site.url}/feed").health == "failing"
    site.replies["/feed"] = good
    (turn,) = run(site, state, now=NOW + 5 * DAY).turns
    assert (turn.before, turn.after) == ("failing", "ok")
    assert site.seen[-1][1]["If-None-Match"] == good.etag


def test_each_turn_is_told_once(site, state):
    site.page("/feed", status=404)
    told = [run(site, state, now=NOW + n * 2 * DAY).turns for n in range(6)]
    assert [[(t.before, t.after) for t in turns] for turns in told] == [
        [("new", "failing")],
        [],
        [],
        [],
        [("failing", "gone")],
        [],
    ]
    assert (
        str(told[0][0]) == "feed feed-0 is failing, was new: 404 Not Found, since 2025-01-24 12:00"
    )


def test_one_failure_of_a_good_feed_turns_nothing(site, state):
    site.feed()
    run(site, state)
    site.page("/feed", status=503)
    collected = run(site, state, now=LATER)
    assert (collected.turns, len(collected.failures)) == ((), 1)
    assert state.feed(f"{site.url}/feed").health == "ok"


def test_a_410_is_gone_at_once_and_asked_for_ever(site, state):
    site.feed()
    run(site, state)
    site.page("/feed", status=410)
    (turn,) = run(site, state, now=LATER).turns
    assert turn.after == "gone"
    for n in range(1, 40):
        run(site, state, now=LATER + n * DAY)
    assert site.asked["/feed"] == 41, "once a day"


def test_silence_far_beyond_the_rhythm_is_told(site, state):
    dates = [f"{d} Jan 2025 {h:02}:00:00 GMT" for d in (22, 23, 24) for h in (0, 6)]
    items = "".join(
        f"<item><link>/{n}</link><pubDate>{at}</pubDate></item>" for n, at in enumerate(dates)
    )
    site.replies["/feed"] = Reply(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    told = [
        (n, t.after, str(t)) for n in range(6) for t in run(site, state, now=NOW + n * DAY).turns
    ]
    ((day, word, line),) = told
    assert (day, word) == (3, "quiet")
    assert line.endswith("nothing newer than 2025-01-24 06:00, expected every 6 h")
    fresh = items + "<item><link>/new</link><pubDate>30 Jan 2025 06:00:00 GMT</pubDate></item>"
    site.replies["/feed"] = Reply(f'<rss version="2.0"><channel>{fresh}</channel></rss>'.encode())
    (turn,) = run(site, state, now=NOW + 6 * DAY).turns
    assert (turn.before, turn.after) == ("quiet", "ok")


def test_a_date_of_next_year_is_no_news(site, state):
    item = "<item><link>/1</link><pubDate>24 Jan 2026 06:00:00 GMT</pubDate></item>"
    site.replies["/feed"] = Reply(f'<rss version="2.0"><channel>{item}</channel></rss>'.encode())
    run(site, state)
    assert state.feed(f"{site.url}/feed").newest_entry_at is None
