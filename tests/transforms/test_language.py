"""Where a sentence ends, and that its offsets are the text's own."""

import pytest

from transforms.language import model_name, parse_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("It ended. Nobody spoke.", 2, id="two"),
        pytest.param("Lt. Gen. Kyrylo Doe said so on Jan. 12 in Kyiv.", 1, id="titles and months"),
        pytest.param("A U.S. official said that Tunnel No. 3 was open.", 1, id="names with stops"),
        pytest.param("They met in the U.S. The talks failed.", 2, id="a name with a stop at the end"),
        pytest.param("One line\nanother line", 2, id="a line break always ends one"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_a_stop_within_a_name_ends_no_sentence(text, count):
    sentences = list(parse_sentences(text))
    assert len(sentences) == count
    assert all(text[s.start : s.end] == s.text for s in sentences)


def test_paragraphs_are_numbered():
    assert [s.paragraph for s in parse_sentences("One. Two.\n\nThree.")] == [0, 0, 1]


def test_the_model_names_itself():
    assert model_name().startswith("en_core_web")
