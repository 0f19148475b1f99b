-- indicators: what is followed, from each watch as it stood.
-- One row per indicator of the newest watch_changed event of each watch; place is its order there.
create or replace view indicators as
with

newest as (

    select
        watch_id,
        from_json(
            json_extract(detail, '$.indicators'),
            '[{"id": "VARCHAR", "kind": "VARCHAR", "title": "VARCHAR", "unit": "VARCHAR",
               "ladder": ["VARCHAR"], "half_life_days": "INTEGER", "stale_after_days": "INTEGER"}]'
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

)

select
    watch_id,
    one.id as indicator,
    one.kind,
    one.title,
    one.unit,
    one.ladder,
    one.half_life_days,
    one.stale_after_days,
    place
from unfolded;
