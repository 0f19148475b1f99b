-- backing: which current positions agree with the state, and which contradict it.
-- One row per current position of an indicator whose state is not null. A number agrees where its
-- interval holds the state's value, else it contradicts. A rung agrees where it is the state's,
-- and contradicts where it denies it; a state that follows from denials alone is contradicted
-- by whoever affirms more. Read by state, and by `vedette why`.
create or replace view backing as
select
    positions.watch_id,
    positions.indicator,
    positions.origin,
    positions.claim_id,
    positions.position_date,
    positions.certainty,
    positions.reliability,
    positions.reliability_points,
    positions.weight,
    positions.urls,
    coalesce(positions.value_low, '-infinity'::double) <= quantity_state.value
        and coalesce(positions.value_high, 'infinity'::double) >= quantity_state.value
        as is_agreeing,
    not is_agreeing as is_contradicting
from positions
inner join quantity_state
    on positions.watch_id = quantity_state.watch_id
    and positions.indicator = quantity_state.indicator
where positions.weight > 0
union all
select
    positions.watch_id,
    positions.indicator,
    positions.origin,
    positions.claim_id,
    positions.position_date,
    positions.certainty,
    positions.reliability,
    positions.reliability_points,
    greatest(positions.weight, positions.denied_weight) as weight,
    positions.urls,
    case
        when level_state.is_by_denial then coalesce(positions.denied_rank = 1, false)
        else coalesce(
            positions.level_rank = level_state.level_rank
            and positions.weight > 0
            and (positions.certainty_pct >= 55 or not level_state.is_likely),
            false
        )
    end as is_agreeing,
    not is_agreeing and case
        when level_state.level_rank = 0 then coalesce(positions.level_rank > 0, false)
        else coalesce(
            positions.denied_rank <= level_state.level_rank and positions.denied_weight > 0, false
        )
    end as is_contradicting
from positions
inner join level_state
    on positions.watch_id = level_state.watch_id
    and positions.indicator = level_state.indicator
where positions.is_current and level_state.level_rank is not null;
