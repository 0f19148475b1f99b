"""SQL for what stands in `detail` of the events that follow from a claim, and of a run's end.

In:   names of the columns of statements.py
Out:  SQL expressions of JSON texts
Never: runs them.
"""

from __future__ import annotations

from benchmarks.history.canonical import list_json, object_json, value_json


def _state_json(level: str, level_rank: str, value: str, low: str, high: str) -> str:
    """An IndicatorState of the claim's indicator."""
    return object_json(
        {
            "indicator": value_json("indicator"),
            "kind": value_json("kind"),
            "level": value_json(level),
            "level_rank": f"({level_rank})::varchar",
            "value": f"({value})::varchar",
            "value_low": f"({low})::varchar",
            "value_high": f"({high})::varchar",
            "is_disputed": "'false'",
            "credibility": "'2'",
            "origins": "'1'",
            "articles": "'1'",
            "since": value_json("published_at::date", "DATE"),
            "is_stale": "'false'",
            "certainty": "'null'",
        }
    )


_RANK = "case kind when 'level' then level_no end"
_AFTER = _state_json("level", _RANK, "value_low", "value_low", "value_high")
_BEFORE = _state_json(
    "case kind when 'level' then 'none' end",
    "case kind when 'level' then 0 end",
    "value_low - 1",
    "value_low - 1",
    "value_high - 1",
)
STATE = object_json(
    {
        "before": _BEFORE,
        "after": _AFTER,
        "is_baseline": "'false'",
        "basis_seq": "(state_seq - 1)::varchar",
    }
)
ALERT = object_json(
    {
        "body": value_json("thing || ': ' || evidence"),
        "before": _BEFORE,
        "after": _AFTER,
        "basis_seq": "(state_seq - 1)::varchar",
        "claims": list_json(
            [object_json({n: value_json(n) for n in ("source", "evidence", "url")})]
        ),
    }
)
LEDGER = object_json(
    {
        "fetched": "(parsed + unchanged)::varchar",
        "parsed": "parsed::varchar",
        "unchanged": "unchanged::varchar",
        "duplicate": "'0'",
        "quarantined": "'0'",
        "failed": "'0'",
        "with_claims": "with_claims::varchar",
        "without_claims": "(parsed - with_claims)::varchar",
    }
)
REVIEW = object_json(
    {
        "verdict": value_json("case when is_confirmed then 'confirmed' else 'rejected' end"),
        "reviewer": value_json("'desk'"),
        "reviewed_at": value_json("published_at", "TIMESTAMPTZ"),
    }
)
