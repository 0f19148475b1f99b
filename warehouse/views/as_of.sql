-- as_of: what "now" is. One row.
-- recorded_as_of: only what the log had recorded by then counts (default: everything).
-- valid_as_of: the date in the world that is asked about, UTC (default: the date of
-- recorded_as_of where that is set, else of the last refresh, so that a log that ends in the
-- past is not all stale). Set them per connection:
--   set variable recorded_as_of = timestamptz '2024-11-03 23:59:59+00';
--   set variable valid_as_of = date '2024-11-03';
create or replace view as_of as
select
    coalesce(getvariable('recorded_as_of')::timestamptz, 'infinity'::timestamptz)
        as recorded_as_of,
    $valid_as_of as valid_as_of;
