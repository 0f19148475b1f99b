"""A log in which everything happens: each type of event, in two watches, over four months."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.warehouse.builders_events import READINESS, Story, a_watch, an_article, day
from transforms.events import (
    alert_delivered,
    alert_failed,
    alert_queued,
    claim_reviewed,
    claim_withdrawn,
    row_quarantined,
    row_rejected,
    row_released,
    run_finished,
    state_changed,
    watch_changed,
)
from transforms.records import (
    Alert,
    Article,
    Event,
    Indicator,
    IndicatorState,
    Party,
    Quarantined,
    Ruling,
    Watch,
)
from warehouse.database import connect
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import current_states

# The words of a note hold what SQL and JSON have to quote.
ODD = 'Said "so": it\'s {1, 2}\\n — 千\nand more'
SOURCES = ("kr.nis", "kr.jcs", "us.dod", "ua.government", "ru.government", "outlet", "unknown", "x")


def write_history(home: Path, last_day: int) -> None:
    """Fill the log, writing the states down every 20 days, and publish it."""
    draw = random.Random(7)
    stories = [Story(_watch(name)) for name in ("dprk", "other's")]
    asserted: list[Event] = []
    for number in range(1, last_day, 4):
        for place, story in enumerate(stories):
            now, run_id = day(number), f"{story.watch.id}/{number}"
            for _ in range(draw.randint(1, 5)):
                asserted += _claims(draw, story, now)
            story.events.append(_later(draw, draw.choice(asserted)))
            if number % 40 == 1:
                story.events.append(_watch_revised(draw, story))
            batch = [*story.take(), *_held_and_told(draw, story.watch, asserted[-1], run_id, now)]
            EventLog(home).append(batch, batch_id=f"{number}-{place}", now=now)
            if number % 20 == 1:
                publish(home, now=now)
                states = _states_written(home, story.watch, run_id)
                if states:
                    EventLog(home).append(states, batch_id=f"{number}-{place}-states", now=now)
    publish(home, now=day(last_day))


def _watch(name: str) -> Watch:
    quantity: dict[str, Any] = {"kind": "quantity", "subject": "kp", "unit": "soldiers"}
    return a_watch(
        id=name,
        review_below=0.3,
        indicators=(
            Indicator("deployed", title="Sent: all", half_life_days=30, **quantity),
            Indicator("killed", title="Killed", by=("place", "thing"), **quantity),
            Indicator("readiness", "level", "Launch", "kp", ladder=READINESS, half_life_days=25),
        ),
    )


def _watch_revised(draw: random.Random, story: Story) -> Event:
    """The watch with other reliabilities, and one party more."""
    parties = [
        replace(party, reliability=draw.choice("ABCDEF"), type="press")
        for party in (*a_watch().parties, Party("x", ()))
    ]
    story.watch = replace(story.watch, parties=tuple(parties), sha256=str(draw.random()))
    return watch_changed(story.watch, "watch")


def _claims(draw: random.Random, story: Story, now: datetime) -> list[Event]:
    """What one source says: now and then in two articles."""
    how: dict[str, Any] = {
        "certainty": draw.choice(["certain", "likely", "likely", "even", "unlikely"]),
        "polarity": draw.choice(["affirmed", "affirmed", "negated"]),
        "confidence": draw.choice([None, 0.2, 0.1 + 0.2, 0.9]),
        "rules": draw.choice([(), ("count:deed", ODD)]),
        "stated_at": draw.choice([None, None, now.date() - timedelta(days=draw.randint(-5, 90))]),
        "valid_from": draw.choice([None, None, now.date() + timedelta(days=9)]),
        "valid_to": draw.choice([None, None, now.date() - timedelta(days=draw.randint(0, 90))]),
        "attribution": ("kr.nis", "x"),
    }
    what = _level(draw) if draw.random() < 0.5 else _quantity(draw)
    source, copies = draw.choice(SOURCES), draw.choice([1, 1, 2])
    return [
        story.says(source, now, article=_article(draw, now), **what, **how) for _ in range(copies)
    ]


def _article(draw: random.Random, now: datetime) -> Article:
    cluster = draw.choice(["", "c" * 64])
    return an_article(
        f"{ODD} {draw.random()}",
        now,
        url=draw.choice([None, None, f"http://127.0.0.1/page-{draw.randint(0, 9)}"]),
        published_at=draw.choice([now, now - timedelta(days=draw.randint(0, 60)), None]),
        outlet=draw.choice(["kr.jcs", "daily"]),
        author=draw.choice([None, ODD]),
        is_teaser=draw.random() < 0.2,
        cluster_id=cluster,
        joins=() if cluster or draw.random() < 0.9 else ("c" * 64,),
        archive_file="2024-11/run.warc.gz",
        archive_offset=draw.randint(0, 2**40),
    )


def _level(draw: random.Random) -> dict[str, Any]:
    return {"indicator": "readiness", "level": draw.choice([*READINESS, "never-heard-of"])}


def _quantity(draw: random.Random) -> dict[str, Any]:
    number = draw.choice([100.0, 110.0, 1000.0 / 3, 3000.0])
    sizes: list[dict[str, Any]] = [
        {"value": number, "approximation": "exact"},
        {"value": number, "value_low": number * 0.9, "value_high": number * 1.1},
        {"value": number, "value_high": None, "approximation": "more_than"},
        {"value": None, "value_low": number, "value_high": None, "approximation": "order"},
    ]
    where: list[dict[str, Any]] = [
        {"indicator": "deployed"},
        {"indicator": "killed"},
        {"indicator": "killed", "place": "Kursk"},
        {"indicator": "killed", "place": "Kursk", "thing": "tanks"},
    ]
    size, at = draw.choice(sizes), draw.choice(where)
    return {**size, **at, "increment": draw.random() < 0.1, "unit": "soldiers"}


def _later(draw: random.Random, claim: Event) -> Event:
    """What becomes of an earlier claim."""
    return draw.choice(
        [
            claim_withdrawn(claim, "revised away", "later"),
            claim_reviewed(claim, Ruling("rejected", "an analyst", day(3)), "review"),
            claim_reviewed(claim, Ruling("confirmed", "an analyst", day(3)), "review"),
            claim_reviewed(
                claim, Ruling("amended", ODD, day(3)), "review", {"source": "kr.jcs", "value": 7.0}
            ),
            claim,  # asserted again
        ]
    )


def _held_and_told(
    draw: random.Random, watch: Watch, claim: Event, run_id: str, now: datetime
) -> list[Event]:
    """A row held back, an alert with what its targets did, and the ledger of the run."""
    held = Quarantined(claim, "expect_between", "value", ODD)
    counts = {name: draw.randint(0, 2) for name in ("parsed", "unchanged", "duplicate", "failed")}
    ledger = {
        **counts,
        "quarantined": 1,
        "fetched": sum(counts.values()) + draw.choice([1, 1, 2]),
        "with_claims": counts["parsed"],
        "without_claims": draw.choice([0, None]),
        "started_at": (now - timedelta(minutes=5)).isoformat(),
    }
    events = [row_quarantined(held, run_id)]
    ruling = Ruling("released", ODD, now, ODD)
    events += draw.choice(
        [[], [row_released(events[0], ruling, "by-hand-1")], [row_rejected(events[0], ruling, "x")]]
    )
    if draw.random() < 0.8:
        events += _alert(draw, watch, run_id)
    if draw.random() < 0.8:
        events.append(run_finished(ledger, watch.id, run_id))
    return events


def _alert(draw: random.Random, watch: Watch, run_id: str) -> list[Event]:
    name = f"{run_id}-alert"
    targets = draw.choice([{}, {"targets": ["desk"]}, {"targets": ["desk", "hook"]}])
    after = IndicatorState("readiness", "level", level="planned", since=day(3).date())
    alert = Alert(name, "rule", "readiness", "level_up", None, after, ODD, ODD, targets)
    events = [alert_queued(alert, watch, run_id)]
    for target in draw.sample(["desk", "hook"], draw.randint(0, 2)):
        for attempt, outcome in enumerate(draw.choice(["d", "f", "fd", "ff!", "!", "!d"])):
            if outcome == "d":
                events.append(alert_delivered(name, target, watch.id, run_id))
            else:
                final = outcome == "!"
                events.append(
                    alert_failed(
                        name,
                        target,
                        f"{ODD} {target} {attempt}",
                        attempt=attempt,
                        is_final=final,
                        watch_id=watch.id,
                        run_id=run_id,
                    )
                )
    return events


def _states_written(home: Path, watch: Watch, run_id: str) -> list[Event]:
    """The states as they are published, where they have a value or a level."""
    with connect(home) as con:
        states = current_states(con, watch.id)
    return [
        state_changed(
            None if number % 2 else replace(state, value=1.5),
            state,
            watch=watch,
            run_id=run_id,
            basis_seq=number,
            transitions=("value_change", "level_up") if number % 2 else (),
        )
        for number, state in enumerate(states.values())
        if state.value is not None or state.level is not None
    ]
