"""Fetching over TLS: whom is trusted, and HTTP/2 with a server that speaks it."""

import asyncio
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import h2.config
import h2.connection
import h2.events
import pytest
import trustme

from flows.web.answer import Answer, FetchError
from flows.web.fetch import Fetcher, FetchOptions
from flows.web.transport import TrustError, trust
from tests.flows.hostile_cases import HTML, leads_to
from tests.flows.hostile_server import HostileServer, answers

OPTIONS = FetchOptions(
    allow_loopback=True, delay_seconds=0.0, timeout_seconds=2.0, at_once_per_host=8
)


@pytest.fixture(scope="module")
def server():
    with HostileServer() as running:
        yield running


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def options(authority, tmp_path):
    file = tmp_path / "house.pem"
    authority.cert_pem.write_to_path(file)
    return replace(OPTIONS, extra_ca_file=str(file))


def context(cert: trustme.LeafCert) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(tls)
    return tls


def get_all(options: FetchOptions, *urls: str) -> list[Answer]:
    async def ask() -> list[Answer]:
        async with Fetcher(options) as fetcher:
            return await asyncio.gather(*(fetcher.get(url) for url in urls))

    return asyncio.run(ask())


def test_a_site_is_trusted_by_the_authority_of_the_house(server, authority, options):
    port = server.listen(answers(HTML), tls=context(authority.issue_cert("127.0.0.1")))
    (answer,) = get_all(options, f"https://127.0.0.1:{port}/a")
    assert answer.body == HTML


def certificates(authority):
    now = datetime.now(UTC)
    stranger, day = trustme.CA(), timedelta(days=1)
    return {
        "signed by nobody we know": stranger.issue_cert("127.0.0.1"),
        "for another host": authority.issue_cert("other.example"),
        "out of date": authority.issue_cert("127.0.0.1", not_before=now - day, not_after=now - day / 2),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["signed by nobody we know", "for another host", "out of date"])
def test_a_certificate_that_is_not_right_is_refused(kind, server, authority, options):
    tls = context(certificates(authority)[kind])
    port = server.listen(answers(HTML), tls=tls)
    with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED") as refused:
        get_all(options, f"https://127.0.0.1:{port}/a")
    assert not refused.value.is_final
    assert f"127.0.0.1:{port}" not in server.asked


def test_the_authority_of_the_house_is_not_trusted_unasked(server, authority):
    port = server.listen(answers(HTML), tls=context(authority.issue_cert("127.0.0.1")))
    with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
        get_all(OPTIONS, f"https://127.0.0.1:{port}/a")


def test_an_old_tls_is_not_spoken(server, authority, options):
    tls = context(authority.issue_cert("127.0.0.1"))
    tls.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        tls.maximum_version = ssl.TLSVersion.TLSv1_1
    port = server.listen(answers(HTML), tls=tls)
    with pytest.raises(FetchError, match="ConnectError"):
        get_all(options, f"https://127.0.0.1:{port}/a")


def test_https_does_not_fall_back_to_http(server, authority, options):
    plain = server.listen(answers(HTML))
    script = leads_to(f"http://127.0.0.1:{plain}/b")
    port = server.listen(script, tls=context(authority.issue_cert("127.0.0.1")))
    with pytest.raises(FetchError, match="from https to http") as refused:
        get_all(options, f"https://127.0.0.1:{port}/a")
    assert refused.value.is_final
    assert "/b" not in server.asked


def test_the_public_authorities_stay_trusted_beside_the_house(options):
    assert len(trust(options.extra_ca_file).get_ca_certs()) == len(trust().get_ca_certs()) + 1


def test_a_file_without_certificates_is_one_line(tmp_path):
    (tmp_path / "none.pem").write_text("nothing")
    with pytest.raises(TrustError, match=r"none.pem: no certificates in PEM"):
        trust(str(tmp_path / "none.pem"))


# --- HTTP/2 ---


class H2Server(asyncio.Protocol):
    """HTTP/2 as it should be spoken, or with one thing wrong."""

    made: list["H2Server"]
    wrong = ""

    def connection_made(self, transport):
        self.transport = transport
        self.made.append(self)
        self.paths = []
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        config.validate_outbound_headers = config.normalize_outbound_headers = False
        self.h2 = h2.connection.H2Connection(config)
        self.h2.initiate_connection()
        self.flush()

    def flush(self):
        self.transport.write(self.h2.data_to_send())

    def data_received(self, data):
        for event in self.h2.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                path = dict(event.headers)[":path"]
                self.paths.append(path)
                self.answer(event.stream_id, path)
        self.flush()

    def answer(self, stream, path):
        if path == "/robots.txt":
            self.h2.send_headers(stream, [(":status", "404")], end_stream=True)
            return
        head = [(":status", "200"), ("content-type", "text/html")]
        if self.wrong == "headers":
            head += [(f"x-{n}", "x" * 1_000) for n in range(90)]
        if self.wrong == "reset":
            self.h2.reset_stream(stream)
            return
        if self.wrong == "goaway":
            self.h2.close_connection(1)
            return
        self.h2.send_headers(stream, head)
        if self.wrong == "frame":
            self.flush()
            self.transport.write(b"\0\0\1" + bytes(6) + b"x")  # data that belongs to no stream
            return
        self.h2.send_data(stream, HTML, end_stream=self.wrong != "silent")


@pytest.fixture
def h2_port(server, authority):
    def listen(wrong: str = "") -> tuple[int, list[H2Server]]:
        tls = context(authority.issue_cert("127.0.0.1"))
        tls.set_alpn_protocols(["h2", "http/1.1"])
        made: list[H2Server] = []
        kind = type("One", (H2Server,), {"made": made, "wrong": wrong})
        return server.serve(kind, tls), made

    return listen


def test_many_pages_of_a_host_come_over_one_connection(h2_port, options):
    port, made = h2_port()
    urls = [f"https://127.0.0.1:{port}/{n}" for n in range(12)]
    answers_of = get_all(options, *urls)
    assert {answer.body for answer in answers_of} == {HTML}
    (one,) = made
    assert sorted(one.paths) == sorted(["/robots.txt", *(f"/{n}" for n in range(12))])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("headers", "RemoteProtocolError|LocalProtocolError"),
        ("reset", "RemoteProtocolError"),
        ("goaway", "RemoteProtocolError"),
        ("frame", "ProtocolError"),
        ("silent", "silent for"),
    ],
)
def test_what_goes_wrong_in_http_2_is_a_failure_of_the_page(h2_port, options, wrong, words):
    port, _ = h2_port(wrong)
    with pytest.raises(FetchError, match=words) as refused:
        get_all(replace(options, timeout_seconds=0.5), f"https://127.0.0.1:{port}/a")
    assert not refused.value.is_final
