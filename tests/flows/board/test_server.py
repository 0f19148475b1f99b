"""The server of the board: its files, on this machine, under its own name, and nothing else."""

import http.client
from urllib.parse import urlsplit

import pytest

from flows.board.server import BoardServer


@pytest.fixture
def served(tmp_path):
    folder = tmp_path / "home" / "board"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<h1>first</h1>")
    (folder / "revision.txt").write_text("1 a\n")
    (folder / ".index.html.1.part").write_text("half")
    (tmp_path / "home" / "settings.toml").write_text("secret")
    (tmp_path / "home" / "page.html").write_text("secret")
    (folder / "link.html").symlink_to(tmp_path / "home" / "page.html")
    with BoardServer(folder, 0) as server:
        yield server


def ask(server, path, method="GET", host=None, body=None):
    where = urlsplit(server.base_url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=5)
    try:
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or where.netloc)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_a_page_comes_with_headers_that_hold_it_in(served):
    status, headers, body = ask(served, "/")
    assert (status, body) == (200, b"<h1>first</h1>")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_head_has_no_body(served):
    assert ask(served, "/index.html", "HEAD")[2] == b""


@pytest.mark.parametrize(
    "path",
    [
        "/../settings.toml",
        "/%2e%2e/page.html",
        "/..%2fpage.html",
        "/link.html",
        "//etc/passwd",
        "/%00",
        "/.index.html.1.part",
        "/none.html",
        "/%ff",
        "/x" * 400,
    ],
)
def test_what_is_no_page_of_the_board_is_not_there(served, path):
    status, _, body = ask(served, path)
    assert status == 404
    assert b"secret" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_allowed(served, method):
    status, headers, _ = ask(served, "/index.html", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_another_name_that_leads_here_is_turned_away(served, host):
    status, _, body = ask(served, "/index.html", host=host)
    assert status == 421
    assert b"first" not in body


def test_localhost_is_this_machine_too(served):
    port = served.base_url.rpartition(":")[2]
    assert ask(served, "/", host=f"localhost:{port}")[0] == 200
