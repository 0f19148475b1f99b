"""The screen lets pass whatever could hold a claim."""

import pytest

from tests.transforms import builders_watch
from transforms.screen import is_of_interest


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        pytest.param("North Korean soldiers are in Kursk.", True, id="subject and thing"),
        pytest.param("Pyongyang readies a spy-satellite.", True, id="hyphen"),
        pytest.param("North Korea suffered 300 casualties.", True, id="noun of a deed"),
        pytest.param("North Korea held a parade.", False, id="subject alone"),
        pytest.param("Soldiers are in Kursk.", False, id="thing alone"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_subject_and_thing_must_both_stand_in_the_text(text, passes):
    assert is_of_interest(text, builders_watch.soldiers()) is passes
