-- articles: the texts that were read.
-- One row per watch and article_id (a revision: one text at one URL), as first fetched.
-- is_newest is false where the URL was last seen with another text. A claim that stayed is of the
-- revision in which it was first read: live claims may be of any.
-- cluster_id is that of cluster_joins where that has the cluster.
--   notice_kind    correction, retraction, clarification or update; notice: in which words
create or replace view articles as
with

-- found by their numbers: no text is held in memory to choose among
first_fetched as (

    select min(seq) as seq
    from article_facts
    group by watch_id, article_id

),

fetched as (

    select *
    from events
    where event_type = 'article_fetched' and seq in (select seq from first_fetched)

),

newest as (

    select watch_id, url, arg_max(article_id, seq) as article_id
    from article_facts
    group by watch_id, url

)

select
    -- ids
    fetched.watch_id,
    fetched.article_id,
    fetched.revises,
    coalesce(joined.joined_to, fetched.cluster_id) as cluster_id,
    fetched.url,
    fetched.outlet,

    -- content
    fetched.title,
    json_extract_string(fetched.detail, '$.author') as author,
    json_extract_string(fetched.detail, '$.agency') as agency,
    fetched.language,
    json_extract_string(fetched.detail, '$.text') as text,
    json_extract_string(fetched.detail, '$.fingerprint') as fingerprint,
    coalesce(json_extract_string(fetched.detail, '$.is_teaser')::boolean, false) as is_teaser,
    json_extract_string(fetched.detail, '$.notice.kind') as notice_kind,
    json_extract_string(fetched.detail, '$.notice.sentence') as notice,
    fetched.article_id = newest.article_id as is_newest,

    -- when (UTC)
    fetched.published_at,
    json_extract_string(fetched.detail, '$.published_on')::date as published_on,
    fetched.is_published_uncertain,
    fetched.fetched_at,
    fetched.recorded_at,

    -- where it came from, and where the raw page stands
    json_extract_string(fetched.detail, '$.feed_id') as feed_id,
    json_extract_string(fetched.detail, '$.archive_file') as archive_file,
    json_extract_string(fetched.detail, '$.archive_offset')::bigint as archive_offset,
    json_extract_string(fetched.detail, '$.body_sha256') as body_sha256,
    fetched.run_id,
    fetched.seq
from fetched
inner join newest
    on fetched.watch_id = newest.watch_id and fetched.url = newest.url
left join cluster_joins as joined
    on fetched.watch_id = joined.watch_id and fetched.cluster_id = joined.cluster_id;
