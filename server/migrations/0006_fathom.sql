-- Meetings that recorders and automations tell of, in parts and more than once.

-- Every id a meeting is known by. Several of one kind may lead to one conversation: automations and
-- Fathom's API do not agree on what a recording is called.
create table meeting_key (
  workspace_id uuid not null,
  -- `digest`: of a payload without any id.
  kind text not null check (kind in ('recording', 'share', 'calls', 'digest')),
  value text not null,
  conversation_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, kind, value),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade
);
create index meeting_key_of_conversation on meeting_key (workspace_id, conversation_id);

-- What each door told of a meeting, so that the whole does not depend on which told first.
create table meeting_facts (
  workspace_id uuid not null,
  conversation_id uuid not null,
  door text not null check (door in ('fathom', 'automation', 'meetings_webhook')),
  -- JSON: MeetingFacts.
  facts text not null,
  -- Whether the door told what was said.
  has_transcript boolean not null default false,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, conversation_id, door),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade
);

-- Finds the meeting of a payload without ids: who recorded, what it was called, and when.
create index conversation_by_occasion
  on conversation (workspace_id, lower(owner_email), started_at)
  where kind = 'meeting' and deleted_at is null;

-- What lets automations in that can neither sign nor set headers: a secret in the address.
create table meeting_door (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  user_id uuid not null,
  -- SHA-256 of the token in the address.
  token_hash bytea not null unique,
  -- Encrypted; for automations that can sign.
  signing_secret text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, user_id),
  foreign key (workspace_id, user_id) references member (workspace_id, user_id) on delete cascade
);
create index meeting_door_of_user on meeting_door (user_id);

create table fathom_integration (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  user_id uuid not null,
  -- Encrypted.
  api_key text not null,
  api_key_preview text not null,
  webhook_id text not null,
  webhook_url text not null,
  -- Encrypted; signs what Fathom sends.
  webhook_secret text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, user_id),
  foreign key (workspace_id, user_id) references member (workspace_id, user_id) on delete cascade
);
create index fathom_integration_of_user on fathom_integration (user_id);

create table fathom_import (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  user_id uuid not null,
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  -- Null: as many as there are.
  max_meetings int,
  since timestamptz,
  -- Page under way, and how many of its meetings are done: where to go on after a stop.
  page_cursor text,
  page_done int not null default 0,
  processed int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  failed int not null default 0,
  -- JSON: the first problems, a sentence each.
  problems text not null default '[]',
  -- Why it failed, or what it waits for.
  message text,
  -- When it goes on after a limit of Fathom.
  waits_until timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references member (workspace_id, user_id) on delete cascade
);
create index fathom_import_of_user on fathom_import (workspace_id, user_id, created_at desc);
