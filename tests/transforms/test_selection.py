"""Selection: what can bring a claim is parsed, and what stands beside it is not."""

import pytest

from tests.transforms import builders_watch
from transforms.screen import Screen
from transforms.selection import Selection
from transforms.sentences import split_sentences

WATCH = builders_watch.soldiers()
SCREEN, SELECTION = Screen([WATCH]), Selection(WATCH)


def chosen(text):
    """The first words of the sentences that are worth parsing."""
    sentences = list(split_sentences(text))
    starts = SELECTION.worth_parsing(sentences, SCREEN.hits(text)[WATCH.id])
    return [s.text.split()[0] for s in sentences if s.start in starts]


CASES = {
    "a number of things": (
        "Rain fell. In Kursk stand 300 North Korean soldiers. Snow fell.",
        ["In"],
    ),
    "who spoke before": (
        "Kim spoke first. About 300 North Korean soldiers died.",
        ["Kim", "About"],
    ),
    "a number beside a verb": (
        "North Korean troops were dead, he said. Another 300 were killed. Another 300 were sold.",
        ["North", "Another"],
    ),
    "nothing to count it by": ("North Korean troops came. It cost $300. Nobody paid.", ["North"]),
}


@pytest.mark.parametrize(("text", "first_words"), CASES.values(), ids=CASES)
def test_what_is_worth_parsing(text, first_words):
    assert chosen(text) == first_words


def test_a_sentence_that_takes_up_a_thing_is_parsed():
    text = "North Korea may send troops to Russia. There are no signs of movement. The sun shone."
    assert chosen(text)[-1] == "There"


def test_a_number_long_after_the_subject_is_not():
    text = "North Korean soldiers left. " + "Rain fell. " * 9 + "Another 300 were killed."
    assert "Another" not in chosen(text)
