-- state: the picture now: what the positions on each indicator add up to.
-- One row per indicator of the watch, those without a claim too (level, value, certainty null).
--   certainty    the stated likelihood of the weightiest agreeing position; reliability is its source's
--   credibility  Admiralty: 1 two or more independent origins agree; 2 one of reliability A or B,
--                3 of C or D, uncontradicted; 4 contradicted by equals that are not outnumbered;
--                5 contradicted by better; 6 cannot be judged. Worse sources contradict nothing.
--   origins      independent origins that agree; articles: the articles in which they say so
--   since        from when this level or value is held to hold: carried on from the last
--                state_changed while it is the same, else the first date of its support
--   is_stale     the newest position is older than the indicator's stale_after_days
create or replace view state as
with

newest as (

    select watch_id, indicator, max(position_date) as newest_position_on
    from positions
    group by watch_id, indicator

),

ranked as (

    select
        *,
        max(case when is_agreeing then reliability_points end)
            over (partition by watch_id, indicator) as best_points
    from backing

),

support as (

    select
        watch_id,
        indicator,
        arg_min(certainty, (-weight, origin)) filter (where is_agreeing) as certainty,
        arg_min(reliability, (-weight, origin)) filter (where is_agreeing) as reliability,
        min(reliability) filter (where is_agreeing and reliability_points = best_points)
            as best_reliability,
        any_value(best_points) as best_points,
        max(reliability_points) filter (where is_contradicting) as contradicting_points,
        count(*) filter (where is_contradicting and reliability_points = best_points)
            as equal_contradictions,
        count(*) filter (where is_agreeing) as origins,
        array_length(list_distinct(flatten(list(urls) filter (where is_agreeing)))) as articles,
        min(position_date) filter (where is_agreeing) as supported_since
    from ranked
    group by watch_id, indicator

),

last_written as (

    select
        watch_id,
        indicator,
        level as level_after,
        value as value_after,
        json_extract_string(detail, '$.after.since')::date as since
    from other_events
    where event_type = 'state_changed'
        and seq in (
            select max(seq) from other_events
            where event_type = 'state_changed'
            group by watch_id, indicator
        )

),

pictured as (

    select
        indicators.*,
        ladder.level,
        level_state.level_rank,
        quantity_state.value,
        quantity_state.value_low,
        quantity_state.value_high,
        coalesce(quantity_state.is_disputed, level_state.is_disputed, false) as is_disputed
    from indicators
    left join quantity_state
        on indicators.watch_id = quantity_state.watch_id
        and indicators.indicator = quantity_state.indicator
    left join level_state
        on indicators.watch_id = level_state.watch_id
        and indicators.indicator = level_state.indicator
    left join ladder
        on indicators.watch_id = ladder.watch_id
        and indicators.indicator = ladder.indicator
        and level_state.level_rank = ladder.level_rank

)

select
    pictured.indicator,
    pictured.title,
    pictured.kind,
    pictured.level,
    pictured.value,
    pictured.value_low,
    pictured.value_high,
    pictured.unit,
    support.certainty,
    case
        when coalesce(support.origins, 0) = 0 then 6
        when support.contradicting_points > support.best_points then 5
        when support.equal_contradictions >= support.origins then 4
        when support.origins >= 2 then 1
        when support.best_reliability in ('A', 'B') then 2
        when support.best_reliability in ('C', 'D') then 3
        else 6
    end as credibility,
    support.reliability,
    pictured.is_disputed,
    coalesce(support.origins, 0) as origins,
    coalesce(support.articles, 0) as articles,
    case
        when coalesce(support.origins, 0) = 0 then null
        when last_written.level_after is not distinct from pictured.level
            and last_written.value_after is not distinct from pictured.value
            then coalesce(last_written.since, support.supported_since)
        else greatest(support.supported_since, last_written.since)
    end as since,
    newest.newest_position_on,
    coalesce(
        date_diff('day', newest.newest_position_on, as_of.valid_as_of)
            > pictured.stale_after_days,
        false
    ) as is_stale,
    pictured.level_rank,
    as_of.valid_as_of as as_of_on,
    pictured.watch_id
from pictured
cross join as_of
left join support
    on pictured.watch_id = support.watch_id and pictured.indicator = support.indicator
left join last_written
    on pictured.watch_id = last_written.watch_id and pictured.indicator = last_written.indicator
left join newest
    on pictured.watch_id = newest.watch_id and pictured.indicator = newest.indicator
order by pictured.watch_id, pictured.place;
