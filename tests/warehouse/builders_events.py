"""Events for the warehouse's tests, through the builders that the program itself uses."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from transforms.events import (
    article_fetched,
    article_id_of,
    claim_asserted,
    watch_changed,
)
from transforms.records import Article, Claim, Event, Indicator, Party, Watch

NOON = datetime(2024, 11, 1, 12, tzinfo=UTC)
READINESS = ("none", "planned", "preparing", "imminent", "launched")


def day(number: int) -> datetime:
    """Noon of the n-th day counted from 1 November 2024 (day 1)."""
    return NOON + timedelta(days=number - 1)


def a_watch(**changes: Any) -> Watch:
    fields: dict[str, Any] = {
        "id": "dprk",
        "title": "A watch",
        "subjects": (),
        "indicators": (
            Indicator(
                "troops-deployed", "quantity", "Troops", "kp", unit="soldiers", half_life_days=30
            ),
            Indicator("troops-killed", "quantity", "Killed", "kp", unit="soldiers"),
            Indicator("launch-readiness", "level", "Launch", "kp", ladder=READINESS),
        ),
        "parties": (
            Party("us.dod", ("Pentagon",), reliability="A"),
            Party("kr.nis", ("NIS",), reliability="B"),
            Party("kr.jcs", ("JCS",), reliability="B"),
            Party("ua.government", ("Kyiv",), reliability="C"),
            Party("ru.government", ("Moscow",), reliability="E"),
        ),
        "feeds": (),
        "rules": (),
        "sha256": "0" * 64,
    }
    return Watch(**{**fields, **changes})


_urls = itertools.count()


def an_article(text: str, published: datetime = NOON, **changes: Any) -> Article:
    url = changes.pop("url", None) or f"http://127.0.0.1/{next(_urls)}"
    fields: dict[str, Any] = {
        "article_id": article_id_of(url, text),
        "url": url,
        "text": text,
        "published_at": published,
        "is_published_uncertain": False,
        "title": text[:30],
        "language": "en",
        "fetched_at": published + timedelta(hours=1),
        "fingerprint": "f0",
    }
    return Article(**{**fields, **changes})


def a_claim(article: Article, source: str, **changes: Any) -> Claim:
    """A claim whose evidence is the article's whole text."""
    is_level = "level" in changes
    fields: dict[str, Any] = {
        "indicator": "launch-readiness" if is_level else "troops-deployed",
        "kind": "level" if is_level else "quantity",
        "polarity": "affirmed",
        "certainty": "certain",
        "source": source,
        "evidence": article.text,
        "start": 0,
        "end": len(article.text),
    }
    if "value" in changes:
        value = changes["value"]
        fields |= {"value_low": value, "value_high": value, "approximation": "exact"}
        fields["unit"] = "soldiers"
    return Claim(**{**fields, **changes})


class Story:
    """Events of one watch, one article a saying, ready to append."""

    def __init__(self, watch: Watch | None = None) -> None:
        self.watch = watch or a_watch()
        self.events: list[Event] = [watch_changed(self.watch, "run-0")]

    def says(
        self,
        source: str,
        published: datetime = NOON,
        *,
        article: Article | None = None,
        **claim: Any,
    ) -> Event:
        """Add an article (unless given) and the one claim in it; return the claim's event."""
        said = f"{source} said {claim.get('level', claim.get('value'))} on {published:%d %B}."
        article = article or an_article(said, published)
        self.events.append(article_fetched(article, self.watch, "run-1"))
        made = a_claim(article, source, **claim)
        event = claim_asserted(replace(made, reader="rules-1"), article, self.watch, "run-1")
        self.events.append(event)
        return event

    def take(self) -> list[Event]:
        """The events since the last take."""
        taken, self.events = self.events, []
        return taken


def some_events(n: int = 3, tag: str = "") -> list[Event]:
    """n article events of different content."""
    watch = a_watch()
    return [
        article_fetched(an_article(f"Text {tag} {i}.", url=f"http://x/{tag}/{i}"), watch, "run-1")
        for i in range(n)
    ]


def on(day_of_month: int, month: int = 11, year: int = 2024) -> date:
    return date(year, month, day_of_month)
