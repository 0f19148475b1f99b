"""Rungs: from claims to state, by small examples that can be done on paper."""

import pytest

from tests.warehouse.builders_events import (
    an_article,
    day,
)


def test_preparing_with_imminent_denied_is_preparing(picture, story):
    article = an_article("It prepares; no signs that it is imminent.", day(5))
    story.says("kr.jcs", day(5), article=article, level="preparing")
    story.says("kr.jcs", day(5), article=article, level="imminent", polarity="negated")
    state = picture(story.take(), "launch-readiness", 5)
    assert (state["level"], state["level_rank"], state["is_disputed"]) == ("preparing", 2, False)


def test_the_highest_likely_rung_holds_and_lower_ones_do_not_contradict_it(picture, story):
    story.says("us.dod", day(5), level="planned")
    story.says("kr.jcs", day(5), level="imminent", certainty="likely")
    state = picture(story.take(), "launch-readiness", 5)
    assert (state["level"], state["certainty"], state["credibility"]) == ("imminent", "likely", 2)
    assert (state["origins"], state["is_disputed"]) == (1, False)


def test_a_weightier_denial_overrules_and_shows_as_a_dispute(picture, story):
    story.says("ua.government", day(5), level="imminent")
    story.says("us.dod", day(5), level="imminent", polarity="negated")
    story.says("kr.jcs", day(5), level="preparing")
    state = picture(story.take(), "launch-readiness", 5)
    assert (state["level"], state["is_disputed"], state["credibility"]) == ("preparing", True, 2)


def test_a_lighter_denial_does_not_overrule(picture, story):
    story.says("kr.jcs", day(5), level="imminent")
    story.says("ru.government", day(5), level="planned", polarity="negated")
    state = picture(story.take(), "launch-readiness", 5)
    assert (state["level"], state["is_disputed"], state["credibility"]) == ("imminent", True, 2)


@pytest.mark.parametrize(
    ("denied", "level"),
    [
        pytest.param("planned", "none", id="not-even-planned"),
        pytest.param("imminent", None, id="not-imminent-says-no-more"),
    ],
)
def test_denials_alone(picture, story, denied, level):
    story.says("kr.jcs", day(5), level=denied, polarity="negated")
    state = picture(story.take(), "launch-readiness", 5)
    assert (state["level"], state["is_disputed"]) == (level, False)


def test_affirming_the_lowest_rung_disputes_a_higher_one(picture, story):
    story.says("us.dod", day(5), level="none")
    story.says("ua.government", day(5), level="preparing")
    state = picture(story.take(), "launch-readiness", 5)
    assert (state["level"], state["is_disputed"], state["certainty"]) == ("none", True, "certain")


def test_even_chances_count_only_where_nobody_is_surer(picture, story):
    story.says("kr.jcs", day(5), level="imminent", certainty="even")
    assert picture(story.take(), "launch-readiness", 5)["level"] == "imminent"
    story.says("ua.government", day(5), level="planned", certainty="likely")
    assert picture(story.take(), "launch-readiness", 5)["level"] == "planned"


def test_an_unlikely_rung_is_not_held(picture, story):
    story.says("kr.jcs", day(5), level="imminent", certainty="unlikely")
    assert picture(story.take(), "launch-readiness", 5)["level"] is None


def test_an_origin_s_later_denial_ends_its_own_affirmation(picture, story):
    story.says("kr.jcs", day(3), level="imminent")
    story.says("kr.jcs", day(6), level="imminent", polarity="negated")
    assert picture(story.take(), "launch-readiness", 6)["level"] is None


def test_an_origin_s_later_affirmation_ends_its_own_denial(picture, story):
    story.says("kr.jcs", day(3), level="imminent", polarity="negated")
    story.says("kr.jcs", day(6), level="launched")
    state = picture(story.take(), "launch-readiness", 6)
    assert (state["level"], state["is_disputed"]) == ("launched", False)


def test_a_denial_of_a_higher_rung_leaves_what_was_said_before(picture, story):
    story.says("kr.jcs", day(3), level="preparing")
    story.says("kr.jcs", day(6), level="imminent", polarity="negated")
    assert picture(story.take(), "launch-readiness", 6)["level"] == "preparing"
