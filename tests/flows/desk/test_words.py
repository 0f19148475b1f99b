"""What the prompt completes: views where a view belongs, the columns of those that are named."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from flows.desk.words import Words

COLUMNS = {"state": ["indicator", "value"], "runs": ["run_id", "events"]}


def completed(text: str) -> list[str]:
    found = Words(COLUMNS).get_completions(Document(text), CompleteEvent())
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        pytest.param("select * from ", ["runs", "state"], id="views"),
        pytest.param("SELECT * FROM st", ["state"], id="any-case"),
        pytest.param("select * from state join r", ["runs"], id="join"),
        pytest.param("from state where ind", ["indicator"], id="column"),
        pytest.param("from state where run", ["runs"], id="no-other-view's-column"),
        pytest.param("select run", ["run_id", "runs"], id="before-from"),
        pytest.param("from state or", ["or", "order by"], id="keyword"),
        pytest.param(".vi", [".views"], id="dot"),
        pytest.param(".columns st", ["state"], id="dot-view"),
        pytest.param("select zzz", [], id="nothing"),
    ],
)
def test_what_is_offered(text: str, offered: list[str]):
    assert completed(text) == offered
