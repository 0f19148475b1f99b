-- quarantine: the rows that were held back, and why.
-- One row per row and expectation that it failed; held_row is the event that was held back, as JSON.
create or replace view quarantine as
select
    recorded_at,
    reason,
    json_extract_string(detail, '$.expectation') as expectation,
    json_extract_string(detail, '$.column') as failed_column,
    json_extract_string(detail, '$.observed') as observed,
    json_extract_string(detail, '$.row.event_type') as held_type,
    indicator,
    url,
    json_extract_string(detail, '$.row.evidence') as evidence,
    json_extract(detail, '$.row') as held_row,
    article_id,
    claim_id,
    watch_id,
    run_id,
    event_id,
    seq
from other_events
where event_type = 'row_quarantined'
qualify row_number() over (partition by event_id order by seq) = 1;
