-- Which log this is: another one after a restore, where transaction ids begin to mean something else.
-- Cursors of the event feed carry it.
alter table event_relay add column log_id uuid not null default gen_random_uuid();
