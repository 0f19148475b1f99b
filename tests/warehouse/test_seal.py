"""Sealing and sweeping change how the log is stored, and nothing that it says."""

import itertools
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.builders_events import NOON, day, some_events
from tests.warehouse.builders_seal import (
    TOMORROW,
    all_names,
    fill,
    flip,
    names,
    seal_all,
    sweep_all,
)
from warehouse import seal_policy
from warehouse.log import EventLog, LogError
from warehouse.log_file import read_footer
from warehouse.seal import seal, sweep
from warehouse.verify import verify


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
