-- The least id of an instant: ids are UUIDs of version 7, which begin with the milliseconds since 1970. For partitions, and
-- for whoever asks about a time: where id >= journal.first_id('2026-11-27') and id < journal.first_id('2026-11-28').
create function journal.first_id(at timestamptz) returns uuid
  language sql immutable strict parallel safe
  as $$ select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid $$;

alter table journal.entry rename to entry_before_days;
alter index journal.entry_pkey rename to entry_before_days_pkey;
drop index journal.entry_of_booking;

-- What an entry is found by, and what computed it; null in entries of before.
alter table journal.entry_before_days
  add column customer bytea,
  add column outcome text collate "C",
  add column total numeric,
  add column highest_total numeric,
  add column currency text collate "C",
  add column lines text[] collate "C",
  add column refusals text[] collate "C",
  add column searched text[] collate "C",
  add column engine text collate "C",
  add column zone_data text collate "C",
  -- The transaction that wrote it, which is how the export knows what it has. Those of before come before all others.
  add column xid xid8 default '0';

-- By day, so that retention drops tables instead of rows, and what is asked about a time looks at little. The id alone says
-- where an entry is. The days' tables are made by servers, ahead of their days.
create table journal.entry (like journal.entry_before_days including constraints) partition by range (id);

alter table journal.entry
  alter column xid set default pg_current_xact_id(),
  add primary key (id);

-- What lies outside of the days that were made: clocks that go wrong, and ids of other kinds.
create table journal.entry_other partition of journal.entry default;

-- No longer unique, as that would take the id along; journal.booking counts the versions.
create index entry_of_booking on journal.entry (booking, booking_version) where booking is not null;
create index entry_of_customer on journal.entry (customer, id) where customer is not null;
create index entry_of_xid on journal.entry (xid);
-- Few values for many rows, in runs: a summary of each run of pages costs next to nothing.
create index entry_of_release on journal.entry using brin (digest) with (pages_per_range = 32);
-- Amounts, inputs and codes are indexed when their day is over (Days.java): sorting them in one by one would nearly double
-- what a row costs while somebody waits for it.

-- What was kept until today stays in one table.
do $$
declare
  tomorrow uuid := journal.first_id(date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '24 hours');
begin
  if exists (select from journal.entry_before_days) then
    with later as (delete from journal.entry_before_days where id >= tomorrow returning *)
      insert into journal.entry select * from later;
    execute format(
      'alter table journal.entry attach partition journal.entry_before_days for values from (minvalue) to (%L)', tomorrow);
  else
    drop table journal.entry_before_days;
  end if;
end
$$;

-- The key under which customers have their pseudonyms: not itself, but by what it is known again.
create table journal.customer_key (
  one boolean primary key default true check (one),
  mark bytea not null
);
