"""Numbers: from claims to state, by small examples that can be done on paper."""

from datetime import date
from pathlib import Path

from tests.warehouse.builders_events import (
    NOON,
    Story,
    a_watch,
    an_article,
    day,
    on,
)
from transforms.records import Party
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import current_states


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


# watch: (who says 10,000, who says 12,000, the credibility of the state)
CREDIBILITY = {
    "one-A": ("us.dod", None, 2),
    "one-C": ("ua.government", None, 3),
    "one-E": ("ru.government", None, 6),
    "one-F": ("nobody.listed", None, 6),
    "an-equal-contradicts": ("kr.nis", "kr.jcs", 4),
    "a-worse-one-does-not": ("ua.government", "ru.government", 3),
}


def test_credibility_of_one_origin(tmp_path: Path):
    events = []
    for name, (ours, theirs, _) in CREDIBILITY.items():
        story = Story(a_watch(id=name))
        story.says(ours, day(5), value=10000.0)
        if theirs:
            story.says(theirs, day(5), value=12000.0)
        events += story.take()
    EventLog(tmp_path).append(events, batch_id="a", now=day(5))
    publish(tmp_path, now=day(5))
    with connect(tmp_path) as con:
        found = {
            name: current_states(con, name)["troops-deployed"].credibility for name in CREDIBILITY
        }
    assert found == {name: credibility for name, (_, _, credibility) in CREDIBILITY.items()}


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
    assert (state["value"], state["value_low"], state["value_high"]) == (2000, 2000, None)


def test_a_range_is_open_above_only_where_each_position_is(picture, story):
    least = {"value_high": None, "approximation": "at_least"}
    story.says("kr.nis", day(4), value=237.0, value_low=237.0, **least)
    story.says("us.dod", day(4), value=240.0, value_low=240.0, **least)
    state = picture(story.take(), "troops-deployed", 5)
    assert (state["value_low"], state["value_high"]) == (237, None)
    story.says("ua.government", day(5), value=300.0, value_low=300.0, value_high=300.0)
    assert picture(story.take(), "troops-deployed", 5)["value_high"] == 300


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
