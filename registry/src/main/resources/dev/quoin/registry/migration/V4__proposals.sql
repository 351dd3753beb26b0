-- Proposals of releases, what servers found out about them, and what people say to that. Nothing here is ever changed or deleted,
-- and each row has its entry in the audit log: how a proposal stands follows from all of its rows.
create table registry.proposal (
  number bigint primary key,
  digest bytea not null references registry.release,
  ratebook text collate "C" not null,
  proposed_at timestamptz not null,
  proposed_by text not null,
  message text not null,
  audit bigint not null unique
);

create index on registry.proposal (ratebook, number desc);

-- Evidence against the release that was active when it was made; against none where that is null. How much changes is in percent,
-- and null where nobody can tell. `broken` has the ids of the guards that do not hold, with commas between them; `failure` says why
-- there is no evidence. The audit log has the SHA-256 of `body`.
create table registry.evidence (
  number bigint primary key,
  proposal bigint not null,
  against bytea,
  made_at timestamptz not null,
  engine text not null,
  zone_data text not null,
  changed numeric,
  mean numeric,
  broken text not null,
  failure text not null,
  body text not null,
  audit bigint not null unique
);

create index on registry.evidence (proposal, number desc);

-- `evidence` is what the one has seen who says it; `waives` has the ids of guards, with commas between them.
create table registry.review (
  number bigint primary key,
  proposal bigint not null,
  kind text not null,
  evidence bigint,
  reviewed_at timestamptz not null,
  reviewed_by text not null,
  comment text not null,
  waives text not null,
  audit bigint not null unique
);

create index on registry.review (proposal, number);

-- By which proposal a release was activated, where it needed one.
alter table registry.activation add column proposal bigint;

create trigger append_only before update or delete or truncate on registry.proposal
  for each statement execute function registry.append_only();
create trigger append_only before update or delete or truncate on registry.evidence
  for each statement execute function registry.append_only();
create trigger append_only before update or delete or truncate on registry.review
  for each statement execute function registry.append_only();

do $$
begin
  execute format(
    'revoke update, delete, truncate on registry.proposal, registry.evidence, registry.review from %I', current_user);
end $$;
