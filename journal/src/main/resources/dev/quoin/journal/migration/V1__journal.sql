-- Every answer that was given. Rows are added, and leave only by retention and erasure.
-- The ids are UUIDs of version 7, so that the one index of every row grows at its end.
create table journal.entry (
  id uuid primary key,
  kind text collate "C" not null,
  service text collate "C" not null,
  ratebook text collate "C" not null,
  digest bytea not null,
  at timestamptz not null,
  valid_until timestamptz,
  caller text collate "C" not null,
  request_id text collate "C",
  fingerprint bytea not null,
  booking text collate "C",
  booking_version integer,
  inputs text not null,
  answer text not null
);

-- The history of a booking.
create unique index entry_of_booking on journal.entry (booking, booking_version) where booking is not null;

-- Which entry answered a request id. A row is taken over when it is older than 24 hours, and swept some time later.
create table journal.request (
  request_id text collate "C" not null,
  caller text collate "C" not null,
  service text collate "C" not null,
  entry uuid not null,
  fingerprint bytea not null,
  at timestamptz not null,
  primary key (request_id, caller, service)
);

create index request_by_age on journal.request (at);

-- Where each booking is. A quote is booked once.
create table journal.booking (
  id text collate "C" primary key,
  quote text collate "C" not null unique,
  version integer not null,
  state text collate "C" not null
) with (fillfactor = 80);
