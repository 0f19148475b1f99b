-- ledger_true: a run that ended wrote as many claims as its ledger says.
with told as (
    select run_id, watch_id, seq, json_extract_string(detail, '$.claims')::bigint as claims
    from other_events
    where event_type = 'run_finished'
        and seq > $since_seq
        and json_extract_string(detail, '$.claims') is not null
),
written as (
    select run_id, watch_id, count(*) as claims
    from claim_facts
    where event_type = 'claim_asserted'
    group by run_id, watch_id
)
select
    format(
        'seq {}: run {}: its ledger says {} claims, the log has {}',
        seq, told.run_id, told.claims, coalesce(written.claims, 0)
    ) as fault
from told
left join written on told.run_id = written.run_id and told.watch_id = written.watch_id
where told.claims <> coalesce(written.claims, 0)
order by seq
