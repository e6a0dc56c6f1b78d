-- What was found out about conversations: evaluations, corrections of them, signals.

create table evaluation (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  -- The transcript it was made from, once it was made.
  transcript_id uuid,
  scorecard_id uuid not null,
  scorecard_version int not null,
  status text not null default 'pending'
    check (status in ('pending', 'processing', 'evaluated', 'failed', 'canceled')),
  -- The one that counts: shown first, and in reports. At most one per conversation.
  is_current boolean not null default false,
  -- EvaluationEngine, JSON; null until it is made.
  engine text,
  -- EvaluationContent, JSON, corrections applied; null until it is made.
  content text,
  -- The same as it was made; null while nobody corrected anything.
  original_content text,
  -- Of `content`, for lists and reports.
  score double precision,
  outcome text,
  has_next_step boolean,
  follow_up_date date,
  objections int,
  objections_handled int,
  -- Why it failed, in a word and in a sentence, and whether it is worth trying again.
  failure text,
  failure_message text,
  is_retriable boolean,
  attempts int not null default 0,
  -- Null: by itself, when the transcript was ready.
  requested_by uuid,
  -- Of many that were asked for together.
  bulk_id uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, scorecard_id, scorecard_version)
    references scorecard_version (workspace_id, scorecard_id, version)
);
create unique index evaluation_current on evaluation (workspace_id, conversation_id)
  where is_current;
create index evaluation_of_conversation on evaluation (workspace_id, conversation_id, created_at);
create index evaluation_at_work on evaluation (workspace_id, status)
  where status in ('pending', 'processing');
create index evaluation_of_bulk on evaluation (workspace_id, bulk_id) where bulk_id is not null;

-- Who changed what of an evaluation. The newest of a field wins.
create table evaluation_correction (
  workspace_id uuid not null,
  id uuid not null,
  evaluation_id uuid not null,
  -- Such as `outcome`, `score` or `criteria.opening`.
  field text not null,
  -- JSON.
  before text not null,
  after text not null,
  note text,
  corrected_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, evaluation_id) references evaluation (workspace_id, id)
    on delete cascade
);
create index evaluation_correction_of on evaluation_correction (workspace_id, evaluation_id);

-- What an evaluation changed in the CRM, to be undone.
create table evaluation_effect (
  workspace_id uuid not null,
  conversation_id uuid not null,
  -- Once per conversation, whatever is evaluated again.
  kind text not null check (kind in ('activity', 'task', 'last_contact')),
  -- The activity or task that was made, or the deal that was changed.
  record_id uuid not null,
  -- JSON: what it was before; null for what was made.
  before text,
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by uuid,
  primary key (workspace_id, conversation_id, kind),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade
);

create table analysis_settings (
  workspace_id uuid primary key references workspace (id) on delete cascade,
  -- Evaluate when a transcript is ready.
  is_automatic boolean not null default true,
  -- Evaluations of the workspace at the same time.
  max_concurrency int not null default 2 check (max_concurrency between 1 and 20),
  log_activity boolean not null default true,
  create_task boolean not null default true,
  set_last_contact boolean not null default true,
  updated_by uuid,
  updated_at timestamptz
);

-- What a workspace wants to be found besides the kinds that are built in.
create table signal_tracker (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  name text not null,
  -- Of what it finds; lower case with underscores.
  kind text not null,
  -- JSON: lists of phrases and patterns.
  phrases text not null default '[]',
  patterns text not null default '[]',
  -- A sentence for the language model.
  description text,
  is_active boolean not null default true,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index signal_tracker_name on signal_tracker (workspace_id, lower(name));

create table signal (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  kind text not null,
  objection_type text,
  tracker_id uuid,
  quote text not null,
  segment int not null,
  start_ms int not null,
  speaker int not null,
  confidence double precision not null check (confidence between 0 and 1),
  source text not null check (source in ('built_in', 'llm', 'tracker', 'person')),
  status text not null default 'detected' check (status in ('detected', 'confirmed', 'dismissed')),
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  -- The same words are the same signal, however often they are found.
  unique (workspace_id, conversation_id, kind, segment, quote),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, tracker_id) references signal_tracker (workspace_id, id)
    on delete set null (tracker_id)
);
create index signal_newest on signal (workspace_id, created_at desc, id desc);
