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
