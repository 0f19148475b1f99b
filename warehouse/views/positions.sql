-- positions: what each origin stands by now, for each indicator: disagreement, a row per party.
-- One row per watch, indicator and origin. Positions older than two half-lives are shown, with
-- is_current false and weight 0; they take no part in the state. How a position comes about:
-- quantity_positions, level_positions. claim_id is the claim behind it; certainty, evidence and
-- source are that claim's; articles counts the articles in which the origin says just this.
create or replace view positions as
with

held as (

    select
        watch_id,
        indicator,
        origin,
        claim_id,
        position_date,
        weight,
        null::varchar[] as denied_levels,
        null::bigint as denied_rank,
        0::bigint as denied_weight,
        null::varchar as denying_claim_id,
        true as is_affirming
    from quantity_positions
    union all
    select
        watch_id,
        indicator,
        origin,
        claim_id,
        position_date,
        weight,
        denied_levels,
        denied_rank,
        denied_weight,
        denying_claim_id,
        level is not null as is_affirming
    from level_positions

),

-- the articles, whatever their revision, in which the same origin says the same on the same date
relayed as (

    select
        held.watch_id,
        held.indicator,
        held.origin,
        list(distinct same.url order by same.url) as urls
    from held
    inner join claims as behind on held.claim_id = behind.claim_id
    inner join claims as same
        on behind.watch_id = same.watch_id
        and behind.indicator = same.indicator
        and behind.origin = same.origin
        and behind.polarity = same.polarity
        and behind.position_date = same.position_date
        and behind.level is not distinct from same.level
        and behind.value is not distinct from same.value
        and behind.value_low is not distinct from same.value_low
    group by held.watch_id, held.indicator, held.origin

)

select
    -- who stands by what
    held.indicator,
    held.origin,
    behind.kind,
    case when held.is_affirming then behind.level end as level,
    held.denied_levels,
    behind.value,
    behind.value_low,
    behind.value_high,
    behind.unit,
    behind.approximation,

    -- how sure, how heavy, how old
    behind.certainty,
    behind.reliability,
    held.position_date,
    held.weight > 0 or held.denied_weight > 0 as is_current,
    held.weight,
    held.denied_weight,
    behind.certainty_pct,
    behind.reliability_points,
    case when held.is_affirming then behind.level_rank end as level_rank,
    held.denied_rank,

    -- in which words, where
    behind.source,
    behind.outlet,
    behind.evidence,
    behind.url,
    array_length(relayed.urls) as articles,
    relayed.urls,
    held.claim_id,
    held.denying_claim_id,
    held.watch_id
from held
inner join claims as behind on held.claim_id = behind.claim_id
inner join relayed
    on held.watch_id = relayed.watch_id
    and held.indicator = relayed.indicator
    and held.origin = relayed.origin;
