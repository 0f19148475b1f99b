-- ledger_closed: of every run that ended, each page is accounted for, and each article was read.
with counted as (
    select
        run_id,
        seq,
        json_extract_string(detail, '$.fetched')::bigint as fetched,
        json_extract_string(detail, '$.parsed')::bigint as parsed,
        json_extract_string(detail, '$.parsed')::bigint
            + json_extract_string(detail, '$.unchanged')::bigint
            + json_extract_string(detail, '$.duplicate')::bigint
            + json_extract_string(detail, '$.quarantined')::bigint
            + json_extract_string(detail, '$.failed')::bigint
            + coalesce(json_extract_string(detail, '$.screened')::bigint, 0) as accounted,
        json_extract_string(detail, '$.with_claims')::bigint
            + json_extract_string(detail, '$.without_claims')::bigint as read
    from other_events
    where event_type = 'run_finished' and seq > $since_seq
)
select
    format(
        'seq {}: run {}: {} pages fetched, {} accounted for; {} articles parsed, {} read',
        seq, run_id, fetched, accounted, parsed, read
    ) as fault
from counted
where fetched is distinct from accounted or parsed is distinct from read
order by seq
