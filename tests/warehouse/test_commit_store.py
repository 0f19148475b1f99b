"""The commit step: one of many gets a name, and what has it is whole and stays."""

import contextlib
import io
import multiprocessing
import os
from contextlib import AbstractContextManager
from multiprocessing.queues import Queue
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.warehouse.builders_events import NOON, some_events
from warehouse.commit_store import CommitStore, LocalStore
from warehouse.log import EventLog, LogError

NAME = "tail/000000000000.parquet"


def read(store: LocalStore) -> bytes:
    with store.open(NAME) as file:
        return file.read()


def test_a_name_is_given_once_and_keeps_its_content(tmp_path: Path):
    store = LocalStore(tmp_path / "log")
    assert store.put_if_absent(NAME, b"first")
    assert not store.put_if_absent(NAME, b"second")
    assert read(store) == b"first"
    assert (store.names("tail"), store.names("sealed")) == ([NAME], [])
    assert os.listdir(tmp_path / "log" / "_tmp") == []


def test_what_is_not_there_is_told_apart_from_what_is(tmp_path: Path):
    store = LocalStore(tmp_path / "log")
    assert (store.has(NAME), store.names("tail")) == (False, [])
    with pytest.raises(FileNotFoundError):
        store.open(NAME)
    store.remove(NAME)
    store.sync()
    store.put_if_absent(NAME, b"1")
    assert store.has(NAME)
    store.remove(NAME)
    assert not store.has(NAME)


def test_a_file_is_visible_when_it_is_written_and_not_before(tmp_path: Path):
    store = LocalStore(tmp_path / "log")

    def write(out: BinaryIO) -> None:
        out.write(b"half")
        assert store.names("tail") == []
        out.write(b" and half")

    assert store.put_written(NAME, write)
    assert read(store) == b"half and half"


def test_a_writing_that_fails_leaves_nothing(tmp_path: Path):
    store = LocalStore(tmp_path / "log")

    def write(out: BinaryIO) -> None:
        out.write(b"half")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        store.put_written(NAME, write)
    assert store.names("tail") == os.listdir(tmp_path / "log" / "_tmp") == []


def _reach_for_names(folder: Path, who: bytes, won: "Queue[int]") -> None:
    store = LocalStore(folder)
    for number in range(100):
        if store.put_if_absent(f"tail/{number:012d}.parquet", who * 1000):
            won.put(number)


def test_of_several_processes_exactly_one_gets_a_name(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    won: Queue[int] = context.Queue()
    args = [(tmp_path / "log", who, won) for who in (b"a", b"b")]
    racers = [context.Process(target=_reach_for_names, args=each) for each in args]
    for racer in racers:
        racer.start()
    names = sorted(won.get(timeout=60) for _ in range(100))
    for racer in racers:
        racer.join(60)
    assert (names, won.empty()) == (list(range(100)), True)
    contents = {path.read_bytes() for path in (tmp_path / "log" / "tail").iterdir()}
    assert contents <= {b"a" * 1000, b"b" * 1000}


def test_only_one_process_is_alone(tmp_path: Path):
    with LocalStore(tmp_path).alone() as first, LocalStore(tmp_path).alone() as second:
        assert (first, second) == (True, False)
    with LocalStore(tmp_path).alone() as third:
        assert third


# --- a log in another store -----------------------------------------------------------------


class Shelf:
    """A store that is no folder: contents in memory, under names."""

    def __init__(self) -> None:
        self.address = "shelf"
        self.contents: dict[str, bytes] = {}

    def names(self, folder: str) -> list[str]:
        return [name for name in self.contents if name.startswith(f"{folder}/")]

    def has(self, name: str) -> bool:
        return name in self.contents

    def open(self, name: str) -> BinaryIO:
        if name not in self.contents:
            raise FileNotFoundError(name)
        return io.BytesIO(self.contents[name])

    def put_if_absent(self, name: str, content: bytes) -> bool:
        return self.contents.setdefault(name, content) is content

    def remove(self, name: str) -> None:
        self.contents.pop(name, None)

    def sync(self) -> None:
        pass

    def turn(self) -> AbstractContextManager[None]:
        return contextlib.nullcontext()


def test_a_log_stands_in_any_store_that_has_the_step():
    shelf: CommitStore = Shelf()
    ours, theirs = EventLog(store=shelf), EventLog(store=shelf)
    assert ours.head().seq == -1
    for number in range(4):
        log = (ours, theirs)[number % 2]
        assert log.append(some_events(2, str(number)), batch_id=f"b{number}", now=NOON).is_new
    assert not ours.append(some_events(2, "3"), batch_id="b3", now=NOON).is_new
    assert [e.seq for e in theirs.read_events()] == list(range(8))
    assert theirs.head() == ours.head()
    assert str(ours.files()[0]) == NAME


def test_a_damaged_file_of_another_store_is_named_by_its_address():
    shelf = Shelf()
    EventLog(store=shelf).append(some_events(2), batch_id="a", now=NOON)
    shelf.contents[NAME] = shelf.contents[NAME][:-20]
    with pytest.raises(LogError, match=f"^shelf/{NAME}: ") as caught:
        list(EventLog(store=shelf).read_events())
    assert "\n" not in str(caught.value)


def test_a_log_has_a_home_or_a_store(tmp_path: Path):
    with pytest.raises(ValueError, match="a home or a store"):
        EventLog()
    with pytest.raises(ValueError, match="a home or a store"):
        EventLog(tmp_path, store=Shelf())
