-- Which beginning and end of a meeting were announced; another one, when it is put off, is again.
alter table conversation
  add column start_announced timestamptz,
  add column end_announced timestamptz;
create index conversation_start_due on conversation (started_at)
  where kind = 'meeting' and deleted_at is null and start_announced is distinct from started_at;
create index conversation_end_due on conversation (ended_at)
  where kind = 'meeting' and deleted_at is null and end_announced is distinct from ended_at;
