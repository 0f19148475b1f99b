"""The outbox: each alert once to each target, again where one fails, and no secret anywhere."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from flows.alerting.deliver import deliver
from flows.alerting.outbox import MAX_ATTEMPTS, open_alerts
from transforms.events import alert_queued
from transforms.records import Alert, Event, IndicatorState, Watch

NOW = datetime(2025, 1, 24, 6, 0, tzinfo=UTC)
SECRET = "s3cr3t-t0ken"
WATCH = Watch("dprk", "North Korea", (), (), (), (), ())
CLOSED_PORT = f"http://127.0.0.1:1/{SECRET}"


class Webhook:
    """A receiver that answers with the statuses it is given, then with 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        self.hang_s = 0.0
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                is_json = self.headers["Content-Type"] == "application/json"
                said = json.loads(body) if is_json else parse_qs(body.decode())
                webhook.requests.append((self.path, dict(self.headers), said))
                time.sleep(webhook.hang_s)
                self.send_response(webhook.statuses.pop(0) if webhook.statuses else 200)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.address = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.address}/hooks/{SECRET}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    receiver = Webhook()
    yield receiver
    receiver.stop()


class Log:
    """The alert events of a log, stamped with the time of their run."""

    def __init__(self, *queued: Event) -> None:
        self.events = list(queued)

    def run(self, targets: dict[str, str], at: datetime = NOW, **options: Any) -> list[Event]:
        events = deliver(open_alerts(self.events), targets, at, "run-1", **options)
        self.events += [replace(event, recorded_at=at) for event in events]
        return list(events)


def a_queued(number: int = 1, targets: tuple[str, ...] = ()) -> Event:
    before = IndicatorState("icbm", "level", level="preparing", level_rank=2)
    alert = Alert(
        alert_id=f"{number:064x}",
        rule_id="launch-moves",
        indicator="icbm",
        transition="level_up",
        before=before,
        after=replace(before, level="launched", level_rank=4),
        title="icbm: preparing → launched",
        body="Who says so:\n- JCS (reliability B): “It was launched.”",
        detail={"claims": [{"source": "kr.jcs"}], "log_head": "3f", "targets": list(targets)},
    )
    return alert_queued(alert, WATCH, "run-1")


def outcomes(events: list[Event]) -> list[tuple[str, str | None, str | None]]:
    return [(event.event_type, event.target, event.reason) for event in events]


def test_a_webhook_gets_the_text_and_the_detail_as_json(webhook: Webhook) -> None:
    log = Log(a_queued())
    assert outcomes(log.run({"desk": webhook.url})) == [("alert_delivered", "desk", None)]
    ((path, headers, payload),) = webhook.requests
    assert path == f"/hooks/{SECRET}"
    assert headers["Content-Type"] == "application/json"
    assert payload["title"] == "icbm: preparing → launched"
    assert payload["message"] == "Who says so:\n- JCS (reliability B): “It was launched.”"
    assert payload["alert_id"] == f"{1:064x}"
    assert payload["watch_id"] == "dprk"
    assert payload["detail"]["before"]["level"] == "preparing"
    assert payload["detail"]["after"]["level"] == "launched"
    assert payload["detail"]["claims"] == [{"source": "kr.jcs"}]
    assert set(payload["detail"]) == {"before", "after", "claims", "log_head"}
    assert headers["Idempotency-Key"] == payload["key"]


def test_what_is_delivered_is_not_sent_again(webhook: Webhook) -> None:
    log = Log(a_queued())
    log.run({"desk": webhook.url})
    assert log.run({"desk": webhook.url}, NOW + timedelta(days=9)) == []
    assert len(webhook.requests) == 1


def test_a_query_and_a_password_arrive_as_they_were_written(webhook: Webhook) -> None:
    url = f"http://us%2Fer:pass@{webhook.address}/a%2Fb?token=X%26y&Case=1"
    Log(a_queued()).run({"desk": url})
    ((path, headers, _),) = webhook.requests
    assert path == "/a%2Fb?token=X%26y&Case=1"
    assert headers["Authorization"] == "Basic dXMvZXI6cGFzcw=="


def test_an_apprise_url_of_a_webhook_keeps_its_own_headers(webhook: Webhook) -> None:
    Log(a_queued()).run({"desk": f"json://{webhook.address}/?+X-Team=osint&:channel=alerts"})
    ((_, headers, payload),) = webhook.requests
    assert headers["X-Team"] == "osint"
    assert payload["channel"] == "alerts"
    assert payload["detail"]["log_head"] == "3f"


def test_another_service_of_apprise_gets_the_text(webhook: Webhook) -> None:
    (event,) = Log(a_queued()).run({"desk": f"form://{webhook.address}"})
    assert event.event_type == "alert_delivered"
    ((_, _, body),) = webhook.requests
    assert body["title"] == ["icbm: preparing → launched"]
    assert body["message"][0].startswith("Who says so:")


def test_a_failure_is_tried_again_under_the_same_key(webhook: Webhook) -> None:
    webhook.statuses = [500]
    log = Log(a_queued())
    (failed,) = log.run({"desk": webhook.url})
    assert failed.event_type == "alert_failed"
    assert failed.reason == "answered with HTTP status 500"
    assert json.loads(failed.detail or "") == {"attempt": 1, "is_final": False}
    assert log.run({"desk": webhook.url}, NOW + timedelta(minutes=4)) == []
    (delivered,) = log.run({"desk": webhook.url}, NOW + timedelta(minutes=6))
    assert delivered.event_type == "alert_delivered"
    keys = [headers["Idempotency-Key"] for _, headers, _ in webhook.requests]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert open_alerts(log.events) == ()


def test_a_key_is_of_one_alert_and_one_target(webhook: Webhook) -> None:
    log = Log(a_queued(1), a_queued(2))
    log.run({"desk": webhook.url, "wall": webhook.url})
    assert len({headers["Idempotency-Key"] for _, headers, _ in webhook.requests}) == 4


def test_a_redirect_is_not_followed(webhook: Webhook) -> None:
    webhook.statuses = [302]
    (failed,) = Log(a_queued()).run({"desk": webhook.url})
    assert failed.reason == "answered with HTTP status 302"


def test_a_target_that_is_down_holds_up_no_other(webhook: Webhook) -> None:
    log = Log(a_queued(1), a_queued(2))
    events = log.run({"down": CLOSED_PORT, "desk": webhook.url})
    assert outcomes(events) == [
        ("alert_failed", "down", "could not be reached"),
        ("alert_failed", "down", "not tried: the target could not be reached"),
        ("alert_delivered", "desk", None),
        ("alert_delivered", "desk", None),
    ]
    assert [entry.alert_id for entry in open_alerts(log.events)] == [f"{n:064x}" for n in (1, 2)]


def test_one_alert_that_is_refused_holds_up_no_other(webhook: Webhook) -> None:
    webhook.statuses = [422]
    events = Log(a_queued(1), a_queued(2)).run({"desk": webhook.url})
    assert [event.event_type for event in events] == ["alert_failed", "alert_delivered"]


def test_a_target_that_hangs_ends_with_the_deadline(webhook: Webhook) -> None:
    webhook.hang_s = 2.0
    began = time.monotonic()
    events = Log(a_queued(1), a_queued(2)).run({"desk": webhook.url}, deadline_s=0.3)
    assert time.monotonic() - began < 1.5
    assert outcomes(events) == [
        ("alert_failed", "desk", "no answer within 0.3 seconds"),
        ("alert_failed", "desk", "not tried: out of time"),
    ]


def test_the_waits_grow_and_the_eighth_failure_is_final() -> None:
    log, at, waits_minutes = Log(a_queued()), NOW, []
    for _ in range(MAX_ATTEMPTS):
        (failed,) = log.run({"down": CLOSED_PORT}, at)
        (entry,) = open_alerts(log.events) or (None,)
        if entry is not None:
            due = entry.tries["down"].next_at(entry.key_for("down"))
            assert due is not None
            assert log.run({"down": CLOSED_PORT}, due - timedelta(seconds=1)) == []
            waits_minutes.append((due - at).total_seconds() / 60)
            at = due
    least = [5, 15, 45, 135, 405, 1215, 3645]
    ratios = [waited / wait for waited, wait in zip(waits_minutes, least, strict=True)]
    assert all(1 <= ratio <= 1.2 for ratio in ratios)
    assert len(set(ratios)) == len(ratios), "what failed together does not come back together"
    assert json.loads(failed.detail or "") == {"attempt": 8, "is_final": True}
    assert log.run({"down": CLOSED_PORT}, at + timedelta(days=365)) == []


def test_an_alert_is_not_given_up_untried() -> None:
    log, at = Log(a_queued(1), a_queued(2)), NOW
    for _ in range(MAX_ATTEMPTS):
        log.run({"down": CLOSED_PORT}, at)
        at += timedelta(days=5)
    assert [entry.alert_id for entry in open_alerts(log.events)] == [f"{2:064x}"]
    (failed,) = log.run({"down": CLOSED_PORT}, at)
    assert json.loads(failed.detail or "") == {"attempt": 9, "is_final": True}


def test_an_alert_is_for_the_targets_of_its_day(webhook: Webhook) -> None:
    log = Log(a_queued(1, targets=("desk",)), a_queued(2))
    log.run({"desk": webhook.url})
    assert log.run({"desk": webhook.url, "new": webhook.url}, NOW + timedelta(days=1)) == []


def test_an_alert_of_a_day_without_targets_waits_for_the_first(webhook: Webhook) -> None:
    log = Log(a_queued())
    assert log.run({}) == []
    assert len(log.run({"desk": webhook.url}, NOW + timedelta(days=1))) == 1


def test_a_target_that_was_taken_out_of_the_settings_fails_by_name() -> None:
    events = Log(a_queued(targets=("gone",))).run({})
    assert outcomes(events) == [("alert_failed", "gone", "no target of this name is set")]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"carrier-pigeon://{SECRET}", id="unknown-service"),
        pytest.param(f"slack://{SECRET}", id="service-that-cannot-be-read"),
        pytest.param(f"http://127.0.0.1:port/{SECRET}", id="bad-port"),
        pytest.param(CLOSED_PORT, id="nobody-there"),
        pytest.param("refusing", id="status"),
    ],
)
def test_no_secret_reaches_an_event_or_a_log(
    url: str, webhook: Webhook, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    webhook.statuses = [500]
    (failed,) = Log(a_queued()).run({"desk": webhook.url if url == "refusing" else url})
    assert failed.event_type == "alert_failed"
    assert SECRET not in repr(failed)
    assert SECRET not in caplog.text
    assert SECRET not in "".join(capfd.readouterr())
