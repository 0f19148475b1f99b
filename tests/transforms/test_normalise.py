"""One form of text: normalised once, it stays."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.normalise import normalise, one_line


def test_normalised_text_has_one_blank_and_no_invisible_characters():
    assert normalise("a\u00ad\u200bb \u00a0 c\r\n\n d\u0301\n") == "ab c\nd\u0301"


def test_an_accent_that_stands_apart_is_joined_to_its_letter():
    assert normalise("cafe\u200b\u0301") == "caf\u00e9"


@given(st.text())
def test_to_normalise_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert "\n\n" not in once
    assert all(line == line.strip() for line in once.split("\n"))


@given(st.text())
def test_one_line_is_one_line_or_nothing(text):
    line = one_line(text)
    assert line is None or (line and len(line.splitlines()) == 1)
