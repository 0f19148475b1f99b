"""What was found verbatim once is not read again, and nothing else is taken for it."""

import dataclasses
import json

import pytest

from tests.warehouse.builders_events import NOON, Story
from warehouse import evidence
from warehouse.evidence import check_evidence
from warehouse.log import EventLog
from warehouse.seal import seal
from warehouse.verified import known_files, note_files
from warehouse.verify import verify


@pytest.fixture
def looked_through(monkeypatch):
    """The names of the files whose quotations each `verify` read."""
    rounds = []

    def check(files, asked):
        rounds.append([path.name for path in asked])
        return check_evidence(files, asked)

    monkeypatch.setattr("warehouse.verify.check_evidence", check)
    return rounds


def append(home, batch_id, *events):
    return EventLog(home).append(list(events), batch_id=batch_id, now=NOON).file.name


def a_story():
    story = Story()
    story.says("ua.government", value=11000)
    return story.take()


def test_only_new_files_are_looked_through(tmp_path, looked_through):
    first = append(tmp_path, "a", *a_story())
    verify(tmp_path)
    second = append(tmp_path, "b", *a_story())
    assert [verify(tmp_path).is_sound for _ in range(2)] == [True, True]
    assert verify(tmp_path, afresh=True).is_sound
    assert looked_through == [[first], [second], [], [first, second]]


def test_a_loose_claim_in_a_new_file_is_found_each_time(tmp_path):
    append(tmp_path, "a", *a_story())
    verify(tmp_path)
    *_, article, claim = a_story()
    name = append(tmp_path, "b", article, dataclasses.replace(claim, start_char=1))
    reports = [verify(tmp_path, afresh=afresh) for afresh in (False, False, True)]
    assert [report.bad_file.name for report in reports] == [name] * 3


def test_a_changed_file_is_found_although_it_was_noted(tmp_path):
    append(tmp_path, "a", *a_story())
    verify(tmp_path)
    (path,) = EventLog(tmp_path).files()
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"ua.government", b"ua.gouvernmnt"))
    assert verify(tmp_path).bad_file == path


def test_a_file_whose_texts_stand_elsewhere_is_known_while_those_are(tmp_path, looked_through):
    *_, article, claim = a_story()
    first, second = append(tmp_path, "a", article), append(tmp_path, "b", claim)
    verify(tmp_path)
    verify(tmp_path)
    assert looked_through == [[first, second], []]
    hashes = json.loads((tmp_path / "derived" / "verified.json").read_text())["files"]
    ((texts_of_second,),) = filter(None, hashes.values())
    assert set(known_files(tmp_path, hashes)) == set(hashes)
    assert known_files(tmp_path, set(hashes) - {texts_of_second}) == {}


def test_a_sealed_file_is_looked_through_once(tmp_path, looked_through):
    for batch_id in "abc":
        append(tmp_path, batch_id, *a_story())
    verify(tmp_path)
    seal(tmp_path, now=NOON, has_to=True)
    assert verify(tmp_path).is_sound
    assert verify(tmp_path).is_sound
    assert [len(names) for names in looked_through] == [3, 1, 0]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"way": 0, "files": {"x": []}}', '{"way": 1, "files": 7}'])
def test_what_cannot_be_read_is_no_knowledge(tmp_path, content):
    note_files(tmp_path, {"x": []})
    assert known_files(tmp_path, ["x"]) == {"x": []}
    (tmp_path / "derived" / "verified.json").write_text(content)
    assert known_files(tmp_path, ["x"]) == {}


def test_a_window_may_lack_files_that_are_known(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "_EVENTS_AT_ONCE", 2)
    names = [append(tmp_path, str(n), *a_story(), *a_story()) for n in range(5)]
    verify(tmp_path)
    known = json.loads((tmp_path / "derived" / "verified.json").read_text())["files"]
    note_files(tmp_path, {file: on for n, (file, on) in enumerate(known.items()) if n % 2})
    assert verify(tmp_path).is_sound
    assert len(names) == len(known)
