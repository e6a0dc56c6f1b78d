-- Extensions carried by the embedded PostgreSQL and by every managed one.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Times leave the database as RFC 3339 in UTC with milliseconds. Inlined by the planner.
create function iso(moment timestamptz) returns text
  language sql stable parallel safe
  return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- People and the workspaces they share. Written by better-auth through its own names.
create table app_user (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table workspace (
  id uuid primary key,
  name text not null,
  slug text not null unique,
  logo text,
  metadata text,
  -- ISO 3166 region that numbers without a country code belong to.
  default_country text not null default 'US',
  time_zone text not null default 'UTC',
  created_at timestamptz not null default now()
);

create table member (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  user_id uuid not null references app_user (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'manager', 'rep', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);
create index member_by_user on member (user_id);

-- The event log: every fact, written in the transaction that made it true. Relayed in order of seq
-- among what has committed since the last look (docs/decisions/0002-event-relay.md).
create table event (
  workspace_id uuid not null,
  id uuid not null,
  -- Drawn one at a time (no sequence cache): two changes of one record get it in their order.
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  name text not null,
  subject_type text not null,
  subject_id uuid not null,
  actor_user_id uuid,
  -- The exact JSON bytes of the event's data.
  payload text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index event_of_transaction on event (xid);
create index event_in_order on event (seq);

-- How far the relay has come. Everything committed in `relayed` is done. While a window is open,
-- of what is committed in `relaying` and not in `relayed`, the events up to `seq` are done.
create table event_relay (
  name text primary key,
  relayed pg_snapshot not null default '3:3:',
  relaying pg_snapshot,
  seq bigint not null default 0,
  relayed_at timestamptz not null default now()
);
insert into event_relay (name) values ('main');

-- Rows a workspace has of each kind: append-only deltas, folded into one row in the background.
-- The sum is exact at every moment; a counter row per workspace would serialise all inserts.
create table tally (
  workspace_id uuid not null,
  resource text not null,
  delta bigint not null
);
create index tally_of_workspace on tally (workspace_id, resource) include (delta);
