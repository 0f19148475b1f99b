"""Which word negates which, and what is ruled out, whatever the words are about."""

import pytest

from transforms.clauses import clause_of
from transforms.denial import denies, is_silent_on
from transforms.language import english
from transforms.polarity import is_negated, is_ruled_out, negator_of


def token(text, word):
    return next(t for t in english()(text) if t.text == word)


NEGATORS = [
    ("plain", "The ferry sailed.", "sailed", None),
    ("not", "The ferry did not sail.", "sail", "not"),
    ("n't", "The ferry didn't sail.", "sail", "n't"),
    ("never", "The ferry has never sailed.", "sailed", "never"),
    ("no as subject", "No ferry sailed.", "sailed", "No"),
    ("no as object", "The port saw no ferry.", "saw", "no"),
    ("no on the noun", "The port saw no ferry.", "ferry", "no"),
    ("nobody", "Nobody sailed.", "sailed", "Nobody"),
    ("no longer", "The ferry no longer leaves the harbour.", "leaves", "longer"),
    ("yet to", "The ferry has yet to sail.", "sail", "yet"),
    ("hardly", "The ferry hardly moved.", "moved", "hardly"),
    ("barely is no negation", "The ferry barely moved.", "moved", None),
    ("not only", "The ferry not only sailed but raced.", "sailed", None),
    ("no doubt", "There is no doubt.", "is", None),
    ("not of another clause", "The ferry sailed although it did not rain.", "sailed", None),
]


@pytest.mark.parametrize(("text", "word", "expected"), [pytest.param(*r[1:], id=r[0]) for r in NEGATORS])
def test_the_word_that_negates(text, word, expected):
    found = negator_of(token(text, word))
    assert (found.text if found is not None else None) == expected


SCOPE = [
    ("over an infinitive", "The ferry is not ready to sail.", "sail", True),
    ("over a noun under it", "The port did not report the arrival of a ferry.", "arrival", True),
    ("not out of a clause", "The captain did not say that the ferry had sailed.", "sailed", False),
    ("not into the clause above", "The captain said that the ferry had not sailed.", "said", False),
    ("without", "The ferry sailed without a licence.", "licence", True),
    ("without doing", "The ferry left without taking passengers.", "taking", True),
]


@pytest.mark.parametrize(("text", "word", "expected"), [pytest.param(*r[1:], id=r[0]) for r in SCOPE])
def test_how_far_a_negation_reaches(text, word, expected):
    assert is_negated(token(text, word)) is expected


RULED_OUT = [
    ("no signs of", "There are no signs of a strike.", "strike", True),
    ("no evidence that", "There is no evidence that the union called a strike.", "called", True),
    ("has not seen any sign", "The port has not seen any sign of a strike.", "strike", True),
    ("few signs", "There are few signs of a strike.", "strike", True),
    ("lacking", "Signs of a strike are lacking.", "strike", True),
    ("signs", "There are signs of a strike.", "strike", False),
]


@pytest.mark.parametrize(("text", "word", "expected"), [pytest.param(*r[1:], id=r[0]) for r in RULED_OUT])
def test_what_is_ruled_out(text, word, expected):
    found = token(text, word)
    assert is_ruled_out(found, clause_of(found)) is expected


SAYING = [
    ("denied", "The union denied that it called a strike.", "denied", "called", True, False),
    ("dismissed", "The union dismissed the report as false.", "dismissed", "report", True, False),
    ("not seen", "The port has not seen workers leave.", "seen", "leave", True, False),
    ("did not say", "The union did not say whether it called a strike.", "say", "called", False, True),
    ("never said", "The union never said that it called a strike.", "said", "called", False, True),
    ("declined to confirm", "The union declined to confirm that it called a strike.", "confirm", "called", False, True),
    ("failed to confirm", "The union failed to confirm that it called a strike.", "confirm", "called", False, True),
    ("unable to verify", "The port was unable to verify that it called a strike.", "verify", "called", False, True),
    ("said", "The union said that it called a strike.", "said", "called", False, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cue", "content", "is_denied", "is_silent"), [pytest.param(*r[1:], id=r[0]) for r in SAYING]
)
def test_who_says_no_and_who_says_nothing(text, cue, content, is_denied, is_silent):
    tokens = english()(text)
    said = next(t for t in tokens if t.text == cue)
    below = next(t for t in tokens if t.text == content)
    assert is_silent_on(said, below) is is_silent
    if not is_silent:
        assert denies(said, below) is is_denied
