"""The gate: a batch of events -> those that pass, and those held back with a reason.

Every article and every claim is judged by a Great Expectations suite (suites/*.json) before it
may enter the log. A failed critical expectation holds the row back; a failed warning flags it.
The claims of an article that is held back are held back with it.

In:   article_fetched and claim_asserted events of one batch, the watch; what a person waived
Out:  Verdict: every event is in exactly one of passed and quarantined, in the batch's order
Never: drops a row, changes one that passes, reads a clock, reaches the network. Where the
       judgement itself fails (a column is missing, an expectation raises or names no row), it
       raises GateFault, and nothing may be appended.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from expectations.columns import Columns, article_columns, claim_columns, writable
from transforms.records import Event, Quarantined, Verdict, Watch

SUITES = Path(__file__).parent / "suites"
# The reason of a claim whose article was held back.
ARTICLE_PASSED = "the article of a claim must have passed"
_JUDGED = ("article_fetched", "claim_asserted")
_OBSERVED_LENGTH = 160  # characters of an observed value that a reason shows


class GateFault(Exception):
    """The batch could not be judged, for a cause that is not one row's: nothing may be appended."""

    exit_code = 1  # of a command that meets it: not a fault of what was given


@dataclass(frozen=True, slots=True)
class _Failure:
    """One expectation that one row does not meet."""

    row: int
    meaning: str
    column: str
    observed: str
    is_critical: bool


_Failures = list[tuple[Event, _Failure]]
Waived = Mapping[str, Collection[str]]  # event_id -> meanings of expectations


def sift(
    events: Sequence[Event],
    watch: Watch,
    texts: Mapping[str, str] | None = None,
    suites: Path = SUITES,
    waived: Waived | None = None,
) -> Verdict:
    """Judge a batch. `texts` (article_id -> text) holds the articles of claims whose
    article_fetched is not in the batch, as when an archive is read again.

    `suites` is a folder with articles.json and claims.json; `waived` names expectations that a
    row may fail, by its event_id. Raises GateFault.
    """
    for event in events:
        if event.event_type not in _JUDGED:
            raise GateFault(f"gate: {event.event_type} is not judged here, only {_JUDGED}")
    articles = [event for event in events if event.event_type == "article_fetched"]
    claims = [event for event in events if event.event_type == "claim_asserted"]
    failures: _Failures = []
    if articles:
        found = _judge(article_columns(articles), suites / "articles.json")
        failures += [(articles[failure.row], failure) for failure in found]
    if claims:
        columns = claim_columns(claims, articles, watch, texts or {})
        found = _judge(columns, suites / "claims.json")
        failures += [(claims[failure.row], failure) for failure in found]
    return _verdict(events, _standing(failures, waived or {}))


def _standing(failures: _Failures, waived: Waived) -> _Failures:
    """Without what a person waived."""
    return [
        (event, failure)
        for event, failure in failures
        if failure.meaning not in waived.get(event.event_id, ())
    ]


def _verdict(events: Sequence[Event], failures: _Failures) -> Verdict:
    """The first critical failure of a row is its reason; the order is the suite's."""
    # By object: the same content may stand in a batch twice.
    held: dict[int, Quarantined] = {}
    for event, failure in failures:
        if failure.is_critical:
            row = Quarantined(writable(event), failure.meaning, failure.column, failure.observed)
            held.setdefault(id(event), row)
    _hold_claims_of_held_articles(events, held)
    return Verdict(
        passed=tuple(event for event in events if id(event) not in held),
        quarantined=tuple(held[id(event)] for event in events if id(event) in held),
        warnings=tuple(
            f"{event.url or event.article_id}: {failure.meaning}: "
            f"{failure.column} is {failure.observed}"
            for event, failure in failures
            if not failure.is_critical and id(event) not in held
        ),
    )


def _hold_claims_of_held_articles(events: Sequence[Event], held: dict[int, Quarantined]) -> None:
    reasons = {
        row.event.article_id: f"{row.expectation} ({row.column} is {row.observed})"
        for row in held.values()
        if row.event.event_type == "article_fetched"
    }
    for event in events:
        if event.event_type == "article_fetched" and id(event) not in held:
            reasons.pop(event.article_id, None)
    for event in events:
        if event.event_type == "claim_asserted" and event.article_id in reasons:
            observed = f"{event.article_id}, held back because {reasons[event.article_id]}"
            row = Quarantined(event, ARTICLE_PASSED, "article_id", observed)
            held.setdefault(id(event), row)


def _judge(columns: Columns, suite_file: Path) -> list[_Failure]:
    """What the rows fail, in the order of the suite, then of the rows."""
    suite = _read_suite(suite_file)
    results = _validate(columns, suite, suite_file)
    failures: list[_Failure] = []
    for expectation in suite["expectations"]:
        meta = expectation["meta"]
        rows = _failed_rows(results.get(meta["meaning"]), f"{suite_file.name}: {meta['meaning']}")
        column = meta.get("shows") or expectation["kwargs"]["column"]
        failures += [
            _Failure(
                row=row,
                meaning=meta["meaning"],
                column=column,
                observed=_shown(columns[column][row]),
                is_critical=expectation["severity"] == "critical",
            )
            for row in rows
        ]
    return failures


def _validate(columns: Columns, suite: dict[str, Any], suite_file: Path) -> dict[str, Any]:
    """Run the suite over one frame. Returns {meaning: GE's result}."""
    # Great Expectations and pandas take seconds to import: only a run that has rows pays.
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # earlier releases phone home
    import great_expectations as gx
    import pandas as pd
    from great_expectations.expectations.expectation_configuration import (
        ExpectationConfiguration,
    )

    # It tells of each temporary folder; its import sets the level.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    # Plain numpy columns: on Arrow-backed ones Great Expectations is ten times slower.
    frame = pd.DataFrame(
        {
            name: pd.Series(values, dtype=_dtype(values), index=range(len(values)))
            for name, values in columns.items()
        }
    )
    try:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        asset = context.data_sources.add_pandas("events").add_dataframe_asset(suite_file.stem)
        batch = asset.add_batch_definition_whole_dataframe("batch").get_batch({"dataframe": frame})
        # Built one by one: a suite built from JSON leaves out, silently, what it does not know.
        built = [ExpectationConfiguration(**one).to_domain_obj() for one in suite["expectations"]]
        outcome = batch.validate(
            gx.ExpectationSuite(suite_file.stem, expectations=built),
            result_format={"result_format": "COMPLETE"},
        )
    except Exception as error:  # GE raises many kinds, and pydantic's; each is a fault of the batch
        raise GateFault(f"{suite_file.name}: cannot be run: {_first_line(error)}") from error
    return {result.expectation_config.meta["meaning"]: result for result in outcome.results}


def _failed_rows(result: Any, where: str) -> list[int]:
    """The rows that an expectation names. Raises GateFault where it has no answer."""
    if result is None:
        raise GateFault(f"{where}: Great Expectations gave no result")
    if result.success:
        return []
    rows = result.result.get("unexpected_index_list")
    if not rows:
        cause = _exception_message(result.exception_info)
        raise GateFault(f"{where}: the batch failed and no row is named: {cause}")
    return sorted(int(row) for row in rows)


def _exception_message(info: Any) -> str:
    """The message in GE's exception_info, which is flat, or nested under the metric's id."""
    if isinstance(info, dict):
        if message := info.get("exception_message"):
            return _first_line(message)
        for value in info.values():
            if isinstance(value, dict):
                return _exception_message(value)
    return "no cause given"


def _read_suite(suite_file: Path) -> dict[str, Any]:
    """A suite as JSON, each expectation with a severity, and a meaning of its own."""
    try:
        suite: dict[str, Any] = json.loads(suite_file.read_text(encoding="utf-8"))
        meanings = [expectation["meta"]["meaning"] for expectation in suite["expectations"]]
        severities = {expectation["severity"] for expectation in suite["expectations"]}
    except OSError as error:
        raise GateFault(f"{suite_file}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise GateFault(f"{suite_file}: no suite: {_first_line(error)}") from error
    if len(set(meanings)) < len(meanings):
        raise GateFault(f"{suite_file}: two expectations have the same meaning")
    if not severities <= {"critical", "warning"}:
        raise GateFault(f"{suite_file}: severity must be critical or warning")
    return suite


def _dtype(values: list[Any]) -> str:
    return "float64" if all(isinstance(value, float) for value in values) else "object"


def _shown(value: object) -> str:
    """A value as a reason shows it, on one line."""
    if value is None or value != value:
        return "missing"
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, date):
        return value.isoformat()
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _OBSERVED_LENGTH else f"{text[:_OBSERVED_LENGTH]}…"


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
