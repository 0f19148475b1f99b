"""doctor --online: sources are asked politely, targets are connected to and nothing is sent."""

import asyncio
import socket
import threading

import pytest

from flows.quality.reach import reach
from flows.settings import Settings
from flows.web.fetch import FetchOptions
from tests.flows.builders_run import desk_with, report

LOCAL = FetchOptions(allow_loopback=True, delay_seconds=0.0)


@pytest.fixture
def listener():
    """A port that takes connections, and what came through them."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def listen():
            connection, _ = server.accept()
            with connection:
                connection.settimeout(10)
                heard.append(connection.recv(1000))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard, thread


def found(home, **targets):
    return asyncio.run(reach(home, Settings(LOCAL, targets)))


def test_a_source_that_answers_and_one_that_does_not(site, tmp_path):
    site.page("/one", report(120))
    site.feed(("/one", "Toll"))
    desk = desk_with(site, tmp_path, "/feed", "/gone")
    desk.run()
    silent, summary = found(tmp_path)
    assert (silent.status, silent.said) == ("warn", f"{site.url}/gone: HTTP 404")
    assert (summary.status, summary.said) == ("ok", "1 of 2 answer")


def test_a_target_is_connected_to_and_nothing_is_sent(tmp_path, listener):
    port, heard, thread = listener
    _, target = found(tmp_path, desk=f"json://127.0.0.1:{port}/s3cr3t")
    thread.join(10)
    assert (target.check, target.status) == ("target desk", "ok")
    assert heard == [b""]


def test_a_target_that_is_down_is_a_fault_without_its_address(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    _, down, unknown = found(
        tmp_path, desk=f"json://127.0.0.1:{port}/s3cr3t", chat="slack://s3cr3t/x"
    )
    assert down.status == "fail"
    assert "refused" in down.said
    assert (unknown.status, unknown.said.split(":")[0]) == ("ok", "not asked")
    assert "s3cr3t" not in repr((down, unknown))
