"""A small watch, and sound events of it, to be broken one field at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from transforms.events import article_fetched, article_id_of, claim_asserted
from transforms.records import Article, Claim, Event, Indicator, Party, Watch

FETCHED_AT = datetime(2025, 1, 24, 6, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2025, 1, 23, 18, 30, tzinfo=UTC)
SENTENCE = "Seoul's spy agency said on Thursday that at least 300 soldiers had been killed."
RUNG_SENTENCE = "It added that preparations for a launch were under way."
TEXT = (
    f"{SENTENCE} {RUNG_SENTENCE} The figure could not be confirmed from other sources. "
    "Officials in Moscow did not answer a request for comment, and the fighting went on."
)

WATCH = Watch(
    id="dprk",
    title="North Korea",
    subjects=(),
    indicators=(
        Indicator("troops-killed", "quantity", "Killed", "kp", unit="soldiers", maximum=100_000),
        Indicator(
            "launch-readiness",
            "level",
            "Launch",
            "kp",
            ladder=("none", "planned", "preparing", "imminent", "launched"),
        ),
    ),
    parties=(Party("kr.nis", ("National Intelligence Service",)),),
    feeds=(),
    rules=(),
)


def an_article_event(number: int = 0, text: str = TEXT, **changes: Any) -> Event:
    """A sound article_fetched event; `number` makes its URL its own."""
    url = f"http://news.example/{number}"
    article = Article(
        article_id=article_id_of(url, text),
        url=url,
        text=text,
        published_at=PUBLISHED_AT,
        is_published_uncertain=False,
        title="Hundreds said to be killed",
        language="en",
        outlet="media.example",
        fetched_at=FETCHED_AT,
    )
    return replace(article_fetched(article, WATCH, "run-1"), **changes)


def a_quantity_event(number: int = 0, **changes: Any) -> Event:
    """A sound claim of a number in article `number`."""
    claim = Claim(
        indicator="troops-killed",
        kind="quantity",
        polarity="affirmed",
        certainty="certain",
        source="kr.nis",
        evidence=SENTENCE,
        start=0,
        end=len(SENTENCE),
        unit="soldiers",
        value=300.0,
        value_low=300.0,
        approximation="at_least",
        attribution=("kr.nis",),
        stated_at=date(2025, 1, 23),
    )
    return replace(_asserted(claim, number), **changes)


def a_level_event(number: int = 0, **changes: Any) -> Event:
    """A sound claim of a rung in article `number`."""
    start = TEXT.index(RUNG_SENTENCE)
    claim = Claim(
        indicator="launch-readiness",
        kind="level",
        polarity="affirmed",
        certainty="likely",
        source="kr.nis",
        evidence=RUNG_SENTENCE,
        start=start,
        end=start + len(RUNG_SENTENCE),
        level="preparing",
    )
    return replace(_asserted(claim, number), **changes)


def _asserted(claim: Claim, number: int) -> Event:
    url = f"http://news.example/{number}"
    article = Article(
        article_id=article_id_of(url, TEXT),
        url=url,
        text=TEXT,
        published_at=PUBLISHED_AT,
        outlet="media.example",
    )
    return claim_asserted(replace(claim, reader="rules-1"), article, WATCH, "run-1")
