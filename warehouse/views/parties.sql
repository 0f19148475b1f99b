-- parties: who speaks, from each watch as it stood.
-- One row per party. Points weigh the Admiralty letters as integers, each half of the one before;
-- F (cannot be judged) weighs like D: an unknown source is no worse than a poor one, and no better.
create or replace view parties as
with

newest as (

    select
        watch_id,
        from_json(
            parties,
            '[{"id": "VARCHAR", "type": "VARCHAR", "country": "VARCHAR", "reliability": "VARCHAR"}]'
        ) as listed
    from watches

),

unfolded as (

    select watch_id, unnest(listed) as one
    from newest

)

select
    watch_id,
    one.id as party,
    one.type,
    one.country,
    one.reliability,
    case one.reliability
        when 'A' then 32
        when 'B' then 24
        when 'C' then 16
        when 'D' then 8
        when 'E' then 4
        else 8
    end as reliability_points
from unfolded;
