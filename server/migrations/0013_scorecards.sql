-- What conversations are evaluated by.

create table scorecard (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- Name of the one that came with Parley; null for those of the workspace.
  built_in text,
  copied_from uuid,
  name text not null,
  -- The newest of scorecard_version.
  version int not null default 1 check (version >= 1),
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, built_in),
  foreign key (workspace_id, copied_from) references scorecard (workspace_id, id)
    on delete set null (copied_from)
);
create unique index scorecard_name on scorecard (workspace_id, lower(name))
  where archived_at is null;

-- Never changed and never deleted: evaluations name the version they were made with.
create table scorecard_version (
  workspace_id uuid not null,
  scorecard_id uuid not null,
  version int not null check (version >= 1),
  name text not null,
  description text,
  -- JSON: criteria, stages, language, outcome_rule, scored_talk_types, guidance.
  content text not null,
  -- Null: came with Parley.
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, scorecard_id, version),
  foreign key (workspace_id, scorecard_id) references scorecard (workspace_id, id)
    on delete cascade
);

-- Which scorecard a kind of conversation is evaluated with; the general call where none is chosen.
create table scorecard_default (
  workspace_id uuid not null,
  conversation_kind text not null
    check (conversation_kind in ('call', 'meeting', 'recording', 'agent_call')),
  scorecard_id uuid not null,
  primary key (workspace_id, conversation_kind),
  foreign key (workspace_id, scorecard_id) references scorecard (workspace_id, id)
    on delete cascade
);
create index scorecard_default_of_scorecard on scorecard_default (workspace_id, scorecard_id);
