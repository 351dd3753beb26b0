-- Every ratebook that was ever served, so that each of its answers can be explained for ever.
-- The archive is compressed already: PostgreSQL need not try.
create table registry.release (
  digest bytea primary key,
  ratebook text collate "C" not null,
  stored_at timestamptz not null,
  archive bytea not null
);

alter table registry.release alter column archive set storage external;
