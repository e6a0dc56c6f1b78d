-- What calls still lacked: when they were made as the dialer says it, and notes and numbers to search.

alter table conversation
  -- The day and time of the call by the dialer's record; started_at is when somebody began to ring.
  add column called_at timestamptz,
  alter column search_text set expression as (
    lower(title || ' ' || left(coalesce(summary, ''), 4000) || ' ' || left(coalesce(notes, ''), 4000)
      || ' ' || coalesce(caller_number, '') || ' ' || coalesce(recipient_number, ''))
  );
create index conversation_by_call_date on conversation (workspace_id, kind, called_at)
  where called_at is not null and deleted_at is null;
