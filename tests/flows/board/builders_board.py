"""Small homes for the board's tests: one with a few parties that disagree, one that means harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.warehouse.builders_events import READINESS, Story, a_watch, an_article, day
from transforms.events import run_finished, state_changed
from transforms.records import Event, Indicator, Party, Watch
from warehouse.database import connect
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import current_states

SCRIPT = '<script>document.title = "taken"</script>'
IMAGE = "<img src=x onerror=\"document.title='taken'\">"
BREAKS_OUT = "</script></title><h1 onmouseover=alert(1)>\"'>{{ 7*7 }}"
BAD_URLS = (
    "javascript:document.title='taken'",
    "data:text/html,<script>1</script>",
    "http://name:secret@127.0.0.1/x",
)


def commit(home: Path, events: Sequence[Event], now: datetime) -> None:
    """One commit, published."""
    EventLog(home).append(events, batch_id=f"{now:%Y%m%d%H%M}-{len(events)}", now=now)
    publish(home, now=now)


def write_states(home: Path, watch: Watch, now: datetime, before: dict[str, Any]) -> dict[str, Any]:
    """What a run writes down of the states; what they are now."""
    with connect(home) as con:
        states = current_states(con, watch.id)
        seq = con.execute("select max(seq) from events").fetchall()[0][0]
    changed = [
        state_changed(
            before.get(name),
            state,
            watch=watch,
            run_id="run-1",
            basis_seq=seq,
            transitions=("value_change",) if before else (),
        )
        for name, state in states.items()
        if before.get(name) != state
    ]
    ledger = dict.fromkeys(
        ("fetched", "parsed", "unchanged", "duplicate", "quarantined", "failed"), 1
    ) | {"fetched": 5, "with_claims": 1, "without_claims": 0, "started_at": now.isoformat()}
    commit(home, [*changed, run_finished(ledger, watch.id, f"run-{now:%Y%m%d}")], now)
    return states


def a_home(home: Path, *, name: str = "dprk", days: Sequence[int] = (1, 10, 20)) -> Path:
    """Two parties that disagree on a number, one that denies a rung; a run on each of the days."""
    story = Story(a_watch(id=name, title=f"The watch {name}"))
    states: dict[str, Any] = {}
    for number, on_day in enumerate(days, start=1):
        now = day(on_day)
        story.says("kr.nis", now, indicator="troops-killed", value=100.0 * number)
        story.says("ua.government", now, indicator="troops-killed", value=1000.0 * number)
        story.says("kr.jcs", now, level=READINESS[number])
        story.says("ru.government", now, level="launched", polarity="negated")
        commit(home, story.take(), now)
        states = write_states(home, story.watch, now, states)
    return home


def a_hostile_home(home: Path) -> Path:
    """Everything that comes from outside tries to be markup, or an address that does something."""
    watch = a_watch(
        id="hostile",
        title=f"Watch {SCRIPT}",
        indicators=(
            Indicator("troops-killed", "quantity", f"Killed {IMAGE}", "kp", unit=f"men {SCRIPT}"),
            Indicator("launch-readiness", "level", BREAKS_OUT, "kp", ladder=READINESS),
        ),
        parties=(Party("kr.nis", (f"NIS {SCRIPT}",), reliability="B"),),
    )
    story = Story(watch)
    for number, url in enumerate(("http://127.0.0.1:1/a?b=<&c=\">", *BAD_URLS)):
        text = f"{number} {SCRIPT} {IMAGE} {BREAKS_OUT} \u202esdrawkcab"
        article = replace(an_article(text, day(1), url=url), title=f"{SCRIPT}{BREAKS_OUT}")
        claim: dict[str, Any] = {"value": 1.0} if number % 2 else {"level": "planned"}
        indicator = "troops-killed" if number % 2 else "launch-readiness"
        story.says("kr.nis", day(1), article=article, indicator=indicator, **claim)
    commit(home, story.take(), day(1))
    write_states(home, watch, day(2), {})
    return home
