-- one_position: an origin stands by one position on an indicator.
select format('{}: {} stands by {} positions on {}', watch_id, origin, count(*), indicator) as fault
from positions
group by watch_id, indicator, origin
having count(*) > 1
order by fault
