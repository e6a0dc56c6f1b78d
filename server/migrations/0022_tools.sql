-- What voice agents reach the world by: tools that they call, and the numbers they call from.

create table web_tool (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  type text not null check (type in ('FUNCTION', 'MCP')),
  name text not null,
  description text not null,
  -- The agent goes on talking and never hears the answer. Null for MCP.
  is_async boolean,
  -- JSON Schema of the arguments; null for MCP, whose server tells them.
  params json,
  -- JSON list of {type, content}.
  messages text not null default '[]',
  -- JSON: address, method, limits and everything else that is no secret.
  settings text not null,
  -- Encrypted JSON: token, password, values of headers. Null for none.
  secrets text,
  collection_id uuid,
  -- Grows with each change.
  version int not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search_text text not null generated always as (lower(name || ' ' || description)) stored,
  primary key (workspace_id, id),
  check ((type = 'FUNCTION') = (is_async is not null)),
  check ((type = 'FUNCTION') = (params is not null))
);
create index web_tool_newest on web_tool (workspace_id, created_at desc, id desc);

-- Tools that an agent may use. An inactive one keeps its row, so that it is listed with the agent.
create table agent_web_tool (
  workspace_id uuid not null,
  agent_id uuid not null,
  tool_id uuid not null,
  is_active boolean not null default true,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, agent_id, tool_id),
  foreign key (workspace_id, agent_id) references agent (workspace_id, id) on delete cascade,
  foreign key (workspace_id, tool_id) references web_tool (workspace_id, id) on delete cascade
);
create index agent_web_tool_of on agent_web_tool (workspace_id, tool_id);

create table phone_number (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- E.164.
  number text not null check (number ~ '^\+[1-9][0-9]{6,14}$'),
  label text not null,
  -- Whose carrier takes it. `SIMULATED`: this process, for trying things out.
  provider text not null check (provider in ('TWILIO', 'SIP', 'SIMULATED')),
  -- A number belongs to one agent at most.
  agent_id uuid,
  -- Encrypted JSON: what the carrier lets us in by. Null for none.
  credentials text,
  -- JSON: address, transport and headers of outbound SIP, without what is secret. Null for others.
  sip_outbound text,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, agent_id) references agent (workspace_id, id)
    on delete set null (agent_id)
);
create unique index phone_number_once on phone_number (workspace_id, number);
create index phone_number_of_agent on phone_number (workspace_id, agent_id)
  where agent_id is not null;
