"""The commit step against an S3 server on this machine: one winner a name, and lost answers."""

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.warehouse.builders_events import NOON
from tests.warehouse.crash_roles import events_of, size_of
from tests.warehouse.crash_soak import Child
from tests.warehouse.s3_server import BrittleWire
from warehouse.listing import list_log
from warehouse.log import EventLog, LogError
from warehouse.log_file import digests_of, read_footer
from warehouse.object_store import ObjectStore

ROOT = Path(__file__).parents[2]


def write(address: str, port: int, batch_ids: list[str], acknowledgements: Connection) -> None:
    """Append batches to the log in a bucket, one after the other; what a process does."""
    os.environ |= environment(port)
    log = EventLog(store=ObjectStore(address))
    for batch_id in batch_ids:
        log.append(events_of(batch_id), batch_id=batch_id, now=NOON)
        acknowledgements.send(batch_id)


def environment(port: int) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "a-key",
        "AWS_SECRET_ACCESS_KEY": "a-secret",
    }


def batches_of_a_sound_log(address: str) -> list[str]:
    """The batches in a bucket, in order. Every byte, number and link of the chain is looked at."""
    store = ObjectStore(address)
    batches: list[str] = []
    next_seq, before = 0, ""
    for name in list_log(store).files:
        with store.open(name) as file:
            digests, footer = digests_of(file), read_footer(file)
        assert digests.is_sealed_right
        assert (footer.previous_sha256, footer.first_seq) == (before, next_seq)
        before, next_seq = digests.sha256, footer.next_seq
        batches.append(footer.batch_id)
    rows = [(event.seq, event.run_id) for event in EventLog(store=store).read_events()]
    expected = [batch for batch in batches for _ in range(size_of(batch))]
    assert rows == list(enumerate(expected))
    return batches


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
        for name, value in environment(port).items():
            monkeypatch.setenv(name, value)

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
    store = ObjectStore(bucket, request_s=0.2, patience_s=0.5)
    started = time.monotonic()
    with pytest.raises(OSError, match=r"no answer in 0\.5 s") as caught:
        {
            "names": lambda: store.names("tail"),
            "has": lambda: store.has("1"),
            "open": lambda: store.open("1"),
            "put": lambda: store.put_if_absent("1", b"1"),
            "remove": lambda: store.remove("1"),
        }[call]()
    assert time.monotonic() - started < 2
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


def test_writers_that_race_give_one_dense_sequence_with_every_batch_once(bucket: str, s3_port: int):
    puts: list[bytes] = []
    wire = BrittleWire(s3_port, lambda line: puts.append(line) or False, "answer")
    shared = [f"shared-{number}x2" for number in range(3)]
    own = [[f"w{writer}-{number}x3" for number in range(6)] for writer in range(3)]
    writers = [Child(write, bucket, wire.port, [*batches, *shared]) for batches in own]
    assert [writer.rest() for writer in writers] == [[*batches, *shared] for batches in own]
    wire.close()
    held = batches_of_a_sound_log(bucket)
    n_puts = sum(line.startswith(b"PUT") for line in puts)
    assert n_puts > len(held), "several reached for the same number"
    assert len(held) == len(set(held))
    assert set(held) == {*shared, *(batch for batches in own for batch in batches)}


@pytest.mark.slow
def test_writers_killed_in_the_middle_of_a_put_lose_and_double_nothing(bucket: str, s3_port: int):
    chance = random.Random(1)
    acknowledged: set[str] = set()
    to_do = [f"b{number}x3" for number in range(20)]
    longest_s = 0.2
    for _ in range(15):
        writer = Child(write, bucket, s3_port, to_do)
        time.sleep(chance.uniform(0.02, longest_s))
        acknowledged |= set(writer.kill())
        if not acknowledged:
            longest_s *= 1.5  # a slow machine: nobody got as far as a put
        held = batches_of_a_sound_log(bucket)
        assert acknowledged <= set(held)
        assert held == to_do[: len(held)], "each once, in order"
    assert acknowledged


@pytest.mark.slow
@pytest.mark.parametrize("cut", ["answer", "request"])
def test_a_log_behind_a_wire_that_loses_a_third_of_all_puts_is_whole(
    bucket: str, s3_port: int, cut: str
):
    chance = random.Random(2)
    wire = BrittleWire(s3_port, lambda line: line[:3] == b"PUT" and chance.random() < 0.33, cut)
    own = [[f"w{writer}-{number}x3" for number in range(6)] for writer in range(2)]
    writers = [Child(write, bucket, wire.port, [*batches, "sharedx2"]) for batches in own]
    assert [writer.rest() for writer in writers] == [[*batches, "sharedx2"] for batches in own]
    assert wire.n_cut >= 3
    assert sorted(batches_of_a_sound_log(bucket)) == sorted(["sharedx2", *own[0], *own[1]])
    wire.close()


def test_an_append_that_got_no_answer_is_found_when_it_is_run_again(bucket: str, s3, s3_port: int):
    wire = BrittleWire(s3_port, lambda line: line.startswith(b"PUT"), "answer")
    s3(wire.port)
    log = EventLog(store=ObjectStore(bucket, patience_s=0))
    with pytest.raises(LogError, match=r"no answer in 0 s .*run again") as caught:
        log.append(events_of("ax3"), batch_id="ax3", now=NOON)
    assert "\n" not in str(caught.value)
    receipt = log.append(events_of("ax3"), batch_id="ax3", now=NOON)
    assert (receipt.is_new, receipt.first_seq, receipt.n) == (False, 0, 3)
    assert wire.n_cut == 1
    assert batches_of_a_sound_log(bucket) == ["ax3"]
    wire.close()
