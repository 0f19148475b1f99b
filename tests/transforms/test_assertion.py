"""What a source asserts, what it rules out, and what nobody says at all."""

import pytest

from transforms.assertion import is_asked, standing
from transforms.language import english

STANDING = [
    ("flat", "The ship left the port.", "left", "asserted"),
    ("hedged", "The ship may have left the port.", "left", "asserted"),
    ("unlikely", "The ship is unlikely to leave the port.", "leave", "asserted"),
    ("ahead", "The ship will leave the port.", "leave", "asserted"),
    ("planned", "The ship plans to leave the port.", "leave", "asserted"),
    ("managed", "The ship managed to leave the port.", "leave", "asserted"),
    ("not", "The ship did not leave the port.", "leave", "negated"),
    ("failed", "The ship failed to leave the port.", "leave", "negated"),
    ("refused", "The ship refused to leave the port.", "leave", "negated"),
    ("prevented", "The storm prevented the ship from leaving the port.", "leaving", "negated"),
    ("false", "It is false that the ship left the port.", "left", "negated"),
    ("not true", "It is not true that the ship left the port.", "left", "negated"),
    ("no evidence", "There is no evidence that the ship left the port.", "left", "negated"),
    ("might have", "The ship might have left the port.", "left", "asserted"),
    ("would have", "The ship would have left the port.", "left", "open"),
    ("should not", "The ship should not leave the port.", "leave", "open"),
    ("demanded", "The mayor demanded that the ship leave the port.", "leave", "open"),
    ("urged", "The mayor urged the ship to leave the port.", "leave", "open"),
    ("hoped", "The mayor hopes that the ship will leave the port.", "leave", "open"),
    ("tried", "The ship tried to leave the port.", "leave", "open"),
    ("too early to say", "It is too early to say that the ship left the port.", "left", "open"),
    ("not ruled out", "It cannot be ruled out that the ship has left the port.", "left", "asserted"),
    ("asked", "Has the ship left the port?", "left", "open"),
    ("whether", "The mayor did not know whether the ship had left.", "left", "open"),
    ("wonders if", "The mayor wonders if the ship has left.", "left", "open"),
]


@pytest.mark.parametrize(("text", "word", "expected"), [pytest.param(*r[1:], id=r[0]) for r in STANDING])
def test_how_a_statement_stands(text, word, expected):
    token = next(t for t in english()(text) if t.text == word)
    assert standing(token, None) == expected


def test_what_stands_above_the_word_of_saying_is_not_the_sources_own():
    tokens = english()("Kyiv failed to show that the ship had left.")
    left, cue = tokens[8], tokens[3]
    assert (left.text, cue.text) == ("left", "show")
    assert standing(left, cue) == "asserted"


def test_a_condition_is_no_question():
    tokens = english()("The crew will sleep if the ship leaves.")
    assert not is_asked(next(t for t in tokens if t.text == "leaves"))


CLAIMS = [
    ("failed to send", "North Korea failed to send 3,000 soldiers to Russia, the NIS said.", ["negated"]),
    ("did not manage", "The NIS said North Korea did not manage to send 3,000 soldiers to Russia.", ["negated"]),
    ("has not sent", "The NIS said North Korea has not sent 3,000 soldiers to Russia.", ["negated"]),
    ("has yet to send", "The NIS said North Korea has yet to send 3,000 soldiers to Russia.", ["negated"]),
    ("never", "The NIS said North Korea had never sent 3,000 soldiers to Russia.", ["negated"]),
    ("does not believe", "The NIS does not believe that North Korea has sent 3,000 soldiers to Russia.", ["negated"]),
    ("called false", "Moscow called the claim that North Korea has sent 3,000 soldiers to Russia false.", ["negated"]),
    ("false rumours", "Rumours that North Korea has sent 3,000 soldiers to Russia are false, Moscow said.", ["negated"]),
    ("denied not sending", "Pyongyang denied that it had not sent 3,000 soldiers to Russia.", ["affirmed"]),
    ("managed to send", "The NIS said North Korea managed to send 3,000 soldiers to Russia.", ["affirmed"]),
    ("demanded", "Kyiv demanded that North Korea send 3,000 soldiers home from Russia.", []),
    ("would have", "North Korea would have sent 3,000 soldiers to Russia, the NIS said.", []),
    ("question", "Has North Korea sent 3,000 soldiers to Russia?", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "polarities"), [pytest.param(*r[1:], id=r[0]) for r in CLAIMS])
def test_a_number_takes_the_polarity_of_its_deed(soldiers, text, polarities):
    assert [c.polarity for c in soldiers(text) if c.kind == "quantity"] == polarities


LEVELS = [
    ("did not launch", "The JCS said North Korea did not launch a spy satellite.", [("launched", "negated", "certain")]),
    ("did not fail", "The JCS said North Korea did not fail to launch a spy satellite.", [("launched", "affirmed", "certain")]),
    ("stopped preparing", "The NIS said North Korea has stopped preparing a nuclear test.", [("preparing", "negated", "certain")]),
    ("nor", "The JCS said North Korea neither launched a spy satellite nor moved one.", [("launched", "negated", "certain")]),
    ("ruled out", "The NIS ruled out a nuclear test by North Korea in the coming days.", [("imminent", "negated", "certain")]),
    ("not ruled out", "The NIS did not rule out a nuclear test by North Korea in the coming days.", [("imminent", "affirmed", "even")]),
    ("too early", "The NIS said it was too early to say that North Korea had conducted a nuclear test.", []),
    ("should not", "North Korea should not conduct a nuclear test, the White House said.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*r[1:], id=r[0]) for r in LEVELS])
def test_a_rung_is_affirmed_negated_or_not_stated(soldiers, text, expected):
    found = [(c.level, c.polarity, c.certainty) for c in soldiers(text) if c.kind == "level"]
    assert found == expected


def test_a_movement_that_was_only_tried_has_not_taken_place(soldiers):
    text = "North Korea tried to send 3,000 soldiers to Russia, the NIS said."
    assert soldiers(text) == ()
