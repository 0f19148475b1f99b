"""An alert rule of the right form -> what in it cannot be meant.

In:   an AlertRule, the watch that it stands in
Out:  (where in the rule, what is wrong; what to do), one for each fault
Never: says what is sound but of no use: that is seeds/watch_notes.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from seeds.watch_yaml import Where, suggest
from transforms.records import CERTAINTY_PCT, AlertRule, Watch

LEVEL_TRANSITIONS = ("level_up", "level_down", "level_change")
NUMBER_TRANSITIONS = ("value_change", "beyond_range")
_OF_FEEDS = ("silent",)
TRANSITIONS = (
    *LEVEL_TRANSITIONS,
    *NUMBER_TRANSITIONS,
    "new_dispute",
    "dispute_settled",
    "new_origin",
    "retraction",
    "stale",
    *_OF_FEEDS,
)
HEARTBEAT = "heartbeat"  # Vedette's own sign of life: transforms/heartbeat.py
_NOT_BELOW_0 = (
    "change",
    "change_pct",
    "debounce_hours",
    "hysteresis_hours",
    "cooldown_hours",
)
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"

Found = Iterator[tuple[Where, str]]


def check_rule(rule: AlertRule, watch: Watch) -> Found:
    """Every fault of one rule."""
    if rule.id == HEARTBEAT:
        yield ("id",), f"id {HEARTBEAT!r} is Vedette's own; take another"
    yield from _names(rule, watch)
    yield from _kinds(rule, watch)
    yield from _numbers(rule)
    yield from _times(rule)


def _names(rule: AlertRule, watch: Watch) -> Found:
    known = {
        "indicators": [i.id for i in watch.indicators],
        "on": list(TRANSITIONS),
        "feeds": [feed.id for feed in watch.feeds],
    }
    is_of_feeds = bool(rule.on) and set(rule.on) <= set(_OF_FEEDS)
    needed = ("on",) if is_of_feeds else ("indicators", "on")
    for name in needed:
        if not getattr(rule, name):
            yield (name,), f"{name} is empty; name at least one"
    for name, words in known.items():
        for index, word in enumerate(getattr(rule, name)):
            if word not in words:
                unknown = f"unknown {name.removesuffix('s')} {word!r}"
                yield (name, index), f"{unknown}; {suggest(word, words)}"
    if rule.feeds and "silent" not in rule.on:
        yield ("feeds",), "feeds are for rules on silent; add it to on, or drop feeds"


def _kinds(rule: AlertRule, watch: Watch) -> Found:
    kinds = {i.id: i.kind for i in watch.indicators}
    ruled = {kinds[i] for i in rule.indicators if i in kinds}
    needed = dict.fromkeys(LEVEL_TRANSITIONS, "level") | dict.fromkeys(
        NUMBER_TRANSITIONS, "quantity"
    )
    for index, word in enumerate(rule.on):
        if ruled and needed.get(word, "") not in ("", *ruled):
            yield ("on", index), f"{word} needs an indicator of kind {needed[word]}; drop it"
    for name in ("change", "change_pct"):
        if getattr(rule, name) and "value_change" not in rule.on:
            yield (name,), f"{name} is of value_change; add it to on, or drop {name}"


def _numbers(rule: AlertRule) -> Found:
    for name in _NOT_BELOW_0:
        if not getattr(rule, name) >= 0:
            yield (name,), f"{name} is below 0; write 0 or more"
    if rule.min_origins < 1:
        yield ("min_origins",), f"min_origins is {rule.min_origins}; write 1 or more"
    if not 1 <= rule.min_credibility <= 6:
        bad = f"min_credibility is {rule.min_credibility}"
        yield ("min_credibility",), f"{bad}; write 1 (confirmed) to 6 (any)"
    if rule.min_certainty is not None and rule.min_certainty not in CERTAINTY_PCT:
        bad = f"unknown min_certainty {rule.min_certainty!r}"
        yield ("min_certainty",), f"{bad}; {suggest(rule.min_certainty, CERTAINTY_PCT)}"


def _times(rule: AlertRule) -> Found:
    span, at = rule.quiet_hours, rule.digest_at
    if span is not None and not re.fullmatch(f"{_TIME}-{_TIME}", span):
        yield ("quiet_hours",), f"quiet_hours is {span!r}; write it like '22:00-06:30'"
    elif span is not None and span[:5] == span[6:]:
        yield ("quiet_hours",), "quiet_hours has no end; write it like '22:00-06:30'"
    if at is not None and not re.fullmatch(_TIME, at):
        yield ("digest_at",), f"digest_at is {at!r}; write it like '07:30'"
    try:
        ZoneInfo(rule.time_zone)
    except (ValueError, OSError, KeyError):  # a path, a folder, a name that is none
        bad = f"unknown time_zone {rule.time_zone!r}"
        yield ("time_zone",), f"{bad}; write a name such as 'Europe/Berlin', or 'UTC'"
