"""Sealed files that are damaged, forged or missing: refused by a seal, found by verify."""

import dataclasses
import os
import resource
import signal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.warehouse.builders_events import NOON, Story, day, some_events
from tests.warehouse.builders_seal import fill, flip, seal_all, sweep_all
from warehouse.log import EventLog, LogError
from warehouse.log_file import encode, read_footer
from warehouse.schema import events_to_table
from warehouse.verify import verify


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
