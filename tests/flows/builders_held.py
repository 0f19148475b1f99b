"""A home in which the gate held something back: a claim of a number that nobody believes, and an
article from the future with its two claims."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flows.reading import Batch, Desk, Known, Read, judge, text_of
from tests.flows.builders_run import START, report, watch_over
from transforms.events import article_id_of, watch_changed
from transforms.reader import read_many
from transforms.records import Article, Event, Page, Watch
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish

WATCH = watch_over("http://news.example/feed")
TOO_MANY, FROM_THE_FUTURE, PLAIN = (f"http://news.example/{n}" for n in ("many", "future", "plain"))


def read_of(url: str, text: str, desk: Desk, **changes: Any) -> Read:
    """An article as it comes before the gate."""
    page = Page(url, text.encode(), "text/html", START, "media.north", "feed-0", "0" * 64)
    fields: dict[str, Any] = {
        "published_at": START - timedelta(hours=6),
        "published_on": START.date(),
        "is_published_uncertain": False,
        "title": "Toll",
        "language": "en",
        "outlet": "media.north",
        "fetched_at": START,
        "fingerprint": "f0",
    }
    article = Article(article_id_of(url, text), url, text, **{**fields, **changes})
    return Read(page, article, next(iter(read_many(desk.readers, [text_of(article)]))))


def judged(*reads: Read, known: Known | None = None, watch: Watch = WATCH) -> Batch:
    """What the gate makes of articles."""
    batch = Batch()
    judge(reads, known or Known(), watch, "run-1", batch)
    return batch


def make_home(home: Path, watch: Watch = WATCH) -> Path:
    """The home, published."""
    desk = Desk.of(watch)
    batch = judged(
        read_of(PLAIN, report(120), desk),
        read_of(TOO_MANY, report(500_000), desk),
        read_of(
            FROM_THE_FUTURE,
            report(130) + " " + report(140, "The Ministry of Health"),
            desk,
            published_at=START + timedelta(days=40),
        ),
        watch=watch,
    )
    append(home, [watch_changed(watch, "run-1"), *batch.events], "first")
    return home


def append(home: Path, events: list[Event], batch_id: str) -> None:
    EventLog(home).append(events, batch_id=batch_id, now=START)
    publish(home, now=START)


def ask(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with connect(home) as con:
        return query(con, sql).rows


def copy_of(home: Path, to: Path) -> Path:
    """A home of its own, to be changed: views name files by their place, so it is published."""
    shutil.copytree(home, to)
    publish(to, now=START, is_anew=True)
    return to


def of_type(home: Path, *event_types: str) -> list[Event]:
    return list(EventLog(home).read_events(event_types=event_types))


def unstamped(event: Event) -> Event:
    return replace(event, seq=None, recorded_at=None)
