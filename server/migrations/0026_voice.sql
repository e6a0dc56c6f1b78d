-- What a call from a page needs from its beginning until its page connects, on whatever node.

create table call_setup (
  workspace_id uuid not null,
  -- Of the call.
  id uuid not null,
  -- JSON: the agent in force, parameters, tools of the page.
  setup text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references agent_call (workspace_id, id) on delete cascade
);
create index call_setup_by_age on call_setup (created_at);

-- Tokens that begin one call, or listen in on one; kept as hashes. A token names its workspace.
create table call_token (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  token_hash bytea not null,
  purpose text not null check (purpose in ('call', 'listen')),
  -- JSON: whose token it is, and for what.
  allows text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash)
);
create index call_token_by_expiry on call_token (expires_at);

-- Sound of a call that is being kept right now. What a process that died left here becomes a recording.
create table call_sound (
  workspace_id uuid not null,
  -- Of the call.
  id uuid not null,
  -- Where it lies in the media store.
  file_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references agent_call (workspace_id, id) on delete cascade
);
create index call_sound_by_age on call_sound (created_at);
