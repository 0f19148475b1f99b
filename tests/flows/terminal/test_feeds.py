"""vedette feeds, and the line on silent sources in vedette status."""

import json
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.sources.collect import Collected, Counts
from flows.sources.poll_state import FeedState, PollState
from tests.seeds.test_watch import SOUND
from warehouse.publish import publish

ROOT = Path(__file__).parents[3]
NOW = datetime(2025, 1, 24, 12, tzinfo=UTC)


@pytest.fixture
def watch(tmp_path):
    file = tmp_path / "harbour.yaml"
    file.write_text(SOUND.replace("feeds:\n", "feeds: # ours\n"), encoding="utf-8")
    return file


STATES = (
    FeedState(
        "https://a.example/feed",
        "a",
        health="ok",
        form="RSS 2.0",
        newest_entry_at=NOW,
        rhythm_seconds=7_200.0,
        last_ok_at=NOW,
    ),
    FeedState(
        "https://b.example/feed",
        "b",
        health="gone",
        consecutive_failures=9,
        last_error="410 Gone",
        failing_since_at=NOW,
    ),
    FeedState(
        "https://c.example/feed",
        "c",
        health="quiet",
        newest_entry_at=NOW - timedelta(days=9),
        rhythm_seconds=3_600.0,
    ),
    FeedState(
        "https://d.example/feed",
        "d",
        health="failing",
        consecutive_failures=3,
        last_error="\x1b[31m500",
        failing_since_at=NOW,
    ),
)


def remember(home, watch_id, states):
    collected = Collected(
        (), (), Counts(), tuple(states), (), followed=tuple(s.url for s in states)
    )
    with PollState(home, watch_id) as state:
        state.commit(collected)


def test_the_worst_feeds_come_first_with_the_reason(vedette, tmp_path):
    remember(tmp_path, "harbour", STATES)
    code, out, _ = vedette("feeds", "--home", tmp_path)
    assert code == 0
    lines = [line for line in out.splitlines() if "│" in line]
    assert [line.split()[:1] for line in lines] == [["b"], ["d"], ["c"], ["a"]]
    assert "410 Gone, since 2025-01-24 12:00" in lines[0]
    assert "nothing newer than 2025-01-15 12:00, expected every 60 min" in lines[2].replace(
        "  ", " "
    )
    assert "\x1b[31m500" not in out
    _, out, _ = vedette("feeds", "--home", tmp_path, "--json")
    assert [row["feed_id"] for row in json.loads(out)] == ["b", "d", "c", "a"]


def test_with_a_watch_its_feeds_are_shown_also_those_never_asked(vedette, watch, tmp_path):
    remember(tmp_path, "other", STATES)
    _, out, _ = vedette("feeds", "--home", tmp_path, "--watch", watch, "--json")
    (row,) = json.loads(out)
    assert (row["feed_id"], row["health"], row["checked_at"]) == ("port-news", "new", None)


def test_status_says_in_a_line_that_feeds_are_silent(vedette, tmp_path):
    publish(tmp_path, now=NOW)
    assert "feeds" not in vedette("status", "--home", tmp_path)[1]
    remember(tmp_path, "harbour", STATES[:1])
    assert "feeds" not in vedette("status", "--home", tmp_path)[1]
    remember(tmp_path, "harbour", STATES)
    line = "Of 4 feeds: 1 gone, 1 failing, 1 quiet. See: vedette feeds"
    assert line in vedette("status", "--home", tmp_path)[1].splitlines()
    assert "feeds" not in vedette("status", "--home", tmp_path, "--as-of", "2025-01-24")[1]


@pytest.mark.slow
def test_hundreds_of_feeds_are_shown_in_half_a_second(tmp_path):
    remember(
        tmp_path,
        "harbour",
        [replace(STATES[n % 4], url=f"https://{n}.example/", feed_id=f"f-{n}") for n in range(300)],
    )
    command = [
        sys.executable,
        "-c",
        "from flows.cli import main; main()",
        "feeds",
        "--home",
        str(tmp_path),
    ]
    begun = processor_seconds()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    # Of the processor, not of the clock: other tests may be at work beside this one.
    assert processor_seconds() - begun < 0.5


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
