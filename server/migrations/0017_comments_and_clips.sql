-- What people say about conversations and cut out of them, and indexes for the list of all of them.

create table conversation_comment (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  author_id uuid not null references app_user (id) on delete cascade,
  text text not null,
  -- Where in the conversation; null: about all of it.
  at_ms int check (at_ms >= 0),
  mentioned_user_ids uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade
);
create index conversation_comment_of on conversation_comment (workspace_id, conversation_id, id);

create table conversation_clip (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  title text not null,
  start_ms int not null check (start_ms >= 0),
  end_ms int not null,
  created_by uuid not null references app_user (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade,
  check (end_ms > start_ms)
);
create index conversation_clip_of on conversation_clip (workspace_id, conversation_id, start_ms);

-- Conversations of all kinds, newest first: each has a date, known or not when it began.
create index conversation_by_date
  on conversation (workspace_id, (coalesce(started_at, created_at)) desc, id desc)
  where deleted_at is null;
create index signal_of_kind on signal (workspace_id, kind, conversation_id)
  where status <> 'dismissed';
