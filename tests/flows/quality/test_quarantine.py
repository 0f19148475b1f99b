"""Rows that were held back: listed, explained, released through the gate, or rejected."""

import json
import math
from dataclasses import replace
from datetime import timedelta

import pytest

from expectations.gate import ARTICLE_PASSED
from flows.quality.quarantine import RulingError, rule_on_rows
from flows.reading import Desk
from flows.run_lock import RunUnderWay, only_run
from tests.expectations.builders_gate import a_quantity_event
from tests.flows.builders_held import (
    FROM_THE_FUTURE,
    PLAIN,
    TOO_MANY,
    WATCH,
    append,
    ask,
    copy_of,
    judged,
    make_home,
    of_type,
    read_of,
)
from tests.flows.builders_run import START, report
from transforms.events import held_row, row_quarantined, watch_of
from transforms.records import Quarantined, Ruling
from warehouse.held_rows import NoSuchRow
from warehouse.verify import verify

LATER = START + timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("held") / "home")


@pytest.fixture
def home(made, tmp_path):
    return copy_of(made, tmp_path / "home")


def rule(home, verdict, *names, reason="I asked the ministry", at=LATER):
    return rule_on_rows(home, names, Ruling(verdict, "ana", at, reason), at)


def row_at(home, url, expectation="%"):
    ((row_id,),) = ask(
        home,
        f"select event_id from quarantine where url = '{url}' and expectation like '{expectation}'",
    )
    return row_id


def statuses(home):
    return sorted(ask(home, "select status, count(*) from quarantine group by status"))


def test_what_is_held_back_comes_out_as_it_went_in(made):
    for held in of_type(made, "row_quarantined"):
        row = held_row(held)
        assert json.loads(held.detail)["row"]["event_id"] == row.event_id
        assert (row.claim_id, row.article_id) == (held.claim_id, held.article_id)
    (watch,) = of_type(made, "watch_changed")
    assert watch_of(watch) == WATCH


def test_a_number_that_is_none_is_kept_as_json_and_comes_back():
    claim = replace(a_quantity_event(), value=math.inf, value_low=math.nan, confidence=0.5)
    held = row_quarantined(Quarantined(claim, "must be finite", "value", "inf"), "run-1")
    assert "Infinity" not in held.detail
    json.loads(held.detail, parse_constant=pytest.fail)
    row = held_row(held)
    assert (row.value, math.isnan(row.value_low), row.confidence) == (math.inf, True, 0.5)


def test_a_released_claim_counts_as_what_it_is_and_the_decision_is_kept(home):
    row = row_at(home, TOO_MANY)
    before = held_row(next(e for e in of_type(home, "row_quarantined") if e.event_id == row))
    ruled = rule(home, "released", row)
    (claim,) = ruled.passed
    assert (claim.event_id, claim.value) == (before.event_id, 500_000)
    assert ask(home, "select value from claims where value > 1000") == [(500_000,)]
    assert statuses(home) == [("held", 3), ("released", 1)]
    asked = "select ruled_by, ruled_at, ruled_why from quarantine where status = 'released'"
    assert ask(home, asked) == [("ana", LATER, "I asked the ministry")]
    assert ask(home, "select run_id from runs") == [("run-1",)]  # a decision is no run
    (event,) = of_type(home, "row_released")
    assert "larger than the watch holds possible" in json.loads(event.detail)["expectation"]
    assert verify(home).is_sound


def test_a_released_article_takes_along_the_claims_that_were_held_with_it(home):
    article = row_at(home, FROM_THE_FUTURE, "%published more than%")
    ruled = rule(home, "released", article)
    assert [e.event_type for e in ruled.passed] == ["article_fetched", *["claim_asserted"] * 2]
    assert statuses(home) == [("held", 1), ("released", 3)]
    assert verify(home).is_sound


def test_a_claim_does_not_go_before_its_article(home):
    sql = f"select event_id from quarantine where expectation = '{ARTICLE_PASSED}'"
    for (row,) in ask(home, sql):
        with pytest.raises(RulingError, match="release it first"):
            rule(home, "released", row)
    assert statuses(home) == [("held", 4)]


def test_deciding_twice_writes_once(home):
    row = row_at(home, TOO_MANY)
    rule(home, "released", row)
    n = len(of_type(home, "row_released", "claim_asserted"))
    again = rule(home, "released", row, at=LATER + timedelta(days=1))
    assert (again.rows, len(again.before)) == ([], 1)
    assert len(of_type(home, "row_released", "claim_asserted")) == n


def test_a_rejected_row_stays_out_and_can_be_released_later(home):
    row = row_at(home, TOO_MANY)
    rule(home, "rejected", row, reason="A slip of the pen")
    assert statuses(home) == [("held", 3), ("rejected", 1)]
    assert ask(home, "select * from claims where value > 1000") == []
    rule(home, "released", row)
    assert statuses(home) == [("held", 3), ("released", 1)]
    with pytest.raises(RulingError, match="was released by ana"):
        rule(home, "rejected", row)


@pytest.mark.slow
def test_a_row_that_fails_more_than_one_expectation_is_held_for_the_next(tmp_path):
    desk = Desk.of(WATCH)
    one = read_of(TOO_MANY, report(500_000), desk)
    (claim,) = one.reading.claims
    broken = replace(claim, value_high=claim.value - 1)
    bad = replace(one, reading=replace(one.reading, claims=(broken,)))
    home = make_home(tmp_path / "home")
    append(home, judged(replace(bad, article=replace(bad.article, url=PLAIN + "2"))).events, "more")
    ((first,),) = ask(
        home,
        f"select event_id from quarantine where url = '{PLAIN}2' and held_type = 'claim_asserted'",
    )
    seen = []
    while True:
        ruled = rule(home, "released", first)
        seen.append(len(ruled.passed))
        if not ruled.again:
            break
        first = ruled.again[0].event_id
    assert len(seen) > 2
    assert seen[-1] >= 1
    assert sum(seen[:-1]) == 0


def test_a_text_that_was_overtaken_is_not_set_back(home):
    desk = Desk.of(WATCH)
    newer = read_of(FROM_THE_FUTURE, report(150), desk, fetched_at=START + timedelta(hours=2))
    append(home, judged(newer).events, "newer")
    with pytest.raises(RulingError, match="has a newer text"):
        rule(home, "released", row_at(home, FROM_THE_FUTURE, "%published more than%"))


def test_a_run_that_is_under_way_is_waited_for(home):
    with only_run(home), pytest.raises(RunUnderWay):
        rule(home, "released", row_at(home, TOO_MANY))


@pytest.mark.parametrize(("name", "said"), [("abc", "at least 6"), ("0" * 12, "no such row")])
def test_a_row_that_is_none_is_named(home, name, said):
    with pytest.raises(NoSuchRow, match=said):
        rule(home, "released", name)


# --- the command ---------------------------------------------------------------------------


def test_the_command_lists_explains_and_decides(vedette, home):
    row = row_at(home, TOO_MANY)[:12]
    code, out, _ = vedette("quarantine", "--home", home)
    assert (code, row in out) == (0, True)
    code, out, _ = vedette("quarantine", row, "--home", home)
    assert "larger than the watch holds possible" in out
    assert "500000 people had died" in out
    words = ("quarantine", row, "--home", home, "--release", "--reviewer", "ana")
    code, out, err = vedette(*words, "--reason", "They said so again")
    assert (code, err) == (0, "")
    assert "0 articles, 1 claims appended" in out
    code, out, _ = vedette(*words, "--reason", "They said so again")
    assert (code, "was released already by ana" in out) == (0, True)
    code, out, _ = vedette("quarantine", "--all", "--json", "--home", home)
    found = {one["id"]: one for one in json.loads(out)}
    assert [one["ruled_by"] for one in found.values() if one["status"] == "released"] == ["ana"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--release", "--reason", "x"), "name the rows"),
        (("000000", "--release"), "say why"),
        (("000000", "--release", "--reject", "--reason", "x"), "not both"),
        (("000000", "--reason", "x"), "--release or --reject"),
        (("000000000000", "--reject", "--reason", "x"), "no such row"),
        (("000000000000", "--reject", "--reason", "x", "--reviewer", " "), "--reviewer is empty"),
    ],
)
def test_wrong_words_are_answered_in_one_line(vedette, home, words, said):
    code, out, err = vedette("quarantine", *words, "--home", home)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
