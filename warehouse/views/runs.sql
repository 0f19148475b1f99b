-- runs: the ledger of every run.
-- One row per watch and run that wrote an event; one that has not finished has no counts.
-- is_closed: fetched = parsed + unchanged + duplicate + quarantined + failed + screened, and
-- parsed = with_claims + without_claims; a count that is missing leaves the ledger open.
create or replace view runs as
with

written as (

    select
        watch_id,
        run_id,
        min(recorded_at) as first_recorded_at,
        max(recorded_at) as last_recorded_at,
        count(*) as events,
        arg_max(detail, seq) filter (where event_type = 'run_finished') as ledger
    from events
    where run_id not like 'by-hand-%'  -- what a person decided is no run
    group by watch_id, run_id

),

counted as (

    select
        watch_id,
        run_id,
        first_recorded_at,
        last_recorded_at,
        events,
        ledger,
        ledger is not null as is_finished,
        json_extract_string(ledger, '$.started_at')::timestamptz as started_at,
        json_extract_string(ledger, '$.fetched')::bigint as fetched,
        json_extract_string(ledger, '$.parsed')::bigint as parsed,
        json_extract_string(ledger, '$.unchanged')::bigint as unchanged,
        json_extract_string(ledger, '$.duplicate')::bigint as duplicate,
        json_extract_string(ledger, '$.quarantined')::bigint as quarantined,
        json_extract_string(ledger, '$.failed')::bigint as failed,
        -- runs of before there were backfills do not count it
        coalesce(json_extract_string(ledger, '$.screened')::bigint, 0) as screened,
        json_extract_string(ledger, '$.with_claims')::bigint as with_claims,
        json_extract_string(ledger, '$.without_claims')::bigint as without_claims
    from written

)

select
    run_id,
    coalesce(started_at, first_recorded_at) as started_at,
    case when is_finished then last_recorded_at end as finished_at,
    is_finished,
    coalesce(
        fetched = parsed + unchanged + duplicate + quarantined + failed + screened
        and parsed = with_claims + without_claims,
        false
    ) as is_closed,
    fetched,
    parsed,
    unchanged,
    duplicate,
    quarantined,
    failed,
    screened,
    with_claims,
    without_claims,
    events,
    ledger,
    watch_id
from counted
order by first_recorded_at, run_id;
