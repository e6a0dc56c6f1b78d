-- Calls of voice agents: a call is a conversation and a job, all of one id.

create table agent_call (
  workspace_id uuid not null,
  -- Also of the conversation.
  id uuid not null,
  -- Null: an agent that came with the request, or was deleted since.
  agent_id uuid,
  -- The definition in force when the call began.
  agent_version_id uuid,
  agent_name text,
  -- JSON: the definition, where there is no version to look it up by.
  agent_details text,
  channel text not null check (channel in ('Web', 'Chat Agent', 'Telephone')),
  direction text not null check (direction in ('inbound', 'outbound', 'web')),
  from_number text,
  to_number text,
  -- JSON object: what the call was started with.
  params text not null default '{}',
  status text not null default 'PENDING' check (status in
    ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'NO_ANSWER', 'FAILED', 'FORWARDED', 'TERMINATED')),
  end_reason text,
  -- When it was begun, rang at the other end, was taken, and was over.
  started_at timestamptz not null,
  ringing_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  answered_by text check (answered_by in ('human', 'machine', 'unknown')),
  -- From the answer to the end.
  duration_seconds numeric(12, 3) check (duration_seconds >= 0),
  -- JSON object: what the agent was asked to find out.
  outcome text,
  -- JSON object: latencies and the like.
  performance text not null default '{}',
  -- JSON object: tokens, seconds heard, characters spoken.
  usage text not null default '{}',
  cost numeric(14, 6) check (cost >= 0),
  tokens bigint,
  api_key_id uuid,
  campaign_id uuid,
  -- The endpoint its events are told to, besides those of the workspace.
  webhook_id uuid,
  -- The process that holds it.
  node_id uuid,
  -- Whoever holds it moves this on; what is behind it has been abandoned.
  alive_until timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references conversation (workspace_id, id) on delete cascade,
  foreign key (workspace_id, agent_id) references agent (workspace_id, id)
    on delete set null (agent_id),
  foreign key (workspace_id, agent_version_id) references agent_version (workspace_id, id)
    on delete set null (agent_version_id),
  check ((ended_at is null) = (status in ('PENDING', 'IN_PROGRESS')))
) with (fillfactor = 80);
create index agent_call_of_agent on agent_call (workspace_id, agent_id, id)
  where agent_id is not null;
create index agent_call_by_start on agent_call (workspace_id, started_at);
create index agent_call_of_campaign on agent_call (workspace_id, campaign_id, id)
  where campaign_id is not null;
create index agent_call_of_webhook on agent_call (webhook_id, workspace_id)
  where webhook_id is not null;
create index agent_call_live on agent_call (workspace_id, id) where ended_at is null;
create index agent_call_abandoned on agent_call (alive_until) where ended_at is null;

-- What was really said while the call went on; the transcript is made of it when the call ends.
create table agent_call_turn (
  workspace_id uuid not null,
  call_id uuid not null,
  id uuid not null,
  speaker text not null check (speaker in ('agent', 'user')),
  text text not null,
  -- Milliseconds since the answer.
  start_ms int not null check (start_ms >= 0),
  end_ms int not null check (end_ms >= start_ms),
  is_interrupted boolean not null default false,
  node_id text,
  -- 0 to 1.
  confidence real,
  -- JSON: [[text, start_ms, end_ms, confidence or null], …]
  words text,
  gender text,
  -- JSON object: milliseconds since the user's last sound.
  latency text,
  primary key (workspace_id, call_id, id),
  foreign key (workspace_id, call_id) references agent_call (workspace_id, id) on delete cascade
);

-- What the agent did: nodes, variables, tools.
create table agent_call_log (
  workspace_id uuid not null,
  call_id uuid not null,
  id uuid not null,
  category text not null,
  message text not null,
  node_id text,
  -- JSON.
  payload text not null default '{}',
  at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, call_id, id),
  foreign key (workspace_id, call_id) references agent_call (workspace_id, id) on delete cascade
);

-- Files of calls that somebody asked for; they lie in the media store under their id.
create table agent_call_export (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- Whose calls; null for those of all.
  owner_only uuid,
  -- JSON: which calls.
  wanted text not null,
  status text not null default 'pending'
    check (status in ('pending', 'ready', 'failed', 'expired')),
  error text,
  row_count int,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (workspace_id, id)
);
create index agent_call_export_by_expiry on agent_call_export (expires_at);

-- Addresses that agents and calls bring along are kept once each.
alter table webhook_endpoint add column agent_key bytea;
create unique index webhook_endpoint_agent_key on webhook_endpoint (workspace_id, agent_key)
  where agent_key is not null;

-- Recordings made here, of calls.
alter table recording
  drop constraint recording_source_check,
  add constraint recording_source_check check (source in ('upload', 'url', 'agent'));
