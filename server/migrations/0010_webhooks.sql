-- Outbound webhooks: who wants which events, what was sent, and how it went.

create table webhook_endpoint (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- `agent`: the address that a voice agent brings along, told in the format of voice agents.
  kind text not null default 'workspace' check (kind in ('workspace', 'agent')),
  url text not null,
  description text,
  -- Exact names, `recording.*`, or `*`.
  events text[] not null,
  -- JSON: conditions on fields of the payload, all of which must hold.
  filters text not null default '{}',
  -- Encrypted. The previous one signs too, until then.
  secret text not null,
  previous_secret text,
  previous_secret_until timestamptz,
  -- Off: events of the meantime are not kept for it, though they can be replayed.
  is_active boolean not null default true,
  -- Why the system switched it off; null when a person did.
  disabled_reason text check (disabled_reason in ('failing', 'gone')),
  disabled_at timestamptz,
  -- Since when deliveries are kept back.
  paused_at timestamptz,
  -- Seconds to wait before the second attempt, before the third, and so on.
  retry_schedule integer[] not null,
  -- Seconds after which an attempt is not made any more, whatever the schedule says.
  max_age integer not null,
  -- Encrypted JSON object; null for none.
  headers text,
  -- Requests begun per second; null for as many as there are.
  rate_limit integer,
  max_concurrency integer not null,
  -- One subject's events strictly in order, each after the success or the end of the one before.
  fifo boolean not null default false,
  payload_version text not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

-- Grows with every change of a workspace's endpoints, so that who remembers them sees it in one row.
create table webhook_roster (
  workspace_id uuid primary key references workspace (id) on delete cascade,
  version bigint not null default 1
);
create function note_webhook_change() returns trigger language plpgsql as $$
begin
  -- When the workspace itself goes, there is nothing left to note.
  insert into webhook_roster (workspace_id)
    select id from workspace where id = coalesce(new.workspace_id, old.workspace_id)
    on conflict (workspace_id) do update set version = webhook_roster.version + 1;
  return null;
end
$$;
create trigger webhook_endpoint_changed after insert or update or delete on webhook_endpoint
  for each row execute function note_webhook_change();

-- The state of the queue that leads to an endpoint. One node at a time works on it, so that order,
-- rate and concurrency hold.
create table webhook_lane (
  workspace_id uuid not null,
  endpoint_id uuid not null,
  -- When there may be something to send; infinity for never.
  next_due_at timestamptz not null default 'infinity',
  -- Grows with everything that is added to the queue or changed in the endpoint.
  generation bigint not null default 0,
  leased_by uuid,
  leased_until timestamptz not null default '-infinity',
  -- The last number given to an event of an endpoint in order.
  sequence bigint not null default 0,
  -- Attempts that failed since the last success, and when the first of them did.
  failures integer not null default 0,
  failing_since timestamptz,
  -- Failures that lie hours apart: one burst is no reason to switch anything off.
  failing_spells integer not null default 0,
  last_spell_at timestamptz,
  last_failure_at timestamptz,
  last_success_at timestamptz,
  -- Who owns it was told: 0 not yet, 1 of failures in a row, 2 that half of the time has passed.
  warned smallint not null default 0,
  -- Until then only one attempt at a time is made, to see whether it is back.
  parked_until timestamptz,
  parked_times integer not null default 0,
  primary key (workspace_id, endpoint_id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoint (workspace_id, id)
    on delete cascade
) with (fillfactor = 50);
create index webhook_lane_due on webhook_lane (next_due_at) where next_due_at < 'infinity';
create index webhook_lane_of_node on webhook_lane (leased_by) where leased_by is not null;

-- The bytes of an event as they are signed and sent, once for all endpoints.
create table webhook_message (
  workspace_id uuid not null,
  -- The event's.
  id uuid not null,
  event text not null,
  subject_type text not null,
  subject_id uuid not null,
  occurred_at timestamptz not null,
  -- Null once the data of the person it is about was deleted.
  body bytea,
  primary key (workspace_id, id)
);
create index webhook_message_of_contact on webhook_message (workspace_id, subject_id)
  where subject_type = 'contact' and body is not null;

-- Few indexes, and none that begins like another one for the same rows: for a new table the planner has
-- nothing but the beginning to go by, and would as soon read all deliveries of an endpoint as find one.
create table webhook_delivery (
  workspace_id uuid not null,
  endpoint_id uuid not null,
  -- Made from the endpoint and the message, so that an endpoint gets an event once.
  id uuid not null,
  message_id uuid not null,
  event text not null,
  subject_id uuid not null,
  trigger text not null check (trigger in ('event', 'test', 'replay')),
  state text not null check (state in ('pending', 'succeeded', 'failed')),
  attempts integer not null default 0,
  -- Those made by hand, and those from before somebody had it tried again: not of this schedule.
  attempts_aside integer not null default 0,
  -- When its schedule began.
  scheduled_from timestamptz not null default now(),
  -- Infinity: waits for an earlier event of its subject. Null: has ended.
  next_attempt_at timestamptz,
  -- Of an endpoint in order.
  sequence bigint,
  -- Where the bytes are not the message's: with a sequence, or in another format.
  body bytea,
  last_status integer,
  last_error text,
  created_at timestamptz not null,
  completed_at timestamptz,
  primary key (workspace_id, endpoint_id, id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoint (workspace_id, id)
    on delete cascade
);
create index webhook_delivery_due on webhook_delivery (workspace_id, endpoint_id, next_attempt_at)
  where state = 'pending';
create index webhook_delivery_in_order
  on webhook_delivery (workspace_id, endpoint_id, subject_id, sequence)
  where state = 'pending' and sequence is not null;

create table webhook_attempt (
  workspace_id uuid not null,
  endpoint_id uuid not null,
  delivery_id uuid not null,
  -- From 1.
  number integer not null,
  -- `schedule`: the first one and its retries.
  trigger text not null check (trigger in ('schedule', 'manual', 'test')),
  started_at timestamptz not null,
  duration_ms real not null,
  -- Null where the connection of an earlier request was used, or the step was not reached.
  dns_ms real,
  connect_ms real,
  tls_ms real,
  first_byte_ms real,
  -- JSON objects; values that are secret are left out.
  request_headers text not null,
  response_status integer,
  response_headers text,
  -- As far as it was read.
  response_body bytea,
  response_cut boolean not null default false,
  -- Why it failed, in a word and in a sentence.
  error text,
  error_message text,
  primary key (workspace_id, endpoint_id, delivery_id, number),
  foreign key (workspace_id, endpoint_id, delivery_id)
    references webhook_delivery (workspace_id, endpoint_id, id) on delete cascade
);

-- How many attempts of an hour succeeded or failed, by how long they took.
create table webhook_hour (
  workspace_id uuid not null,
  endpoint_id uuid not null,
  hour timestamptz not null,
  succeeded boolean not null,
  -- Attempts that took at most this long; the last is for all that took longer.
  within_ms integer not null,
  attempts bigint not null,
  primary key (workspace_id, endpoint_id, hour, succeeded, within_ms),
  foreign key (workspace_id, endpoint_id) references webhook_endpoint (workspace_id, id)
    on delete cascade
);

-- The events of one workspace since a moment, for those who fetch them.
create index event_of_workspace on event (workspace_id, xid);
