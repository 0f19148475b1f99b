-- ladder: the rungs of the level indicators.
-- One row per rung; level_rank 0 is the lowest.
create or replace view ladder as
select
    watch_id,
    indicator,
    unnest(ladder) as level,
    generate_subscripts(ladder, 1) - 1 as level_rank
from indicators;
