-- How people get in: sessions, passwords, links sent by mail, invitations. The first three tables
-- belong to people, not to a workspace, and are written by better-auth through its own names.

create table session (
  id uuid primary key,
  user_id uuid not null references app_user (id) on delete cascade,
  -- Worthless alone: the cookie also carries a signature made with the server's secret.
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  active_workspace_id uuid references workspace (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_by_user on session (user_id, expires_at);

-- A way to prove who one is: today a password, tomorrow perhaps an identity provider.
create table credential (
  id uuid primary key,
  user_id uuid not null references app_user (id) on delete cascade,
  provider_id text not null,
  account_id text not null,
  -- scrypt, salted; null for other providers.
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index credential_by_user on credential (user_id);

-- Short-lived secrets sent by mail, such as password resets. `identifier` is a hash.
create table verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_by_identifier on verification (identifier);
create index verification_by_value on verification (value);
create index verification_by_expiry on verification (expires_at);

create table invitation (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- Lower case, as in app_user.
  email text not null,
  role text not null check (role in ('owner', 'admin', 'manager', 'rep', 'viewer')),
  -- A pending one past expires_at is expired, whether or not it says so yet.
  status text not null default 'pending'
    check (status in ('pending', 'accepted', 'revoked', 'expired')),
  inviter_id uuid references app_user (id) on delete set null,
  -- SHA-256 of the secret in the mailed link; a resend replaces it.
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index invitation_pending_once on invitation (workspace_id, email)
  where status = 'pending';
