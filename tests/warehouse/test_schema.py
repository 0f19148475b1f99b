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
def batches(draw: st.DrawFn) -> list[Event]:
    """Events as the log stamps them: numbered from anywhere, recorded at one instant."""
    first_seq = draw(st.integers(0, 2**62))
    recorded_at = draw(STRATEGIES["TIMESTAMPTZ"])
    return [
        an_event(draw, seq=first_seq + place, recorded_at=recorded_at)
        for place in range(draw(st.integers(0, 5)))
    ]


def an_event(draw: st.DrawFn, **stamps: object) -> Event:
    values = {
        name: draw(STRATEGIES[kind] if name in REQUIRED else st.none() | STRATEGIES[kind])
        for name, kind in COLUMNS.items()
        if name not in stamps
    }
    values["event_type"] = draw(st.sampled_from(EVENT_TYPES))
    for name in ("event_id", "watch_id", "run_id", "indicator"):
        values[name] = values[name] or "x"
    return Event(**values, **stamps)


@given(batches())
def test_events_come_back_as_they_went_in(events: list[Event]):
    first_seq, recorded_at = (events[0].seq, events[0].recorded_at) if events else (0, NOON)
    unstamped = [dataclasses.replace(event, seq=None, recorded_at=None) for event in events]
    table = events_to_table(unstamped, first_seq=first_seq, recorded_at=recorded_at)
    assert list(table_to_events(table)) == events


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"event_type": "gossip"}, "unknown event_type 'gossip'", id="type"),
        pytest.param({"run_id": None}, "run_id is missing", id="no-run"),
        pytest.param({"event_id": ""}, "event_id is missing", id="no-id"),
        pytest.param(
            {"fetched_at": datetime(2024, 11, 1)}, "fetched_at has no time zone", id="naive"
        ),
        pytest.param({"event_type": "claim_withdrawn"}, "without an indicator", id="withdrawn"),
        pytest.param({"event_type": "claim_reviewed"}, "without an indicator", id="reviewed"),
        pytest.param({"title": "\ud800"}, "column title cannot hold", id="lone-surrogate"),
        pytest.param({"start_char": 2**70}, "column start_char cannot hold", id="too-large"),
    ],
)
def test_an_event_without_a_place_is_named(change: dict[str, object], message: str):
    events = some_events(3)
    events[1] = dataclasses.replace(events[1], **change)
    with pytest.raises(SchemaError, match=message):
        events_to_table(events, first_seq=0, recorded_at=NOON)
