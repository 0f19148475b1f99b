"""verify finds any flipped byte, any missing file, any quotation that is not in its article."""

import dataclasses
import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.builders_events import NOON, Story, an_article, some_events
from transforms.records import Event
from warehouse.log import EventLog
from warehouse.log_file import Footer, encode, read_footer
from warehouse.schema import events_to_table
from warehouse.verify import verify


@pytest.fixture(scope="module")
def three_commits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("three")
    for batch_id in "abc":
        EventLog(home).append(some_events(3, batch_id), batch_id=batch_id, now=NOON)
    return home


def copy_of(home: Path, into: Path) -> Path:
    shutil.copytree(home, into, dirs_exist_ok=True)
    for path in EventLog(into).files():
        path.chmod(0o644)
    return into


def as_table(events: list[Event], footer: Footer) -> pa.Table:
    return events_to_table(events, first_seq=footer.first_seq, recorded_at=footer.recorded_at)


def test_a_sound_log_is_counted(three_commits: Path):
    report = verify(three_commits)
    assert (report.is_sound, report.files, report.events) == (True, 3, 9)


def test_no_log_is_sound_and_empty(tmp_path: Path):
    assert verify(tmp_path).is_sound
    assert verify(tmp_path).files == 0


@settings(max_examples=60, deadline=None)
@given(which=st.integers(0, 2), where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found_and_the_file_named(
    three_commits: Path,
    tmp_path_factory: pytest.TempPathFactory,
    which: int,
    where: float,
    bit: int,
):
    home = copy_of(three_commits, tmp_path_factory.mktemp("flipped"))
    path = EventLog(home).files()[which]
    content = bytearray(path.read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    path.write_bytes(content)
    report = verify(home)
    assert report.bad_file == path
    assert str(path) in report.problem
    assert "\n" not in report.problem


@pytest.mark.parametrize("which", [0, 1])
def test_a_missing_file_is_found_at_its_successor(three_commits: Path, tmp_path: Path, which: int):
    home = copy_of(three_commits, tmp_path)
    files = EventLog(home).files()
    files[which].unlink()
    assert verify(home).bad_file == files[which + 1]


def test_a_file_written_anew_with_a_right_seal_breaks_the_chain(
    three_commits: Path, tmp_path: Path
):
    home = copy_of(three_commits, tmp_path)
    log = EventLog(home)
    path = log.files()[1]
    rows = [e for e in log.read_events() if e.seq in range(3, 6)]
    forged = [dataclasses.replace(row, title="forged") for row in rows]
    footer = read_footer(path)
    path.write_bytes(encode(as_table(forged, footer), footer))
    report = verify(home)
    assert report.bad_file == log.files()[2]
    assert "not the one it was written after" in report.problem


def test_rows_that_do_not_fit_their_footer_are_found(tmp_path: Path):
    log = EventLog(tmp_path)
    path = log.append(some_events(3), batch_id="a", now=NOON).file
    rows = list(log.read_events())
    footer = read_footer(path)
    path.unlink()
    path.write_bytes(encode(as_table(rows, footer).take([0, 2, 1]), footer))
    assert "not dense" in verify(tmp_path).problem


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"evidence": "Kyiv said 9 ."}, id="other-words"),
        pytest.param({"start_char": 1}, id="shifted"),
        pytest.param({"article_id": "f" * 64}, id="no-such-article"),
    ],
)
def test_evidence_that_is_not_verbatim_is_found(tmp_path: Path, change: dict[str, object]):
    story = Story()
    story.says("ua.government", value=11000)
    EventLog(tmp_path).append(story.take(), batch_id="good", now=NOON)
    assert verify(tmp_path).is_sound
    bad = dataclasses.replace(story.says("ua.government", value=12000), **change)
    receipt = EventLog(tmp_path).append([story.take()[0], bad], batch_id="bad", now=NOON)
    report = verify(tmp_path)
    assert report.bad_file == receipt.file
    assert bad.claim_id in report.problem


def test_evidence_is_measured_in_code_points(tmp_path: Path):
    story = Story()
    story.says("ua.government", value=11000)
    article = an_article("𝔘𝔫 e\u0301 — 김정은: “11,000”.")
    story.says("kr.nis", value=11000, article=article)
    EventLog(tmp_path).append(story.take(), batch_id="good", now=NOON)
    assert verify(tmp_path).is_sound
