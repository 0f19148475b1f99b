-- events: the log, as far as it was recorded by recorded_as_of.
-- One row per event, in the order of seq. The only view that knows the files ($log stands for
-- their list) and recorded time: every other answers "now" and "as of" unchanged. series and
-- confidence are columns since schema version 2; a file of version 1 has them in detail.
create or replace view events as
select
    -- ids
    seq,
    event_id,
    event_type,
    watch_id,
    run_id,
    recorded_at,

    -- article
    article_id,
    revises,
    cluster_id,
    url,
    outlet,
    title,
    language,
    published_at,
    is_published_uncertain,
    fetched_at,

    -- claim
    claim_id,
    indicator,
    case
        when event_type in ('claim_asserted', 'claim_withdrawn', 'claim_reviewed')
            then coalesce(series, json_extract_string(detail, '$.series'), indicator)
    end as series,
    kind,
    polarity,
    certainty,
    case
        when event_type = 'claim_asserted'
            then coalesce(confidence, json_extract_string(detail, '$.confidence')::double)
    end as confidence,
    value,
    value_low,
    value_high,
    approximation,
    unit,
    is_increment,
    level,
    hedge,
    source,
    source_text,
    attribution,
    cue,
    stated_on,
    valid_from,
    valid_to,
    evidence,
    start_char,
    end_char,
    extractor,

    -- alert
    alert_id,
    rule_id,
    target,

    -- why, and the rest as one JSON object
    reason,
    detail
from $log
where recorded_at <= coalesce(getvariable('recorded_as_of')::timestamptz, 'infinity'::timestamptz);
