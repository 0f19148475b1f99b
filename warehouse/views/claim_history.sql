-- claim_history: every claim that was ever asserted, with what became of it.
-- One row per claim_id: its last assertion. status is live, withdrawn (revised away, retracted,
-- re-extracted), rejected (the last review of an analyst says so in detail.verdict), or review: read
-- with less confidence than the watch asks for, and no analyst has confirmed it yet.
-- indicator is what a state is kept of: "deaths", or one place or thing of it: "deaths@Angola".
-- A claim asserted again after its withdrawal is live.
-- cluster_id, and the origin that is made of it, are those of cluster_joins where that has the cluster.
-- A claim that an analyst amended has the analyst's values; what was read stands in claim_facts, and
-- amended_from says what was changed. Of several amendments the last one counts, whatever verdict
-- follows it.
create or replace view claim_history as
with

facts as (

    select * from claim_facts

),

last_asserted as (

    select max(seq) as seq
    from facts
    where event_type = 'claim_asserted'
    group by claim_id

),

last_amended as (

    select max(seq) as seq
    from facts
    where event_type = 'claim_reviewed' and verdict = 'amended'
    group by claim_id

),

amended as (

    select facts.*
    from facts
    inner join last_amended on facts.seq = last_amended.seq

),

became as (

    select
        claim_id,
        max(seq) filter (where event_type = 'claim_withdrawn') as withdrawn_seq,
        arg_max(recorded_at, seq) filter (where event_type = 'claim_withdrawn') as withdrawn_at,
        arg_max(reason, seq) filter (where event_type = 'claim_withdrawn') as withdrawn_reason,
        arg_max(verdict, seq) filter (where event_type = 'claim_reviewed') as review
    from facts
    where event_type <> 'claim_asserted'
    group by claim_id

)

select
    facts.* exclude (
        event_type, base, verdict, reviewer, reviewed_at, was, reason,
        value, value_low, value_high, approximation, is_increment, level,
        polarity, certainty, source, origin, cluster_id
    ),
    case when amended.seq is null then facts.value else amended.value end as value,
    case when amended.seq is null then facts.value_low else amended.value_low end as value_low,
    case when amended.seq is null then facts.value_high else amended.value_high end as value_high,
    case when amended.seq is null then facts.approximation else amended.approximation end as approximation,
    case when amended.seq is null then facts.is_increment else amended.is_increment end as is_increment,
    case when amended.seq is null then facts.level else amended.level end as level,
    case when amended.seq is null then facts.polarity else amended.polarity end as polarity,
    case when amended.seq is null then facts.certainty else amended.certainty end as certainty,
    case when amended.seq is null then facts.source else amended.source end as source,
    case
        when coalesce(amended.origin, facts.origin) like 'cluster:%'
            then 'cluster:' || left(coalesce(joined.joined_to, facts.cluster_id), 12)
        else coalesce(amended.origin, facts.origin)
    end as origin,
    coalesce(joined.joined_to, facts.cluster_id) as cluster_id,
    case
        when became.withdrawn_seq > facts.seq then 'withdrawn'
        when became.review = 'rejected' then 'rejected'
        when facts.confidence < watches.review_below and became.review is null then 'review'
        else 'live'
    end as status,
    became.review,
    amended.was as amended_from,
    case when became.withdrawn_seq > facts.seq then became.withdrawn_at end as withdrawn_at,
    case when became.withdrawn_seq > facts.seq then became.withdrawn_reason end
        as withdrawn_reason
from facts
inner join last_asserted on facts.seq = last_asserted.seq
left join amended on facts.claim_id = amended.claim_id
left join became on facts.claim_id = became.claim_id
left join watches on facts.watch_id = watches.watch_id
left join cluster_joins as joined
    on facts.watch_id = joined.watch_id and facts.cluster_id = joined.cluster_id
where facts.event_type = 'claim_asserted';
