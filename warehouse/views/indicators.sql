-- indicators: what is followed, from each watch as it stood.
-- One row per indicator of the newest watch_changed event of each watch, and one for each place or
-- thing that a claim on it was kept apart by ("deaths@Angola", base deaths); place is the order.
create or replace view indicators as
with

newest as (

    select
        watch_id,
        from_json(
            json_extract(detail, '$.indicators'),
            '[{"id": "VARCHAR", "kind": "VARCHAR", "title": "VARCHAR", "unit": "VARCHAR",
               "ladder": ["VARCHAR"], "half_life_days": "INTEGER", "stale_after_days": "INTEGER",
               "by": ["VARCHAR"]}]'
        ) as listed
    from events
    where event_type = 'watch_changed'
    qualify row_number() over (partition by watch_id order by seq desc) = 1

),

unfolded as (

    select
        watch_id,
        generate_subscripts(listed, 1) as place,
        unnest(listed) as one
    from newest

),

series as (

    select distinct
        watch_id,
        indicator as base,
        json_extract_string(detail, '$.series') as indicator
    from events
    where event_type = 'claim_asserted'
        and json_extract_string(detail, '$.series') <> indicator

)

select
    unfolded.watch_id,
    coalesce(series.indicator, one.id) as indicator,
    one.id as base,
    one.kind,
    one.title || coalesce(': ' || replace(substr(series.indicator, len(one.id) + 2), '@', ', '), '')
        as title,
    one.unit,
    one.ladder,
    one.half_life_days,
    one.stale_after_days,
    place
from unfolded
left join (
    select * from series
    union all
    select distinct watch_id, base, base from series
) as series
    on unfolded.watch_id = series.watch_id and one.id = series.base
    and len(coalesce(one.by, [])) > 0;
