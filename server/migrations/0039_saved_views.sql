-- Views of the dashboard's tables that people gave a name.
create table saved_view (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- Who made it; null once they left.
  owner_id uuid,
  -- The owner where nobody else sees it; null where the workspace does. Apart from owner_id for when they
  -- leave: what others use stays, what was theirs alone goes.
  private_to uuid,
  of_table text not null
    check (of_table in ('contacts', 'companies', 'deals', 'tasks', 'activities')),
  name text not null,
  -- As in an address, behind the question mark.
  query text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, user_id)
    on delete set null (owner_id),
  foreign key (workspace_id, private_to) references member (workspace_id, user_id)
    on delete cascade,
  check (private_to is null or owner_id is null or private_to = owner_id)
);
create unique index saved_view_name on saved_view (workspace_id, owner_id, of_table, lower(name));
