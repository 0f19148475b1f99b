-- certainties: the words of estimative probability (ICD 203, ends added).
-- One row per word; certainty_pct is the middle of its range, in per cent.
create or replace view certainties as
select *
from (
    values
    ('certain', 100),
    ('almost_certain', 97),
    ('very_likely', 88),
    ('likely', 68),
    ('even', 50),
    ('unlikely', 32),
    ('very_unlikely', 12),
    ('remote', 3)
) as scale (certainty, certainty_pct);
