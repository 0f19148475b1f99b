"""next_try: how long a failure is left alone."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.retry import next_try

NOW = datetime(2025, 1, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "retry_after", "minutes"),
    [
        (1, None, 5),
        (3, None, 20),
        (99, None, 24 * 60),
        (1, "600", 10),
        (1, "1", 5),
        (1, "999999999999", 7 * 24 * 60),
        (1, "Fri, 24 Jan 2025 14:00:00 GMT", 120),
        (1, "Fri, 24 Jan 2020 14:00:00 GMT", 5),
        (1, "soon", 5),
    ],
)
def test_the_next_try_waits_as_long_as_asked(failures, retry_after, minutes):
    assert next_try(failures, NOW, retry_after) == NOW + timedelta(minutes=minutes)
