"""What several of the warehouse's tests start from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.builders_events import Story, day
from tests.warehouse.builders_seal import fill
from transforms.records import Event
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish


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


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three commits: 10,000 on day 1, 12,000 on day 3, and imminent on day 5."""
    home = tmp_path_factory.mktemp("it's [a=b]*")
    story = Story()
    story.says("kr.nis", day(1), value=10000.0)
    EventLog(home).append(story.take(), batch_id="a", now=day(1))
    story.says("kr.nis", day(3), value=12000.0)
    EventLog(home).append(story.take(), batch_id="b", now=day(3))
    story.says("kr.jcs", day(5), level="imminent")
    EventLog(home).append(story.take(), batch_id="c", now=day(5))
    publish(home, now=day(6))
    return home


@pytest.fixture
def five(tmp_path: Path) -> Path:
    """Five commits of two events each."""
    fill(tmp_path, *"abcde")
    return tmp_path
