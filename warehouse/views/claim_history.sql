-- claim_history: every claim that was ever asserted, with what became of it.
-- One row per claim_id: its last assertion. status is live, withdrawn (revised away, retracted,
-- re-extracted), rejected (the last review of an analyst says so in detail.verdict), or review: read
-- with less confidence than the watch asks for, and no analyst has confirmed it yet.
-- indicator is what a state is kept of: "deaths", or one place or thing of it: "deaths@Angola".
-- A claim asserted again after its withdrawal is live.
create or replace view claim_history as
with

facts as (

    select *
    from claim_facts
    where getvariable('only_indicator') is null or base = getvariable('only_indicator')

),

asserted as (

    select * exclude (event_type, base, verdict, reason)
    from facts
    where event_type = 'claim_asserted'
    qualify row_number() over (partition by claim_id order by seq desc) = 1

),

withdrawn as (

    select claim_id, seq, recorded_at, reason
    from facts
    where event_type = 'claim_withdrawn'
    qualify row_number() over (partition by claim_id order by seq desc) = 1

),

reviewed as (

    select claim_id, verdict
    from facts
    where event_type = 'claim_reviewed'
    qualify row_number() over (partition by claim_id order by seq desc) = 1

)

select
    asserted.*,
    case
        when withdrawn.seq > asserted.seq then 'withdrawn'
        when reviewed.verdict = 'rejected' then 'rejected'
        when asserted.confidence < watches.review_below and reviewed.verdict is null
            then 'review'
        else 'live'
    end as status,
    reviewed.verdict as review,
    case when withdrawn.seq > asserted.seq then withdrawn.recorded_at end as withdrawn_at,
    case when withdrawn.seq > asserted.seq then withdrawn.reason end as withdrawn_reason
from asserted
left join withdrawn on asserted.claim_id = withdrawn.claim_id
left join reviewed on asserted.claim_id = reviewed.claim_id
left join watches on asserted.watch_id = watches.watch_id;
