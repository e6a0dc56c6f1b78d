-- What is measured of a conversation, by rules, from its newest transcript.
create table conversation_metrics (
  workspace_id uuid not null,
  conversation_id uuid not null,
  transcript_id uuid not null,
  -- The state of the transcript that was measured.
  transcript_updated_at timestamptz not null,
  -- Whose word lists were used; null for none.
  language text,
  -- Of the rules that measured it; others than the present ones measure it anew.
  rules_version int not null,
  -- How long a turn had to be to count as a monologue.
  monologue_seconds double precision not null,
  -- What reports add up; null where the metric has no value. Units as in docs/metrics.md.
  duration_seconds double precision,
  talk_seconds double precision,
  rep_share double precision,
  longest_monologue_seconds double precision,
  longest_customer_story_seconds double precision,
  interactivity double precision,
  patience_seconds double precision,
  question_count int,
  question_rate double precision,
  interruptions int,
  words_per_minute double precision,
  sentiment double precision,
  next_step boolean,
  -- JSON: all metrics, each with its unit, sample and reason.
  metrics text not null,
  computed_at timestamptz not null,
  primary key (workspace_id, conversation_id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, transcript_id) references transcript (workspace_id, id)
    on delete cascade
);
create index conversation_metrics_of_transcript
  on conversation_metrics (workspace_id, transcript_id);

-- What metrics are held against, where a workspace differs from the defaults.
create table metric_settings (
  workspace_id uuid primary key references workspace (id) on delete cascade,
  monologue_seconds double precision check (monologue_seconds > 0),
  -- JSON: {metric: {min, ideal, max}}.
  targets text not null default '{}',
  updated_by uuid,
  updated_at timestamptz
);
