-- released_is_there: a row that a person let pass stands in the log, or was held back for another
-- cause.
with released as (
    select
        seq,
        watch_id,
        event_id,
        json_extract_string(held_row, '$.event_id') as row_id,
        article_id,
        claim_id
    from quarantine
    where status = 'released'
)
select format('row {} was released, and does not stand in the log', event_id) as fault
from released
where not exists (
        select 1 from claim_facts
        where released.watch_id = claim_facts.watch_id
            and released.claim_id = claim_facts.claim_id
            and claim_facts.event_type = 'claim_asserted'
    )
    and not (
        claim_id is null
        and exists (
            select 1 from article_facts
            where released.watch_id = article_facts.watch_id
                and released.article_id = article_facts.article_id
        )
    )
    and not exists (
        select 1 from quarantine as again
        where released.row_id = json_extract_string(again.held_row, '$.event_id')
            and again.status <> 'released'
    )
order by event_id
