"""A timeline shows the time that is followed."""

from datetime import UTC, date, datetime, timedelta

from flows.board.charts import chart_of, loudest_of

FIRST_RUN = datetime(2024, 10, 18, tzinfo=UTC)
INDICATOR = {"ladder": ["none", "preparing", "launched"], "unit": None}


def a_claim(on, level="preparing"):
    numbers = dict.fromkeys(("value", "value_low", "value_high"))
    return numbers | {
        "status": "live",
        "kind": "level",
        "level": level,
        "polarity": "affirmed",
        "is_increment": None,
        "position_date": on,
        "source": "kr.nis",
        "outlet": "a",
        "evidence": "It is so.",
        "certainty": "certain",
        "unit": None,
        "role": "supports",
        "url": "https://a.example/",
    }


def chart(*days, history=True):
    state = {"recorded_at": FIRST_RUN, "level_after": "preparing", "value_after": None}
    claims = [a_claim(day) for day in days]
    who = loudest_of(claims, {}, INDICATOR)
    until = FIRST_RUN + timedelta(9)
    return chart_of(claims, [state] if history else [], {}, INDICATOR, until, who)


def points(made):
    return [point["on"] for point in made["datasets"]["claims"]], made["usermeta"]["left_out"]


def test_a_claim_about_years_before_the_first_run_is_left_to_the_table():
    made = chart(date(2017, 9, 30), date(2023, 11, 1), date(2024, 10, 20))
    assert points(made) == (["2023-11-01", "2024-10-20"], 1)


def test_where_all_are_about_years_before_all_are_drawn():
    assert points(chart(date(2017, 9, 30))) == (["2017-09-30"], 0)
    assert points(chart(date(2017, 9, 30), history=False)) == (["2017-09-30"], 0)


def test_nothing_to_draw_is_no_chart():
    assert chart() is None
