-- Who may do what. Accounts and keys are told by rows that are only added: the last row of a name holds. Each has its entry in
-- the audit log, whose number is `audit`.
create table identity.account (
  number bigint primary key,
  name text collate "C" not null,
  role text not null,
  active boolean not null,
  change text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  audit bigint not null unique
);

create index on identity.account (name, number desc);

-- Argon2id, with its salt and parameters: what was before is gone.
create table identity.password (
  name text collate "C" primary key,
  hash text not null
);

-- Logins that are neither over nor revoked. The token itself is nowhere: only SHA-256 of it.
create table identity.login (
  sha256 bytea primary key,
  account text collate "C" not null,
  made_at timestamptz not null,
  expires_at timestamptz not null
);

create index on identity.login (account);

-- Keys of callers. A name stands for one key for ever.
create table identity.key (
  number bigint primary key,
  name text collate "C" not null,
  sha256 bytea not null,
  operations text not null,
  services text not null,
  expires_at timestamptz,
  active boolean not null,
  change text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  audit bigint not null unique
);

create index on identity.key (name, number desc);
create index on identity.key (sha256, number desc);

create table identity.key_use (
  name text collate "C" primary key,
  used_at timestamptz not null
);

create function identity.append_only() returns trigger language plpgsql as $$
begin
  raise exception 'rows of %.% are neither changed nor deleted', tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on identity.account
  for each statement execute function identity.append_only();
create trigger append_only before update or delete or truncate on identity.key
  for each statement execute function identity.append_only();

do $$
begin
  execute format('revoke update, delete, truncate on identity.account, identity.key from %I', current_user);
end $$;
