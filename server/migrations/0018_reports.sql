-- What reports are answered from: sums and counts per day and person, kept current by jobs.

-- Days are those of the workspace's time zone. Each value of the JSON objects is a sum or a count,
-- so rows add up; docs/reports.md says what figures are made of them.
create table report_day (
  workspace_id uuid not null references workspace (id) on delete cascade,
  day date not null,
  -- Not a reference: a member may leave before the days are counted anew.
  owner_id uuid not null,
  -- JSON: what figures are made of.
  counts text not null,
  -- JSON: conversations by weekday and hour, and by day.
  volume text not null,
  -- JSON: sums of scores by scorecard and criterion.
  criteria text not null,
  computed_at timestamptz not null,
  primary key (workspace_id, day, owner_id)
);

-- The same by month: a year is read from 12 rows a person instead of 365.
create table report_month (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- Its first day.
  month date not null,
  owner_id uuid not null,
  counts text not null,
  volume text not null,
  criteria text not null,
  computed_at timestamptz not null,
  primary key (workspace_id, month, owner_id)
);

-- Where a conversation was last counted, so that the place it leaves is counted anew too.
create table report_conversation (
  workspace_id uuid not null,
  conversation_id uuid not null,
  day date not null,
  owner_id uuid not null,
  follow_up_on date,
  primary key (workspace_id, conversation_id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade
);
create index report_conversation_of_day on report_conversation (workspace_id, day, owner_id);

-- What happened since days were last counted. Only ever added to and taken from: whoever notes a
-- change never waits for whoever counts.
create table report_change (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null default uuidv7(),
  conversation_id uuid,
  task_id uuid,
  -- Or the person, with a day or a moment.
  owner_id uuid,
  day date,
  moment timestamptz,
  primary key (workspace_id, id)
);

create table report_settings (
  workspace_id uuid primary key references workspace (id) on delete cascade,
  week_starts_on text not null default 'monday'
    check (week_starts_on in ('monday', 'saturday', 'sunday')),
  mail_enabled boolean not null default true,
  -- 1 is Monday, 7 Sunday.
  mail_weekday int not null default 1 check (mail_weekday between 1 and 7),
  mail_hour int not null default 8 check (mail_hour between 0 and 23),
  updated_by uuid,
  updated_at timestamptz
);

-- Weeks whose mail was handed to the mailer.
create table report_mail (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- Monday of the week it was due in.
  week date not null,
  queued_at timestamptz not null,
  primary key (workspace_id, week)
);

create index conversation_by_moment
  on conversation (workspace_id, owner_id, (coalesce(started_at, called_at, created_at)))
  where deleted_at is null;
create index conversation_by_follow_up on conversation (workspace_id, next_follow_up)
  where next_follow_up is not null and deleted_at is null;
create index conversation_of_follow_up_task on conversation (workspace_id, follow_up_task_id)
  where follow_up_task_id is not null;
create index evaluation_by_follow_up on evaluation (workspace_id, follow_up_date)
  where is_current and follow_up_date is not null;
create index evaluation_effect_of_record on evaluation_effect (workspace_id, record_id);
create index deal_by_closing on deal (workspace_id, owner_id, closed_at)
  where closed_at is not null and deleted_at is null;
create index deal_stage_change_by_time on deal_stage_change (workspace_id, changed_at);
create index task_by_completion on task (workspace_id, assignee_id, completed_at)
  where completed_at is not null and deleted_at is null;
