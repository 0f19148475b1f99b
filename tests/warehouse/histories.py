"""Random histories: claims, withdrawals, reviews, watches that change, late and repeated news."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.warehouse.builders_events import NOON, READINESS, Story, a_watch, an_article
from transforms.events import claim_reviewed, claim_withdrawn, watch_changed
from transforms.records import Event, Indicator, Ruling
from warehouse.log import EventLog

_SOURCES = ("kr.nis", "kr.jcs", "us.dod", "ru.government", "outlet", "unknown", "nobody.listed")
_CERTAINTIES = ("certain", "likely", "even", "unlikely")


def _quantities() -> st.SearchStrategy[dict[str, Any]]:
    numbers = st.sampled_from([1000.0, 3000.0, 9500.0, 11000.0])
    stated = numbers.map(
        lambda n: {"value": n, "value_low": n, "value_high": n, "approximation": "exact"}
    )
    about = numbers.map(
        lambda n: {
            "value": n,
            "value_low": n * 0.9,
            "value_high": n * 1.1,
            "approximation": "about",
        }
    )
    orders = st.sampled_from([200.0, 2000.0, 20000.0]).map(
        lambda n: {"value": None, "value_low": n, "value_high": None, "approximation": "order"}
    )
    return st.builds(
        lambda said, extra: {**said, **extra, "unit": "soldiers", "kind": "quantity"},
        stated | about | orders,
        st.fixed_dictionaries(
            {
                "indicator": st.sampled_from(["troops-deployed", "troops-killed"]),
                "increment": st.sampled_from([False, False, False, True]),
                "place": st.sampled_from([None, None, "Kursk", "Belgorod"]),
                "valid_to": st.none(),
            }
        ),
    )


def _levels() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "kind": st.just("level"),
            "indicator": st.just("launch-readiness"),
            "level": st.sampled_from([*READINESS, "never-heard-of"]),
        }
    )


def _claims() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda what, how: {**what, **how},
        _quantities() | _levels(),
        st.fixed_dictionaries(
            {
                "polarity": st.sampled_from(["affirmed", "affirmed", "negated"]),
                "certainty": st.sampled_from(_CERTAINTIES),
                "confidence": st.sampled_from([None, 0.3, 0.9]),
                "stated_days_ago": st.sampled_from([None, 0, 3, 45, 200, -20]),
            }
        ),
    )


def steps() -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """What happens, one commit after the other."""
    says = st.tuples(st.just("says"), st.sampled_from(_SOURCES), _claims(), st.integers(-60, 1))
    on_one = st.tuples(
        st.sampled_from(["withdraw", "confirm", "reject", "amend", "again", "read anew"]), st.integers(0, 50)
    )
    change = st.tuples(
        st.just("watch"), st.sampled_from([10, 30, 90]), st.sampled_from([0.0, 0.5])
    )
    wait = st.tuples(st.just("wait"), st.sampled_from([0, 1, 20, 40, 200]))
    refresh = st.tuples(st.just("refresh now"))
    return st.lists(says | says | says | on_one | change | wait | refresh, min_size=1, max_size=25)


class History:
    """Plays steps into the log of a home; `refresh` is called where a step says so."""

    def __init__(self, home: Path, refresh: Any) -> None:
        self.log, self.now, self._refresh = EventLog(home), NOON, refresh
        self.story = Story(self._watch(30, 0.0))
        self.asserted: list[Event] = []
        self.instants: list[datetime] = [self.now]
        self._append()

    def play(self, todo: list[tuple[Any, ...]]) -> None:
        for name, *given in todo:
            getattr(self, "_" + name.replace(" ", "_"))(*given)
            self._append()

    def _says(self, source: str, claim: dict[str, Any], published: int) -> None:
        claim = dict(claim)
        said = claim.pop("stated_days_ago")
        at = self.now + timedelta(days=published)
        stated = None if said is None else (at - timedelta(days=said)).date()
        article = an_article(f"{source} said so, {len(self.asserted)}.", at)
        self.asserted.append(
            self.story.says(source, at, article=article, stated_at=stated, **claim)
        )

    def _withdraw(self, which: int) -> None:
        if one := self._one(which):
            self.story.events.append(claim_withdrawn(one, "revised", "run-2"))

    def _confirm(self, which: int) -> None:
        if one := self._one(which):
            self.story.events.append(_ruled(one, "confirmed"))

    def _reject(self, which: int) -> None:
        if one := self._one(which):
            self.story.events.append(_ruled(one, "rejected"))

    def _amend(self, which: int) -> None:
        if one := self._one(which):
            better: dict[str, Any] = {"source": "kr.jcs", "certainty": "even", "polarity": "affirmed"}
            if one.kind == "level":
                better["level"] = "preparing"
            else:
                better |= {"value": 500.0, "value_low": 500.0, "value_high": None}
            self.story.events.append(_ruled(one, "amended", better))

    def _again(self, which: int) -> None:
        if one := self._one(which):
            self.story.events.append(one)

    def _read_anew(self, which: int) -> None:
        """The same article read by another reader: the old claim goes, one like it comes."""
        if one := self._one(which):
            self._withdraw(which)
            anew = replace(one, claim_id=f"{one.claim_id[:40]}-anew", certainty="likely")
            self.asserted.append(anew)
            self.story.events.append(replace(anew, event_id=f"{one.event_id[:40]}-anew"))

    def _watch(self, half_life: int, review_below: float) -> Any:
        watch = a_watch(
            indicators=(
                Indicator(
                    "troops-deployed",
                    "quantity",
                    "Troops",
                    "kp",
                    unit="soldiers",
                    half_life_days=half_life,
                    by=("place",),
                ),
                Indicator("troops-killed", "quantity", "Killed", "kp", unit="soldiers"),
                Indicator(
                    "launch-readiness",
                    "level",
                    "Launch",
                    "kp",
                    ladder=READINESS,
                    half_life_days=half_life,
                ),
            ),
            review_below=review_below,
            sha256=f"{half_life}-{review_below}",
        )
        if hasattr(self, "story"):
            self.story.watch = watch
            self.story.events.append(watch_changed(watch, "run-3"))
        return watch

    def _wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def _refresh_now(self) -> None:
        self._refresh(self.now)

    def _one(self, which: int) -> Event | None:
        return self.asserted[which % len(self.asserted)] if self.asserted else None

    def _append(self) -> None:
        events = self.story.take()
        if events:
            self.now += timedelta(minutes=1)
            self.log.append(events, batch_id=f"b{len(self.instants)}", now=self.now)
            self.instants.append(self.now)


def _ruled(claim: Event, verdict: str, amended: dict[str, Any] | None = None) -> Event:
    return claim_reviewed(claim, Ruling(verdict, "an analyst", NOON), "run-2", amended)
