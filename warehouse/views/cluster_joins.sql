-- cluster_joins: clusters of copies that turned out to be one report.
-- One row per watch and cluster_id that is part of another cluster: joined_to, which is part of none.
-- Copies that come before their report share too little with each other to be told for copies; the
-- report holds all of them. The text that shows it names every cluster that is now part of its own.
create or replace view cluster_joins as
with

said as (

    select watch_id, cluster_id, seq, from_json(joins, '["VARCHAR"]') as listed
    from article_facts
    where joins is not null

),

unfolded as (

    select watch_id, cluster_id as joined_to, seq, unnest(listed) as cluster_id
    from said

)

select watch_id, cluster_id, arg_max(joined_to, seq) as joined_to
from unfolded
group by watch_id, cluster_id;
