"""The columns of the log: one per field of Event, and nothing lost on the way."""

import dataclasses
import typing
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.builders_events import NOON, some_events
from transforms.records import EVENT_TYPES, Event
from warehouse.schema import (
    COLUMNS,
    REQUIRED,
    SchemaError,
    arrow_schema,
    events_to_table,
    table_to_events,
)

PYTHON_TYPES = {
    "VARCHAR": str,
    "BIGINT": int,
    "DOUBLE": float,
    "BOOLEAN": bool,
    "TIMESTAMPTZ": datetime,
    "DATE": date,
}
STRATEGIES = {
    "VARCHAR": st.text(st.characters(exclude_categories=["Cs"])),
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "DOUBLE": st.floats(allow_nan=False),
    "BOOLEAN": st.booleans(),
    "TIMESTAMPTZ": st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)),
    "DATE": st.dates(),
}


def test_columns_are_the_fields_of_event_in_order():
    assert list(COLUMNS) == [field.name for field in dataclasses.fields(Event)]


def test_column_types_are_those_of_the_fields():
    hints = typing.get_type_hints(Event)
    for name, kind in COLUMNS.items():
        assert PYTHON_TYPES[kind] in (typing.get_args(hints[name]) or (hints[name],)), name


def test_no_column_is_binary():
    assert not [f.name for f in arrow_schema() if "binary" in str(f.type)]


@st.composite
def stamped_events(draw: st.DrawFn) -> Event:
    values = {
        name: draw(STRATEGIES[kind] if name in REQUIRED else st.none() | STRATEGIES[kind])
        for name, kind in COLUMNS.items()
    }
    values["event_type"] = draw(st.sampled_from(EVENT_TYPES))
    for name in ("event_id", "watch_id", "run_id"):
        values[name] = values[name] or "x"
    return Event(**values)


@given(st.lists(stamped_events(), max_size=5))
def test_events_come_back_as_they_went_in(events: list[Event]):
    assert list(table_to_events(events_to_table(events))) == events


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"event_type": "gossip"}, "unknown event_type 'gossip'", id="type"),
        pytest.param({"recorded_at": None}, "recorded_at is missing", id="no-stamp"),
        pytest.param(
            {"fetched_at": datetime(2024, 11, 1)}, "fetched_at has no time zone", id="naive"
        ),
        pytest.param({"title": "\ud800"}, "column title cannot hold", id="lone-surrogate"),
        pytest.param({"seq": 2**70}, "column seq cannot hold", id="too-large"),
    ],
)
def test_an_event_without_a_place_is_named(change: dict[str, object], message: str):
    event = dataclasses.replace(some_events(1)[0], seq=0, recorded_at=NOON)
    with pytest.raises(SchemaError, match=message):
        events_to_table([dataclasses.replace(event, **change)])
