"""The gate: every row passes or is held back with a reason; a fault of the batch stops it."""

import json
import math
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.gate import Beside, sift
from expectations.suite import SUITES, GateFault
from tests.expectations.builders_gate import (
    FETCHED_AT,
    SENTENCE,
    TEXT,
    WATCH,
    a_level_event,
    a_quantity_event,
    an_article_event,
)
from transforms.events import claim_withdrawn, row_quarantined
from transforms.records import APPROXIMATIONS, CERTAINTY_PCT, Event, Quarantined

DAY = timedelta(days=1)


def suite_of(name: str) -> dict[str, Any]:
    suite: dict[str, Any] = json.loads((SUITES / f"{name}.json").read_text(encoding="utf-8"))
    return suite


def test_a_sound_batch_passes_in_its_order() -> None:
    events = [a_quantity_event(), an_article_event(), a_level_event()]
    verdict = sift(events, WATCH)
    assert verdict.passed == tuple(events)
    assert verdict.quarantined == ()
    assert verdict.warnings == ()


def test_an_empty_batch_passes() -> None:
    assert sift([], WATCH).passed == ()


ARTICLE_FAULTS: list[Any] = [
    pytest.param(
        {"article_id": "0" * 64}, "hash of the URL and the text", "article_id", "'000", id="id"
    ),
    pytest.param({"url": None}, "must have a URL", "url", "missing", id="no-url"),
    pytest.param({"url": "ftp://x.example/1"}, "of the web", "url", "'ftp://x.example/1'", id="scheme"),
    pytest.param({"detail": "{}"}, "must have a text", "text", "missing", id="no-text"),
    pytest.param({"detail": "not json"}, "must have a text", "text", "missing", id="no-json"),
    pytest.param({"outlet": None}, "outlet", "outlet", "missing", id="no-outlet"),
    pytest.param({"cluster_id": None}, "cluster", "cluster_id", "missing", id="no-cluster"),
    pytest.param({"fetched_at": None}, "was fetched", "fetched_at", "missing", id="no-fetch"),
    pytest.param(
        {"published_at": FETCHED_AT + DAY + timedelta(seconds=1)},
        "more than a day after",
        "published_at",
        "2025-01-25T06:00:01+00:00",
        id="from-the-future",
    ),
    pytest.param(
        {"published_at": datetime(1970, 1, 1, tzinfo=UTC)}, "1990", "published_at", "1970",
        id="epoch",
    ),
    pytest.param(
        {"published_at": datetime(9999, 12, 31, tzinfo=UTC)}, "more than a day after",
        "published_at", "9999", id="beyond-any-timestamp",
    ),
    pytest.param(
        {"published_at": datetime(2025, 1, 23, tzinfo=timezone(9 * timedelta(hours=1)))},
        "in UTC", "published_at", "2025-01-23", id="korean-time",
    ),
    pytest.param(
        {"published_at": None}, "marked as uncertain", "is_published_uncertain", "False",
        id="no-date-and-no-doubt",
    ),
]  # fmt: skip

NUMBER_FAULTS: list[Any] = [
    pytest.param({"claim_id": None}, "must have an id", "claim_id", id="no-id"),
    pytest.param({"article_id": "f" * 64}, "be at hand", "article_id", id="no-article"),
    pytest.param({"evidence": SENTENCE[:-1]}, "letter for letter", "evidence", id="evidence"),
    pytest.param({"start_char": 1}, "letter for letter", "evidence", id="offset"),
    pytest.param({"end_char": len(TEXT) + 1}, "letter for letter", "evidence", id="beyond"),
    pytest.param({"indicator": "rainfall"}, "one of the watch", "indicator", id="indicator"),
    pytest.param({"kind": "level"}, "its indicator's kind", "kind", id="kind"),
    pytest.param({"kind": None}, "must have a kind", "kind", id="no-kind"),
    pytest.param({"polarity": "maybe"}, "affirmed or negated", "polarity", id="polarity"),
    pytest.param({"certainty": "sure"}, "word of the scale", "certainty", id="certainty"),
    pytest.param({"certainty": None}, "have a certainty", "certainty", id="no-certainty"),
    pytest.param({"source": None}, "have a source", "source", id="no-source"),
    pytest.param({"source": "the NIS"}, "must be an id", "source", id="source"),
    pytest.param({"extractor": None}, "extractor", "extractor", id="no-extractor"),
    pytest.param({"start_char": None}, "letter for letter", "evidence", id="no-offset"),
    pytest.param({"evidence": None}, "have evidence", "evidence", id="no-evidence"),
    pytest.param({"unit": "brigades"}, "its indicator's unit", "unit", id="unit"),
    pytest.param({"approximation": "ish"}, "word of the list", "approximation", id="approx"),
    pytest.param({"value": None, "value_low": None}, "have a number", "value", id="bounds"),
    pytest.param({"value": math.nan, "value_low": None}, "have a number", "value", id="nan"),
    pytest.param({"value": math.inf}, "finite", "value", id="infinite"),
    pytest.param({"value": -3.0, "value_low": None}, "negative", "smallest", id="negative"),
    pytest.param({"value": 200.0}, "under its lower bound", "value", id="under"),
    pytest.param({"value_high": 299.0, "value": None}, "under the lower", "value_high", id="x"),
    pytest.param({"value_high": 200.0}, "over its upper bound", "value", id="over"),
    pytest.param({"value": 5e7}, "larger than the watch", "largest", id="implausible"),
    pytest.param({"level": "preparing"}, "must have a rung", "level", id="both"),
    pytest.param({"stated_on": date(2025, 1, 26)}, "stated more", "stated_on", id="stated"),
    pytest.param(
        {"valid_from": date(2025, 1, 2), "valid_to": date(2025, 1, 1)}, "before it begins",
        "valid_to", id="valid",
    ),
]  # fmt: skip

RUNG_FAULTS: list[Any] = [
    pytest.param({"level": None}, "must have a rung", id="no-rung"),
    pytest.param({"level": "underway"}, "on its indicator's ladder", id="other-ladder"),
    pytest.param({"value": 3.0}, "a level claim none", id="number"),
]  # fmt: skip


def held_rows(sound: list[Event], faulty: list[Event]) -> list[Quarantined]:
    """Judge one batch of sound and faulty rows: the sound ones pass, and no faulty one does."""
    verdict = sift([*sound, *faulty], WATCH)
    assert verdict.passed == tuple(sound)
    assert [row.event for row in verdict.quarantined] == faulty
    return list(verdict.quarantined)


@pytest.fixture(scope="module")
def held_articles() -> list[Quarantined]:
    faulty = [an_article_event(n, **case.values[0]) for n, case in enumerate(ARTICLE_FAULTS)]
    return held_rows([an_article_event(999)], faulty)


@pytest.fixture(scope="module")
def held_numbers() -> list[Quarantined]:
    faulty = [a_quantity_event(**case.values[0]) for case in NUMBER_FAULTS]
    return held_rows([an_article_event(), a_quantity_event(), a_level_event()], faulty)


@pytest.fixture(scope="module")
def held_rungs() -> list[Quarantined]:
    faulty = [a_level_event(**case.values[0]) for case in RUNG_FAULTS]
    return held_rows([an_article_event(), a_quantity_event(), a_level_event()], faulty)


def numbered(cases: list[Any]) -> list[Any]:
    """The cases with their place in the batch in place of the changes."""
    return [pytest.param(n, *case.values[1:], id=case.id) for n, case in enumerate(cases)]


@pytest.mark.parametrize(("n", "meaning", "column", "observed"), numbered(ARTICLE_FAULTS))
def test_a_faulty_article_is_held_back_with_its_reason(
    held_articles: list[Quarantined], n: int, meaning: str, column: str, observed: str
) -> None:
    row = held_articles[n]
    assert meaning in row.expectation
    assert row.column == column
    assert observed in row.observed


@pytest.mark.parametrize(("n", "meaning", "column"), numbered(NUMBER_FAULTS))
def test_a_faulty_number_is_held_back_with_its_reason(
    held_numbers: list[Quarantined], n: int, meaning: str, column: str
) -> None:
    assert meaning in held_numbers[n].expectation
    assert held_numbers[n].column == column


@pytest.mark.parametrize(("n", "meaning"), numbered(RUNG_FAULTS))
def test_a_faulty_rung_is_held_back_with_its_reason(
    held_rungs: list[Quarantined], n: int, meaning: str
) -> None:
    assert meaning in held_rungs[n].expectation


def test_a_level_watch_without_quantities_needs_no_numbers() -> None:
    events = [an_article_event(), a_level_event()]
    assert sift(events, WATCH).passed == tuple(events)


def test_the_reason_of_a_row_reads_as_a_sentence() -> None:
    verdict = sift([an_article_event(), a_quantity_event(value=5e7)], WATCH)
    assert row_quarantined(verdict.quarantined[0], "run-1").reason == (
        "a number cannot be larger than the watch holds possible: largest is 50,000,000"
    )


def test_a_row_that_no_file_can_take_is_held_back_in_writable_form() -> None:
    verdict = sift([an_article_event(1), an_article_event(2, title="a\ud800b")], WATCH)
    (row,) = verdict.quarantined
    assert row.expectation == "every text must be valid Unicode"
    assert row.event.title == "a\N{REPLACEMENT CHARACTER}b"


def test_the_claims_of_a_held_article_are_held_with_it() -> None:
    article = an_article_event(1, outlet=None)
    claims = [a_quantity_event(1), a_level_event(1)]
    others = [an_article_event(2), a_level_event(2)]
    verdict = sift([article, *claims, *others], WATCH)
    assert verdict.passed == tuple(others)
    assert [row.event for row in verdict.quarantined] == [article, *claims]
    for row in verdict.quarantined[1:]:
        assert str(article.article_id) in row.observed
        assert "must have an outlet" in row.observed


def test_a_warning_flags_a_row_that_passes() -> None:
    article = an_article_event(published_at=None, is_published_uncertain=True)
    verdict = sift([article], WATCH)
    assert verdict.passed == (article,)
    assert verdict.warnings == (
        "http://news.example/0: an article should have a date: published_at is missing",
    )


def test_a_claim_of_an_older_article_needs_its_text() -> None:
    claim = a_quantity_event()
    assert sift([claim], WATCH).quarantined
    assert sift([claim], WATCH, Beside({str(claim.article_id): TEXT})).passed == (claim,)


def test_other_events_are_not_waved_through() -> None:
    withdrawn = claim_withdrawn(a_quantity_event(), "revised", "run-1")
    with pytest.raises(GateFault, match="claim_withdrawn is not judged"):
        sift([withdrawn], WATCH)


def a_suite(**kwargs: Any) -> dict[str, Any]:
    expectation = {
        "type": "expect_column_values_to_not_be_null",
        "severity": "critical",
        "kwargs": {"column": "url"},
        "meta": {"meaning": "an article must have a URL"},
    }
    return {"name": "articles", "expectations": [expectation | kwargs]}


@pytest.mark.parametrize(
    ("suite", "message"),
    [
        pytest.param(a_suite(kwargs={"column": "nope"}), '"nope".*does not exist', id="no-column"),
        pytest.param(
            a_suite(
                type="expect_column_values_to_be_between", kwargs={"column": "url", "max_value": 3}
            ),
            "no row is named",
            id="raises",
        ),
        pytest.param(
            a_suite(
                type="expect_table_row_count_to_equal", kwargs={"value": 7}
            ),
            "no row is named",
            id="names-no-row",
        ),
        pytest.param(a_suite(kwargs={"colum": "url"}), "cannot be run", id="misspelt-argument"),
        pytest.param(a_suite(type="expect_good_news"), "cannot be run", id="unknown-expectation"),
        pytest.param(a_suite(severity="mild"), "critical or warning", id="severity"),
        pytest.param(a_suite(meta={}), "no suite", id="no-meaning"),
        pytest.param({"expectations": a_suite()["expectations"] * 2}, "same meaning", id="twice"),
    ],
)  # fmt: skip
def test_a_fault_of_the_batch_stops_it(suite: object, message: str, tmp_path: Path) -> None:
    (tmp_path / "articles.json").write_text(json.dumps(suite), encoding="utf-8")
    with pytest.raises(GateFault, match=message) as fault:
        sift([an_article_event()], WATCH, suites=tmp_path)
    assert "\n" not in str(fault.value)


def test_a_missing_suite_stops_the_batch(tmp_path: Path) -> None:
    with pytest.raises(GateFault, match=r"articles\.json: cannot be read"):
        sift([an_article_event()], WATCH, suites=tmp_path)


def test_the_suites_know_every_word_of_the_contract() -> None:
    sets = {
        expectation["kwargs"]["column"]: expectation["kwargs"]["value_set"]
        for expectation in suite_of("claims")["expectations"]
        if expectation["type"] == "expect_column_values_to_be_in_set"
    }
    assert sets["certainty"] == list(CERTAINTY_PCT)
    assert sets["approximation"] == list(APPROXIMATIONS)


# What may be null, by contract or because a rule over several columns covers it.
MAY_BE_NULL = {"published_s", "smallest"}
DERIVED_AND_NEVER_NULL = {"text_length", "replacement_pct", "evidence_length"}


@pytest.mark.parametrize("name", ["articles", "claims", "state", "batch", "run"])
def test_every_rule_of_a_value_is_paired_with_not_null(name: str) -> None:
    columns: dict[str, set[str]] = {}
    for expectation in suite_of(name)["expectations"]:
        if column := expectation["kwargs"].get("column"):
            columns.setdefault(column, set()).add(expectation["type"])
    unpaired = {
        column
        for column, types in columns.items()
        if types.isdisjoint(
            {"expect_column_values_to_not_be_null", "expect_column_values_to_be_null"}
        )
        and not column.startswith(("is_", "has_", "id_", "times_", "strings_"))
    }
    assert unpaired <= MAY_BE_NULL | DERIVED_AND_NEVER_NULL


BROKEN_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "value": st.none() | st.floats(),
        "value_low": st.none() | st.floats(),
        "value_high": st.none() | st.floats(),
        "level": st.none() | st.sampled_from(["preparing", "none", "?"]),
        "kind": st.none() | st.sampled_from(["quantity", "level"]),
        "evidence": st.none() | st.text(max_size=5) | st.just(SENTENCE),
        "start_char": st.none() | st.integers(-3, 300),
        "source": st.none() | st.text(max_size=5),
        "unit": st.none() | st.just("soldiers"),
        "stated_on": st.none() | st.dates(),
        "valid_from": st.none() | st.dates(),
        "valid_to": st.none() | st.dates(),
    },
)
BROKEN_ARTICLES = st.fixed_dictionaries(
    {},
    optional={
        "url": st.none() | st.text(max_size=5),
        "title": st.none() | st.text(st.characters(codec=None), max_size=3),
        "detail": st.none() | st.sampled_from(["[]", "{}", '{"text": 3}', '{"text": "x"}']),
        "published_at": st.none() | st.datetimes() | st.datetimes(timezones=st.just(UTC)),
        "fetched_at": st.none() | st.just(FETCHED_AT),
    },
)


@given(
    st.lists(BROKEN_ARTICLES, max_size=3),
    st.lists(BROKEN_FIELDS, max_size=4),
    st.lists(BROKEN_FIELDS, max_size=4),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_row_is_in_exactly_one_of_passed_and_quarantined(
    articles: list[dict[str, Any]], numbers: list[dict[str, Any]], rungs: list[dict[str, Any]]
) -> None:
    events: list[Event] = [an_article_event(9)]
    events += [an_article_event(i, **changes) for i, changes in enumerate(articles)]
    events += [a_quantity_event(i, **changes) for i, changes in enumerate(numbers)]
    events += [a_level_event(i, **changes) for i, changes in enumerate(rungs)]
    verdict = sift(events, WATCH)
    judged = [*verdict.passed, *(row.event for row in verdict.quarantined)]
    assert Counter(e.event_id for e in judged) == Counter(e.event_id for e in events)
    assert all(row.expectation and row.column and row.observed for row in verdict.quarantined)
    for claim in verdict.passed:
        if claim.event_type == "claim_asserted":
            assert TEXT[claim.start_char : claim.end_char] == claim.evidence


def test_a_batch_of_fifty_articles_is_judged_in_half_a_second() -> None:
    events = [an_article_event(number) for number in range(50)]
    events += [claim(n) for n in range(50) for claim in (a_quantity_event, a_level_event)] * 2
    sift(events[:1], WATCH)  # the import is not the gate's time
    began = time.process_time()
    assert len(sift(events, WATCH).passed) == 250
    assert time.process_time() - began < 2.0, "measured 0.4 s; the rest is for a busy machine"


# --- what stands beside a batch ------------------------------------------------------------

BOUND = replace(
    WATCH,
    indicators=tuple(
        replace(i, max_jump_factor=10.0) if i.kind == "quantity" else i for i in WATCH.indicators
    ),
)
NOW = Beside(values={"troops-killed": 30.0})


@pytest.mark.parametrize(
    ("changes", "is_held"),
    [
        pytest.param({}, False, id="ten-times"),
        pytest.param({"value": 301.0}, True, id="more"),
        pytest.param({"value": None, "value_low": 5000.0}, True, id="at-least-more"),
        pytest.param({"value": 301.0, "polarity": "negated"}, False, id="denied"),
        pytest.param({"value": 301.0, "is_increment": True}, False, id="on-top"),
        pytest.param(
            {"value": 301.0, "valid_from": date(2024, 1, 1), "valid_to": date(2024, 12, 31)},
            False,
            id="of-the-past",
        ),
        pytest.param({"value": 301.0, "series": "troops-killed@Kursk"}, False, id="other-series"),
    ],
)
def test_a_number_far_over_the_state_is_held_where_the_watch_bounds_its_jumps(
    changes: dict[str, Any], is_held: bool
) -> None:
    events = [an_article_event(), a_quantity_event(**changes)]
    assert bool(sift(events, BOUND, NOW).quarantined) == is_held


def test_a_jump_is_one_from_a_state_and_only_where_the_watch_says_so() -> None:
    events = [an_article_event(), a_quantity_event(value=301.0)]
    assert not sift(events, WATCH, NOW).quarantined
    assert not sift(events, BOUND).quarantined


def test_what_a_person_waived_is_no_reason_for_that_row_only() -> None:
    one, other = a_quantity_event(1, value=5e7), a_quantity_event(2, value=6e7)
    events = [an_article_event(1), an_article_event(2), one, other]
    meaning = "a number cannot be larger than the watch holds possible"
    verdict = sift(events, WATCH, Beside(waived={one.event_id: {meaning}}))
    assert one in verdict.passed
    assert [row.event for row in verdict.quarantined] == [other]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"source": "xx.nobody"}, "a party of the watch", id="unknown-source"),
        pytest.param({"stated_on": date(2025, 1, 25)}, "after its article appeared", id="said-later"),
    ],
)
def test_a_doubtful_claim_passes_with_a_flag(changes: dict[str, Any], said: str) -> None:
    published = FETCHED_AT - 2 * DAY
    claim = a_quantity_event(published_at=published, **changes)
    verdict = sift([an_article_event(), claim], WATCH)
    assert claim in verdict.passed
    assert said in "".join(verdict.warnings)
    own_voice = a_quantity_event(source="outlet", attribution="")
    assert sift([an_article_event(), own_voice], WATCH).warnings == ()


def test_an_article_in_another_language_is_flagged() -> None:
    verdict = sift([an_article_event(language="ko"), an_article_event(1, language="en-GB")], WATCH)
    (warning,) = verdict.warnings
    assert "the rules read English" in warning


def test_each_expectation_says_how_many_rows_it_was_held_to_and_how_many_failed() -> None:
    events = [an_article_event(), a_quantity_event(value=5e7), a_level_event()]
    checks = {(check.suite, check.meaning): check for check in sift(events, WATCH).checks}
    found = checks["claims", "a number cannot be larger than the watch holds possible"]
    assert (found.severity, found.rows, found.failed) == ("critical", 2, 1)
    assert checks["articles", "an article must have a URL"].failed == 0
    assert len(checks) == sum(len(suite_of(name)["expectations"]) for name in ("articles", "claims"))


def broken_articles(number: int, outlets: int) -> list[Event]:
    return [an_article_event(n, outlet=f"media.o{n % outlets}", fetched_at=None) for n in range(number)]


def test_where_most_of_a_batch_would_be_held_back_the_batch_is_refused() -> None:
    sound = [an_article_event(100 + n) for n in range(9)]
    with pytest.raises(GateFault, match=r"12 of 21 rows, of 3 outlets, most because .*fetched"):
        sift([*broken_articles(12, 3), *sound], WATCH)


@pytest.mark.parametrize(
    ("number", "outlets"),
    [pytest.param(15, 3, id="few-rows"), pytest.param(30, 2, id="the-rows-of-two-outlets")],
)
def test_one_outlet_s_broken_site_does_not_stop_the_others(number: int, outlets: int) -> None:
    assert len(sift(broken_articles(number, outlets), WATCH).quarantined) == number
