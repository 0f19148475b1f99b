"""Which noun a number counts, and whether it is a part of another or a former one."""

import pytest

from transforms.counted import counted_noun, is_former, is_part, number_token
from transforms.language import parse_sentences
from transforms.quantity import find_counts, find_quantities


def numbers(text):
    (sentence,) = parse_sentences(text)
    tokens = [number_token(sentence.span, q) for q in find_counts(sentence.span.text)]
    assert None not in tokens
    return tokens


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        pytest.param("They sent 3,000 soldiers.", ["soldiers"], id="next to it"),
        pytest.param("They sent 3,000 well trained soldiers.", ["soldiers"], id="words between"),
        pytest.param("They sent thousands of soldiers.", ["soldiers"], id="of"),
        pytest.param("They sent two dozen ships.", ["ships"], id="dozen"),
        pytest.param("They sent 20 ships and 300 sailors.", ["ships", "sailors"], id="two"),
        pytest.param("The number of patients rose to 300.", ["patients"], id="measure"),
        pytest.param("They lost 40 of their ships.", ["ships"], id="partitive"),
    ],
)
def test_a_number_counts_a_noun(text, nouns):
    assert [noun.text for noun in map(counted_noun, numbers(text)) if noun] == nouns


def test_a_part_of_a_total_is_a_part():
    total, part = numbers("Some 14,000 men went, 3,000 of them by sea.")
    assert (is_part(total), is_part(part)) == (False, True)


def test_what_a_number_was_before_is_former():
    former, now = numbers("The toll rose from 300 to 600.")
    assert (is_former(former), is_former(now)) == (True, False)


def test_measures_and_money_count_nothing():
    text = "They sent 300 soldiers, 40 tonnes of rice and $5 million over 12 days."
    assert [q.value for q in find_counts(text)] == [300]
    assert [q.unit for q in find_quantities(text)] == [None, "t", "usd", "day"]
