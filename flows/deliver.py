"""The outbox, through apprise: each due alert to each of its targets.

Every target has a thread of its own, so that one which is down holds up no other, and the whole
pass ends after `deadline_s`. Delivery is at least once: the caller appends what comes back, and
if it dies before that, the next run sends again under the same key (OutboxEntry.key_for).

A webhook (http, https, or apprise's json, jsons) gets a JSON object: title, message, and for
programs alert_id, watch_id, key and detail; the key is in the header X-Vedette-Key, too. Any
other service that apprise knows gets the title and the text.

In:   OutboxEntry, the targets by name, the time now
Out:  alert_delivered and alert_failed events
Never: raises for a target's sake, or lets a target's URL (they hold tokens) into an event, a
       log line or an exception: the reasons are this module's own words.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flows.outbox import MAX_ATTEMPTS, OutboxEntry, Tries
from transforms.events import alert_delivered, alert_failed
from transforms.records import Event

KEY_HEADER = "X-Vedette-Key"
_UNREACHABLE = "could not be reached"
_STATUS = re.compile(r"\berror=(\d{3})\b")


@dataclass(slots=True)
class _Round:
    """One target's share of a pass. `outcomes` has the reason of each failure, None for a
    delivery, in the order of `entries`; the thread appends, and stops when told or when the
    target is not there."""

    target: str
    url: str | None = field(repr=False)
    entries: list[OutboxEntry]
    outcomes: list[str | None] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)


def deliver(
    entries: Sequence[OutboxEntry],
    targets: Mapping[str, str],
    now: datetime,
    run_id: str,
    deadline_s: float = 60.0,
) -> tuple[Event, ...]:
    """Try what is due; return one event for every alert and target that is, by target, then by age.

    `targets` maps names to apprise URLs or to plain http(s) webhooks. Where a target cannot be
    reached at all, or the time is up, the rest of its alerts fail untried: they wait like the
    others, but an alert is given up for good only after a try.
    """
    rounds: dict[str, _Round] = {}
    for entry in entries:
        for name in entry.due_at(targets, now):
            rounds.setdefault(name, _Round(name, targets.get(name), [])).entries.append(entry)
    if not rounds:
        return ()
    _keep_urls_out_of_the_logs()
    ends_at = time.monotonic() + deadline_s
    threads = {
        name: threading.Thread(target=_work_off, args=(one,), name=f"deliver {name}", daemon=True)
        for name, one in rounds.items()
    }
    for thread in threads.values():
        thread.start()
    for name, thread in threads.items():
        thread.join(max(0.0, ends_at - time.monotonic()))
        rounds[name].is_over.set()
    return tuple(event for one in rounds.values() for event in _events(one, run_id, deadline_s))


def _work_off(one: _Round) -> None:
    """The thread of one target."""
    for entry in one.entries:
        if one.is_over.is_set():
            return
        reason = "no target of this name is set" if one.url is None else _send(entry, one)
        one.outcomes.append(reason)
        if reason == _UNREACHABLE:
            return


def _send(entry: OutboxEntry, one: _Round) -> str | None:
    """Send an alert to a target. Returns None, or why it was not taken."""
    import apprise

    said = _HEARD.listen()
    try:
        asset = apprise.AppriseAsset(app_id="Vedette")
        asset.http_redirects = False  # a redirect would carry the credentials elsewhere
        service = _service(one.url or "", asset)
        if service is None:
            return "the target's URL is none that apprise can read"
        service.optional = False  # else apprise calls a failure a success
        if service.protocol == "json":
            key = entry.key_for(one.target)
            service.headers[KEY_HEADER] = key
            service.payload_extras |= {
                "alert_id": entry.alert_id,
                "watch_id": entry.watch_id,
                "key": key,
                "detail": dict(entry.detail),
            }
        sender = apprise.Apprise(asset=asset)
        sender.add(service)
        text = apprise.NotifyFormat.TEXT
        # apprise 2 returns an object where 1.x returns a bool
        if bool(sender.notify(title=entry.title, body=entry.body, body_format=text)):
            return None
    except Exception as error:  # a plugin may raise anything, with the URL in its message
        return f"failed with {type(error).__name__}"
    return _reason(said)


def _service(url: str, asset: Any) -> Any:
    """apprise's plugin for a URL; a plain http(s) URL that apprise does not know as a service's
    is a JSON webhook. None where it cannot be read."""
    import apprise

    service = apprise.Apprise.instantiate(url, asset=asset)
    parts = urlsplit(url)
    if service is not None or parts.scheme not in ("http", "https") or not parts.hostname:
        return service
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    webhook = {
        "schema": "jsons" if parts.scheme == "https" else "json",
        "host": host,
        "port": parts.port,
        "user": parts.username,
        "password": parts.password,
        "params": parse_qs(parts.query, keep_blank_values=True),
    }
    service = apprise.Apprise.instantiate(webhook, asset=asset)
    if service is not None:
        service.fullpath = parts.path or "/"  # as written: apprise would decode %2F
    return service


def _reason(said: Sequence[str]) -> str:
    """Why, from what apprise logged: of its words only the status goes further."""
    for line in said:
        if status := _STATUS.search(line):
            return f"answered with HTTP status {status[1]}"
        if "connection error" in line.lower():
            return _UNREACHABLE
    return "did not take it"


def _events(one: _Round, run_id: str, deadline_s: float) -> list[Event]:
    """What came of each entry of a round, of those it did not come to as well."""
    outcomes = list(one.outcomes)  # a thread that is late may still add to its own
    is_down = _UNREACHABLE in outcomes
    if not is_down and len(outcomes) < len(one.entries):
        outcomes.append(f"no answer within {deadline_s:g} seconds")
    untried = f"not tried: the target {_UNREACHABLE}" if is_down else "not tried: out of time"
    events: list[Event] = []
    for n, entry in enumerate(one.entries):
        was_tried = n < len(outcomes)
        reason = outcomes[n] if was_tried else untried
        if reason is None:
            events.append(alert_delivered(entry.alert_id, one.target, entry.watch_id, run_id))
            continue
        attempt = entry.tries.get(one.target, Tries()).failures + 1
        events.append(
            alert_failed(
                entry.alert_id,
                one.target,
                reason,
                attempt=attempt,
                is_final=was_tried and attempt >= MAX_ATTEMPTS,
                watch_id=entry.watch_id,
                run_id=run_id,
            )
        )
    return events


class _Heard(logging.Filter):
    """Keeps what a thread's own sending logs, for that thread, and lets nothing past."""

    def __init__(self) -> None:
        super().__init__()
        self._of_thread = threading.local()

    def listen(self) -> list[str]:
        """Begin anew for this thread; the list fills as apprise speaks."""
        self._of_thread.lines = []
        lines: list[str] = self._of_thread.lines
        return lines

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep a line; outside a delivery nobody listens."""
        if (lines := getattr(self._of_thread, "lines", None)) is not None:
            lines.append(record.getMessage())
        return False


_HEARD = _Heard()


def _keep_urls_out_of_the_logs() -> None:
    """From now on apprise is heard by this module alone (it logs whole URLs that it cannot
    parse), and urllib3, which logs paths with their tokens, only in distress. For good: a thread
    that is late may speak after its pass."""
    loud = logging.getLogger("apprise")
    loud.setLevel(logging.WARNING)
    loud.addFilter(_HEARD)  # a second time does nothing
    logging.getLogger("urllib3").setLevel(logging.ERROR)
