-- claims: the live claims: who says what, how sure, in which words, and what it weighs.
-- One row per claim_id that is not withdrawn, rejected or waiting for review (claim_history has
-- those too).
--   origin         who answers for it: the source; for an outlet's own voice and for nobody
--                  named, the cluster of copies that the article belongs to
--   position_date  the date it speaks for: when it was said, but no later than what it is about
--   is_effective   that date, and the start of what it is about, have come by valid_as_of
--   is_current     effective, and no older than two half-lives of the indicator
--   weight         reliability (32 to 4) x certainty (per cent) x age (sixteenths, halved every
--                  half-life), all integers; 0 where not current
create or replace view claims as
with

dated as (

    select
        claim_history.* exclude (title, language, fetched_at, is_published_uncertain, status),
        articles.title,
        articles.language,
        articles.fetched_at,
        articles.is_published_uncertain,
        (claim_history.published_at at time zone 'UTC')::date as published_on,
        -- least() passes over a null
        least(
            claim_history.valid_to,
            coalesce(
                claim_history.stated_on,
                (claim_history.published_at at time zone 'UTC')::date,
                (articles.fetched_at at time zone 'UTC')::date,
                (claim_history.recorded_at at time zone 'UTC')::date
            )
        ) as position_date,
        case
            when claim_history.source in ('outlet', 'unknown')
                then 'cluster:' || left(claim_history.cluster_id, 12)
            else claim_history.source
        end as origin
    from claim_history
    left join articles
        on claim_history.watch_id = articles.watch_id
        and claim_history.article_id = articles.article_id
    where claim_history.status = 'live'

),

aged as (

    select
        dated.*,
        indicators.half_life_days,
        ladder.level_rank,
        certainties.certainty_pct,
        coalesce(parties.reliability, 'F') as reliability,
        coalesce(parties.reliability_points, 8) as reliability_points,
        as_of.valid_as_of - dated.position_date as age_days,
        dated.position_date <= as_of.valid_as_of
            and coalesce(dated.valid_from <= as_of.valid_as_of, true) as is_effective
    from dated
    cross join as_of
    left join indicators
        on dated.watch_id = indicators.watch_id and dated.indicator = indicators.indicator
    left join ladder
        on dated.watch_id = ladder.watch_id
        and dated.indicator = ladder.indicator
        and dated.level = ladder.level
    left join certainties on dated.certainty = certainties.certainty
    -- an article's own voice is as reliable as its outlet
    left join parties
        on dated.watch_id = parties.watch_id
        and case when dated.source = 'outlet' then dated.outlet else dated.source end
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
