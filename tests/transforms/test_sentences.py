"""split_sentences: cuts where a sentence ends, keeps offsets, loses nothing, never hangs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  \n", [], id="blank"),
        pytest.param("It ended. Nobody spoke.", ["It ended.", "Nobody spoke."], id="two"),
        pytest.param("Lt. Gen. Doe spoke on Jan. 12 in Kyiv.", ["Lt. Gen. Doe spoke on Jan. 12 in Kyiv."], id="titles"),
        pytest.param("A U.S. official said so.", ["A U.S. official said so."], id="a name with stops"),
        pytest.param("J. R. Doe said so. Then he left.", ["J. R. Doe said so.", "Then he left."], id="initials"),
        pytest.param("They met in the U.S. The talks failed.", ["They met in the U.S.", "The talks failed."], id="a name at the end"),
        pytest.param("He said: “It is over.” She left.", ["He said: “It is over.”", "She left."], id="closing quote"),
        pytest.param("It rose 3.5 per cent. 40 died.", ["It rose 3.5 per cent.", "40 died."], id="a number opens one"),
        pytest.param("One line\nanother", ["One line", "another"], id="a line break ends one"),
        pytest.param("Really? Yes! No…", ["Really?", "Yes!", "No…"], id="other stops"),
    ],
)  # fmt: skip
def test_where_a_sentence_ends(text, expected):
    assert [s.text for s in split_sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from('aB1. \n\t”“"!?…-éİ'), max_size=300))
def test_sentences_are_verbatim_in_order_and_lose_nothing(text):
    sentences = list(split_sentences(text))
    assert all(text[s.start : s.end] == s.text == s.text.strip() != "" for s in sentences)
    assert all(a.end <= b.start and a.paragraph <= b.paragraph for a, b in pairwise(sentences))
    kept = "".join(s.text for s in sentences)
    assert "".join(kept.split()) == "".join(text.split())


def test_what_has_no_stop_is_cut_into_pieces():
    text = "word " * 5000
    assert max(len(s.text) for s in split_sentences(text)) <= 1500
