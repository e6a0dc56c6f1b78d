-- Evaluations asked for together, and what evaluations tell the CRM of a deal.

-- Its evaluations name it in evaluation.bulk_id; how far it has come is counted there.
create table evaluation_bulk (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- JSON: which conversations were asked for.
  filter text not null,
  total int not null,
  requested_by uuid not null,
  created_at timestamptz not null default now(),
  canceled_at timestamptz,
  primary key (workspace_id, id)
);

-- Who is next: what one person asked for goes before what was asked for in bulk.
create index evaluation_waiting
  on evaluation (workspace_id, (bulk_id is not null), created_at, id) where status = 'pending';

-- Day of the latest conversation about the deal, as evaluations or people say.
alter table deal add column last_contact_date date;
