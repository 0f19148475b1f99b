-- level_positions: the rung that each origin stands by, and the rungs that it denies.
-- One row per watch, level indicator and origin: the highest rung affirmed on its latest date
-- with an affirmation (likely ones before even ones; one that it denies on that same day last)
-- beside the rungs denied on its latest date with a denial. The later of the two ends the earlier
-- where both cannot hold; one that is too old to weigh anything does not stand beside one that is
-- not. What is thought unlikely is neither. Denying a rung denies every
-- higher one, and affirming the lowest rung denies all others: denied_rank. Read by positions.
create or replace view level_positions as
with

statements as (

    select *
    from claims
    where kind = 'level' and level_rank is not null and is_effective and certainty_pct >= 50

),

latest_denials as (

    select *
    from statements
    where polarity = 'negated'
    qualify rank() over (
        partition by watch_id, indicator, origin order by position_date desc
    ) = 1

),

denials as (

    select
        watch_id,
        indicator,
        origin,
        max(position_date) as denied_on,
        min(level_rank) as denied_rank,
        max(weight) as denied_weight,
        list(distinct level order by level) as denied_levels,
        arg_max(claim_id, seq) as denying_claim_id
    from latest_denials
    group by watch_id, indicator, origin

),

affirmations as (

    select statements.*, denials.denied_on, denials.denied_rank, denials.denied_weight
    from statements
    left join denials
        on statements.watch_id = denials.watch_id
        and statements.indicator = denials.indicator
        and statements.origin = denials.origin
    where statements.polarity = 'affirmed'
    qualify row_number() over (
        partition by statements.watch_id, statements.indicator, statements.origin
        order by
            statements.position_date desc,
            coalesce(
                statements.position_date = denials.denied_on
                and statements.level_rank >= denials.denied_rank,
                false
            ),
            statements.certainty_pct >= 55 desc,
            statements.level_rank desc,
            statements.certainty_pct desc,
            statements.seq desc
    ) = 1

),

standing_affirmations as (

    select *
    from affirmations
    where not coalesce(denied_on > position_date and denied_rank <= level_rank, false)
        and (weight > 0 or not coalesce(denied_weight > 0, false))

),

standing_denials as (

    select denials.*
    from denials
    left join affirmations
        on denials.watch_id = affirmations.watch_id
        and denials.indicator = affirmations.indicator
        and denials.origin = affirmations.origin
    where not coalesce(
        affirmations.position_date > denials.denied_on
        and affirmations.level_rank >= denials.denied_rank,
        false
    )
        and (denials.denied_weight > 0 or not coalesce(affirmations.weight > 0, false))

)

select
    coalesce(said.watch_id, denied.watch_id) as watch_id,
    coalesce(said.indicator, denied.indicator) as indicator,
    coalesce(said.origin, denied.origin) as origin,
    coalesce(said.claim_id, denied.denying_claim_id) as claim_id,
    greatest(said.position_date, denied.denied_on) as position_date,
    said.level,
    said.level_rank,
    coalesce(said.weight, 0) as weight,
    denied.denied_levels,
    case when said.level_rank = 0 then 1 else denied.denied_rank end as denied_rank,
    case
        when said.level_rank = 0 then greatest(said.weight, coalesce(denied.denied_weight, 0))
        else coalesce(denied.denied_weight, 0)
    end as denied_weight,
    denied.denying_claim_id
from standing_affirmations as said
full join standing_denials as denied
    on said.watch_id = denied.watch_id
    and said.indicator = denied.indicator
    and said.origin = denied.origin;
