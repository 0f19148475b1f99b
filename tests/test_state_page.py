"""docs/state.md works one state out by hand: the program comes to the same figures."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

from tests.warehouse.builders_events import Story, a_watch, an_article
from transforms.records import Indicator, Party
from warehouse.database import connect, query
from warehouse.log import EventLog
from warehouse.publish import publish

PAGE = (Path(__file__).parents[1] / "docs" / "state.md").read_text(encoding="utf-8")
AS_OF = datetime(2025, 1, 24, 23, 59, tzinfo=UTC)


def table(first_head: str) -> list[list[str]]:
    """The rows of the table whose head begins so."""
    lines = PAGE[PAGE.index(f"| {first_head} |") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def test_the_state_is_what_the_page_says(tmp_path: Path):
    claims = table("said on")
    parties = {origin: grade for _, origin, grade, *_ in claims}
    watch = a_watch(
        indicators=(Indicator("killed", "quantity", "Killed", "kp", "soldiers", half_life_days=60),),
        parties=tuple(Party(name, (), reliability=grade) for name, grade in parties.items()),
    )
    story, log = Story(watch), EventLog(tmp_path)
    for place, (day, origin, _, certainty, low, value, high) in enumerate(claims):
        at = datetime.combine(date.fromisoformat(day), time(12, place), UTC)
        story.says(
            origin,
            at,
            article=an_article(f"{origin}, {place}", at),
            indicator="killed",
            kind="quantity",
            unit="soldiers",
            certainty=certainty,
            value=number(value),
            value_low=number(low),
            value_high=number(high),
            approximation="about" if high else "at_least",
        )
        log.append(story.take(), batch_id=str(place), now=at)
    publish(tmp_path, now=AS_OF)
    with connect(tmp_path) as con:
        weights = query(con, "select origin, age_days, weight from positions join claims "
                        "using (claim_id, origin, weight) order by origin").rows
        state = query(
            con,
            "select value, value_low, value_high, is_disputed, origins, credibility, certainty,"
            " reliability, is_stale from state",
        ).rows
    written = [
        (origin, int(age), int(re.search(r"= (\d+)$", product)[1]))
        for origin, age, product in table("origin | age in days")
    ]
    assert weights == written
    for _, _, product in table("origin | age in days"):
        factors, said = product.split(" = ")
        a, b, c = (int(factor) for factor in factors.split(" × "))
        assert a * b * c == int(said)
    assert state == [(300, 100, 1100, True, 2, 1, "likely", "B", False)]
