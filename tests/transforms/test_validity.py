"""When a thing was said and when it holds, in sentences read on Wednesday 15 January 2025."""

from datetime import date

import pytest

from transforms.language import parse_sentences
from transforms.validity import SentenceDates

WEDNESDAY = date(2025, 1, 15)


def dates_of(text, verb, thing=None, cue=None, *, is_ahead=False):
    """First and last day on which `verb` holds, as text."""
    (sentence,) = parse_sentences(text)
    token = {t.text: t for t in sentence.span}
    dates = SentenceDates(sentence.span, WEDNESDAY)
    when = dates.will_hold if is_ahead else dates.holds
    found = when(token[verb], token[thing or verb], token[cue] if cue else None)
    return found and (str(found.first), str(found.last))


@pytest.mark.parametrize(
    ("text", "verb", "cue", "days"),
    [
        pytest.param(
            "The ministry said on Monday that 300 men had left in October.",
            "left", "said", ("2024-10-01", "2024-10-31"), id="two dates, two questions",
        ),
        pytest.param(
            "The agency said on Monday that 300 men had left.",
            "left", "said", None, id="the saying's own",
        ),
        pytest.param(
            "Some 300 men have left, the agency reported on Monday, citing officials.",
            "left", "reported", None, id="said behind it",
        ),
        pytest.param(
            "On 2 January the town suspended the service.",
            "suspended", None, ("2025-01-02", "None"), id="at the head, and goes on",
        ),
        pytest.param(
            "On Friday, according to the agency, the town fired a rocket.",
            "fired", "according", ("2025-01-10", "2025-01-10"), id="at the head, then who says so",
        ),
        pytest.param(
            "Some 300 men were sent in November last year, according to the agency.",
            "sent", "according", ("2024-11-01", "2024-11-30"), id="who says so behind it",
        ),
        pytest.param(
            "The campaign began on Monday.", "began", None, ("2025-01-13", "None"), id="begun",
        ),
        pytest.param(
            "The men left in June.", "left", None, ("2024-06-01", "2024-06-30"), id="plain",
        ),
    ],
)  # fmt: skip
def test_a_date_is_of_its_own_clause(text, verb, cue, days):
    assert dates_of(text, verb, cue=cue) == days


@pytest.mark.parametrize(
    ("text", "cue", "days"),
    [
        pytest.param(
            "The ministry detected 40 ships in October.",
            "detected", ("2024-10-01", "2024-10-31"), id="seen",
        ),
        pytest.param(
            "The ministry reported 40 cases in the past week.",
            "reported", ("2025-01-08", "2025-01-15"), id="reported of a week",
        ),
        pytest.param("The ministry reported 40 cases on Monday.", "reported", None, id="said then"),
        pytest.param("In October the ministry reported 40 cases.", "reported", None, id="said in"),
    ],
)  # fmt: skip
def test_a_date_beside_a_word_of_saying_is_of_what_is_seen(text, cue, days):
    thing = "ships" if "ships" in text else "cases"
    assert dates_of(text, cue, thing, cue) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param(
            "They will send 300 men by the end of March.", ("None", "2025-03-31"), id="by"
        ),
        pytest.param("They will send 300 men on Friday.", ("2025-01-17", "2025-01-17"), id="next"),
        pytest.param("They will send 300 men.", None, id="none"),
    ],
)
def test_a_plan_has_the_day_that_is_to_come(text, days):
    assert dates_of(text, "send", is_ahead=True) == days


def test_the_day_of_saying_is_that_of_its_clause():
    (sentence,) = parse_sentences("The agency said on Monday that 300 men left on Friday.")
    said = next(t for t in sentence.span if t.text == "said")
    assert SentenceDates(sentence.span, WEDNESDAY).stated_on(said) == date(2025, 1, 13)


def test_without_a_day_of_publication_nothing_relative_holds():
    (sentence,) = parse_sentences("They will send 300 men on Friday.")
    send = next(t for t in sentence.span if t.text == "send")
    dates = SentenceDates(sentence.span, None)
    assert (dates.holds(send, send, None), dates.will_hold(send, send, None)) == (None, None)
