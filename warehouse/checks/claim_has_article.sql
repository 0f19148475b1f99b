-- claim_has_article: every claim stands in an article that the log held before it.
select format('seq {}: claim {}: article {} is not in the log before it', seq, claim_id, article_id)
    as fault
from claim_facts
where event_type = 'claim_asserted'
    and seq > $since_seq
    and not exists (
        select 1 from article_facts
        where claim_facts.watch_id = article_facts.watch_id
            and claim_facts.article_id = article_facts.article_id
            and claim_facts.seq > article_facts.seq
    )
order by seq
