-- reasons: why the state is what it is: every live claim with the part that it plays.
-- One row per live claim. role: supports or contradicts the state; beside (a position that does
-- neither, or is too old); repeats (says again what a position says); superseded; not yet (speaks
-- for a time to come). Read by `vedette why`; order by role_rank, weight desc.
create or replace view reasons as
with

-- a level position may stand on two claims: what it affirms, and what it denies
held as (

    select watch_id, indicator, origin, claim_id as held_id, true as is_main
    from positions
    union all
    select watch_id, indicator, origin, denying_claim_id as held_id, false as is_main
    from positions
    where denying_claim_id <> claim_id

),

parts as (

    select
        claims.claim_id,
        min(
            case
                when not claims.is_effective then 6
                when held.held_id = claims.claim_id and backing.is_agreeing and held.is_main
                    then 1
                when held.held_id = claims.claim_id and backing.is_contradicting then 2
                when held.held_id = claims.claim_id then 3
                when behind.polarity = claims.polarity
                    and behind.position_date = claims.position_date
                    and behind.level is not distinct from claims.level
                    and behind.value is not distinct from claims.value
                    and behind.value_low is not distinct from claims.value_low
                    then 4
                else 5
            end
        ) as role_rank
    from claims
    left join held
        on claims.watch_id = held.watch_id
        and claims.indicator = held.indicator
        and claims.origin = held.origin
    left join claims as behind on held.held_id = behind.claim_id
    left join backing
        on held.watch_id = backing.watch_id
        and held.indicator = backing.indicator
        and held.origin = backing.origin
    group by claims.claim_id

)

select
    claims.indicator,
    case parts.role_rank
        when 1 then 'supports'
        when 2 then 'contradicts'
        when 3 then 'beside'
        when 4 then 'repeats'
        when 5 then 'superseded'
        else 'not yet'
    end as role,
    claims.* exclude (indicator),
    parts.role_rank
from claims
inner join parts on claims.claim_id = parts.claim_id;
