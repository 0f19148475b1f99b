-- state_history: how the picture changed.
-- One row per state_changed event: before -> after, in the order of the log. The first of an
-- indicator is its baseline. since is the date from which the new state is held to hold.
create or replace view state_history as
select
    indicator,
    recorded_at,
    reason as transitions,
    json_extract_string(detail, '$.before.level') as level_before,
    level as level_after,
    json_extract_string(detail, '$.before.value')::double as value_before,
    value as value_after,
    json_extract_string(detail, '$.before.credibility')::integer as credibility_before,
    json_extract_string(detail, '$.after.credibility')::integer as credibility_after,
    json_extract_string(detail, '$.before.is_disputed')::boolean as was_disputed,
    json_extract_string(detail, '$.after.is_disputed')::boolean as is_disputed,
    json_extract_string(detail, '$.after.since')::date as since,
    json_extract_string(detail, '$.is_baseline')::boolean as is_baseline,
    kind,
    json_extract(detail, '$.before') as before_state,
    json_extract(detail, '$.after') as after_state,
    json_extract_string(detail, '$.basis_seq')::bigint as basis_seq,
    watch_id,
    run_id,
    event_id,
    seq
from other_events
where event_type = 'state_changed';
