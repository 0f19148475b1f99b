-- events: the log, as far as it was recorded by recorded_as_of.
-- One row per event, in the order of seq. The only view that knows the files ($log stands for
-- their list) and recorded time: every other answers "now" and "as of" unchanged.
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
    kind,
    polarity,
    certainty,
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
