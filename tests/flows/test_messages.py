"""What reaches a person, through real servers: mail, chats, digests; when; and asked for again."""

import email
import email.policy
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from flows.alerting.outbox import open_alerts
from tests.flows.alerting.test_deliver import NOW, SECRET, WATCH, Log, Webhook, a_queued
from transforms.events import alert_answered
from transforms.records import Event


class Post:
    """A mail server that keeps what it takes; it refuses the first `refusals`."""

    def __init__(self) -> None:
        self.taken: list[email.message.EmailMessage] = []
        self.refusals = 0
        self.port = 0

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        if self.refusals:
            self.refusals -= 1
            return "451 not now"
        content = envelope.content  # type: ignore[attr-defined]
        self.taken.append(email.message_from_bytes(content, policy=email.policy.default))
        return "250 taken"


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        post.port = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    yield post
    controller.stop()


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    receiver = Webhook()
    yield receiver
    receiver.stop()


def mail_url(post: Post) -> str:
    return f"mailto://127.0.0.1:{post.port}/?from=vedette@news.example&to=duty@news.example&mode=insecure"


def stamped(event: Event, at: object = NOW, **detail: object) -> Event:
    """Queued at an instant, with more in its detail."""
    known = json.loads(event.detail or "{}")
    return replace(event, recorded_at=at, detail=json.dumps(known | detail))


def test_mail_is_html_and_text_under_the_key(post: Post) -> None:
    body = "It was <b>seen</b>.\nhttp://news.example/1?a=1&b=2"
    log = Log(stamped(a_queued(), body=body))
    post.refusals = 1
    log.run({"duty": mail_url(post)})
    (delivered,) = log.run({"duty": mail_url(post)}, NOW + timedelta(hours=1))
    assert delivered.event_type == "alert_delivered"
    (mail,) = post.taken
    key = open_alerts(log.events[:1])[0].key_for("duty")
    assert mail["Message-ID"] == f"<{key}@vedette.invalid>"
    assert mail["Subject"] == "icbm: preparing → launched"
    html = mail.get_body(("html",)).get_content()
    assert "It was &lt;b&gt;seen&lt;/b&gt;." in html
    assert '<a href="http://news.example/1?a=1&amp;b=2">' in html
    assert "It was <b>seen</b>." in mail.get_body(("plain",)).get_content()


def test_a_chat_gets_the_short_form(webhook: Webhook) -> None:
    log = Log(stamped(a_queued(), short="launched; likely", body="Long. " * 200))
    (event,) = log.run({"chat": f"ntfy://{webhook.address}/topic"})
    assert event.event_type == "alert_delivered"
    ((_, _, said),) = webhook.requests
    assert "launched; likely" in str(said)
    assert "Long." not in str(said)


def test_quiet_hours_delay_the_delivery(webhook: Webhook) -> None:
    log = Log(stamped(a_queued(), quiet_hours="05:00-09:00", time_zone="UTC"))
    assert log.run({"desk": webhook.url}, NOW) == []
    assert len(log.run({"desk": webhook.url}, NOW + timedelta(hours=3))) == 1
    assert len(webhook.requests) == 1


def test_a_retry_keeps_the_quiet_hours_too(webhook: Webhook) -> None:
    webhook.statuses = [500]
    log = Log(stamped(a_queued(), quiet_hours="06:30-09:00", time_zone="UTC"))
    log.run({"desk": webhook.url}, NOW)
    assert log.run({"desk": webhook.url}, NOW + timedelta(hours=1)) == []
    assert len(log.run({"desk": webhook.url}, NOW + timedelta(hours=3))) == 1


def test_a_digest_is_one_message_under_one_key(webhook: Webhook) -> None:
    early, late, next_day = (NOW + timedelta(hours=h) for h in (0, 2, 25))
    log = Log(
        *(stamped(a_queued(n), at, digest_at="09:00") for n, at in ((1, early), (2, late))),
        stamped(a_queued(3), next_day - timedelta(hours=21), digest_at="09:00"),
    )
    assert log.run({"desk": webhook.url}, NOW + timedelta(hours=2)) == []
    webhook.statuses = [500]
    log.run({"desk": webhook.url}, NOW + timedelta(hours=3))
    events = log.run({"desk": webhook.url}, NOW + timedelta(hours=4))
    assert [event.event_type for event in events] == ["alert_delivered"] * 2
    refused, taken = (said for _, _, said in webhook.requests)
    assert refused["key"] == taken["key"]
    assert taken["title"].startswith("2 alerts: ")
    assert [alert["alert_id"] for alert in taken["alerts"]] == [f"{n:064x}" for n in (1, 2)]
    assert len(log.run({"desk": webhook.url}, NOW + timedelta(days=1, hours=3))) == 1


def again(target: str | None = None) -> Event:
    alert_id = f"{1:064x}"
    return alert_answered(
        "resend", watch_id=WATCH.id, by="ana", at=NOW, alert_id=alert_id, target=target
    )


def test_an_alert_that_is_asked_for_again_comes_again_under_another_key(webhook: Webhook) -> None:
    log = Log(a_queued(targets=("desk", "wall")))
    targets = {"desk": webhook.url, "wall": webhook.url}
    log.run(targets)
    log.events.append(again("desk"))
    (event,) = log.run(targets, NOW + timedelta(hours=1))
    assert (event.event_type, event.target) == ("alert_delivered", "desk")
    assert log.run(targets, NOW + timedelta(hours=2)) == []
    assert len({headers["Idempotency-Key"] for _, headers, _ in webhook.requests}) == 3


def test_a_dead_letter_that_is_asked_for_again_is_tried_as_on_the_first_day(
    webhook: Webhook,
) -> None:
    log = Log(a_queued(targets=("desk",)))
    at = NOW
    for _ in range(8):
        log.run({"desk": f"http://127.0.0.1:1/{SECRET}"}, at)
        at += timedelta(days=5)
    assert open_alerts(log.events) == ()
    log.events.append(again())
    (event,) = log.run({"desk": webhook.url}, at)
    assert event.event_type == "alert_delivered"
