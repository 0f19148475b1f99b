"""The screen lets pass whatever could hold a claim, for every watch in one pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms import builders_watch
from transforms.screen import Screen
from transforms.sentences import split_sentences

SOLDIERS = Screen([builders_watch.soldiers()])
ALL = Screen([builders_watch.soldiers(), builders_watch.ships(), builders_watch.outbreak()])


def passes(text):
    hits = SOLDIERS.hits(text).get("soldiers")
    return hits is not None and hits.is_of_interest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("North Korean soldiers are in Kursk.", True, id="subject and thing"),
        pytest.param("Pyongyang readies a spy-satellite.", True, id="hyphen"),
        pytest.param("North Korea suffered 300 casualties.", True, id="noun of a deed"),
        pytest.param("The North’s SOLDIERS are there.", True, id="capitals of a thing do not matter"),
        pytest.param("Soldiers went to the north of Kursk.", False, id="capitals of a name do"),
        pytest.param("North Korea held a parade.", False, id="subject alone"),
        pytest.param("Soldiers are in Kursk.", False, id="thing alone"),
        pytest.param("", False, id="nothing"),
    ],
)  # fmt: skip
def test_subject_and_thing_must_both_stand_in_the_text(text, expected):
    assert passes(text) is expected


def test_each_watch_finds_its_own_in_one_pass():
    found = ALL.hits("North Korean soldiers arrived. Elsewhere nothing happened.")
    assert [watch for watch, hits in found.items() if hits.is_of_interest] == ["soldiers"]


def test_a_hit_belongs_to_the_sentence_that_it_begins_in():
    text = "Nothing here. North Korean soldiers arrived. Nothing there."
    hits = SOLDIERS.hits(text)["soldiers"]
    assert [hits.is_in(s) for s in split_sentences(text)] == [False, True, False]
    assert [hits.names_subject(s) for s in split_sentences(text)] == [False, True, False]


def test_offsets_hold_where_small_letters_are_longer():
    text = "İİİİ. North Korean soldiers arrived."
    hits = SOLDIERS.hits(text)["soldiers"]
    assert text[hits.named[0] :].startswith("North Korean")


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_stands_around_makes_no_false_no(before, after):
    assert passes(f"{before} North Korean soldiers {after}")
