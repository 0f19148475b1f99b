-- quantity_state: what the numbers add up to.
-- One row per watch and quantity indicator with a current position. value is the weighted median
-- of the positions that state a number (of the lower bounds, where all are orders of magnitude),
-- written over integer weights so that every engine gives the same; value_low to value_high is
-- the hull of those positions: open above (null) where each of them is, as "at least 300" is.
-- Disputed where the intervals of two current positions do not meet.
-- Read by backing and state.
create or replace view quantity_state as
with

current_positions as (

    select
        *,
        coalesce(value, value_low, value_high) as centre,
        bool_or(value is not null) over (partition by watch_id, indicator) as has_number
    from positions
    where kind = 'quantity' and weight > 0

),

cumulated as (

    select
        *,
        sum(weight) over (partition by watch_id, indicator) as total,
        sum(weight) over (
            partition by watch_id, indicator
            order by centre, origin
            rows between unbounded preceding and current row
        ) as cumulative
    from current_positions
    where value is not null or not has_number

),

summed as (

    select
        watch_id,
        indicator,
        min(centre) filter (where 2 * cumulative >= total) as value,
        min(coalesce(value_low, value)) as value_low,
        case
            when bool_and(value_low is not null and value_high is null) then null
            else max(coalesce(value_high, value, value_low))
        end as value_high
    from cumulated
    group by watch_id, indicator

),

-- two intervals fail to meet where the highest lower end is above the lowest upper end
disputes as (

    select
        watch_id,
        indicator,
        coalesce(max(value_low) > min(value_high), false) as is_disputed
    from current_positions
    group by watch_id, indicator

)

select
    summed.*,
    disputes.is_disputed
from summed
inner join disputes
    on summed.watch_id = disputes.watch_id and summed.indicator = disputes.indicator;
