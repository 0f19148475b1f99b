"""The sources of links in a terminal: how each is, the worst first.

In:   FeedState by watch, as flows/sources/poll_state.py keeps them; feeds that a site was found
      to have
Out:  a rich table, plain rows for JSON, a line for `vedette status`
Never: asks a source, or lets a word of one steer the terminal (flows/terminal/show.py).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from flows.sources.feed_health import ALARMING, span, why, worst_first
from flows.sources.poll_state import FeedState
from flows.terminal.show import table

if TYPE_CHECKING:
    from flows.sources.feed_finder import Found

_COLUMNS = ("feed", "health", "form", "entries", "newest", "every", "asked", "next", "failures")
_PLAIN = (
    *("feed_id", "url", "title", "form", "health", "entries", "newest_entry_at", "rhythm_seconds"),
    *("last_changed_at", "checked_at", "last_ok_at", "next_ask_at", "consecutive_failures"),
    *("failing_since_at", "last_error", "last_error_at", "note"),
)


def feeds_table(states: Iterable[FeedState], title: str) -> Table:
    """A line a feed, the worst first; the reason where something is the matter."""
    rows = [
        (
            state.feed_id,
            state.health,
            state.form,
            state.entries,
            state.newest_entry_at or state.last_changed_at,
            span(state.rhythm_seconds),
            state.checked_at,
            state.next_ask_at,
            state.consecutive_failures,
            why(state) if state.health in ALARMING else state.note or "",
        )
        for state in worst_first(states)
    ]
    return table((*_COLUMNS, ""), rows, title=title)


def feeds_as_plain(by_watch: Mapping[str, Iterable[FeedState]]) -> list[dict[str, Any]]:
    """The same for a program, with why."""
    return [
        {"watch_id": watch_id}
        | {name: getattr(state, name) for name in _PLAIN}
        | {"why": why(state)}
        for watch_id, states in by_watch.items()
        for state in worst_first(states)
    ]


def alarm_line(by_watch: Mapping[str, Sequence[FeedState]]) -> Iterator[str]:
    """One line where feeds are quiet, failing or gone; none where all is well."""
    states = [state for states in by_watch.values() for state in states]
    counts = {word: sum(s.health == word for s in states) for word in ALARMING}
    if any(counts.values()):
        said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        yield f"Of {len(states)} feeds: {said}. See: vedette feeds"


def found_table(found: Iterable[Found]) -> Table:
    """What a site was found to have, the best first."""
    rows = [
        (f.url, f.form, f.entries, f.newest_entry_at, f.title or "", f.reason or "") for f in found
    ]
    return table(("address", "form", "entries", "newest", "title", ""), rows)


def with_new(states: Iterable[FeedState], feeds: Iterable[tuple[str, str]]) -> list[FeedState]:
    """The states of these feeds (URL, id) of a watch; one that was never asked is new."""
    known = {state.url: state for state in states}
    return [
        dataclasses.replace(known.get(url) or FeedState(url), feed_id=feed_id)
        for url, feed_id in feeds
    ]
