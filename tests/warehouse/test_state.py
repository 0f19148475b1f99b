"""From claims to state, by small worked examples that can be done on paper."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.builders_events import (
    NOON,
    Story,
    a_watch,
    an_article,
    day,
    on,
)
from transforms.events import claim_withdrawn, state_changed
from transforms.records import CERTAINTY_PCT, Event, IndicatorState, Party
from warehouse.database import connect, publish, query
from warehouse.log import EventLog
from warehouse.queries import claims_behind, current_states


@pytest.fixture
def picture(tmp_path: Path) -> Iterator[Any]:
    """A function: append events and read the state of one indicator, on a given day."""
    batches = iter(range(1000))

    def read(events: list[Event], indicator: str, on_day: int = 10) -> dict[str, Any]:
        if events:
            EventLog(tmp_path).append(events, batch_id=f"b{next(batches)}", now=day(on_day))
        publish(tmp_path, now=day(on_day))
        with connect(tmp_path) as con:
            answer = query(con, "select * from state where indicator = ?", [indicator])
            (row,) = answer.rows
        return dict(zip(answer.columns, row, strict=True))

    return read


@pytest.fixture
def story() -> Story:
    return Story()


def test_the_scale_of_certainty_is_that_of_the_records(tmp_path: Path):
    publish(tmp_path, now=NOON)
    with connect(tmp_path) as con:
        assert dict(query(con, "select * from certainties").rows) == CERTAINTY_PCT


def test_every_indicator_of_the_watch_has_a_row_before_any_claim(tmp_path: Path):
    story = Story()
    EventLog(tmp_path).append(story.take(), batch_id="a", now=NOON)
    publish(tmp_path, now=NOON)
    with connect(tmp_path) as con:
        states = current_states(con)
    assert list(states) == ["troops-deployed", "troops-killed", "launch-readiness"]
    assert states["launch-readiness"] == IndicatorState("launch-readiness", "level")


# --- quantities ------------------------------------------------------------------------------


def test_two_origins_that_agree_confirm_a_number(picture, story):
    story.says("ua.government", day(4), value=11000.0)
    story.says("kr.nis", day(5), value=11000.0, value_low=9900.0, value_high=12100.0)
    state = picture(story.take(), "troops-deployed")
    assert (state["value"], state["value_low"], state["value_high"]) == (11000, 9900, 12100)
    assert (state["credibility"], state["origins"], state["articles"]) == (1, 2, 2)
    assert (state["is_disputed"], state["certainty"], state["unit"]) == (
        False,
        "certain",
        "soldiers",
    )
    assert (state["since"], state["newest_position_on"]) == (on(4), on(5))


def test_the_weighted_median_leans_to_the_reliable_and_the_dispute_shows(picture, story):
    story.says("us.dod", day(5), value=10000.0)
    story.says("ua.government", day(5), value=12000.0)
    state = picture(story.take(), "troops-deployed", 5)
    assert (state["value"], state["is_disputed"], state["credibility"]) == (10000, True, 2)
    assert (state["value_low"], state["value_high"], state["origins"]) == (10000, 12000, 1)


@pytest.mark.parametrize(
    ("ours", "theirs", "credibility"),
    [
        pytest.param("us.dod", None, 2, id="one-A"),
        pytest.param("ua.government", None, 3, id="one-C"),
        pytest.param("ru.government", None, 6, id="one-E"),
        pytest.param("nobody.listed", None, 6, id="one-F"),
        pytest.param("kr.nis", "kr.jcs", 4, id="an-equal-contradicts"),
        pytest.param("ua.government", "ru.government", 3, id="a-worse-one-does-not"),
    ],
)
def test_credibility_of_one_origin(picture, story, ours, theirs, credibility):
    story.says(ours, day(5), value=10000.0)
    if theirs:
        story.says(theirs, day(5), value=12000.0)
    assert picture(story.take(), "troops-deployed", 5)["credibility"] == credibility


def test_two_poorer_origins_can_outweigh_a_better_one_that_contradicts_them(picture):
    parties = tuple(Party(f"p.{n}", (), reliability="B") for n in range(2))
    story = Story(a_watch(parties=(*parties, Party("a", (), reliability="A"))))
    story.says("a", day(5), value=9000.0)
    for party in parties:
        story.says(party.id, day(5), value=12000.0)
    state = picture(story.take(), "troops-deployed", 5)
    assert (state["value"], state["origins"], state["credibility"]) == (12000, 2, 5)


def test_a_later_number_replaces_the_origin_s_earlier_one(picture, story):
    story.says("kr.nis", day(1), value=3000.0)
    story.says("kr.nis", day(6), value=10000.0)
    state = picture(story.take(), "troops-deployed")
    assert (state["value"], state["origins"], state["is_disputed"]) == (10000, 1, False)


def test_what_was_said_earlier_counts_as_earlier_however_late_it_is_printed(picture, story):
    story.says("kr.nis", day(6), value=10000.0)
    story.says("kr.nis", day(9), value=3000.0, stated_at=on(1))
    assert picture(story.take(), "troops-deployed")["value"] == 10000


def test_increments_denials_and_doubts_are_no_position_on_the_total(picture, story):
    story.says("kr.nis", day(1), value=10000.0)
    story.says("kr.nis", day(2), value=3000.0, increment=True)
    story.says("kr.nis", day(3), value=20000.0, polarity="negated")
    story.says("kr.nis", day(4), value=25000.0, certainty="unlikely")
    state = picture(story.take(), "troops-deployed")
    assert (state["value"], state["value_high"]) == (10000, 10000)


def test_thousands_neither_lowers_a_number_nor_replaces_one(picture, story):
    thousands = {"value_low": 2000.0, "approximation": "order", "unit": "soldiers"}
    story.says("kr.nis", day(4), value=11000.0)
    story.says("kr.nis", day(5), **thousands)
    for source in ("us.dod", "ua.government"):
        story.says(source, day(5), **thousands)
    state = picture(story.take(), "troops-deployed", 5)
    assert (state["value"], state["value_low"], state["origins"]) == (11000, 11000, 3)
    assert state["is_disputed"] is False


def test_thousands_alone_gives_its_lower_bound(picture, story):
    story.says("kr.nis", day(4), value_low=2000.0, approximation="order", unit="soldiers")
    state = picture(story.take(), "troops-deployed", 5)
    assert (state["value"], state["value_low"], state["value_high"]) == (2000, 2000, 2000)


def test_tens_of_thousands_replaces_a_number_that_it_rules_out(picture, story):
    story.says("kr.nis", day(4), value=11000.0)
    story.says("kr.nis", day(5), value_low=20000.0, approximation="order", unit="soldiers")
    assert picture(story.take(), "troops-deployed", 5)["value"] == 20000


def test_more_than_meets_any_larger_number(picture, story):
    story.says("kr.nis", day(5), value=11000.0)
    story.says(
        "us.dod",
        day(5),
        value=10000.0,
        value_low=10000.0,
        value_high=None,
        approximation="more_than",
    )
    assert picture(story.take(), "troops-deployed", 5)["is_disputed"] is False


def test_forty_relays_of_one_source_are_one_origin_in_forty_articles(picture, story):
    for _ in range(40):
        story.says("kr.nis", day(5), value=11000.0, article=an_article("Relayed.", day(5)))
    state = picture(story.take(), "troops-deployed", 5)
    assert (state["origins"], state["articles"], state["credibility"]) == (1, 40, 2)


def test_forty_copies_in_an_outlet_s_own_voice_are_one_origin(picture, story):
    first = an_article("Thousands were sent.", day(5))
    for _ in range(40):
        copy = an_article("Thousands were sent.", day(5), cluster_id=first.article_id)
        story.says("outlet", day(5), value=11000.0, article=copy)
    state = picture(story.take(), "troops-deployed", 5)
    assert (state["origins"], state["articles"], state["credibility"]) == (1, 40, 6)


def test_weight_halves_with_each_half_life_and_ends_after_two(tmp_path: Path):
    story = Story()  # troops-deployed: 30 days
    story.says("kr.nis", day(1), value=10000.0)
    EventLog(tmp_path).append(story.take(), batch_id="a", now=NOON)
    publish(tmp_path, now=NOON)
    weights = {}
    for age in (0, 14, 15, 30, 45, 60, 61):
        with connect(tmp_path, valid_as_of=day(1 + age).date()) as con:
            ((weights[age], is_current),) = query(
                con, "select weight, is_current from positions"
            ).rows
            assert is_current is (age <= 60)
    full = 24 * 100
    assert weights == {
        0: full * 16,
        14: full * 16,
        15: full * 11,
        30: full * 8,
        45: full * 6,
        60: full * 4,
        61: 0,
    }


def test_a_state_without_news_goes_stale_and_then_lapses(picture, story):
    story.says("kr.nis", day(1), value=10000.0)
    fresh = picture(story.take(), "troops-deployed", 31)
    stale = picture([], "troops-deployed", 32)
    lapsed = picture([], "troops-deployed", 62)
    assert [s["is_stale"] for s in (fresh, stale, lapsed)] == [False, True, True]
    assert [s["value"] for s in (fresh, stale, lapsed)] == [10000, 10000, None]
    assert lapsed["newest_position_on"] == on(1)


def test_what_is_to_come_does_not_count_yet(picture, story):
    story.says("kr.nis", day(2), value=10000.0, valid_from=on(8))
    events = story.take()
    assert picture(events, "troops-deployed", 7)["value"] is None
    assert picture([], "troops-deployed", 8)["value"] == 10000


def test_background_on_the_far_past_is_no_position_on_the_present(picture, story):
    story.says(
        "kr.jcs", day(5), level="launched", valid_from=on(3, 9, 2017), valid_to=on(3, 9, 2017)
    )
    state = picture(story.take(), "launch-readiness", 5)
    assert (state["level"], state["newest_position_on"]) == (None, date(2017, 9, 3))


# --- levels ----------------------------------------------------------------------------------


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


# --- what changes it -------------------------------------------------------------------------


def test_a_withdrawn_claim_leaves_the_state_and_keeps_its_past(tmp_path: Path, story: Story):
    claim = story.says("kr.nis", day(1), value=10000.0)
    log = EventLog(tmp_path)
    log.append(story.take(), batch_id="a", now=day(1))
    log.append([claim_withdrawn(claim, "revised away", "run-2")], batch_id="b", now=day(3))
    publish(tmp_path, now=day(4))
    with connect(tmp_path) as con:
        assert current_states(con)["troops-deployed"].value is None
        ((status, reason),) = query(con, "select status, withdrawn_reason from claim_history").rows
        assert (status, reason) == ("withdrawn", "revised away")
    with connect(tmp_path, recorded_as_of=day(2)) as con:
        assert current_states(con)["troops-deployed"].value == 10000


def test_a_claim_asserted_again_after_its_withdrawal_is_live(picture, story):
    claim = story.says("kr.nis", day(1), value=10000.0)
    events = story.take()
    assert picture(events, "troops-deployed")["value"] == 10000
    assert picture([claim_withdrawn(claim, "gone", "r2")], "troops-deployed")["value"] is None
    assert picture(events[-1:], "troops-deployed")["value"] == 10000


@pytest.mark.parametrize(("verdict", "value"), [("rejected", None), ("confirmed", 10000)])
def test_a_review_can_reject_a_claim(picture, story, verdict, value):
    claim = story.says("kr.nis", day(1), value=10000.0)
    review = Event(
        "e" * 64,
        "claim_reviewed",
        "dprk",
        "review-1",
        claim_id=claim.claim_id,
        detail=f'{{"verdict": "{verdict}"}}',
    )
    assert picture([*story.take(), review], "troops-deployed")["value"] == value


def test_since_is_carried_on_while_the_value_stays(picture, story):
    story.says("kr.nis", day(2), value=10000.0)
    written = IndicatorState("troops-deployed", "quantity", value=10000.0, since=on(2))
    change = state_changed(
        None, written, watch=story.watch, run_id="r", basis_seq=2, transitions=()
    )
    assert picture([*story.take(), change], "troops-deployed")["since"] == on(2)
    story.says("kr.nis", day(9), value=10000.0)
    assert picture(story.take(), "troops-deployed")["since"] == on(2)
    story.says("kr.nis", day(10), value=12000.0)
    assert picture(story.take(), "troops-deployed")["since"] == on(10)


def test_a_new_watch_file_changes_the_reliability_from_then_on(picture):
    story = Story()
    story.says("kr.nis", day(5), value=10000.0)
    assert picture(story.take(), "troops-deployed")["reliability"] == "B"
    changed = a_watch(parties=(Party("kr.nis", (), reliability="D"),), sha256="1" * 64)
    assert picture(Story(changed).take(), "troops-deployed")["reliability"] == "D"


def test_two_watches_in_one_home_do_not_mix(tmp_path: Path):
    ours, theirs = Story(), Story(a_watch(id="other"))
    ours.says("kr.nis", day(5), value=10000.0)
    theirs.says("kr.nis", day(5), value=500.0)
    EventLog(tmp_path).append([*ours.take(), *theirs.take()], batch_id="a", now=day(5))
    publish(tmp_path, now=day(5))
    with connect(tmp_path) as con:
        assert current_states(con, "dprk")["troops-deployed"].value == 10000
        assert current_states(con, "other")["troops-deployed"].value == 500


def test_why_names_the_part_that_every_claim_plays(tmp_path: Path, story: Story):
    story.says("kr.jcs", day(1), level="planned")
    story.says("kr.jcs", day(5), level="preparing")
    story.says("kr.jcs", day(5), level="preparing", article=an_article("Again.", day(5)))
    story.says("us.dod", day(5), level="imminent", polarity="negated")
    story.says("ru.government", day(5), level="planned", polarity="negated")
    story.says("ua.government", day(5), level="launched", valid_from=on(30))
    EventLog(tmp_path).append(story.take(), batch_id="a", now=day(5))
    publish(tmp_path, now=day(5))
    with connect(tmp_path) as con:
        behind = claims_behind(con, "launch-readiness")
    assert [(row["role"], row["source"]) for row in behind] == [
        ("supports", "kr.jcs"),
        ("contradicts", "ru.government"),
        ("beside", "us.dod"),
        ("repeats", "kr.jcs"),
        ("superseded", "kr.jcs"),
        ("not yet", "ua.government"),
    ]
    assert behind[0]["weight"] == 24 * 100 * 16
    assert {"evidence", "url", "title", "position_date"} <= set(behind[0])


def test_the_same_claims_in_any_order_of_batches_give_the_same_state(tmp_path: Path):
    story = Story()
    for place, source in enumerate(["us.dod", "kr.nis", "kr.jcs", "ua.government"]):
        story.says(source, day(5), value=10000.0 + place)
    watch, *rest = story.take()
    states = []
    for name, order in (("a", rest), ("b", rest[::-1])):
        home = tmp_path / name
        for place, event in enumerate([watch, *order]):
            EventLog(home).append([dataclasses.replace(event)], batch_id=str(place), now=day(5))
        publish(home, now=day(5))
        with connect(home) as con:
            states.append(current_states(con))
    assert states[0] == states[1]
