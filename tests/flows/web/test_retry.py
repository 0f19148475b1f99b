"""next_try: how long a failure is left alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.web.retry import next_try

NOW = datetime(2025, 1, 24, 12, tzinfo=UTC)
URL = "https://site.example/a"


def minutes(failures: int, retry_after: str | None = None, url: str = URL) -> float:
    return (next_try(url, failures, NOW, retry_after) - NOW) / timedelta(minutes=1)


@pytest.mark.parametrize(("failures", "most"), [(1, 5), (2, 10), (3, 20), (99, 24 * 60)])
def test_a_wait_is_doubled_up_to_a_day_and_a_fifth_shorter_at_most(failures, most):
    assert 0.8 * most <= minutes(failures) <= most


@pytest.mark.parametrize(
    ("retry_after", "asked"),
    [
        ("600", 10),
        ("999999999999", 7 * 24 * 60),
        ("Fri, 24 Jan 2025 14:00:00 GMT", 120),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 24 * 60),
    ],
)
def test_a_wait_is_as_long_as_the_server_asks_for_up_to_a_week(retry_after, asked):
    assert minutes(1, retry_after) == asked


@pytest.mark.parametrize("retry_after", ["1", "soon", "Fri, 24 Jan 2020 14:00:00 GMT", "-5", "²"])
def test_what_the_server_says_makes_no_wait_shorter(retry_after):
    assert minutes(1, retry_after) == minutes(1)


def test_what_failed_together_comes_back_apart_and_always_at_the_same_time():
    waits = [minutes(1, url=f"{URL}/{n}") for n in range(200)]
    assert len(set(waits)) == 200
    assert max(waits) - min(waits) > 0.9
    assert waits == [minutes(1, url=f"{URL}/{n}") for n in range(200)]


@given(st.text(max_size=60), st.integers(1, 10_000), st.text(max_size=60))
def test_any_words_of_a_server_give_a_wait_of_a_week_at_most(url, failures, retry_after):
    assert 4 <= minutes(failures, retry_after, url) <= 7 * 24 * 60
