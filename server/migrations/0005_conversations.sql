-- Conversations of every kind: what calls add, who spoke what, and what arrived word for word.

-- A caller of whom only the number is known has no e-mail.
alter table contact
  alter column email drop not null,
  alter column search_text set expression as (
    lower(first_name || ' ' || coalesce(last_name || ' ', '') || coalesce(email, ''))
  ),
  -- The door that made it of somebody unknown; null when a person or a client created it.
  add column lead_source text
    check (lead_source in ('call_capture', 'fathom', 'meetings_webhook', 'upload', 'agent'));

-- Whose calls these are, when a dialer names a number only.
alter table member
  add column phone text,
  add column phone_e164 text;
create index member_by_phone on member (workspace_id, phone_e164) where phone_e164 is not null;

alter table workspace
  -- Unknown people in calls and meetings become contacts.
  add column leads_from_calls boolean not null default true,
  add column leads_from_meetings boolean not null default true,
  -- Whether the meetings webhook may be called without any proof, as Sixty's could.
  add column open_meetings_webhook boolean not null default false;

alter table conversation
  -- The door it came through.
  add column source text not null default 'api'
    check (source in ('api', 'call_capture', 'upload', 'fathom', 'meetings_webhook', 'agent')),
  -- The dialer, and what it calls the conversation; '' when it does not say who it is.
  add column external_system text,
  add column external_id text,
  add column language text,
  add column duration_seconds numeric(12, 3) check (duration_seconds >= 0),
  add column direction text check (direction in ('inbound', 'outbound')),
  add column caller_number text,
  add column caller_e164 text,
  add column recipient_number text,
  add column recipient_e164 text,
  add column call_status text,
  add column outcome text,
  add column notes text,
  add column recording_url text,
  add column next_follow_up date,
  add column next_follow_up_time time,
  add column auto_call_followup boolean,
  add column follow_up_task_id uuid,
  -- As it was sent: the exact JSON.
  add column call_details text,
  -- The rating before it was brought to 0–100.
  add column coach_rating_raw text,
  add foreign key (workspace_id, follow_up_task_id) references task (workspace_id, id)
    on delete set null (follow_up_task_id);
create unique index conversation_external_key
  on conversation (workspace_id, external_system, external_id)
  where external_id is not null and deleted_at is null;
create index conversation_by_outcome on conversation (workspace_id, kind, outcome)
  where outcome is not null and deleted_at is null;
create index conversation_of_caller on conversation (workspace_id, caller_e164)
  where caller_e164 is not null;
create index conversation_of_recipient on conversation (workspace_id, recipient_e164)
  where recipient_e164 is not null;

-- What a door was sent, word for word, kept 30 days: to look at, and to know a repeat.
create table inbound_body (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  door text not null check (door in ('call_capture', 'meetings_webhook', 'fathom')),
  conversation_id uuid,
  -- SHA-256 of the body.
  digest bytea not null,
  body text not null,
  received_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index inbound_body_by_digest on inbound_body (workspace_id, door, digest, received_at desc);
create index inbound_body_of_conversation on inbound_body (workspace_id, conversation_id)
  where conversation_id is not null;
create index inbound_body_by_age on inbound_body (received_at);

-- What was said. One transcript per conversation; a better one takes its place.
create table transcript (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  -- Who made it: our speech to text, a recorder, plain text without times, a person.
  source text not null check (source in ('speech', 'fathom', 'meetings_webhook', 'upload', 'agent')),
  -- Speech engine and model.
  engine text,
  language text,
  -- 0 to 1.
  confidence real,
  -- What its times are: of each word, of each segment, its start alone, or guessed from the length.
  timing text not null check (timing in ('word', 'segment', 'start', 'estimated')),
  -- Whether the speakers are told apart.
  has_speakers boolean not null,
  word_count int not null,
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, conversation_id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade
);

create table transcript_speaker (
  workspace_id uuid not null,
  transcript_id uuid not null,
  -- From 1, in order of first words.
  number int not null,
  name text,
  email text,
  kind text not null check (kind in ('rep', 'customer', 'agent', 'unknown')),
  user_id uuid,
  contact_id uuid,
  primary key (workspace_id, transcript_id, number),
  foreign key (workspace_id, transcript_id) references transcript (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
    on delete set null (contact_id)
);
create index transcript_speaker_of_contact on transcript_speaker (workspace_id, contact_id)
  where contact_id is not null;

create table transcript_segment (
  workspace_id uuid not null,
  transcript_id uuid not null,
  -- From 0, in order of time.
  position int not null,
  speaker int not null,
  start_ms int not null check (start_ms >= 0),
  end_ms int not null check (end_ms >= start_ms),
  text text not null,
  -- 0 to 1.
  confidence real,
  -- JSON: [[text, start_ms, end_ms, confidence or null], …]; null when words have no times.
  words text,
  edited boolean not null default false,
  terms tsvector not null generated always as (to_tsvector('simple', text)) stored,
  primary key (workspace_id, transcript_id, position),
  foreign key (workspace_id, transcript_id) references transcript (workspace_id, id)
    on delete cascade
);
create index transcript_segment_terms on transcript_segment using gin (workspace_id, terms);

-- Corrections by people, newest last.
create table transcript_edit (
  workspace_id uuid not null,
  id uuid not null,
  transcript_id uuid not null,
  position int not null,
  former_text text not null,
  new_text text not null,
  former_speaker int not null,
  new_speaker int not null,
  edited_by uuid,
  edited_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, transcript_id) references transcript (workspace_id, id)
    on delete cascade
);
create index transcript_edit_of_transcript
  on transcript_edit (workspace_id, transcript_id, position, edited_at);
