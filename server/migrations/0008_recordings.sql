-- Audio and video of conversations, from their arrival to their transcript.

create table recording (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  -- new: waiting to be fetched or transcribed.
  status text not null default 'new'
    check (status in ('new', 'processing', 'completed', 'failed', 'cancelled')),
  failure_code text,
  failure_message text,
  source text not null check (source in ('upload', 'url')),
  source_url text,
  -- As the uploader called it; never used as a path.
  file_name text,
  -- By its first bytes: wav, mp3, mp4, …
  format text,
  file_size bigint check (file_size >= 0),
  -- When the whole file was in the store; null until then.
  stored_at timestamptz,
  duration_seconds numeric(12, 3) check (duration_seconds >= 0),
  channels int,
  sample_rate int,
  -- RMS in dB below full scale.
  loudness_dbfs real,
  -- JSON: {ms_per_peak, channels: [[0 to 1, …], …]}
  peaks text,
  -- ISO 639-1, when whoever sent it knows it.
  language text,
  -- Which of two channels is the rep's; null: decided by the direction of the call.
  rep_channel smallint check (rep_channel in (1, 2)),
  -- Percent of the transcription.
  progress real not null default 0 check (progress between 0 and 100),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, conversation_id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade
);
create index recording_by_status on recording (workspace_id, status, id desc);

-- What a transcription has finished, so that one that was interrupted goes on from there.
create table recording_part (
  workspace_id uuid not null,
  recording_id uuid not null,
  channel smallint not null,
  -- Everything of the channel before it is transcribed; 9e15 when all of it is.
  done_ms bigint not null,
  language text,
  model text,
  -- JSON: [[start_ms, end_ms, text, confidence, words], …]
  segments text not null,
  primary key (workspace_id, recording_id, channel, done_ms),
  foreign key (workspace_id, recording_id) references recording (workspace_id, id)
    on delete cascade
);

-- Files that arrive in several requests (tus).
create table recording_upload (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- Also the id of the recording it becomes, and of its file.
  id uuid not null,
  owner_id uuid not null,
  length bigint not null check (length >= 0),
  -- Bytes that outlast a crash.
  received bigint not null default 0,
  -- JSON: fields of the recording to be.
  fields text not null,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id) on delete cascade,
  check (received <= length)
);
create index recording_upload_by_expiry on recording_upload (expires_at);
