"""What leads from the public internet into the network we stand in: it is never connected to.

Names and public addresses are the test's own: `site.example` has a public address, at which a
server on 127.0.0.1 is put. Everything that is dialled is written down.
"""

import asyncio
import socket
from collections.abc import Iterator

import httpcore
import pytest

from flows.web.answer import Answer, FetchError
from flows.web.fetch import Fetcher, FetchOptions
from tests.flows.hostile_cases import HTML, leads_to
from tests.flows.hostile_server import HostileServer, answers

PUBLIC = "93.184.215.14"
OPTIONS = FetchOptions(delay_seconds=0.0, timeout_seconds=2.0)


class Internet:
    """Names to addresses, one list after the other where a name changes its mind."""

    def __init__(self) -> None:
        self.names: dict[str, Iterator[list[str]]] = {}
        self.dialled: list[str] = []
        self._getaddrinfo = socket.getaddrinfo
        self._dial = httpcore.AnyIOBackend.connect_tcp

    def name(self, host: str, *answers: list[str]) -> None:
        self.names[host] = iter(answers)

    def getaddrinfo(self, host, port, *rest, **more):
        if host in self.names:
            return [
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
                for address in next(self.names[host])
            ]
        return self._getaddrinfo(host, port, *rest, **more)

    async def connect_tcp(self, backend, host, port, *rest):
        self.dialled.append(host)
        assert host == PUBLIC, "only the public internet is dialled"
        return await self._dial(backend, "127.0.0.1", port, *rest)


@pytest.fixture
def internet(monkeypatch):
    made = Internet()
    monkeypatch.setattr(socket, "getaddrinfo", made.getaddrinfo)

    async def dial(backend, host, port, *rest):
        return await made.connect_tcp(backend, host, port, *rest)

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", dial)
    made.name("site.example", *[[PUBLIC]] * 9)
    return made


@pytest.fixture
def server():
    with HostileServer() as running:
        yield running


def get(url: str) -> Answer:
    async def ask() -> Answer:
        async with Fetcher(OPTIONS) as fetcher:
            return await fetcher.get(url)

    return asyncio.run(ask())


def test_a_public_address_is_dialled_and_no_name(internet, server):
    port = server.listen(answers(HTML))
    assert get(f"http://site.example:{port}/a").body == HTML
    assert set(internet.dialled) == {PUBLIC}


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "169.254.169.254",
        "2852039166",
        "[fd00:ec2::254]",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "10.0.0.1",
        "[fe80::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:5db8:d70e::1]",
    ],
)
def test_a_redirect_inward_is_not_followed(internet, server, host):
    inner = server.listen(answers(HTML))
    port = server.listen(leads_to(f"http://{host}:{inner}/secret"))
    with pytest.raises(FetchError, match="not a public address"):
        get(f"http://site.example:{port}/a")
    assert "/secret" not in server.asked


def test_robots_txt_leads_inward_no_more_than_a_page(internet, server):
    inner = server.listen(answers(HTML))
    script = answers(
        b"", status="302 Found", headers=[f"Location: http://127.0.0.1:{inner}/secret"]
    )
    port = server.listen(script, with_robots=True)
    with pytest.raises(FetchError, match="not a public address"):
        get(f"http://site.example:{port}/a")
    assert "/secret" not in server.asked


def test_a_name_is_resolved_once_for_a_connection(internet, server):
    """A name that answers inward the second time: nobody asks it a second time."""
    port = server.listen(answers(HTML))
    internet.name("rebinds.example", [PUBLIC], ["127.0.0.1"])
    with pytest.raises(FetchError, match=r"rebinds.example is 127.0.0.1, which is not a public"):
        get(f"http://rebinds.example:{port}/a")  # robots.txt comes, and closes the connection
    assert server.asked == ["/robots.txt"]
    assert internet.dialled == [PUBLIC]


def test_of_several_addresses_the_public_ones_are_taken(internet, server):
    port = server.listen(answers(HTML))
    internet.name("mixed.example", *[["127.0.0.1", "10.0.0.1", PUBLIC]] * 2)
    assert get(f"http://mixed.example:{port}/a").body == HTML
    assert set(internet.dialled) == {PUBLIC}


def test_a_name_without_an_address_is_a_failure(internet):
    internet.name("empty.example", [], [])
    with pytest.raises(FetchError, match="not a public address"):
        get("http://empty.example/a")
