-- alerts: what was to be told, and whether it arrived.
-- One row per alert. Its targets are those named in detail.targets, and any that a delivery or
-- a failure names. status: queued while a target is open (the outbox), delivered when all have
-- it, dead when none is open and a target gave up for good. Where a person asked for it again,
-- what came of it before does not count. acknowledged_by: the last to say that it was seen.
create or replace view alerts as
with

queued as (

    select *
    from other_events
    where event_type = 'alert_queued'
    qualify row_number() over (partition by watch_id, alert_id order by seq) = 1

),

answers as (

    select
        watch_id,
        alert_id,
        target,
        recorded_at,
        seq,
        json_extract_string(detail, '$.answer') as answer,
        json_extract_string(detail, '$.by') as answered_by
    from other_events
    where event_type = 'alert_answered' and alert_id is not null

),

acknowledged as (

    select
        watch_id,
        alert_id,
        max(recorded_at) as acknowledged_at,
        arg_max(answered_by, seq) as acknowledged_by
    from answers
    where answer = 'acknowledged'
    group by watch_id, alert_id

),

sent as (

    select *
    from other_events
    where event_type in ('alert_delivered', 'alert_failed')

),

counted as (

    select sent.*
    from sent
    left join answers as resent
        on resent.answer = 'resend'
        and sent.watch_id = resent.watch_id
        and sent.alert_id = resent.alert_id
        and sent.target = coalesce(resent.target, sent.target)
        and sent.seq < resent.seq
    where resent.seq is null

),

outcomes as (

    select
        watch_id,
        alert_id,
        target,
        bool_or(event_type = 'alert_delivered') as is_delivered,
        bool_or(coalesce(json_extract_string(detail, '$.is_final')::boolean, false)) as is_given_up,
        count(distinct event_id) as attempts,
        max(recorded_at) as last_attempt_at,
        max(seq) filter (where event_type = 'alert_failed') as last_failure_seq,
        arg_max(reason, seq) filter (where event_type = 'alert_failed') as last_failure
    from counted
    group by watch_id, alert_id, target

),

delivery as (

    select
        watch_id,
        alert_id,
        list(target order by target) filter (where is_delivered) as delivered_to,
        list(target order by target) filter (where is_given_up and not is_delivered) as dead_at,
        list(target order by target) filter (where is_given_up or is_delivered) as settled,
        count(*) filter (where not is_given_up and not is_delivered) as open_targets,
        sum(attempts)::bigint as attempts,
        max(last_attempt_at) as last_attempt_at,
        arg_max(last_failure, last_failure_seq) as last_failure
    from outcomes
    group by watch_id, alert_id

)

select
    queued.alert_id,
    queued.recorded_at as queued_at,
    queued.indicator,
    queued.rule_id,
    queued.reason as transition,
    queued.title,
    case
        when delivery.settled is null
            or delivery.open_targets > 0
            or not list_has_all(
                delivery.settled,
                coalesce(from_json(json_extract(queued.detail, '$.targets'), '["VARCHAR"]'), [])
            ) then 'queued'
        when delivery.dead_at is not null then 'dead'
        else 'delivered'
    end as status,
    coalesce(delivery.attempts, 0) as attempts,
    from_json(json_extract(queued.detail, '$.targets'), '["VARCHAR"]') as targets,
    coalesce(delivery.delivered_to, []) as delivered_to,
    coalesce(delivery.dead_at, []) as dead_at,
    delivery.last_attempt_at,
    delivery.last_failure,
    acknowledged.acknowledged_at,
    acknowledged.acknowledged_by,
    json_extract_string(queued.detail, '$.body') as body,
    queued.detail,
    queued.watch_id,
    queued.run_id,
    queued.seq
from queued
left join delivery
    on queued.watch_id = delivery.watch_id and queued.alert_id = delivery.alert_id
left join acknowledged
    on queued.watch_id = acknowledged.watch_id and queued.alert_id = acknowledged.alert_id;
