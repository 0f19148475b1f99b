-- state_facts: of claim_facts, those that the state can depend on.
-- One row per row of claim_facts that is among them.
-- A position older than two half-lives weighs nothing, so most of a long log cannot matter: only
-- claims for the last $window_days days (two of the longest half-life) before valid_as_of do. Where a
-- series has no sure position among them, all its claims are here, for the state tells since when it
-- is silent. What became of claims is always here.
-- Read by state in the place of claim_facts; what the two give is equal.
create or replace view state_facts as
with

recent as (

    select *
    from claim_facts
    where position_date >= $valid_as_of - $window_days

),

-- claims that give their series a position whatever else was said
sure as (

    select distinct recent.watch_id, recent.indicator
    from recent
    cross join as_of
    left join watches on recent.watch_id = watches.watch_id
    left join ladder
        on recent.watch_id = ladder.watch_id
        and recent.indicator = ladder.indicator
        and recent.level = ladder.level
    where recent.event_type = 'claim_asserted'
        and recent.certainty in ('certain', 'almost_certain', 'very_likely', 'likely', 'even')
        and recent.position_date <= as_of.valid_as_of
        and coalesce(recent.valid_from <= as_of.valid_as_of, true)
        and coalesce(recent.confidence >= watches.review_below, true)
        and case recent.kind
            when 'level' then ladder.level_rank is not null
            else recent.polarity = 'affirmed' and not coalesce(recent.is_increment, false)
        end
        and recent.claim_id not in (
            select claim_id from recent where event_type <> 'claim_asserted'
        )

),

unsure as (

    select watch_id, indicator from indicators
    except
    select watch_id, indicator from sure

)

select *
from recent
union all
select claim_facts.*
from claim_facts
inner join unsure
    on claim_facts.watch_id = unsure.watch_id and claim_facts.indicator = unsure.indicator
where claim_facts.position_date < $valid_as_of - $window_days;
