-- claims: the live claims: who says what, how sure, in which words, and what it weighs.
-- One row per claim_id that is not withdrawn, rejected or waiting for review (claim_history has
-- those too).
-- origin and position_date are those of claim_facts.
--   is_effective   that date, and the start of what it is about, have come by valid_as_of
--   is_current     effective, and no older than two half-lives of the indicator
--   weight         reliability (32 to 4) x certainty (per cent) x age (sixteenths, halved every
--                  half-life), all integers; 0 where not current
create or replace view claims as
with

live as (

    select * exclude (status)
    from claim_history
    where status = 'live'

),

aged as (

    select
        live.*,
        indicators.half_life_days,
        ladder.level_rank,
        certainties.certainty_pct,
        coalesce(parties.reliability, 'F') as reliability,
        coalesce(parties.reliability_points, 8) as reliability_points,
        date_diff('day', live.position_date, as_of.valid_as_of) as age_days,
        live.position_date <= as_of.valid_as_of
            and coalesce(live.valid_from <= as_of.valid_as_of, true) as is_effective
    from live
    cross join as_of
    left join indicators
        on live.watch_id = indicators.watch_id and live.indicator = indicators.indicator
    left join ladder
        on live.watch_id = ladder.watch_id
        and live.indicator = ladder.indicator
        and live.level = ladder.level
    left join certainties on live.certainty = certainties.certainty
    -- an article's own voice is as reliable as its outlet
    left join parties
        on live.watch_id = parties.watch_id
        and case when live.source = 'outlet' then live.outlet else live.source end
            = parties.party

),

judged as (

    select
        *,
        coalesce(is_effective and age_days <= 2 * half_life_days, false) as is_current,
        case 2 * age_days // half_life_days
            when 0 then 16
            when 1 then 11
            when 2 then 8
            when 3 then 6
            when 4 then 4
            else 0
        end as age_sixteenths
    from aged

)

select
    -- what, who, how sure
    claim_id,
    indicator,
    kind,
    polarity,
    level,
    value,
    value_low,
    value_high,
    unit,
    approximation,
    is_increment,
    source,
    origin,
    certainty,
    reliability,
    evidence,

    -- when
    position_date,
    stated_on,
    valid_from,
    valid_to,
    published_on,
    published_at,
    is_published_uncertain,
    fetched_at,
    recorded_at,

    -- what it weighs
    is_effective,
    is_current,
    age_days,
    certainty_pct,
    reliability_points,
    case
        when is_current then reliability_points * certainty_pct * age_sixteenths else 0
    end as weight,
    level_rank,
    review,

    -- where it stands
    url,
    title,
    outlet,
    language,
    article_id,
    cluster_id,
    start_char,
    end_char,
    source_text,
    attribution,
    cue,
    hedge,
    extractor,
    confidence,
    rules,
    place,
    thing,
    watch_id,
    run_id,
    event_id,
    seq
from judged;
