-- What was deleted is listed by when, workspace by workspace; few rows are in these indexes at a time,
-- because a nightly job deletes for good what was deleted 30 days ago.
create index company_bin on company (workspace_id, deleted_at desc, id desc)
  where deleted_at is not null;
create index contact_bin on contact (workspace_id, deleted_at desc, id desc)
  where deleted_at is not null;
create index deal_bin on deal (workspace_id, deleted_at desc, id desc)
  where deleted_at is not null;
create index task_bin on task (workspace_id, deleted_at desc, id desc)
  where deleted_at is not null;
create index activity_bin on activity (workspace_id, deleted_at desc, id desc)
  where deleted_at is not null;
create index conversation_bin on conversation (workspace_id, deleted_at desc, id desc)
  where deleted_at is not null;
