-- indicators: what is followed, from each watch as it stood.
-- One row per indicator of the newest watch_changed event of each watch, and one for each place or
-- thing that a claim on it was kept apart by ("deaths@Angola", base deaths); place is the order.
create or replace view indicators as
with

newest as (

    select
        watch_id,
        from_json(
            indicators,
            '[{"id": "VARCHAR", "kind": "VARCHAR", "title": "VARCHAR", "unit": "VARCHAR",
               "ladder": ["VARCHAR"], "half_life_days": "INTEGER", "stale_after_days": "INTEGER",
               "by": ["VARCHAR"]}]'
        ) as listed
    from watches

),

unfolded as (

    select
        watch_id,
        generate_subscripts(listed, 1) as place,
        unnest(listed) as one
    from newest

),

kept as (

    select watch_id, base, indicator from series
    union
    select watch_id, base, base from series

)

select
    unfolded.watch_id,
    coalesce(kept.indicator, one.id) as indicator,
    one.id as base,
    one.kind,
    one.title || coalesce(': ' || replace(substr(kept.indicator, len(one.id) + 2), '@', ', '), '')
        as title,
    one.unit,
    one.ladder,
    one.half_life_days,
    one.stale_after_days,
    place
from unfolded
left join kept
    on unfolded.watch_id = kept.watch_id and one.id = kept.base
    and array_length(coalesce(one.by, [])) > 0
where getvariable('only_indicator') is null or one.id = getvariable('only_indicator');
