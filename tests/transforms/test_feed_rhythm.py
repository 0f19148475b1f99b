"""The rhythm of a source, and how long to wait for it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.feed_live import is_live
from transforms.feed_rhythm import (
    LONGEST_ASKED_SECONDS,
    LONGEST_WAIT_SECONDS,
    SHORTEST_WAIT_SECONDS,
    header_seconds,
    lot_of,
    rhythm_seconds,
    wait_seconds,
)

NOW = datetime(2025, 1, 24, 12, tzinfo=UTC)
HOUR, DAY = 3_600, 86_400


def every(seconds: float, count: int) -> list[datetime]:
    return [NOW - timedelta(seconds=seconds * n) for n in range(count)]


def test_the_rhythm_is_the_median_gap_in_any_order():
    dates = [*every(2 * HOUR, 9), NOW - timedelta(days=900)]
    assert rhythm_seconds(dates) == rhythm_seconds(reversed(dates)) == 2 * HOUR


def test_what_comes_in_one_go_counts_once():
    weekly = [at + timedelta(seconds=s) for at in every(7 * DAY, 3) for s in range(20)]
    assert rhythm_seconds(weekly) == pytest.approx(7 * DAY)
    assert rhythm_seconds(every(1, 40)) is None
    assert rhythm_seconds([]) is None


@pytest.mark.parametrize(
    ("rhythm", "silence", "asked", "wait"),
    [
        pytest.param(60, 0, 0, SHORTEST_WAIT_SECONDS, id="a wire: the shortest"),
        pytest.param(2 * HOUR, 0, 0, HOUR, id="half its rhythm"),
        pytest.param(2 * HOUR, DAY, 0, 2 * HOUR, id="less while it is silent"),
        pytest.param(30 * DAY, 0, 0, LONGEST_WAIT_SECONDS, id="a monthly: the longest"),
        pytest.param(60, 900 * DAY, 0, LONGEST_WAIT_SECONDS, id="dead: the longest"),
        pytest.param(None, 0, 0, HOUR / 2, id="unknown"),
        pytest.param(60, 0, HOUR, HOUR, id="as it asks"),
        pytest.param(60, 0, 365 * DAY, LONGEST_ASKED_SECONDS, id="as it asks, within reason"),
    ],
)
def test_the_wait_follows_rhythm_silence_and_what_is_asked(rhythm, silence, asked, wait):
    assert wait_seconds(rhythm, silence, asked, 0.0) == wait


@given(
    st.none() | st.floats(0, 1e9),
    st.floats(0, 1e9),
    st.floats(0, 1e9),
    st.floats(0, 1),
)
def test_the_wait_has_bounds_and_never_falls_below_what_is_asked(rhythm, silence, asked, lot):
    wait = wait_seconds(rhythm, silence, asked, lot)
    assert 0.9 * SHORTEST_WAIT_SECONDS <= wait <= LONGEST_WAIT_SECONDS
    assert wait >= min(asked, LONGEST_ASKED_SECONDS)


def test_waits_are_scattered_and_repeatable():
    lots = {lot_of(f"https://{n}.example/feed", NOW) for n in range(200)}
    assert len(lots) == 200
    assert min(lots) < 0.1
    assert max(lots) > 0.9
    assert lot_of("x", NOW) == lot_of("x", NOW)


@pytest.mark.parametrize(
    ("cache_control", "expires", "seconds"),
    [
        ("public, max-age=900", None, 900),
        ("s-maxage=30, Max-Age=60", None, 60),
        ("no-cache, max-age=900", None, 0),
        ("max-age=soon", None, 0),
        (None, "Fri, 24 Jan 2025 13:00:00 GMT", 3_600),
        ("max-age=60", "Fri, 24 Jan 2025 13:00:00 GMT", 60),
        (None, "Fri, 24 Jan 2020 13:00:00 GMT", 0),
        (None, "0", 0),
        (None, None, 0),
    ],
)
def test_headers_say_how_long_an_answer_is_good(cache_control, expires, seconds):
    assert header_seconds(cache_control, expires, NOW) == seconds


@pytest.mark.parametrize(
    ("url", "title", "live"),
    [
        ("https://x.example/world/live/2025/jan/24/ukraine", None, True),
        ("https://x.example/news/ukraine-war-live-updates", None, True),
        ("https://x.example/liveblog-123", None, True),
        ("https://x.example/news/a-war-live", None, True),
        ("https://x.example/1", "Live: the talks in Seoul", True),
        ("https://x.example/1", "Russia-Ukraine war – live", True),
        ("https://x.example/1", "Live updates from the front", True),
        ("https://live.example/1", "Soldiers live in tents", False),
        ("https://x.example/olive-oil", "Alive and well", False),
        ("https://x.example/deliver/1", None, False),
    ],
)
def test_a_live_blog_says_so(url, title, live):
    assert is_live(url, title) is live
