-- Voice agents and their versions.

create table agent (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- Of the newest version, like the next two: lists are filtered by them.
  name text not null,
  type text not null check (type in ('Single Prompt', 'Flow Agent')),
  language text not null,
  -- The newest of agent_version.
  version int not null default 1 check (version >= 1),
  -- What is live; null: always the newest.
  live_version int check (live_version >= 1),
  live_since timestamptz,
  live_by uuid,
  -- The address its calls are told to, in the format of voice agents.
  webhook_endpoint_id uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Calls keep the versions they used, so nothing of a deleted agent goes.
  deleted_at timestamptz,
  search_text text not null generated always as (lower(name)) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, webhook_endpoint_id) references webhook_endpoint (workspace_id, id)
    on delete set null (webhook_endpoint_id)
);
create index agent_newest on agent (workspace_id, created_at desc, id desc) where deleted_at is null;
create index agent_search on agent using gin (workspace_id, search_text gin_trgm_ops)
  where deleted_at is null;
create index agent_of_webhook on agent (workspace_id, webhook_endpoint_id)
  where webhook_endpoint_id is not null;

-- Never changed and never deleted: calls name the version they were held with.
create table agent_version (
  workspace_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  number int not null check (number >= 1),
  -- AgentDefinition. Not jsonb: that would put the fields of an outcome into another order.
  definition json not null,
  -- Encrypted JSON: the key of the model, the secret of the webhook. Null for none.
  secrets text,
  -- What it was for, in the words of who saved it.
  note text,
  -- The version that was brought back by it.
  restored_from int,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, agent_id, number),
  foreign key (workspace_id, agent_id) references agent (workspace_id, id) on delete cascade
);

alter table agent add foreign key (workspace_id, id, version)
  references agent_version (workspace_id, agent_id, number) deferrable initially deferred;
alter table agent add foreign key (workspace_id, id, live_version)
  references agent_version (workspace_id, agent_id, number) deferrable initially deferred;
