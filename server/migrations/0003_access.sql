-- API keys: who may call, how much, and until when. The secrets stand apart, because a key has two
-- of them while it is being rotated.
create table api_key (
  workspace_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  name text not null,
  -- "sk_..." and the last characters of the newest secret, for people to recognise it by.
  key_preview text not null,
  scopes text[] not null,
  tier text not null check (tier in ('standard', 'premium', 'enterprise')),
  -- Requests an hour; null means the tier's.
  rate_limit integer check (rate_limit > 0),
  -- Addresses and CIDR ranges the key may be used from; null means any.
  allowed_addresses text[],
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references member (workspace_id, user_id) on delete cascade
  -- last_used_at changes every second: room for it on the same page, and no index on it.
) with (fillfactor = 70);
create index api_key_by_user on api_key (workspace_id, user_id);

create table api_key_secret (
  workspace_id uuid not null,
  key_id uuid not null,
  -- SHA-256 of the whole key. Enough for 190 random bits: there is nothing to guess from it.
  secret_hash bytea not null,
  -- Set when the key was rotated: the moment this secret stops working.
  expires_at timestamptz,
  primary key (workspace_id, key_id, secret_hash),
  unique (secret_hash),
  foreign key (workspace_id, key_id) references api_key (workspace_id, id) on delete cascade
);

-- Keys that were refused. Nobody's workspace: mostly it is not known whose key it was meant to be.
create table failed_authentication (
  id uuid primary key default uuidv7(),
  -- malformed, unknown, revoked, expired or address.
  reason text not null,
  address text,
  key_preview text not null,
  -- Set when the key exists.
  workspace_id uuid,
  key_id uuid
);

-- Calls of the API, kept 30 days. Written once a second; the id carries the time of the call. Keys and
-- users are not references: the log outlives them, and checking would cost more than the insert.
create table api_request (
  -- All zeros when the caller was not known.
  workspace_id uuid not null,
  id uuid not null,
  occurred_at timestamptz not null generated always as (uuid_extract_timestamp(id)) virtual,
  key_id uuid,
  user_id uuid,
  method text not null,
  -- With the names of its parameters, never their values.
  route text not null,
  status smallint not null,
  duration_us integer not null,
  address text,
  user_agent text,
  primary key (workspace_id, id)
);
-- The usage of a key. Sessions need no entry here.
create index api_request_by_key on api_request (workspace_id, key_id, id) where key_id is not null;

-- Replies to requests with an Idempotency-Key, to be repeated for 24 hours.
create table idempotency_key (
  workspace_id uuid not null,
  user_id uuid not null,
  key text not null,
  -- Of the request that holds the key now.
  id uuid not null,
  -- SHA-256 of its method, path and body.
  fingerprint bytea not null,
  reserved_at timestamptz not null,
  expires_at timestamptz not null,
  -- Null until it is answered.
  status smallint,
  body text,
  primary key (workspace_id, user_id, key)
);
create index idempotency_key_by_expiry on idempotency_key (expires_at);
