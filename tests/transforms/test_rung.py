"""How far a thing has come, and whether that is said or denied."""

import pytest

SATELLITE = [
    ("planned", "North Korea plans to launch a spy satellite, the NIS said.", "planned", "affirmed"),
    ("will", "North Korea will launch a spy satellite, the NIS said.", "planned", "affirmed"),
    ("no plan", "North Korea has no plan to launch a spy satellite, the NIS said.", "planned", "negated"),
    ("notified", "North Korea notified Japan that it plans to launch a satellite.", "planned", "affirmed"),
    ("expected", "North Korea is expected to launch a spy satellite, the NIS said.", "planned", "affirmed"),
    ("preparing", "North Korea is preparing to launch a spy satellite, the NIS said.", "preparing", "affirmed"),
    ("preparations", "The NIS said preparations for a satellite launch in North Korea were complete.", "preparing", "affirmed"),
    ("working", "North Korea is working to put a spy satellite into orbit, the NIS said.", "preparing", "affirmed"),
    ("on order", "North Korea could launch a spy satellite at any time if its leader so decides, the NIS said.", "preparing", "affirmed"),
    ("any time", "North Korea could launch a spy satellite at any time, the NIS said.", "imminent", "affirmed"),
    ("within days", "North Korea will launch a spy satellite within days, the NIS said.", "imminent", "affirmed"),
    ("about to", "North Korea is about to launch a spy satellite, the NIS said.", "imminent", "affirmed"),
    ("no imminent", "The NIS said there were no signs of an imminent launch of a satellite by North Korea.", "imminent", "negated"),
    ("sign is absent", "There are no signs that North Korea is preparing to launch a satellite, the NIS said.", "preparing", "negated"),
    ("sign not seen", "The NIS said it had not seen any sign that North Korea was preparing to launch a satellite.", "preparing", "negated"),
    ("launched", "North Korea launched a spy satellite, the NIS said.", "launched", "affirmed"),
    ("put into orbit", "North Korea has put a spy satellite into orbit, the NIS said.", "launched", "affirmed"),
    ("failed attempt", "North Korea failed in its attempt to put a spy satellite into orbit, the NIS said.", "launched", "affirmed"),
    ("tried", "North Korea tried to launch a spy satellite, the NIS said.", "launched", "affirmed"),
    ("none was launched", "No spy satellite was launched by North Korea, the NIS said.", "launched", "negated"),
    ("poised", "North Korea is poised to launch a spy satellite, the NIS said.", "planned", "affirmed"),
    ("days away", "North Korea is days away from the launch of a spy satellite, the NIS said.", "imminent", "affirmed"),
    ("what appeared to be", "North Korea launched what appeared to be a spy satellite, the NIS said.", "launched", "affirmed"),
    ("a success", "North Korea's launch of a spy satellite was a success, the NIS said.", "launched", "affirmed"),
    ("relative clause", "The NIS spoke of a North Korean satellite that is to be launched in March.", "planned", "affirmed"),
    ("final phase", "North Korea is in the final phase of preparing to launch a spy satellite, the NIS said.", "imminent", "affirmed"),
    ("no sign so far that", "There was no sign so far that North Korea would launch a spy satellite, the NIS said.", "planned", "negated"),
    ("halted", "North Korea has halted preparations for a satellite launch, the NIS said.", "preparing", "negated"),
    ("likely to take place", "A satellite launch by North Korea is likely to take place in March, the NIS said.", "planned", "affirmed"),
    ("has yet to", "North Korea has yet to launch a spy satellite, the NIS said.", "launched", "negated"),
    ("no sign of it", "There is no sign of a launch of a satellite by North Korea, the NIS said.", "none", "affirmed"),
    ("called off", "North Korea has called off the launch of a spy satellite, the NIS said.", "none", "affirmed"),
]


@pytest.mark.parametrize(("text", "level", "polarity"), [pytest.param(*row[1:], id=row[0]) for row in SATELLITE])
def test_words_stand_for_a_rung(soldiers, text, level, polarity):
    claims = [(c.level, c.polarity) for c in soldiers(text) if c.indicator == "satellite"]
    assert claims == [(level, polarity)]


SENDING = [
    ("plan", "North Korea has decided to send soldiers to Russia, the NIS said.", "planned"),
    ("under way", "North Korea is sending soldiers to Russia, the NIS said.", "underway"),
    ("begun", "North Korea has begun to send soldiers to Russia, the NIS said.", "underway"),
    ("there", "North Korea has sent soldiers to Russia, the NIS said.", "deployed"),
    ("confirmed deployment", "The NIS confirmed the deployment of North Korean soldiers to Russia.", "deployed"),
    ("being there", "The NIS said that North Korean soldiers were in Kursk.", "deployed"),
    ("evidence that", "The NIS said there was evidence that North Korean soldiers were in Kursk.", "deployed"),
    ("to be sent", "North Korean soldiers are to be sent to Russia, the NIS said.", "planned"),
    ("on the way", "North Korean soldiers are on their way to Russia, the NIS said.", "underway"),
    ("likely", "North Korea is likely to send soldiers to Russia, the NIS said.", "planned"),
    ("deployment was confirmed", "The deployment of North Korean soldiers to Russia has been confirmed, the NIS said.", "deployed"),
    ("the watch's own sign", "North Korean soldiers have entered combat in Kursk, the NIS said.", "deployed"),
]


@pytest.mark.parametrize(("text", "level"), [pytest.param(*row[1:], id=row[0]) for row in SENDING])
def test_a_ladder_may_have_rungs_of_its_own(soldiers, text, level):
    assert [c.level for c in soldiers(text) if c.indicator == "sending"] == [level]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The NIS condemned the launch of a spy satellite by North Korea.", id="presupposed"),
        pytest.param("South Korea put its own spy satellite into orbit, weeks after North Korea.", id="another country's"),
        pytest.param("Having launched a spy satellite, North Korea held a parade, the NIS said.", id="participle"),
        pytest.param("It is unclear whether North Korea is preparing to launch a spy satellite.", id="open question"),
        pytest.param("North Korea stopped short of launching a spy satellite.", id="stopped short"),
        pytest.param("North Korean soldiers have begun to withdraw, the NIS said.", id="another deed"),
        pytest.param("The NIS thanked those who answered the dispatch of North Korean soldiers to Russia with preparations.", id="preparations for something else"),
    ],
)
def test_what_is_only_mentioned_is_no_rung(soldiers, text):
    assert soldiers(text) == ()


def test_a_number_that_is_there_stands_for_the_top_rung(soldiers):
    claims = soldiers("North Korea has sent 3,000 soldiers to Russia, the NIS said.")
    assert [c.indicator for c in claims] == ["deployed"]


def test_a_planned_number_has_its_rung_beside_it(soldiers):
    claims = soldiers("North Korea plans to send 3,000 soldiers to Russia, the NIS said.")
    assert {(c.indicator, c.level) for c in claims} == {("to-come", None), ("sending", "planned")}


def test_two_things_in_one_sentence_are_two_claims(soldiers):
    claims = soldiers("North Korea is preparing a nuclear test and has launched a spy satellite, the NIS said.")
    assert {(c.indicator, c.level) for c in claims} == {("test", "preparing"), ("satellite", "launched")}


def test_a_short_form_stands_for_the_thing_named_before(soldiers):
    text = "North Korea spoke of a nuclear test. It was quiet. It is ready to hold the test, the NIS said."
    assert [(c.indicator, c.level) for c in soldiers(text)] == [("test", "preparing")]


def test_a_pronoun_can_take_up_the_thing_named_before(soldiers):
    text = "North Korea is ready to hold a nuclear test, the NIS said. It could happen at any time, the NIS said."
    assert [c.level for c in soldiers(text)] == ["preparing", "imminent"]


def test_another_kind_of_thing_is_no_short_form(soldiers):
    text = "North Korea spoke of a nuclear test. It was quiet. It is ready to hold an engine test, the NIS said."
    assert soldiers(text) == ()


def test_the_movement_that_was_not_seen_negates_what_is_near(soldiers):
    text = "North Korea spoke of a nuclear test. No unusual movement has been seen, the NIS said."
    assert [(c.level, c.polarity) for c in soldiers(text)] == [("imminent", "negated")]


def test_what_stands_under_an_if_is_at_most_a_plan(soldiers):
    claims = soldiers("If North Korea has launched a satellite, the NIS said, it will be seen.")
    assert all(c.level == "planned" and c.certainty == "even" for c in claims)
