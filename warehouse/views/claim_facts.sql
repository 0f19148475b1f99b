-- claim_facts: every event of a claim, with all of it that does not depend on when one asks.
-- One row per claim_asserted, claim_withdrawn and claim_reviewed event.
--   base           the watch's indicator ("deaths"); indicator is what a state is kept of: that, or
--                  one place or thing of it ("deaths@Angola")
--   origin         who answers for it: the source; for an outlet's own voice and for nobody
--                  named, the cluster of copies that the article belongs to
--   position_date  the date it speaks for: when it was said, but no later than what it is about;
--                  9999-12-31 where the event says what became of a claim: it always counts
--   was            of an amendment: what it changed, as it stood before; the claim's columns hold
--                  all that an analyst can amend, as it stands from then on
-- With the variable only_indicator (a base), nothing of other indicators is read.
-- title to is_published_uncertain: of the article, as it was last fetched before the claim.
create or replace view claim_facts as
with

said as (

    select *
    from events
    where event_type in ('claim_asserted', 'claim_withdrawn', 'claim_reviewed')

),

fetched as (

    select
        watch_id,
        article_id,
        title,
        language,
        json_extract_string(detail, '$.published_on')::date as published_on,
        fetched_at,
        is_published_uncertain,
        seq
    from events
    where event_type = 'article_fetched'

),

read_in as (

    select
        said.seq,
        fetched.title,
        fetched.language,
        fetched.published_on,
        fetched.fetched_at,
        fetched.is_published_uncertain
    from said
    inner join fetched
        on said.watch_id = fetched.watch_id
        and said.article_id = fetched.article_id
        and said.seq > fetched.seq
    where said.event_type = 'claim_asserted'
    qualify row_number() over (partition by said.seq order by fetched.seq desc) = 1

)

select
    -- ids
    said.event_type,
    said.watch_id,
    said.indicator as base,
    said.series as indicator,
    case
        when said.source in ('outlet', 'unknown') then 'cluster:' || left(said.cluster_id, 12)
        else said.source
    end as origin,
    said.claim_id,
    said.seq,
    said.event_id,
    said.run_id,
    said.recorded_at,

    -- what, who, how sure
    said.kind,
    said.polarity,
    said.level,
    said.value,
    said.value_low,
    said.value_high,
    said.unit,
    said.approximation,
    said.is_increment,
    said.source,
    said.certainty,
    said.hedge,
    said.source_text,
    said.attribution,
    said.cue,
    json_extract_string(said.detail, '$.place') as place,
    json_extract_string(said.detail, '$.thing') as thing,
    said.evidence,
    said.start_char,
    said.end_char,

    -- when
    case
        when said.event_type <> 'claim_asserted' then date '9999-12-31'
        -- least() passes over a null
        else least(
            said.valid_to,
            coalesce(
                said.stated_on,
                read_in.published_on,
                (said.published_at at time zone 'UTC')::date,
                (read_in.fetched_at at time zone 'UTC')::date,
                (said.recorded_at at time zone 'UTC')::date
            )
        )
    end as position_date,
    said.stated_on,
    said.valid_from,
    said.valid_to,
    coalesce(read_in.published_on, (said.published_at at time zone 'UTC')::date) as published_on,
    said.published_at,

    -- how it was read
    said.extractor,
    said.confidence,
    json_extract(said.detail, '$.rules')::varchar[] as rules,

    -- the article
    said.article_id,
    said.cluster_id,
    said.url,
    said.outlet,
    read_in.title,
    read_in.language,
    read_in.fetched_at,
    read_in.is_published_uncertain,

    -- what became of it
    json_extract_string(said.detail, '$.verdict') as verdict,
    json_extract_string(said.detail, '$.reviewer') as reviewer,
    json_extract_string(said.detail, '$.reviewed_at')::timestamptz as reviewed_at,
    json_extract(said.detail, '$.was')::varchar as was,
    said.reason
from said
left join read_in on said.seq = read_in.seq
where getvariable('only_indicator') is null or said.indicator = getvariable('only_indicator');
