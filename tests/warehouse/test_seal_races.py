"""Writers, sealers and readers at once: whoever stands still, or is overtaken, does no harm."""

import itertools
import multiprocessing
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.warehouse.builders_events import NOON, some_events
from tests.warehouse.builders_seal import all_names, fill, names, seal_all, sweep_all
from warehouse.commit_store import LocalStore
from warehouse.log import EventLog
from warehouse.log_file import read_footer
from warehouse.seal import seal, sweep
from warehouse.verify import verify


def test_a_number_that_is_free_only_because_it_was_swept_is_not_taken(five: Path):
    slow = EventLog(five)
    slow.append(some_events(1, "f"), batch_id="f", now=NOON)
    fill(five, "g", "h")
    seal_all(five)
    sweep_all(five)
    known = slow.append(some_events(2, "g"), batch_id="g", now=NOON)
    assert (known.first_seq, known.is_new) == (11, False)
    fill(five, "i")
    seal_all(five)
    sweep_all(five)
    assert slow.append(some_events(1, "j"), batch_id="j", now=NOON).first_seq == 17
    assert str(verify(five)).endswith("hold")


class StandsStill(LocalStore):
    """Stands still before its next commit, while another process appends, seals and sweeps."""

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """As LocalStore."""
        home = Path(self.address).parent
        if len(all_names(home)) == 5:
            fill(home, "meanwhile", n=1)
            seal_all(home)
            sweep_all(home)
        return super().put_if_absent(name, content)


@pytest.mark.slow
def test_a_writer_that_stands_still_before_its_commit_takes_it_back_and_tries_again(five: Path):
    log = EventLog(store=StandsStill(five / "log"))
    receipt = log.append(some_events(3, "f"), batch_id="f", now=NOON)
    assert (receipt.first_seq, receipt.is_new) == (11, True)
    assert names(five) == all_names(five)
    assert [e.seq for e in log.read_events()] == list(range(14))
    assert verify(five).is_sound


class SealingStore(LocalStore):
    """Another process seals, and sweeps, right after each commit has become visible."""

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """As LocalStore."""
        is_ours = super().put_if_absent(name, content)
        home = Path(self.address).parent
        seal_all(home)
        sweep_all(home)
        return is_ours


def test_a_commit_that_is_sealed_before_its_writer_looks_again_is_the_writer_s_own(tmp_path: Path):
    log = EventLog(store=SealingStore(tmp_path / "log"))
    for number in range(4):
        receipt = log.append(some_events(2, str(number)), batch_id=f"b{number}", now=NOON)
        assert (receipt.first_seq, receipt.is_new) == (2 * number, True)
    assert all_names(tmp_path) == ["sealed/000000000000-000000000007.parquet"]
    assert verify(tmp_path).is_sound


class NotedStore(LocalStore):
    """Notes what makes a change safe, and what makes it visible."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.notes: list[str] = []

    def sync(self) -> None:
        """As LocalStore."""
        self.notes.append("sync")
        super().sync()

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """As LocalStore."""
        self.notes.append(name)
        return super().put_if_absent(name, content)


def test_a_commit_vouches_for_a_sealed_file_only_once_that_is_safe(five: Path):
    store = NotedStore(five / "log")
    log = EventLog(store=store)
    log.append(some_events(1, "f"), batch_id="f", now=NOON)
    (made,) = seal_all(five)
    for batch in "gh":
        receipt = log.append(some_events(1, batch), batch_id=batch, now=NOON)
    assert store.notes == [
        "tail/000000000010.parquet",
        "sync",
        "tail/000000000011.parquet",
        "tail/000000000012.parquet",
    ]
    vouched = read_footer(five / "log" / receipt.file).vouched
    assert vouched == {f"sealed/{made.name}": read_footer(made).seal}


def _write_until(home: Path, writer: int, until: float) -> None:
    log = EventLog(home)
    for number in itertools.count():
        if time.time() > until:
            return
        batch = f"{writer}-{number}"
        log.append(some_events(2, batch), batch_id=batch, now=datetime.now(UTC))
        if number % 3 == 0:
            shared = f"shared-{number}"
            log.append(some_events(2, shared), batch_id=shared, now=datetime.now(UTC))


def _seal_until(home: Path, until: float) -> None:
    while time.time() < until:
        now = datetime.now(UTC)
        seal(home, now=now, has_to=True)
        sweep(home, in_use=(), grace=timedelta(seconds=1.5), now=now)
        time.sleep(0.05)


def _read_until(home: Path, until: float) -> None:
    n = 0
    while time.time() < until:
        seqs = [event.seq for event in EventLog(home).read_events()]
        assert seqs == list(range(len(seqs)))
        assert len(seqs) >= n
        n = len(seqs)


@pytest.mark.slow
def test_writers_sealers_and_readers_at_once_do_each_other_no_harm(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    until = time.time() + 10
    roles = [
        context.Process(target=_write_until, args=(tmp_path, 1, until)),
        context.Process(target=_write_until, args=(tmp_path, 2, until)),
        context.Process(target=_seal_until, args=(tmp_path, until)),
        context.Process(target=_seal_until, args=(tmp_path, until)),
        context.Process(target=_read_until, args=(tmp_path, until)),
    ]
    for role in roles:
        role.start()
    for role in roles:
        role.join(60)
    assert [role.exitcode for role in roles] == [0] * len(roles)
    batches = [e.url.rsplit("/", 1)[0] for e in EventLog(tmp_path).read_events()]
    assert len(batches) == 2 * len(set(batches)), "each batch once, with both its events"
    assert names(tmp_path)[0].startswith("sealed/")
    assert str(verify(tmp_path)).endswith("hold")
