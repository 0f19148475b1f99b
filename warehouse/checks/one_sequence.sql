-- one_sequence: the log is one sequence without a gap: events 0, 1, 2 … to its end.
select format('{} events, but the last one is number {}', count(*), max(seq)) as fault
from events
having count(*) <> max(seq) + 1 or min(seq) <> 0
