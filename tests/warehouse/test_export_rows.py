"""What is exported is what the views hold, however the log is cut up to read it."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from benchmarks.histories import History, write_log
from warehouse import export_rows
from warehouse.database import connect, query
from warehouse.export_rows import Selection
from warehouse.publish import publish
from warehouse.view_sql import over_a_stretch

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    home = tmp_path_factory.mktemp("rows") / "home"
    history = History(6_000, per_day=60)
    write_log(home, history.tables(1_000))
    publish(home, now=history.moment(6_000))
    with connect(home) as con:
        yield con


def test_a_view_over_stretches_of_the_log_is_the_view(con):
    whole = query(con, "select * from articles order by seq").rows
    pieces = []
    for first in range(0, 6_001, 700):
        relation = over_a_stretch("articles", first, first + 700)
        pieces += query(con, f"select * from {relation} order by seq").rows
    assert len(whole) > 500
    assert pieces == whole


@pytest.fixture(scope="module")
def claims(con):
    return list(export_rows.claims(con, Selection()))


def test_claims_come_indicator_by_indicator_and_all_of_them(con, claims):
    told = [row["claim_id"] for row in claims]
    rows = query(
        con, "select claim_id from claim_history order by split_part(indicator, '@', 1), seq"
    ).rows
    assert told == [claim for (claim,) in rows]
    assert len(told) > 2_000


def test_every_article_with_a_claim_is_a_report_with_all_of_its_claims(con):
    told = {row["article_id"]: row["claim_ids"] for row in export_rows.reports(con, Selection())}
    rows = query(
        con, "select article_id, list(claim_id order by claim_id) from claim_history group by all"
    ).rows
    assert told == dict(rows)


def test_every_state_is_told_with_the_claims_that_it_rests_on(con):
    rows = list(export_rows.states(con, Selection()))
    counted = query(con, "select watch_id, indicator, origins from state order by all").rows
    assert sorted((r["watch_id"], r["indicator"], len(r["claim_ids"] or ())) for r in rows) == [
        (watch, indicator, origins) for watch, indicator, origins in counted
    ]


def test_what_is_told_since_is_what_was_written_since(con, claims):
    since = datetime(2016, 3, 1, tzinfo=UTC)
    busiest = Counter(row["indicator"] for row in claims).most_common(1)[0][0]
    selection = Selection(busiest, since)
    told = {row["claim_id"] for row in export_rows.claims(con, selection)}
    rows = query(
        con,
        "select distinct claim_id from claim_facts where recorded_at >= ? and indicator = ?",
        [since, busiest],
    ).rows
    assert told == {claim for (claim,) in rows}
    assert 0 < len(told) < sum(row["indicator"] == busiest for row in claims)


def test_the_text_of_a_claim_holds_its_evidence(con, claims):
    rows = claims[::10]
    texts = export_rows.texts(con, rows)
    for row in rows:
        text = texts[row["watch_id"], row["article_id"]]
        assert text[row["start_char"] : row["end_char"]] == row["evidence"]
