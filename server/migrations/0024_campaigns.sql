-- Campaigns: who is to be called, under which rules, and every call that was made for it.

-- What holds for all calls that a workspace makes by itself. Locked while calls of it are claimed, so
-- that its lines, its pace and the cap per person hold across campaigns and processes.
create table calling_rules (
  workspace_id uuid primary key references workspace (id) on delete cascade,
  -- 1 is Monday. Minutes since midnight, by the clock of whoever is called.
  days smallint[] not null default '{1,2,3,4,5,6,7}',
  start_minute smallint not null default 480,
  end_minute smallint not null default 1260,
  -- Calls to one number in 24 hours.
  daily_cap integer not null default 3,
  needs_consent boolean not null default false,
  -- Calls under way at once, and that begin in a second; null for any number.
  max_concurrency integer not null default 20,
  calls_per_second double precision,
  -- The pace: no call begins before.
  next_start_at timestamptz not null default 'epoch',
  -- Who makes the calls that captured calls ask for, and from which number.
  follow_up_agent_id uuid,
  follow_up_phone_number_id uuid,
  updated_at timestamptz,
  foreign key (workspace_id, follow_up_agent_id) references agent (workspace_id, id)
    on delete set null (follow_up_agent_id),
  foreign key (workspace_id, follow_up_phone_number_id) references phone_number (workspace_id, id)
    on delete set null (follow_up_phone_number_id)
);

create table campaign (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- `follow_ups`: the one that calls back whom captured calls say; never ends.
  kind text not null default 'campaign' check (kind in ('campaign', 'follow_ups')),
  name text not null,
  status text not null check (status in
    ('SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED', 'FAILED')),
  pause_reason text,
  send_type text not null check (send_type in ('NOW', 'SCHEDULE', 'MANUAL')),
  scheduled_at timestamptz,
  -- IANA name: by this clock its hours are meant; null for that of each recipient.
  scheduled_zone text,
  -- JSON: TimeRange of the contract; null for the workspace's hours alone.
  time_range text,
  reserved_concurrency integer not null default 0,
  max_concurrency integer,
  calls_per_second double precision,
  max_attempts integer not null default 3,
  -- JSON: RetryPlan and voicemail of the contract.
  retries text not null,
  voicemail text not null,
  webhook_url text,
  -- Encrypted JSON.
  webhook_auth text,
  agent_id uuid,
  phone_number_id uuid,
  created_by uuid,
  started_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, agent_id) references agent (workspace_id, id)
    on delete set null (agent_id),
  foreign key (workspace_id, phone_number_id) references phone_number (workspace_id, id)
    on delete set null (phone_number_id)
);
create unique index campaign_of_follow_ups on campaign (workspace_id) where kind = 'follow_ups';
create index campaign_of_agent on campaign (workspace_id, agent_id);
create index campaign_of_number on campaign (workspace_id, phone_number_id);

-- How a campaign stands. Whoever changes its recipients or its calls locks this row first.
create table campaign_lane (
  workspace_id uuid not null,
  campaign_id uuid not null,
  -- When there may be something to do; infinity for never.
  due_at timestamptz not null default 'infinity',
  -- Calls that have begun and not ended.
  active integer not null default 0,
  -- The pace: no call begins before.
  next_start_at timestamptz not null default 'epoch',
  -- JSON: how the carrier is doing.
  breaker text,
  primary key (workspace_id, campaign_id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade
) with (fillfactor = 50);
create index campaign_lane_due on campaign_lane (due_at) where due_at < 'infinity';

-- People by status, calls by what they came to: so that nobody has to count them.
create table campaign_count (
  workspace_id uuid not null,
  campaign_id uuid not null,
  kind text not null check (kind in ('status', 'outcome', 'skip', 'attempt')),
  name text not null,
  n bigint not null,
  primary key (workspace_id, campaign_id, kind, name),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade
) with (fillfactor = 50);

-- The different places where people of a campaign may be.
create table campaign_zone (
  workspace_id uuid not null,
  campaign_id uuid not null,
  zones text not null,
  primary key (workspace_id, campaign_id, zones),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade
);

create table campaign_recipient (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- E.164 unless that was waived.
  number text not null,
  -- What there is once in a campaign: the number, or the call that asked for this one.
  key text collate "C" not null,
  name text,
  is_plain boolean not null default false,
  -- JSON object.
  variables text not null default '{}',
  -- IANA names of where the number may be, joined with &; empty where nobody knows.
  zones text not null,
  status text not null check (status in
    ('PENDING', 'QUEUED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'SKIPPED', 'CANCELLED')),
  attempts integer not null default 0,
  -- What each call came to, since the recipient was last begun with.
  outcomes text[] not null default '{}',
  -- Not called before.
  due_at timestamptz not null default 'epoch',
  -- The last call.
  call_id uuid,
  left_message boolean not null default false,
  skip_reason text,
  last_error text,
  latest_action_at timestamptz not null,
  completed_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade
) with (fillfactor = 85);
create unique index campaign_recipient_once on campaign_recipient (workspace_id, campaign_id, key);
create index campaign_recipient_waiting
  on campaign_recipient (workspace_id, campaign_id, zones, due_at, id) where status = 'PENDING';
create index campaign_recipient_by_status
  on campaign_recipient (workspace_id, campaign_id, status, id);

-- Calls that were begun for campaigns; the id is that of the call, its job and its conversation. They
-- stay when the campaign goes: the cap per person counts them.
create table campaign_attempt (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  campaign_id uuid not null,
  recipient_id uuid not null,
  phone_number_id uuid not null,
  number text not null,
  -- `placing`: the carrier may or may not know of it.
  state text not null check (state in ('placing', 'placed', 'answered', 'ended')),
  starts_at timestamptz not null,
  -- When to look what became of it, unless it is heard of before.
  check_at timestamptz not null,
  carrier_call_id text,
  answered_at timestamptz,
  ended_at timestamptz,
  -- `not_placed`: nobody was called, and it does not count.
  outcome text,
  cause text,
  primary key (workspace_id, id)
) with (fillfactor = 70);
create index campaign_attempt_to_check on campaign_attempt (check_at) where state <> 'ended';
create index campaign_attempt_open
  on campaign_attempt (workspace_id, campaign_id) where state <> 'ended';
create index campaign_attempt_of_number on campaign_attempt (workspace_id, number, starts_at);

-- Numbers that may not be called; without a campaign, by none.
create table do_not_call (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  number text not null,
  campaign_id uuid,
  source text not null check (source in ('manual', 'import', 'opt_out')),
  note text,
  call_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade
);
create unique index do_not_call_once on do_not_call (workspace_id, number, campaign_id)
  nulls not distinct;
create index do_not_call_of_campaign on do_not_call (workspace_id, campaign_id)
  where campaign_id is not null;

create table calling_consent (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  number text not null,
  kind text not null,
  source text not null,
  text text,
  given_at timestamptz not null,
  revoked_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create index calling_consent_of_number on calling_consent (workspace_id, number);

-- What came of adding recipients, and every row that was not taken.
create table campaign_import (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  status text not null check (status in ('RUNNING', 'COMPLETED', 'FAILED')),
  file_name text,
  rows integer not null default 0,
  accepted integer not null default 0,
  duplicates integer not null default 0,
  rejected integer not null default 0,
  failure text,
  created_at timestamptz not null,
  -- A process that still reads it says so now and then.
  seen_at timestamptz not null,
  completed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade
);
create index campaign_import_of_campaign on campaign_import (workspace_id, campaign_id);

create table campaign_import_problem (
  workspace_id uuid not null,
  import_id uuid not null,
  row integer not null,
  field text not null,
  message text not null,
  number text,
  primary key (workspace_id, import_id, row),
  foreign key (workspace_id, import_id) references campaign_import (workspace_id, id)
    on delete cascade
);
