"""Sealing and sweeping change how the log is stored, and nothing that it says."""

import dataclasses
import itertools
import multiprocessing
import os
import resource
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.builders_events import NOON, Story, day, some_events
from warehouse import seal_policy
from warehouse.commit_store import LocalStore
from warehouse.log import EventLog, LogError
from warehouse.log_file import encode, read_footer
from warehouse.schema import events_to_table
from warehouse.seal import seal, sweep
from warehouse.verify import verify

TOMORROW = NOON + timedelta(days=1)


def fill(home: Path, *batch_ids: str, now: datetime = NOON, n: int = 2) -> None:
    for batch_id in batch_ids:
        EventLog(home).append(some_events(n, batch_id), batch_id=batch_id, now=now)


def seal_all(home: Path, now: datetime = NOON) -> list[Path]:
    return seal(home, now=now, has_to=True)


def sweep_all(home: Path, now: datetime = NOON) -> list[Path]:
    return sweep(home, in_use=(), grace=timedelta(0), now=now)


def names(home: Path) -> list[str]:
    return [f"{path.parent.name}/{path.name}" for path in EventLog(home).files()]


def all_names(home: Path) -> list[str]:
    return sorted(str(p.relative_to(home / "log")) for p in (home / "log").glob("*/*.parquet"))


@pytest.fixture
def five(tmp_path: Path) -> Path:
    """Five commits of two events each."""
    fill(tmp_path, *"abcde")
    return tmp_path


def test_sealing_makes_one_file_that_says_what_the_commits_said(five: Path):
    log = EventLog(five)
    before, head = list(log.read_events()), log.head()
    (made,) = seal_all(five)
    assert made == five / "log" / "sealed" / "000000000000-000000000009.parquet"
    assert log.files() == (made,)
    assert list(log.read_events()) == before
    assert EventLog(five).head() == head
    assert str(verify(five)).startswith("6 files, 10 events")


def test_the_footer_keeps_every_commit(five: Path):
    commits = [read_footer(path) for path in EventLog(five).files()]
    head = EventLog(five).head()
    footer = read_footer(seal_all(five)[0])
    assert [(c.batch_id, c.first_seq, c.n, c.recorded_at) for c in footer.commits] == [
        (c.batch_id, c.first_seq, c.n, c.recorded_at) for c in commits
    ]
    assert [c.sha256 for c in footer.commits] == [
        *(c.previous_sha256 for c in commits[1:]),
        head.sha256,
    ]


def test_a_batch_is_known_and_the_chain_goes_on_once_its_commit_is_sealed_and_swept(five: Path):
    old = EventLog(five)
    old.append(some_events(1, "f"), batch_id="f", now=NOON)
    seal_all(five)
    assert len(sweep_all(five)) == 6
    for log in (old, EventLog(five)):
        receipt = log.append(some_events(2, "b"), batch_id="b", now=NOON)
        assert (receipt.first_seq, receipt.n, receipt.is_new) == (2, 2, False)
    fill(five, "g")
    assert names(five) == ["sealed/000000000000-000000000010.parquet", "tail/000000000011.parquet"]
    assert str(verify(five)).startswith("2 files, 13 events")


def test_sealing_goes_on_behind_what_is_sealed_and_merges_it_with_more(five: Path):
    seal_all(five)
    fill(five, *"fghij")
    seal_all(five)
    assert names(five) == ["sealed/000000000000-000000000019.parquet"]
    assert len(sweep_all(five)) == 11, "ten commits and the first sealed file"
    assert str(verify(five)).startswith("1 files, 20 events")
    assert [e.seq for e in EventLog(five).read_events()] == list(range(20))


def test_a_month_that_is_over_is_sealed_at_the_first_chance(tmp_path: Path):
    fill(tmp_path, *"ab", now=day(29))
    fill(tmp_path, *"cd", now=day(31))  # 1 December
    assert seal(tmp_path, now=day(30)) == []
    assert len(seal(tmp_path, now=day(31))) == 1
    assert names(tmp_path)[0] == "sealed/000000000000-000000000003.parquet"
    assert seal(tmp_path, now=day(31)) == []
    assert str(verify(tmp_path)).endswith("hold")


def test_many_commits_of_this_month_are_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("warehouse.seal.COMMITS_UNSEALED", 4)
    monkeypatch.setattr(seal_policy, "COMMITS_UNSEALED", 4)
    for number in range(30):
        fill(tmp_path, str(number), n=1)
        seal(tmp_path, now=NOON)
        sweep_all(tmp_path)
        assert len(all_names(tmp_path)) <= 4 + 3
    assert [e.seq for e in EventLog(tmp_path).read_events()] == list(range(30))
    assert str(verify(tmp_path)).endswith("hold")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["append", "month", "seal", "all", "sweep"]), max_size=14))
def test_any_order_of_appends_seals_and_sweeps_keeps_every_event_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
):
    home, now, n = tmp_path_factory.mktemp("home"), NOON, 0
    logs = itertools.cycle([EventLog(home), EventLog(home)])
    for step in steps:
        if step == "append":
            batch = some_events(2, str(n))
            assert next(logs).append(batch, batch_id=f"b{n}", now=now).is_new
            n += 1
        elif step == "month":
            now += timedelta(days=31)
        elif step == "sweep":
            sweep(home, in_use=(), grace=timedelta(0), now=now)
        else:
            seal(home, now=now, has_to=step == "all")
    assert [e.seq for e in next(logs).read_events()] == list(range(2 * n))
    assert verify(home).is_sound
    for number in range(n):
        batch = some_events(2, str(number))
        assert not next(logs).append(batch, batch_id=f"b{number}", now=now).is_new


def test_no_log_is_sealed_or_swept_to_nothing(tmp_path: Path):
    assert (seal_all(tmp_path), sweep_all(tmp_path)) == ([], [])
    assert os.listdir(tmp_path) == [], "looking makes no folder"


# --- the sweep ------------------------------------------------------------------------------


def test_a_sweep_waits_for_the_grace_and_leaves_what_is_in_use(five: Path):
    seal_all(five)
    commits = sorted((five / "log" / "tail").iterdir())
    hour = timedelta(hours=1)
    assert sweep(five, in_use=(), now=TOMORROW - hour) == []
    assert sweep(five, in_use=[str(commits[1])], now=TOMORROW + hour) == [
        path for path in commits if path != commits[1]
    ]
    assert sweep(five, in_use=(), now=TOMORROW + hour) == [commits[1]]


def test_a_log_that_is_sealed_again_and_again_is_swept_all_the_same(five: Path):
    def at(hours: int) -> datetime:
        return NOON + timedelta(hours=hours)

    (first,) = seal_all(five)
    fill(five, "f", now=at(23))
    (second,) = seal_all(five, now=at(23))
    assert EventLog(five).files() == (second,)
    assert len(sweep(five, in_use=(), now=at(25))) == 5, "what the first sealed file covers"
    assert [e.seq for e in EventLog(five).read_events()] == list(range(12))
    assert sweep(five, in_use=(), now=at(46)) == []
    rest = sweep(five, in_use=(), now=at(47))
    assert sorted(rest) == [first, five / "log" / "tail" / "000000000010.parquet"]
    assert str(verify(five)).startswith("1 files, 12 events")


def test_what_was_sealed_from_is_kept_where_the_sealed_file_is_damaged(five: Path):
    (made,) = seal_all(five)
    flip(made, 100)
    with pytest.raises(
        LogError, match=r"not swept: .*seal does not match.*vedette verify"
    ) as caught:
        sweep_all(five)
    assert "\n" not in str(caught.value)
    assert len(os.listdir(five / "log" / "tail")) == 5


def test_a_reader_goes_on_in_the_sealed_file_where_its_commits_are_swept(five: Path):
    reading = EventLog(five).read_events()
    first = [next(reading).seq for _ in range(3)]
    seal_all(five)
    sweep_all(five)
    assert first + [event.seq for event in reading] == list(range(10))


def test_a_reader_of_a_wider_range_passes_over_what_it_has_read(five: Path):
    seal_all(five)
    fill(five, "f", "g", n=9)
    reading = EventLog(five).read_events()
    first = [next(reading).seq for _ in range(10)]
    seal_all(five)
    sweep_all(five)
    assert first + [event.seq for event in reading] == list(range(28))


# --- a writer that stood still ---------------------------------------------------------------


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


# --- damage ----------------------------------------------------------------------------------


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


@pytest.mark.parametrize("which", [0, 2, 4])
def test_what_is_not_whole_is_not_sealed(five: Path, which: int):
    path = EventLog(five).files()[which]
    flip(path, 50)
    with pytest.raises(
        LogError, match=r"not sealed: .*seal does not match.*vedette verify"
    ) as caught:
        seal_all(five)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert os.listdir(five / "log" / "sealed") == os.listdir(five / "log" / "_tmp") == []


def test_a_chain_with_a_gap_is_not_sealed(five: Path):
    EventLog(five).files()[2].unlink()
    with pytest.raises(LogError, match="starts at seq 6, where 4 comes next"):
        seal_all(five)


def test_a_full_disk_leaves_the_log_as_it_was(five: Path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(LogError, match=r"not sealed: .*too large"):
            seal_all(five)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert os.listdir(five / "log" / "sealed") == os.listdir(five / "log" / "_tmp") == []
    assert verify(five).is_sound


@pytest.mark.parametrize("has_commits", [True, False], ids=["not-swept", "swept"])
def test_every_flipped_byte_of_a_sealed_file_is_found(tmp_path: Path, has_commits: bool):
    fill(tmp_path, "a", "b", n=1)
    (made,) = seal_all(tmp_path)
    if not has_commits:
        sweep_all(tmp_path)
    whole = made.read_bytes()
    made.chmod(0o644)
    for place in range(0, len(whole), 97):
        made.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert verify(tmp_path).bad_file == made, place


def forge(path: Path) -> None:
    """Write a sealed file anew, with another title, under a right seal and the same footer."""
    footer = read_footer(path)
    table = pq.read_table(path)
    title = table.schema.get_field_index("title")
    forged = table.set_column(title, table.schema.field(title), [["forged"] * table.num_rows])
    path.unlink()
    path.write_bytes(encode(forged, footer))


def test_every_sealed_file_is_vouched_for_by_those_after_it(five: Path):
    (first,) = seal_all(five)
    fill(five, "f", n=1, now=day(40))
    (second,) = seal_all(five, now=day(40))
    sweep_all(five, now=day(40))
    fill(five, "g", n=1, now=day(41))
    assert verify(five).is_sound
    for path, voucher in ((second, "tail/000000000011"), (first, second.stem)):
        whole = path.read_bytes()
        forge(path)
        report = verify(five)
        assert report.bad_file == path
        assert voucher in str(report)
        path.write_bytes(whole)


def test_a_commit_that_is_not_what_was_sealed_is_found(five: Path):
    commits = EventLog(five).files()
    (made,) = seal_all(five)
    footer = read_footer(commits[1])
    other = dataclasses.replace(some_events(1, "x")[0], title="another")
    table = events_to_table([other] * 2, first_seq=2, recorded_at=footer.recorded_at)
    commits[1].unlink()
    commits[1].write_bytes(encode(table, footer))
    report = verify(five)
    assert (report.bad_file, report.files) == (commits[1], 2)
    assert f"is not what sealed/{made.name} was made of" in str(report)


def test_a_missing_commit_behind_the_sealed_files_is_found(five: Path):
    seal_all(five)
    sweep_all(five)
    fill(five, "f", "g")
    (five / "log" / "tail" / "000000000010.parquet").unlink()
    report = verify(five)
    assert report.bad_file == five / "log" / "tail" / "000000000012.parquet"
    assert "starts at seq 12, where 10 comes next" in str(report)


def test_evidence_is_looked_up_in_articles_of_other_files(tmp_path: Path):
    story = Story()
    claim = story.says("kr.nis", value=11000)
    _, article, _ = story.take()
    log = EventLog(tmp_path)
    log.append([article], batch_id="article", now=NOON)
    seal_all(tmp_path)
    log.append([claim], batch_id="claim", now=NOON)
    assert verify(tmp_path).is_sound
    bad = dataclasses.replace(claim, evidence="no such words", claim_id="bad")
    receipt = log.append([bad], batch_id="bad", now=NOON)
    assert verify(tmp_path).bad_file == receipt.file


# --- the file --------------------------------------------------------------------------------


def test_rows_stand_in_the_order_of_seq_in_row_groups_for_a_scan(
    five: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("warehouse.seal._ROW_GROUP_ROWS", 4)
    (made,) = seal_all(five)
    metadata = pq.read_metadata(made)
    assert [metadata.row_group(k).num_rows for k in range(metadata.num_row_groups)] == [4, 4, 2]
    assert pq.read_table(made).column("seq").to_pylist() == list(range(10))
    assert sorted(e.seq for e in EventLog(five).read_events(["article_fetched"])) == list(range(10))


def test_an_instant_of_sealing_is_kept_in_utc(five: Path):
    (made,) = seal_all(five, now=datetime.fromisoformat("2024-11-01T21:00:00+09:00"))
    sealed_at = read_footer(made).sealed_at
    assert sealed_at == NOON
    assert sealed_at.tzinfo is UTC


# --- many at once ----------------------------------------------------------------------------


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
