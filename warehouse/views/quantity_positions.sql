-- quantity_positions: the number that each origin stands by.
-- One row per watch, quantity indicator and origin: a claim of its latest position_date.
-- Increments and denials of a number are no position on the total, nor is what is thought
-- unlikely. On one date a number goes before an order of magnitude, then what was recorded last,
-- then the more precise. An order of magnitude ("thousands") replaces no current number that
-- it allows. Read by positions.
create or replace view quantity_positions as
with

totals as (

    select *
    from claims
    where kind = 'quantity'
        and polarity = 'affirmed'
        and not coalesce(is_increment, false)
        and is_effective
        and certainty_pct >= 50

),

newest_numbers as (

    select watch_id, indicator, origin, value as newest_number
    from totals
    where value is not null and is_current
    qualify row_number() over (
        partition by watch_id, indicator, origin order by position_date desc, seq desc
    ) = 1

)

select totals.*
from totals
left join newest_numbers
    on totals.watch_id = newest_numbers.watch_id
    and totals.indicator = newest_numbers.indicator
    and totals.origin = newest_numbers.origin
where totals.value is not null
    or newest_numbers.newest_number is null
    or newest_numbers.newest_number < totals.value_low
qualify row_number() over (
    partition by totals.watch_id, totals.indicator, totals.origin
    order by
        totals.position_date desc,
        totals.value is null,
        totals.recorded_at desc,
        case totals.approximation
            when 'exact' then 0
            when 'about' then 1
            when 'nearly' then 1
            when 'range' then 1
            else 2
        end,
        totals.certainty_pct desc,
        totals.seq desc
) = 1;
