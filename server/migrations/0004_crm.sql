-- The records of the CRM. Every table: key (workspace_id, id), references inside the workspace,
-- soft deletion for 30 days, search_text lower-cased for trigram search.

create function host_of(address text) returns text
  language sql immutable parallel safe
  return lower(substring(address from '^(?:[a-zA-Z][a-zA-Z0-9+.-]*://)?(?:www\.)?([^/:?#]+)'));

create table company (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  name text not null,
  website text,
  domain text generated always as (host_of(website)) stored,
  industry text,
  size text,
  description text,
  linkedin_url text,
  phone text,
  phone_e164 text,
  owner_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  search_text text not null generated always as (
    lower(name || ' ' || coalesce(website, '') || ' ' || coalesce(industry, ''))
  ) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id)
);
create unique index company_name_key on company (workspace_id, lower(name))
  where deleted_at is null;
create index company_newest on company (workspace_id, created_at desc, id desc)
  where deleted_at is null;
create index company_by_domain on company (workspace_id, domain) where deleted_at is null;
create index company_search on company using gin (workspace_id, search_text gin_trgm_ops);
create index company_deleted on company (deleted_at) where deleted_at is not null;

create table contact (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  first_name text not null,
  last_name text,
  email text not null,
  phone text,
  phone_e164 text,
  title text,
  linkedin_url text,
  is_primary boolean not null default false,
  company_id uuid,
  owner_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  search_text text not null generated always as (
    lower(first_name || ' ' || coalesce(last_name || ' ', '') || email)
  ) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id),
  foreign key (workspace_id, company_id) references company (workspace_id, id)
    on delete set null (company_id)
);
create unique index contact_email_key on contact (workspace_id, lower(email))
  where deleted_at is null;
create index contact_newest on contact (workspace_id, created_at desc, id desc)
  where deleted_at is null;
create index contact_of_company on contact (workspace_id, company_id)
  where company_id is not null;
create index contact_by_phone on contact (workspace_id, phone_e164)
  where phone_e164 is not null and deleted_at is null;
create index contact_of_owner on contact (workspace_id, owner_id, created_at desc)
  where deleted_at is null;
create index contact_search on contact using gin (workspace_id, search_text gin_trgm_ops);
create index contact_deleted on contact (deleted_at) where deleted_at is not null;

-- The pipeline of a workspace.
create table deal_stage (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- Lower-case name for URLs and filters, such as closed_won.
  key text not null,
  name text not null,
  color text not null,
  position int not null,
  default_probability int not null check (default_probability between 0 and 100),
  -- Where a deal in this stage stands: still open, or ended one way or the other.
  outcome text not null check (outcome in ('open', 'won', 'lost')),
  -- Former and foreign names that still lead here.
  aliases text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- The history of deals still names a deleted stage.
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create unique index deal_stage_key on deal_stage (workspace_id, key) where deleted_at is null;

create table deal (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  title text not null,
  description text,
  value numeric(15, 2) not null,
  one_off_revenue numeric(15, 2),
  monthly_mrr numeric(15, 2),
  stage_id uuid not null,
  status text not null check (status in ('open', 'won', 'lost')),
  priority text not null default 'medium' check (priority in ('low', 'medium', 'high', 'critical')),
  expected_close_date date not null,
  probability int not null check (probability between 0 and 100),
  deal_size text,
  lead_source text,
  next_steps text,
  company_id uuid,
  primary_contact_id uuid,
  stage_entered_at timestamptz not null default now(),
  closed_at timestamptz,
  owner_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  search_text text not null generated always as (lower(title)) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id),
  foreign key (workspace_id, stage_id) references deal_stage (workspace_id, id),
  foreign key (workspace_id, company_id) references company (workspace_id, id)
    on delete set null (company_id),
  foreign key (workspace_id, primary_contact_id) references contact (workspace_id, id)
    on delete set null (primary_contact_id)
);
-- Two open deals may not share both title and company; having no company counts as the same one.
create unique index deal_title_key on deal (workspace_id, company_id, lower(title))
  nulls not distinct where status = 'open' and deleted_at is null;
create index deal_newest on deal (workspace_id, created_at desc, id desc)
  where deleted_at is null;
create index deal_in_stage on deal (workspace_id, stage_id) where deleted_at is null;
create index deal_of_company on deal (workspace_id, company_id);
create index deal_of_contact on deal (workspace_id, primary_contact_id)
  where primary_contact_id is not null;
create index deal_of_owner on deal (workspace_id, owner_id, created_at desc)
  where deleted_at is null;
create index deal_closing on deal (workspace_id, expected_close_date) where deleted_at is null;
create index deal_search on deal using gin (workspace_id, search_text gin_trgm_ops);
create index deal_deleted on deal (deleted_at) where deleted_at is not null;

create table deal_stage_change (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  deal_id uuid not null,
  from_stage_id uuid,
  to_stage_id uuid not null,
  changed_by uuid,
  changed_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id) on delete cascade,
  foreign key (workspace_id, to_stage_id) references deal_stage (workspace_id, id),
  foreign key (workspace_id, from_stage_id) references deal_stage (workspace_id, id)
);
create index deal_stage_change_of_deal on deal_stage_change (workspace_id, deal_id, changed_at);

create table task (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  title text not null,
  description text,
  status text not null default 'pending'
    check (status in ('pending', 'in_progress', 'completed', 'cancelled')),
  priority text not null default 'medium' check (priority in ('low', 'medium', 'high', 'critical')),
  task_type text not null default 'general',
  due_date date not null,
  assignee_id uuid not null,
  deal_id uuid,
  contact_id uuid,
  company_id uuid,
  completed_at timestamptz,
  owner_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  search_text text not null generated always as (
    lower(title || ' ' || coalesce(description, ''))
  ) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id),
  foreign key (workspace_id, assignee_id) references member (workspace_id, user_id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
    on delete set null (deal_id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
    on delete set null (contact_id),
  foreign key (workspace_id, company_id) references company (workspace_id, id)
    on delete set null (company_id)
);
create index task_newest on task (workspace_id, created_at desc, id desc)
  where deleted_at is null;
create index task_due on task (workspace_id, due_date) where deleted_at is null;
create index task_of_assignee on task (workspace_id, assignee_id, due_date)
  where deleted_at is null;
create index task_of_deal on task (workspace_id, deal_id) where deal_id is not null;
create index task_of_contact on task (workspace_id, contact_id) where contact_id is not null;
create index task_of_company on task (workspace_id, company_id) where company_id is not null;
create index task_search on task using gin (workspace_id, search_text gin_trgm_ops);
create index task_deleted on task (deleted_at) where deleted_at is not null;

create table activity (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  activity_type text not null,
  description text not null,
  date date not null,
  duration_minutes int,
  outcome text check (outcome in ('positive', 'neutral', 'negative')),
  status text not null default 'completed'
    check (status in ('completed', 'pending', 'cancelled')),
  notes text,
  amount numeric(15, 2),
  deal_id uuid,
  contact_id uuid,
  company_id uuid,
  owner_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  search_text text not null generated always as (
    lower(description || ' ' || coalesce(notes, ''))
  ) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
    on delete set null (deal_id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
    on delete set null (contact_id),
  foreign key (workspace_id, company_id) references company (workspace_id, id)
    on delete set null (company_id)
);
create index activity_newest on activity (workspace_id, created_at desc, id desc)
  where deleted_at is null;
create index activity_by_date on activity (workspace_id, date) where deleted_at is null;
create index activity_of_deal on activity (workspace_id, deal_id) where deal_id is not null;
create index activity_of_contact on activity (workspace_id, contact_id)
  where contact_id is not null;
create index activity_of_company on activity (workspace_id, company_id)
  where company_id is not null;
create index activity_of_owner on activity (workspace_id, owner_id, date)
  where deleted_at is null;
create index activity_search on activity using gin (workspace_id, search_text gin_trgm_ops);
create index activity_deleted on activity (deleted_at) where deleted_at is not null;

-- A conversation, whichever door it came in by. Meetings are the first kind; calls, recordings and
-- agent calls share the table, and the API's shapes are views of it.
create table conversation (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('call', 'meeting', 'recording', 'agent_call')),
  title text not null,
  meeting_type text,
  -- Three ids that Fathom's doors give; any of them may be the only one known.
  fathom_recording_id text,
  share_id text,
  calls_id text,
  share_url text,
  calls_url text,
  transcript_doc_url text,
  started_at timestamptz,
  ended_at timestamptz,
  duration_minutes numeric(10, 3),
  summary text,
  owner_email text,
  team_name text,
  contact_id uuid,
  company_id uuid,
  deal_id uuid,
  sentiment_score numeric(4, 3) check (sentiment_score between -1 and 1),
  coach_rating numeric(6, 3) check (coach_rating between 0 and 100),
  coach_summary text,
  talk_time_rep_pct numeric(6, 3),
  talk_time_customer_pct numeric(6, 3),
  talk_time_judgement text,
  owner_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  search_text text not null generated always as (
    lower(title || ' ' || left(coalesce(summary, ''), 4000))
  ) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
    on delete set null (deal_id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
    on delete set null (contact_id),
  foreign key (workspace_id, company_id) references company (workspace_id, id)
    on delete set null (company_id)
);
create unique index conversation_recording_key on conversation (workspace_id, fathom_recording_id)
  where fathom_recording_id is not null and deleted_at is null;
create unique index conversation_share_key on conversation (workspace_id, share_id)
  where share_id is not null and deleted_at is null;
create unique index conversation_calls_key on conversation (workspace_id, calls_id)
  where calls_id is not null and deleted_at is null;
create index conversation_newest on conversation (workspace_id, kind, created_at desc, id desc)
  where deleted_at is null;
create index conversation_by_start on conversation (workspace_id, kind, started_at)
  where deleted_at is null;
create index conversation_of_contact on conversation (workspace_id, contact_id)
  where contact_id is not null;
create index conversation_of_company on conversation (workspace_id, company_id)
  where company_id is not null;
create index conversation_of_deal on conversation (workspace_id, deal_id)
  where deal_id is not null;
create index conversation_of_owner on conversation (workspace_id, owner_id, started_at)
  where deleted_at is null;
create index conversation_search on conversation using gin (workspace_id, search_text gin_trgm_ops);
create index conversation_deleted on conversation (deleted_at) where deleted_at is not null;

create table conversation_attendee (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  position int not null,
  name text,
  email text,
  is_external boolean not null default true,
  role text,
  contact_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
    on delete set null (contact_id)
);
create index conversation_attendee_in_order
  on conversation_attendee (workspace_id, conversation_id, position);
create index conversation_attendee_of_contact on conversation_attendee (workspace_id, contact_id)
  where contact_id is not null;

create table conversation_action_item (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  position int not null,
  title text not null,
  assignee_name text,
  assignee_email text,
  priority text not null default 'medium',
  category text,
  deadline_at timestamptz,
  completed boolean not null default false,
  ai_generated boolean not null default false,
  timestamp_seconds numeric(12, 3),
  playback_url text,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id)
    on delete cascade
);
create index conversation_action_item_in_order
  on conversation_action_item (workspace_id, conversation_id, position);

-- Every workspace begins with a pipeline. The aliases are what Sixty's stages were called before.
create function add_default_stages() returns trigger
  language plpgsql as $$
begin
  insert into deal_stage
    (workspace_id, id, key, name, color, position, default_probability, outcome, aliases)
  values
    (new.id, uuidv7(), 'sql', 'SQL', '#64748b', 1, 20, 'open', '{lead,qualified,"new"}'),
    (new.id, uuidv7(), 'opportunity', 'Opportunity', '#3b82f6', 2, 40, 'open',
      '{proposal,discovery,demo}'),
    (new.id, uuidv7(), 'verbal', 'Verbal', '#f59e0b', 3, 70, 'open', '{negotiation}'),
    (new.id, uuidv7(), 'signed', 'Signed', '#22c55e', 4, 100, 'won',
      '{"closed won",closed_won,closedwon,won}'),
    (new.id, uuidv7(), 'lost', 'Lost', '#ef4444', 5, 0, 'lost',
      '{"closed lost",closed_lost,closedlost}');
  return new;
end $$;

create trigger workspace_gets_stages after insert on workspace
  for each row execute function add_default_stages();
