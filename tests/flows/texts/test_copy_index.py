"""Copies are found among the texts that the log knows, and nothing else decides what is known."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from flows.texts.copy_index import CopyIndex, Entry
from seeds.copies import labelled_copies
from tests.warehouse.builders_events import a_watch, an_article
from transforms.events import article_fetched
from transforms.syndication import Fingerprint, fingerprint
from warehouse.database import connect
from warehouse.log import EventLog
from warehouse.publish import publish

NOON = datetime(2025, 1, 24, 12, tzinfo=UTC)
TEXTS = {text.id: text.text for text in labelled_copies()}
WIRE, EDITED, OTHER = TEXTS["ferry-wire"], TEXTS["ferry-edited"], TEXTS["ferry-own"]
WATCH = a_watch()


def entry(text, at=NOON, name="a"):
    return Entry(Fingerprint(name, name, fingerprint(text), "https://a.example/", "a"), at)


@pytest.fixture
def log(tmp_path):
    """A function: append articles of these texts and connect to what is published."""
    opened = []

    def append(*texts, at=NOON):
        articles = [an_article(t, at, fingerprint=fingerprint(t)) for t in texts]
        events = [article_fetched(a, WATCH, "run") for a in articles]
        EventLog(tmp_path).append(events, batch_id=f"b{len(opened)}", now=NOON)
        publish(tmp_path, now=NOON)
        opened.append(connect(tmp_path))
        return opened[-1], [a.article_id for a in articles]

    yield append
    for con in opened:
        con.close()


def near(index, text, at=NOON):
    return [like.article_id for like in index.near(fingerprint(text), at)]


def test_without_a_home_it_finds_what_was_noted():
    index = CopyIndex()
    index.note(entry(WIRE))
    assert near(index, EDITED) == ["a"]
    assert near(index, OTHER) == []
    assert near(index, "") == []


def test_a_copy_of_another_time_is_none():
    index = CopyIndex()
    index.note(entry(WIRE))
    assert near(index, EDITED, NOON + timedelta(days=14)) == ["a"]
    for days in (15, -15):
        assert near(index, EDITED, NOON + timedelta(days=days)) == []


def test_what_the_log_holds_is_found_and_what_was_only_noted_is_forgotten(log, tmp_path):
    con, (wire, _) = log(WIRE, OTHER)
    index = CopyIndex(tmp_path, WATCH.id)
    index.note(entry(WIRE, name="never committed"))
    index.catch_up(con)
    assert near(index, EDITED) == [wire]
    con, (edited,) = log(EDITED)
    index.catch_up(con)
    assert near(index, WIRE) == [wire, edited]
    assert near(CopyIndex(tmp_path, "another watch"), WIRE) == []


def test_the_file_is_made_again_where_it_is_missing_broken_or_of_another_log(log, tmp_path):
    con, (wire,) = log(WIRE)
    path = tmp_path / "copies.sqlite"
    for damage in (lambda: None, path.unlink, lambda: path.write_bytes(b"no database" * 999)):
        damage()
        index = CopyIndex(tmp_path, WATCH.id)
        index.catch_up(con)
        assert near(index, EDITED) == [wire]
        index.close()
    with sqlite3.connect(path) as db:
        db.execute("update covered set article_id = 'of another log'")
        db.execute("update texts set article_id = 'of another log'")
    index = CopyIndex(tmp_path, WATCH.id)
    index.catch_up(con)
    assert near(index, EDITED) == [wire]


def test_a_second_reader_takes_in_nothing_twice(log, tmp_path):
    con, (wire,) = log(WIRE)
    one, other = CopyIndex(tmp_path, WATCH.id), CopyIndex(tmp_path, WATCH.id)
    for index in (one, other, one):
        index.catch_up(con)
    assert near(one, EDITED) == near(other, EDITED) == [wire]


def test_a_run_of_words_that_everybody_prints_does_not_hide_a_copy():
    index = CopyIndex()
    boilerplate = "Follow us on every channel and read more news of the day from all over the world. " * 2
    for n in range(1_000):
        index.note(entry(f"Text number {n} tells of {n * 7} things and of {n * 11} more. {boilerplate}", name=str(n)))
    index.note(entry(f"{WIRE} {boilerplate}", name="wire"))
    assert "wire" in near(index, EDITED)
