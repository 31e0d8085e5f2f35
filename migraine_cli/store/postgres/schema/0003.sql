-- The day of an appointment, by which those of a day are found without reading the others. In a column of its own: what
-- is drawn from JSON is no condition that an index answers where row-level policies stand.
alter table migcli.version add column booked_on text collate "C"
    generated always as (case when kind = 'booking' then said->>'date' end) stored;
create index version_booked_on on migcli.version (clinic, booked_on) where booked_on is not null;
