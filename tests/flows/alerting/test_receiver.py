"""The receiver of alerts keeps what it took, in order, and refuses when told to."""

import socket

import httpx
import pytest

from flows.alerting.receiver import Receiver


@pytest.fixture
def receiver():
    with Receiver() as running:
        yield running


@pytest.fixture
def client():
    with httpx.Client(trust_env=False, timeout=5) as open_client:
        yield open_client


def test_deliveries_are_kept_in_order_with_headers_and_path(receiver, client):
    for number in range(3):
        answer = client.post(receiver.url, json={"n": number}, headers={"X-Key": f"k{number}"})
        assert answer.status_code == 200
    taken = receiver.received
    assert [d.payload for d in taken] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert [d.headers["x-key"] for d in taken] == ["k0", "k1", "k2"]
    assert {d.path for d in taken} == {"/alerts"}


def test_a_refusal_takes_nothing_and_ends_after_its_count(receiver, client):
    receiver.fail_next(503, times=2)
    statuses = [client.post(receiver.url, json=n).status_code for n in range(3)]
    assert statuses == [503, 503, 200]
    assert [d.payload for d in receiver.received] == [2]
    assert receiver.refused == 2


def test_refusals_of_different_kinds_come_in_the_order_asked(receiver, client):
    receiver.fail_next(500)
    receiver.fail_next(429)
    assert [client.post(receiver.url, json={}).status_code for _ in range(3)] == [500, 429, 200]


def test_what_is_not_json_is_answered_400_and_not_taken(receiver, client):
    receiver.fail_next(503)
    assert client.post(receiver.url, content=b"not json").status_code == 400
    assert client.post(receiver.url, content=b"\xff\xfe\xfa").status_code == 400
    assert receiver.received == ()
    assert client.post(receiver.url, json={}).status_code == 503


def test_a_body_of_unknown_length_is_answered_411(receiver, client):
    answer = client.post(receiver.url, content=iter([b"{}"]))
    assert answer.status_code == 411
    assert receiver.received == ()


def test_a_body_that_is_too_large_is_answered_413_before_it_is_read(receiver):
    host, port = receiver.url.removeprefix("http://").removesuffix("/alerts").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 413")


def test_other_methods_are_not_known(receiver, client):
    assert client.get(receiver.url).status_code == 501


def test_waiting_returns_what_came_and_says_what_did_not(receiver, client):
    client.post(receiver.url, json="here")
    assert [d.payload for d in receiver.wait_for(1)] == ["here"]
    with pytest.raises(TimeoutError, match="1 of 2 deliveries came"):
        receiver.wait_for(2, timeout_seconds=0.05)


def test_nothing_is_written_to_the_terminal(receiver, client, capfd):
    client.post(receiver.url, json={})
    client.get(receiver.url)
    assert capfd.readouterr() == ("", "")


def test_a_stopped_receiver_answers_no_more(client):
    with Receiver() as running:
        url = running.url
    running.stop()
    with pytest.raises(httpx.ConnectError):
        client.post(url, json={})
