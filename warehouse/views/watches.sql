-- watches: what is watched, and how.
-- One row per watch, as its newest watch_changed event tells it. review_below: claims read with
-- less confidence wait for an analyst.
create or replace view watches as
select
    watch_id,
    title,
    json_extract_string(detail, '$.review_below')::double as review_below,
    json_extract(detail, '$.indicators') as indicators,
    json_extract(detail, '$.parties') as parties,
    recorded_at,
    seq
from other_events
where event_type = 'watch_changed'
qualify row_number() over (partition by watch_id order by seq desc) = 1;
