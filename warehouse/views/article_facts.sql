-- article_facts: the articles without their texts: what a new page is compared with.
-- One row per article_fetched event: a revision that was fetched twice has two.
create or replace view article_facts as
select
    watch_id,
    article_id,
    cluster_id,
    url,
    outlet,
    published_at,
    fetched_at,
    json_extract_string(detail, '$.fingerprint') as fingerprint,
    json_extract_string(detail, '$.body_sha256') as body_sha256,
    json_extract_string(detail, '$.notice.sentence') as notice,
    json_extract(detail, '$.joins')::varchar as joins,
    recorded_at,
    seq
from events
where event_type = 'article_fetched';
