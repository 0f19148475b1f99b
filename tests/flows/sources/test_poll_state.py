"""collect.sqlite: what is remembered between runs, of hundreds of feeds and very many pages."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.sources.collect import Collected, Counts
from flows.sources.poll_state import (
    FILE,
    FeedState,
    PageState,
    PollState,
    PollStateError,
    feeds_of_home,
)
from tests.flows.builders_collect import NOW

FEED = FeedState("https://a.example/feed", "a", last_ok_at=NOW, rhythm_seconds=60.0)
PAGE = PageState("https://a.example/1", "print", "a", "media.a", "ok", asked_at=NOW)


def collected(feeds=(), pages=(), followed=()):
    return Collected((), (), Counts(), tuple(feeds), tuple(pages), followed=tuple(followed))


def test_what_is_committed_comes_back_as_it_was(tmp_path):
    with PollState(tmp_path, "w") as state:
        state.commit(collected([FEED], [PAGE], [FEED.url]))
    with PollState(tmp_path, "w") as state:
        assert (state.feed(FEED.url), state.page(PAGE.url)) == (FEED, PAGE)
        assert state.feed("https://b.example/") == FeedState("https://b.example/")
        assert state.page("https://b.example/") is None


def test_two_watches_of_a_home_know_nothing_of_each_other(tmp_path):
    with PollState(tmp_path, "one") as one, PollState(tmp_path, "two") as two:
        one.commit(collected([FEED], [PAGE], [FEED.url]))
        two.commit(collected([replace(FEED, entries=5)], [], [FEED.url]))
        assert two.page(PAGE.url) is None
        assert (one.feed(FEED.url).entries, two.feed(FEED.url).entries) == (0, 5)
    assert {watch: len(feeds) for watch, feeds in feeds_of_home(tmp_path).items()} == {
        "one": 1,
        "two": 1,
    }


def test_a_feed_that_left_the_watch_is_forgotten_with_its_parts(tmp_path):
    part = FeedState("https://a.example/part", "a", part_of=FEED.url)
    with PollState(tmp_path, "w") as state:
        state.commit(collected([FEED, part], [PAGE], [FEED.url]))
        state.commit(collected(followed=["https://b.example/feed"]))
        assert state.feed(FEED.url).last_ok_at is None
        assert state.feed(part.url).part_of is None
        assert state.page(PAGE.url) == PAGE


def test_pages_are_due_by_what_they_wait_for_the_longest_first(tmp_path):
    def page(name, status, minutes):
        at = None if minutes is None else NOW + timedelta(minutes=minutes)
        return replace(PAGE, url=f"https://a.example/{name}", status=status, next_ask_at=at)

    pages = [
        page("soon", "retry", 1),
        page("late", "retry", -1),
        page("later", "listed", -2),
        page("visit", "ok", -3),
        page("read", "ok", None),
        page("dead", "dead", None),
    ]
    with PollState(tmp_path, "w") as state:
        state.commit(collected(pages=pages))
        names = [p.url.rpartition("/")[2] for p in state.due(NOW, 9)]
        assert names == ["later", "late"]
        assert [p.url.rpartition("/")[2] for p in state.due_revisits(NOW, 9)] == ["visit"]
        assert len(state.due(NOW, 1)) == 1


def test_many_pages_make_no_question_slow(tmp_path):
    far = NOW + timedelta(days=1)
    pages = [
        replace(PAGE, url=f"https://a.example/{n}", next_ask_at=far if n % 10 == 0 else None)
        for n in range(100_000)
    ]
    with PollState(tmp_path, "w") as state:
        state.commit(collected(pages=pages))
        steps = 0

        def count() -> None:
            nonlocal steps
            steps += 1

        state._db.set_progress_handler(count, 1_000)  # instructions of SQLite's own machine
        for n in range(0, 100_000, 1_000):
            assert state.page(f"https://a.example/{n}")
        assert state.due(NOW, 1_000) == []
        assert state.due_revisits(NOW, 1_000) == []
        state.commit(collected(pages=pages[:10]))
        assert steps < 10, "a look at every page would take hundreds"


def test_a_file_of_an_older_layout_is_begun_anew(tmp_path):
    old = sqlite3.connect(tmp_path / FILE)
    old.execute("CREATE TABLE feeds (url PRIMARY KEY, etag)")
    old.execute("INSERT INTO feeds VALUES ('https://a.example/feed', 'x')")
    old.commit()
    old.close()
    with PollState(tmp_path, "w") as state:
        assert state.feed(FEED.url) == FeedState(FEED.url)


def test_the_feeds_of_a_home_are_read_while_a_run_writes(tmp_path):
    with PollState(tmp_path, "w") as state:
        state.commit(collected([FEED], followed=[FEED.url]))
        assert feeds_of_home(tmp_path) == {"w": [FEED]}


def test_a_home_without_a_run_is_one_line(tmp_path):
    with pytest.raises(PollStateError, match="the first `vedette run` makes it"):
        feeds_of_home(tmp_path)


def test_a_broken_state_file_is_one_line(tmp_path):
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(PollStateError, match="remove the file, and pages are fetched again"):
        PollState(tmp_path, "w")
    with pytest.raises(PollStateError, match="remove the file, and pages are fetched again"):
        feeds_of_home(tmp_path)


def test_a_home_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PollStateError, match="name another home"):
        PollState(tmp_path / "file" / "home", "w")
