"""The commit step against an S3 server on this machine: one winner a name, and lost answers."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.warehouse.s3_server import BrittleWire
from warehouse.object_store import ObjectStore

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def s3_port() -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.warehouse.s3_server"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    ) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.kill()


@pytest.fixture
def s3(s3_port: int, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A function that points this process, and those it starts, to a port."""

    def use(port: int) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")

    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    use(s3_port)
    return use


@pytest.fixture
def bucket(s3: object, s3_port: int, request: pytest.FixtureRequest) -> str:
    """The address of an empty bucket."""
    import boto3

    name = f"bucket-{abs(hash(request.node.name))}"
    boto3.client("s3", endpoint_url=f"http://127.0.0.1:{s3_port}").create_bucket(Bucket=name)
    return f"s3://{name}/a home"


def test_a_name_is_given_once_and_its_bytes_stay(bucket: str):
    store = ObjectStore(bucket)
    assert store.names("tail") == []
    assert store.put_if_absent("tail/1.parquet", b"one")
    assert not store.put_if_absent("tail/1.parquet", b"two")
    assert not store.put_if_absent("tail/1.parquet", b"one"), "a twin is not the first"
    assert store.open("tail/1.parquet").read() == b"one"
    assert (store.has("tail/1.parquet"), store.has("tail/2.parquet")) == (True, False)
    assert store.names("tail") == ["tail/1.parquet"]
    store.remove("tail/1.parquet")
    store.remove("tail/1.parquet")
    with pytest.raises(FileNotFoundError):
        store.open("tail/1.parquet")


@pytest.mark.parametrize("cut", ["answer", "request"])
def test_a_put_without_an_answer_happens_once(bucket: str, s3, s3_port: int, cut: str):
    cuts = iter([True])
    wire = BrittleWire(s3_port, lambda line: line.startswith(b"PUT") and next(cuts, False), cut)
    s3(wire.port)
    assert ObjectStore(bucket).put_if_absent("1", b"ours")
    assert wire.n_cut == 1
    assert ObjectStore(bucket).open("1").read() == b"ours"
    wire.close()


def test_a_put_without_an_answer_that_another_writer_beat_is_lost(bucket: str, s3, s3_port: int):
    direct = ObjectStore(bucket)

    def beaten(line: bytes) -> bool:
        return line.startswith(b"PUT") and direct.put_if_absent("1", b"theirs")

    wire = BrittleWire(s3_port, beaten, "request")
    s3(wire.port)
    assert not ObjectStore(bucket).put_if_absent("1", b"ours")
    assert wire.n_cut == 1
    assert direct.open("1").read() == b"theirs"
    wire.close()


@pytest.mark.parametrize("call", ["names", "has", "open", "put", "remove"])
def test_a_store_that_never_answers_is_given_up_in_time(bucket: str, s3, s3_port: int, call: str):
    wire = BrittleWire(s3_port, lambda line: True, "silence")
    s3(wire.port)
    store = ObjectStore(bucket, request_s=0.3, patience_s=1)
    started = time.monotonic()
    with pytest.raises(OSError, match="no answer in 1 s") as caught:
        {
            "names": lambda: store.names("tail"),
            "has": lambda: store.has("1"),
            "open": lambda: store.open("1"),
            "put": lambda: store.put_if_absent("1", b"1"),
            "remove": lambda: store.remove("1"),
        }[call]()
    assert time.monotonic() - started < 3
    assert "\n" not in str(caught.value)
    assert wire.n_cut >= 2, "it was tried more than once"
    wire.close()


@pytest.fixture
def guarded(s3_port: int) -> Iterator[None]:
    """The server looks at keys, which it does not do otherwise."""

    def unchecked_requests(n: bytes) -> None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{s3_port}/moto-api/reset-auth", n, {"Content-Type": "text/plain"}
        )
        urllib.request.urlopen(request, timeout=5).close()

    unchecked_requests(b"0")
    yield
    unchecked_requests(b"inf")


def test_wrong_keys_are_one_line(bucket: str, guarded: None):
    for call in (lambda: ObjectStore(bucket).names("tail"), lambda: ObjectStore(bucket).put_if_absent("1", b"1")):
        with pytest.raises(OSError, match=r"refused \(InvalidAccessKeyId\): look at AWS_") as caught:
            call()
        assert bucket in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        pytest.param("s3://no-such-bucket/home", "no such bucket", id="bucket"),
        pytest.param("ftp://somewhere/home", "Unable to recognise URL", id="scheme"),
        pytest.param("somewhere", "relative URL", id="no-address"),
    ],
)
def test_a_wrong_address_is_one_line(s3: object, address: str, message: str):
    def names() -> None:
        ObjectStore(address, patience_s=0).names("tail")

    def put() -> None:
        ObjectStore(address, patience_s=0).put_if_absent("1", b"1")

    for call in (names, put):
        with pytest.raises(OSError, match=message) as caught:
            call()
        assert "\n" not in str(caught.value)
        assert address in str(caught.value)


def test_nobody_at_the_endpoint_is_one_line(s3):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    s3(port)
    with pytest.raises(OSError, match=r"no answer in 0\.2 s .*error sending request"):
        ObjectStore("s3://bucket/home", patience_s=0.2).names("tail")
