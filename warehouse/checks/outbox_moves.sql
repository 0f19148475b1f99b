-- outbox_moves: no alert waits for longer than its last try is due: after a week somebody has to look.
select
    format(
        'alert {} ({}) waits since {} for {}',
        alert_id, title, strftime(queued_at, '%Y-%m-%d'), array_to_string(targets, ', ')
    ) as fault
from alerts
cross join publication
where status = 'queued'
    and array_length(targets) > 0
    and queued_at < published_at - interval 7 day
order by queued_at, alert_id
