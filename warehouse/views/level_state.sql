-- level_state: the rung that the positions add up to.
-- One row per watch and level indicator with a current position. The highest rung affirmed as
-- likely or better by a current position that no weightier current position of another origin
-- denies; where none is likely, the highest of the even ones. Where nobody's affirmation stands:
-- the lowest rung if the one above it is denied, else null (that a launch is not imminent does
-- not say whether it is prepared). Disputed where one origin denies what another affirms.
-- Read by backing and state.
create or replace view level_state as
with

current_positions as (

    select *
    from positions
    where kind = 'level' and is_current

),

-- each affirmation against every denial of it by another origin
affirmations as (

    select
        said.watch_id,
        said.indicator,
        said.origin,
        said.level_rank,
        said.certainty_pct >= 55 as is_likely,
        count(denied.origin) > 0 as is_denied,
        coalesce(max(denied.denied_weight) > any_value(said.weight), false) as is_overruled
    from current_positions as said
    left join current_positions as denied
        on said.watch_id = denied.watch_id
        and said.indicator = denied.indicator
        and said.origin <> denied.origin
        and said.level_rank >= denied.denied_rank
        and denied.denied_weight > 0
    where said.weight > 0 and said.level_rank is not null
    group by said.watch_id, said.indicator, said.origin, said.level_rank, said.certainty_pct

),

affirmed as (

    select
        watch_id,
        indicator,
        max(level_rank) filter (where is_likely and not is_overruled) as likely_rank,
        max(level_rank) filter (where not is_overruled) as any_rank,
        bool_or(is_denied) as is_disputed
    from affirmations
    group by watch_id, indicator

),

denied as (

    select watch_id, indicator, min(denied_rank) as denied_rank
    from current_positions
    where denied_weight > 0
    group by watch_id, indicator

)

select
    coalesce(affirmed.watch_id, denied.watch_id) as watch_id,
    coalesce(affirmed.indicator, denied.indicator) as indicator,
    coalesce(
        affirmed.likely_rank,
        affirmed.any_rank,
        case when denied.denied_rank = 1 then 0 end
    ) as level_rank,
    affirmed.likely_rank is not null as is_likely,
    affirmed.any_rank is null as is_by_denial,
    coalesce(affirmed.is_disputed, false) as is_disputed
from affirmed
full join denied
    on affirmed.watch_id = denied.watch_id and affirmed.indicator = denied.indicator;
