-- Customers who were erased, by a one-way mark of their pseudonyms: what of theirs comes later than the erasure, out of a spool or out
-- of a server's memory, is known by it and not kept. Marks go after some time.
create table journal.erasure (
  -- In the order in which they were committed: each is added under a lock.
  number bigint generated always as identity primary key,
  mark bytea not null,
  -- What was answered until then goes.
  until timestamptz not null,
  -- Whether it is gone from the tables, so that exports may be written anew.
  deleted boolean not null default false,
  -- By what the rows in exports are known, until these are written anew; null from then on.
  customer bytea,
  answers uuid[],
  bookings text[] collate "C"
);

create index erasure_by_time on journal.erasure (until);

-- What remains: how many answers of which day and kind were erased when.
create table journal.erased (
  erased_on date not null,
  day date not null,
  kind text collate "C" not null,
  answers bigint not null
);
