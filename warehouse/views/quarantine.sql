-- quarantine: the rows that were held back, why, and what a person decided.
-- One row per row and expectation that it failed; held_row is the event that was held back, as JSON.
-- status is held, released (it was let pass in spite of the expectation) or rejected.
create or replace view quarantine as
with

held as (

    select *
    from other_events
    where event_type = 'row_quarantined'
    qualify row_number() over (partition by event_id order by seq) = 1

),

ruled as (

    select
        json_extract_string(detail, '$.held') as held_event_id,
        case event_type when 'row_released' then 'released' else 'rejected' end as status,
        json_extract_string(detail, '$.reviewer') as ruled_by,
        json_extract_string(detail, '$.ruled_at')::timestamptz as ruled_at,
        reason
    from other_events
    where event_type in ('row_released', 'row_rejected')
    qualify row_number() over (
        partition by json_extract_string(detail, '$.held') order by seq desc
    ) = 1

)

select
    held.recorded_at,
    held.reason,
    coalesce(ruled.status, 'held') as status,
    json_extract_string(held.detail, '$.expectation') as expectation,
    json_extract_string(held.detail, '$.column') as failed_column,
    json_extract_string(held.detail, '$.observed') as observed,
    json_extract_string(held.detail, '$.row.event_type') as held_type,
    held.indicator,
    held.url,
    json_extract_string(held.detail, '$.row.evidence') as evidence,
    json_extract(held.detail, '$.row') as held_row,
    ruled.ruled_by,
    ruled.ruled_at,
    ruled.reason as ruled_why,
    held.article_id,
    held.claim_id,
    held.watch_id,
    held.run_id,
    held.event_id,
    held.seq
from held
left join ruled on held.event_id = ruled.held_event_id
order by held.seq;
