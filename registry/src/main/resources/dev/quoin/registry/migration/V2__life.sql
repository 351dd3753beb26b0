-- What is published, what is active from when on, and who changed that. Nothing here is ever changed or deleted: what is
-- true now follows from the last row.

-- Each change has one entry, written in its transaction. It holds the hash of the entry before, so that none can be changed or
-- left out unseen. Neither a request nor a customer is in it.
create table registry.audit (
  number bigint primary key,
  at timestamptz not null,
  who text not null,
  action text not null,
  ratebook text collate "C" not null,
  before text not null,
  after text not null,
  why text not null,
  previous bytea not null,
  hash bytea not null
);

-- A release that passed check and cases, with the evidence as the server made it. `audit` is the number of its entry.
create table registry.publication (
  digest bytea primary key references registry.release,
  ratebook text collate "C" not null,
  published_at timestamptz not null,
  published_by text not null,
  message text not null,
  commit_id text not null,
  engine text not null,
  zone_data text not null,
  cases integer not null,
  guards integer not null,
  warnings text not null,
  audit bigint not null unique
);

-- Decisions on a ratebook. The last one of a ratebook says everything: its release is active from `scheduled_for` on, or from
-- the decision on where that is null; until then that of the decision `base` is. A rollback of it goes back to the release of
-- the decision `back_to`.
create table registry.activation (
  number bigint primary key,
  ratebook text collate "C" not null,
  kind text not null,
  digest bytea not null references registry.release,
  decided_at timestamptz not null,
  scheduled_for timestamptz,
  base bigint,
  back_to bigint,
  frozen boolean not null,
  by_hand boolean not null,
  decided_by text not null,
  reason text not null,
  audit bigint not null unique
);

create index on registry.activation (ratebook, number desc);

-- Releases that may not be activated any more.
create table registry.retirement (
  digest bytea primary key references registry.release,
  retired_at timestamptz not null,
  retired_by text not null,
  reason text not null,
  audit bigint not null unique
);

create function registry.append_only() returns trigger language plpgsql as $$
begin
  raise exception 'rows of %.% are neither changed nor deleted', tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on registry.release
  for each statement execute function registry.append_only();
create trigger append_only before update or delete or truncate on registry.audit
  for each statement execute function registry.append_only();
create trigger append_only before update or delete or truncate on registry.publication
  for each statement execute function registry.append_only();
create trigger append_only before update or delete or truncate on registry.activation
  for each statement execute function registry.append_only();
create trigger append_only before update or delete or truncate on registry.retirement
  for each statement execute function registry.append_only();

-- The user of the server owns the tables, and takes these rights from itself. Not those on `release`, to which others refer:
-- PostgreSQL locks its row by them.
do $$
begin
  execute format(
    'revoke update, delete, truncate on registry.audit, registry.publication, registry.activation, registry.retirement from %I',
    current_user);
end $$;
