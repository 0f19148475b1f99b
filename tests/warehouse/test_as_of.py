"""As of a point in time, in both axes: by variables and by macros, and never otherwise later."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.builders_events import Story, day, on
from warehouse.database import (
    DATABASE_NAME,
    connect,
    query,
)
from warehouse.log import EventLog
from warehouse.publish import publish
from warehouse.queries import current_states

ROOT = Path(__file__).parents[2]
VIEWS = ROOT / "warehouse" / "views"


def test_as_of_asks_what_was_recorded_by_then(home: Path):
    with connect(home, recorded_as_of=day(4)) as con:
        states = current_states(con)
    assert states["troops-deployed"].value == 12000
    assert states["launch-readiness"].level is None


def test_as_of_asks_about_the_world_at_a_date(home: Path):
    with connect(home, valid_as_of=on(2)) as con:
        assert current_states(con)["troops-deployed"].value == 10000


@pytest.mark.parametrize("target", ["claims", "positions", "state"])
@pytest.mark.parametrize(
    ("recorded", "valid"),
    [
        pytest.param(None, None, id="now"),
        pytest.param(day(4), None, id="recorded"),
        pytest.param(None, on(2), id="valid"),
        pytest.param(day(5), on(30), id="both"),
    ],
)
def test_the_macros_answer_as_the_views_do(home: Path, target, recorded, valid):
    with connect(home, recorded_as_of=recorded, valid_as_of=valid) as con:
        by_view = query(con, f"select * from {target} order by all").rows
    with connect(home) as con:
        macro = f"select * from {target}_as_of(?::timestamptz, ?::date) order by all"
        assert query(con, macro, [recorded, valid]).rows == by_view


def test_two_points_in_time_can_be_compared_in_one_query(home: Path):
    with connect(home) as con:
        changed = query(
            con,
            """
            select indicator, before.value, after.value, after.level
            from state_as_of(timestamptz '2024-11-02 00:00:00+00', null) as before
            join state_as_of(timestamptz '2024-11-06 00:00:00+00', null) as after using (indicator)
            where (before.value, before.level) is distinct from (after.value, after.level)
            order by indicator
            """,
        ).rows
    assert changed == [
        ("launch-readiness", None, None, "imminent"),
        ("troops-deployed", 10000, 12000, None),
    ]


def test_changes_between_sets_two_states_side_by_side(home: Path):
    with connect(home) as con:
        changes = "select indicator, value_before, value_after, level_after, is_changed from "
        between = "changes_between(timestamptz '2024-11-02 00:00:00+00', null"
        every = query(con, f"{changes} {between}) order by indicator").rows
        one = query(con, f"{changes} {between}, only_indicator := 'troops-deployed')").rows
    assert every == [
        ("launch-readiness", None, None, "imminent", True),
        ("troops-deployed", 10000, 12000, None, True),
        ("troops-killed", None, None, None, False),
    ]
    assert one == every[1:2]


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["kr.nis", "us.dod", "outlet"]),
            st.integers(-20, 5),
            st.sampled_from([{"value": 9000.0}, {"value": 15000.0}, {"level": "launched"}]),
        ),
        max_size=4,
    )
)
def test_as_of_never_changes_whatever_is_appended_later(
    tmp_path_factory: pytest.TempPathFactory, later: list[tuple[str, int, dict[str, object]]]
):
    home = tmp_path_factory.mktemp("home")
    story = Story()
    story.says("kr.nis", day(1), value=10000.0)
    story.says("kr.jcs", day(1), level="preparing")
    EventLog(home).append(story.take(), batch_id="before", now=day(1))

    def as_of_day_1() -> list[tuple[object, ...]]:
        with connect(home, recorded_as_of=day(1)) as con:
            return query(con, "select * from state").rows

    publish(home, now=day(1))
    before = as_of_day_1()
    for place, (source, published, said) in enumerate(later):
        story.says(source, day(published), **said)
        now = day(1) + timedelta(seconds=place + 1)
        EventLog(home).append(story.take(), batch_id=str(place), now=now)
    publish(home, now=day(30))
    assert as_of_day_1() == before


def test_dates_are_utc_wherever_the_reader_sits(tmp_path: Path):
    story = Story()
    story.says("kr.nis", datetime(2024, 11, 3, 23, 30, tzinfo=UTC), value=10000.0)
    EventLog(tmp_path).append(story.take(), batch_id="a", now=day(5))
    publish(tmp_path, now=day(6))
    for zone in ("Asia/Seoul", "America/Los_Angeles"):
        with duckdb.connect(str(tmp_path / DATABASE_NAME), read_only=True) as con:
            con.execute(f"set timezone = '{zone}'")
            assert con.execute("select position_date from claims").fetchall() == [(on(3),)]
            assert con.execute("select valid_as_of from as_of").fetchall() == [(on(6),)]
