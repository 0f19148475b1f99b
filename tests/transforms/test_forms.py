"""forms_pattern: every form of a verb is found, and no other word."""

import pytest

from transforms.forms import forms_pattern

FORMS = {
    "send": "send sends sent sending",
    "deny": "deny denies denied denying",
    "surge": "surge surges surged surging",
    "ship": "ship ships shipped shipping",
    "die": "die dies died dying",
    "say": "say says said saying",
    "test-fire": "test-fire test-fired",
    "Put": "put puts putting",
}


@pytest.mark.parametrize(("word", "forms"), FORMS.items(), ids=FORMS)
def test_each_form_is_found(word, forms):
    pattern = forms_pattern([word])
    assert [f for f in forms.split() if not pattern.fullmatch(f.upper())] == []


def test_no_other_word_is_found():
    assert not forms_pattern(["send", "die"]).search("a sender, a diet, the dead, sense")
    assert not forms_pattern([]).search("any text")
