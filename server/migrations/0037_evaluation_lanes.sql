-- One job makes several evaluations, one after the other: a lane, named after its first.
alter table evaluation add column lane uuid;
-- The next of those that wait, without sorting all of them.
create index evaluation_waiting on evaluation
  (workspace_id, (bulk_id is not null), created_at, id) where status = 'pending';
