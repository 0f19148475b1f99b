-- word_has_claim: what is withdrawn or reviewed was asserted before.
select format('seq {}: {} of claim {}, which nobody asserted before', seq, event_type, claim_id)
    as fault
from claim_facts as said
where event_type <> 'claim_asserted'
    and seq > $since_seq
    and not exists (
        select 1 from claim_facts as asserted
        where asserted.event_type = 'claim_asserted'
            and said.watch_id = asserted.watch_id
            and said.claim_id = asserted.claim_id
            and said.seq > asserted.seq
    )
order by seq
