"""The health of a source of links: ok, quiet, failing, gone or new.

In:   FeedState, the instant
Out:  a word; how long the silence lasts; Turn where the word changed, for people
Never: gives a feed up: whatever its health, it is asked again.

    new       never asked
    ok        answers, and brings something at its rhythm
    quiet     answers, and has brought nothing for far longer than its rhythm
    failing   three failures in a row, or never read at all
    gone      410 Gone; or 404, or no such host, for a week
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.sources.poll_state import FeedState

WORST_FIRST = ("gone", "failing", "quiet", "new", "ok")
ALARMING = WORST_FIRST[:3]
_FAILURES_IN_A_ROW = 3
_GONE_AFTER = timedelta(days=7)
_GONE_WORDS = ("404", "cannot be resolved")
_QUIET_AFTER_RHYTHMS = 8
# A long week-end is no silence; without a rhythm, a month is.
_QUIET_AFTER_AT_LEAST = timedelta(days=3)
_QUIET_WITHOUT_RHYTHM = timedelta(days=30)
# These change when somebody changes them; nobody waits for it.
_NEVER_QUIET = ("list of URLs", "folder", "WARC files")


@dataclass(frozen=True, slots=True)
class Turn:
    """A feed whose health changed, and why."""

    feed_id: str
    before: str
    after: str
    why: str

    def __str__(self) -> str:
        return f"feed {self.feed_id} is {self.after}, was {self.before}: {self.why}"


def health_of(state: FeedState, now: datetime) -> str:
    """The health after a poll."""
    if state.consecutive_failures:
        if _is_gone(state, now):
            return "gone"
        is_failing = state.consecutive_failures >= _FAILURES_IN_A_ROW or state.last_ok_at is None
        return "failing" if is_failing else state.health
    if state.checked_at is None:
        return "new"
    return "quiet" if _is_quiet(state, now) else "ok"


def turn_of(before: str, state: FeedState) -> Turn | None:
    """What is to be told of a poll: nothing of a health that stays, or of a first poll that went
    well."""
    if state.health == before or (before, state.health) == ("new", "ok"):
        return None
    return Turn(state.feed_id, before, state.health, why(state))


def why(state: FeedState) -> str:
    """The reason for a state, in a line."""
    if state.health in ("failing", "gone"):
        since = state.failing_since_at or state.last_error_at
        return f"{state.last_error}, since {_minute(since)}"
    newest = state.newest_entry_at or state.last_changed_at
    every = f", expected every {span(state.rhythm_seconds)}" if state.rhythm_seconds else ""
    if state.health == "quiet":
        return f"nothing newer than {_minute(newest)}{every}"
    return f"newest entry {_minute(newest)}" if newest else "it answers"


def silence(state: FeedState, now: datetime) -> timedelta:
    """How long nothing new has come, by the entries' own dates where they have any."""
    newest = state.newest_entry_at or state.last_changed_at
    return max(timedelta(), now - newest) if newest else timedelta()


def worst_first(states: Iterable[FeedState]) -> list[FeedState]:
    """By health, then by how often they failed, then by name."""
    return sorted(
        states,
        key=lambda s: (WORST_FIRST.index(s.health), -s.consecutive_failures, s.feed_id),
    )


def span(seconds: float | None) -> str:
    """A span in its largest unit: "40 min", "3 h", "2 days"; "" for none."""
    if seconds is None:
        return ""
    if seconds < 5_400:
        return f"{seconds / 60:.0f} min"
    hours = seconds / 3_600
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"


def _is_gone(state: FeedState, now: datetime) -> bool:
    error = state.last_error or ""
    if error.startswith("410"):
        return True
    since = state.failing_since_at or now
    return any(word in error for word in _GONE_WORDS) and now - since >= _GONE_AFTER


def _is_quiet(state: FeedState, now: datetime) -> bool:
    if state.form in _NEVER_QUIET:
        return False
    if state.rhythm_seconds is None:
        patience = _QUIET_WITHOUT_RHYTHM
    else:
        rhythms = timedelta(seconds=state.rhythm_seconds * _QUIET_AFTER_RHYTHMS)
        patience = max(rhythms, _QUIET_AFTER_AT_LEAST)
    return silence(state, now) > patience


def _minute(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if at else "?"
