"""The health of a source, by what is known of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.feed_health import WORST_FIRST, health_of, span, turn_of, worst_first
from flows.poll_state import FeedState
from tests.flows.builders_collect import NOW

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
