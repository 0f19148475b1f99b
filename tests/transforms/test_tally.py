"""Whom a deed befell, and how many the words say."""

import pytest

from transforms.language import parse_sentences
from transforms.tally import befallen

_VERBS = {"capture": {"capture", "detain", "take custody"}, "kill": {"kill", "die"}}
_NOUNS = {"capture": {"capture"}, "kill": {"death"}}
_PEOPLE = {"rebel", "leader", "man", "soldier"}


def found(text, deed):
    (sentence,) = parse_sentences(text)
    return befallen(sentence.span, _VERBS[deed], _NOUNS[deed], _PEOPLE)


@pytest.mark.parametrize(
    ("text", "deed", "expected"),
    [
        pytest.param("The patrol killed two rebels.", "kill", [("rebels", 2, None)], id="object"),
        pytest.param("Two rebels were killed.", "kill", [("rebels", 2, None)], id="passive"),
        pytest.param(
            "The patrol captured a leader.", "capture", [("leader", None, None)], id="one"
        ),
        pytest.param(
            "Several rebels were detained.", "capture", [("rebels", None, "several")], id="vague"
        ),
        pytest.param(
            "The patrol captured a leader and several of his men.",
            "capture",
            [("leader", None, None), ("men", None, "several")],
            id="joined",
        ),
        pytest.param(
            "The raid led to the capture of three rebels.",
            "capture",
            [("rebels", 3, None)],
            id="noun",
        ),
        pytest.param(
            "They shot back, killing more than 30 rebels.",
            "kill",
            [("rebels", 30, None)],
            id="participle",
        ),
        pytest.param(
            "The police took five men into custody.",
            "capture",
            [("men", 5, None)],
            id="verb of two words",
        ),
        pytest.param("The patrol captured ten rifles.", "capture", [], id="things"),
        pytest.param("No rebels were killed.", "kill", [], id="denied"),
        pytest.param("The patrol tried to capture a leader.", "capture", [], id="not done"),
        pytest.param(
            "Since May, patrols have killed more than 60 rebels.", "kill", [], id="background"
        ),
        pytest.param("He is responsible for killing two soldiers.", "kill", [], id="accused"),
    ],
)
def test_a_deed_befalls_so_many(text, deed, expected):
    assert [
        (one.token.text, one.quantity and one.quantity.value, one.vague)
        for one in found(text, deed)
    ] == expected


def test_a_leader_may_be_one_of_them():
    (one,) = found("The patrol captured four rebels, including a leader.", "capture")
    assert [t.text for t in one.includes] == ["leader"]


def test_the_words_may_point_back():
    (one,) = found("The patrol then detained the man.", "capture")
    assert one.points_back
