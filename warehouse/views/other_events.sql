-- other_events: all that is neither an article nor a claim: watches, states, alerts, runs, held rows.
-- One row per event, as in events. Few, and needed for almost every question.
create or replace view other_events as
select *
from events
where event_type not in (
    'article_fetched', 'claim_asserted', 'claim_withdrawn', 'claim_reviewed'
);
