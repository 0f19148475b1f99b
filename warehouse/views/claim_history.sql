-- claim_history: every claim that was ever asserted, with what became of it.
-- One row per claim_id: its last assertion. status is live, withdrawn (revised away, retracted,
-- re-extracted), rejected (the last review of an analyst says so in detail.verdict), or review: read
-- with less confidence than the watch asks for, and no analyst has confirmed it yet.
-- indicator is what a state is kept of: "deaths", or one place or thing of it: "deaths@Angola".
-- A claim asserted again after its withdrawal is live.
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
    facts.* exclude (event_type, base, verdict, reason),
    case
        when became.withdrawn_seq > facts.seq then 'withdrawn'
        when became.review = 'rejected' then 'rejected'
        when facts.confidence < watches.review_below and became.review is null then 'review'
        else 'live'
    end as status,
    became.review,
    case when became.withdrawn_seq > facts.seq then became.withdrawn_at end as withdrawn_at,
    case when became.withdrawn_seq > facts.seq then became.withdrawn_reason end
        as withdrawn_reason
from facts
inner join last_asserted on facts.seq = last_asserted.seq
left join became on facts.claim_id = became.claim_id
left join watches on facts.watch_id = watches.watch_id
where facts.event_type = 'claim_asserted';
