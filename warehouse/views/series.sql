-- series: the places and things that an indicator was ever kept apart by.
-- One row or more per watch and series that is not the indicator itself ("deaths@Angola", base
-- deaths), with the time from which it was known.
create or replace view series as
select
    watch_id,
    base,
    indicator,
    min(recorded_at) as recorded_at
from claim_facts
where event_type = 'claim_asserted' and indicator <> base
group by watch_id, base, indicator;
