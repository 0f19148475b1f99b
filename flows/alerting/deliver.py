"""The outbox, through apprise: each due alert to each of its targets.

Every target has a thread of its own, so that one which is down holds up no other, and the whole
pass ends after `deadline_s`. Delivery is at least once: the caller appends what comes back, and
if it dies before that, the next run sends again under the same key (OutboxEntry.key_for).

A webhook (http, https, or apprise's json, jsons) gets a JSON object: title, message, and for
programs short, alert_id, watch_id, key and detail (of a digest: alerts); the key is in the header
Idempotency-Key, too. Mail is HTML and text, under a Message-ID made of the key. Forms and XML get
the whole text; any other service that apprise knows is a chat, and gets the short form.

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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flows.alerting.message import Message, messages_for
from flows.alerting.outbox import MAX_ATTEMPTS, OutboxEntry, Tries
from transforms.events import alert_delivered, alert_failed
from transforms.records import Event

KEY_HEADER = "Idempotency-Key"
_MAIL = ("mailto", "mailtos")
_WHOLE_TEXT = ("json", "jsons", "xml", "xmls", "form", "forms")
_UNREACHABLE = "could not be reached"
_NOT_TRIED = "not tried: "
_STATUS = re.compile(r"\berror=(\d{3})\b")


@dataclass(slots=True)
class _Round:
    """One target's share of a pass. `outcomes` has the reason of each failure, None for a
    delivery, in the order of `messages`; the thread appends, and stops when told or when the
    target is not there."""

    target: str
    url: str | None = field(repr=False)
    messages: list[Message]
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
    due: dict[str, list[OutboxEntry]] = {}
    for entry in entries:
        for name in entry.due_at(targets, now):
            due.setdefault(name, []).append(entry)
    if not due:
        return ()
    rounds = {n: _Round(n, targets.get(n), messages_for(n, its)) for n, its in due.items()}
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
    for message in one.messages:
        if one.is_over.is_set():
            return
        reason = "no target of this name is set" if one.url is None else _send(message, one.url)
        one.outcomes.append(reason)
        if reason == _UNREACHABLE:
            return


def _send(message: Message, url: str) -> str | None:
    """Send a message to a target. Returns None, or why it was not taken."""
    import apprise

    said = _HEARD.listen()
    try:
        asset = apprise.AppriseAsset(app_id="Vedette")
        asset.http_redirects = False  # a redirect would carry the credentials elsewhere
        service = _service(url, asset)
        if service is None:
            return "the target's URL is none that apprise can read"
        service.optional = False  # else apprise calls a failure a success
        if service.protocol == "json":
            service.headers[KEY_HEADER] = message.key
            service.payload_extras |= message.for_programs
        sender = apprise.Apprise(asset=asset)
        sender.add(service)
        with _message_id(message.key):
            # apprise 2 returns an object where 1.x returns a bool
            if bool(sender.notify(title=message.title, **_words(message, service))):
                return None
    except Exception as error:  # a plugin may raise anything, with the URL in its message
        return f"failed with {type(error).__name__}"
    return _reason(said)


def _words(message: Message, service: Any) -> dict[str, Any]:
    """The body in the form that the service is for."""
    from apprise import NotifyFormat

    schemes = {service.protocol, service.secure_protocol}
    if not schemes.isdisjoint(_MAIL) and service.notify_format == NotifyFormat.HTML:
        return {"body": message.html, "body_format": NotifyFormat.HTML}
    is_whole = not schemes.isdisjoint((*_MAIL, *_WHOLE_TEXT))
    return {"body": message.body if is_whole else message.short, "body_format": NotifyFormat.TEXT}


_MAIL_OF_THREAD = threading.local()


@contextmanager
def _message_id(key: str) -> Iterator[None]:
    """Mail that this thread sends carries the key as its Message-ID. apprise offers no way to set
    it: so the function that it makes one with is ours, and does as before elsewhere."""
    from apprise.plugins.email import base

    if base.make_msgid is not _make_message_id:
        base.make_msgid = _make_message_id
    _MAIL_OF_THREAD.key = key
    try:
        yield
    finally:
        _MAIL_OF_THREAD.key = None


def _make_message_id(idstring: str | None = None, domain: str | None = None) -> str:
    key = getattr(_MAIL_OF_THREAD, "key", None)
    return f"<{key}@vedette.invalid>" if key else make_msgid(idstring, domain)


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
    if not is_down and len(outcomes) < len(one.messages):
        outcomes.append(f"no answer within {deadline_s:g} seconds")
    untried = f"{_NOT_TRIED}the target {_UNREACHABLE}" if is_down else f"{_NOT_TRIED}out of time"
    return [
        _event(entry, one.target, run_id, outcomes[n] if n < len(outcomes) else untried)
        for n, message in enumerate(one.messages)
        for entry in message.entries
    ]


def _event(entry: OutboxEntry, target: str, run_id: str, reason: str | None) -> Event:
    if reason is None:
        return alert_delivered(
            entry.alert_id, target, entry.watch_id, run_id, resend=entry.resend
        )
    attempt = entry.tries.get(target, Tries()).failures + 1
    was_tried = not reason.startswith(_NOT_TRIED)
    return alert_failed(
        entry.alert_id,
        target,
        reason,
        attempt=attempt,
        is_final=was_tried and attempt >= MAX_ATTEMPTS,
        watch_id=entry.watch_id,
        run_id=run_id,
        resend=entry.resend,
    )


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
