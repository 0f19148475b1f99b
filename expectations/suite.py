"""A suite of Great Expectations over the columns of a batch -> which rows fail what.

In:   columns, a suite as JSON (suites/*.json), each expectation with a meaning and a severity
Out:  Judged: the failures, in the order of the suite, then of the rows; how many rows each
      expectation looked at and how many fail it
Never: takes silence for consent: where a column is missing, or an expectation raises or names no
       row, it raises GateFault.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from expectations.columns import Columns
from transforms.records import Check

SUITES = Path(__file__).parent / "suites"
_OBSERVED_LENGTH = 160  # characters of an observed value that a reason shows


class GateFault(Exception):
    """The batch could not be judged, for a cause that is not one row's: nothing may be appended."""

    exit_code = 1  # of a command that meets it: not a fault of what was given


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that one row does not meet."""

    row: int
    meaning: str
    column: str
    observed: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What a suite says of a batch."""

    failures: tuple[Failure, ...]
    checks: tuple[Check, ...]


def judge(columns: Columns, suite_file: Path) -> Judged:
    """Hold every expectation of a suite to the rows. Raises GateFault."""
    suite = read_suite(suite_file)
    results = _validate(columns, suite, suite_file)
    n_rows = len(next(iter(columns.values()), ()))
    failures: list[Failure] = []
    checks: list[Check] = []
    for expectation in suite["expectations"]:
        meta = expectation["meta"]
        rows = _failed_rows(results.get(meta["meaning"]), f"{suite_file.name}: {meta['meaning']}")
        column = meta.get("shows") or expectation["kwargs"]["column"]
        is_critical = expectation["severity"] == "critical"
        failures += (
            Failure(row, meta["meaning"], column, _shown(columns[column][row]), is_critical)
            for row in rows
        )
        checks.append(
            Check(suite_file.stem, meta["meaning"], expectation["severity"], n_rows, len(rows))
        )
    return Judged(tuple(failures), tuple(checks))


def frame_of(columns: Columns, suite: dict[str, Any]) -> Any:
    """The columns that a suite asks for, as a pandas frame."""
    import pandas as pd

    asked = _asked_of(suite)
    n_rows = len(next(iter(columns.values()), ()))
    # Plain numpy columns: on Arrow-backed ones Great Expectations is ten times slower.
    series = {
        name: pd.Series(values, dtype=_dtype(values), index=range(n_rows))
        for name, values in columns.items()
        if name in asked
    }
    return pd.DataFrame(series, index=range(n_rows))


def expectations_of(suite: dict[str, Any]) -> list[Any]:
    """Built one by one: a suite built from JSON leaves out, silently, what it does not know."""
    from great_expectations.expectations.expectation_configuration import (
        ExpectationConfiguration,
    )

    return [ExpectationConfiguration(**one).to_domain_obj() for one in suite["expectations"]]


def _validate(columns: Columns, suite: dict[str, Any], suite_file: Path) -> dict[str, Any]:
    """Run the suite over one frame. Returns {meaning: GE's result}."""
    # Great Expectations and pandas take seconds to import: only a run that has rows pays.
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # earlier releases phone home
    import great_expectations as gx

    # It tells of each temporary folder; its import sets the level.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    frame = frame_of(columns, suite)
    try:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        asset = context.data_sources.add_pandas("events").add_dataframe_asset(suite_file.stem)
        batch = asset.add_batch_definition_whole_dataframe("batch").get_batch({"dataframe": frame})
        outcome = batch.validate(
            gx.ExpectationSuite(suite_file.stem, expectations=expectations_of(suite)),
            result_format={"result_format": "COMPLETE"},
        )
    except Exception as error:  # GE raises many kinds, and pydantic's; each is a fault of the batch
        raise GateFault(f"{suite_file.name}: cannot be run: {_first_line(error)}") from error
    return {result.expectation_config.meta["meaning"]: result for result in outcome.results}


def columns_named(suite_file: Path) -> frozenset[str]:
    """The columns that a suite compares or shows. Raises GateFault."""
    suite = read_suite(suite_file)
    shown = (expectation["meta"].get("shows") for expectation in suite["expectations"])
    return _asked_of(suite) | {name for name in shown if name}


def _asked_of(suite: dict[str, Any]) -> frozenset[str]:
    """The columns that a suite compares: Great Expectations hashes all that it is given."""
    named: set[str] = set()
    for expectation in suite["expectations"]:
        kwargs = expectation["kwargs"]
        named |= {kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs}
        if "row_condition" in kwargs:
            named.add(kwargs["row_condition"]["column"]["name"])
    return frozenset(named)


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


def read_suite(suite_file: Path) -> dict[str, Any]:
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
    """What pandas compares and hashes fast, where the values are all of one such kind."""
    kinds = set(map(type, values))
    if kinds <= {float}:
        return "float64"
    return "bool" if kinds == {bool} else "object"


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
