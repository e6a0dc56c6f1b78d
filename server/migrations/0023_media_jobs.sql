-- Jobs of the voice API: audio that becomes text, text that becomes audio, what is written of a
-- transcript; and the voices and pronunciations that speech is made with.

create table media_job (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- Also the id of its file in the media store.
  id uuid not null,
  type text not null check (type in ('TRANSCRIPTION', 'TTS', 'AI_CONTENT')),
  status text not null default 'PENDING'
    check (status in ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED')),
  title text,
  -- As the client named it.
  model text,
  processing_type text not null default 'async',
  -- JSON: what is to be done, by type; read by modules/media-jobs alone.
  wish text not null,
  -- Where a transcription's audio is fetched from.
  media_url text,
  -- When that audio was in the store; null until then and once it was heard.
  stored_at timestamptz,
  -- ISO 639-1: as asked for, then as found.
  language text,
  voice text,
  -- The job or conversation it is made of.
  source_id uuid,
  -- JSON.
  result text,
  -- What did the work.
  engine text,
  failure_code text,
  failure_message text,
  -- Percent.
  progress real not null default 0 check (progress between 0 and 100),
  -- Of audio heard or made.
  audio_seconds numeric(12, 3) check (audio_seconds >= 0),
  cost_usd numeric(14, 6) check (cost_usd >= 0),
  webhook_url text,
  -- Encrypted.
  webhook_authorization text,
  webhook_status text not null default 'NONE'
    check (webhook_status in ('NONE', 'PENDING', 'DELIVERED', 'FAILED')),
  webhook_error text,
  created_by uuid not null,
  -- No reference: the job outlives the key.
  api_key_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz,
  search_text text not null generated always as (lower(coalesce(title, ''))) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, created_by) references member (workspace_id, user_id)
    on delete cascade
);
create index media_job_by_time on media_job (workspace_id, created_at desc, id desc);
create index media_job_of_source on media_job (workspace_id, source_id, id desc)
  where source_id is not null;
create index media_job_search on media_job using gin (workspace_id, search_text gin_trgm_ops);

-- What a transcription has finished, so that one that was interrupted goes on from there.
create table media_job_part (
  workspace_id uuid not null,
  job_id uuid not null,
  channel smallint not null,
  -- Everything of the channel before it is transcribed; 9e15 when all of it is.
  done_ms bigint not null,
  language text,
  model text,
  -- JSON: [{startMs, endMs, text, confidence}, …]
  segments text not null,
  primary key (workspace_id, job_id, channel, done_ms),
  foreign key (workspace_id, job_id) references media_job (workspace_id, id) on delete cascade
);

-- A name of one's own for a voice of the engine.
create table custom_voice (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  name text not null,
  language text not null,
  gender text check (gender in ('female', 'male')),
  -- The engine's voice that is heard; null: the nearest.
  speaks_as text,
  -- A sample, for an engine that can copy voices.
  audio_url text,
  audio_transcription text,
  image_url text,
  dialect text,
  description text,
  tags text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index custom_voice_name on custom_voice (workspace_id, lower(name));

create table voice_dictionary (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  name text not null,
  -- JSON: [{word, pronunciation}, …]
  words text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index voice_dictionary_name on voice_dictionary (workspace_id, lower(name));
