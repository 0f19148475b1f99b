"""The state of every claim-maker as of a time, folded from the raw log by hand-written SQL.

In:   the log as a relation, a recorded time, perhaps an indicator
Out:  SQL that gives the claim that each origin stands by, for each indicator, and nothing of what
      Vedette's views make of it (dates, weights, disputes): the least that has to be done
Never: a file of ours but the log's.

Three ways, as one would write them: the same rows come out of each.
"""

from __future__ import annotations

_STANDING = """
with
asserted as (
    select
        seq, watch_id, indicator, claim_id, kind, polarity, certainty, value, value_low,
        value_high, level, stated_on, published_at,
        case
            when source in ('outlet', 'unknown') then 'cluster:' || left(cluster_id, 12)
            else source
        end as origin
    from {log}
    where event_type = 'claim_asserted' and recorded_at <= {at} and {one}
),
withdrawn as (
    select claim_id
    from {log}
    where event_type = 'claim_withdrawn' and recorded_at <= {at} and {one}
),
standing as (select * from asserted anti join withdrawn using (claim_id))
"""
_FOLDED = "watch_id, indicator, origin"
FOLDS = {
    "max(seq), semi-join": f"""
        select * from standing
        semi join (select max(seq) as seq from standing group by {_FOLDED}) using (seq)
    """,
    "arg_max": f"""
        select {_FOLDED}, max(seq) as seq, unnest(arg_max(
            struct_pack(kind, polarity, certainty, value, value_low, value_high, level, stated_on,
                published_at), seq))
        from standing group by {_FOLDED}
    """,
    "row_number": f"""
        select * from standing
        qualify row_number() over (partition by {_FOLDED} order by seq desc) = 1
    """,
}


def fold(way: str, log: str, at: str, indicator: str | None) -> str:
    """One of FOLDS, counted, so that every column is worked out and few rows are handed over."""
    one = f"indicator = '{indicator}'" if indicator else "true"
    standing = _STANDING.format(log=log, at=f"timestamptz '{at}'", one=one)
    return f"{standing} select count(*), sum(seq), sum(value), max(stated_on) from ({FOLDS[way]})"
