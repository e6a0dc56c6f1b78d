-- Who looks after the whole server, its processes, and the backups that were made of it.

-- Owners of this workspace may: the one that the server was set up with. People who come later get
-- workspaces beside it, and must not see what is not theirs.
alter table workspace add column runs_server boolean not null default false;
create unique index workspace_that_runs_server on workspace (runs_server) where runs_server;
update workspace set runs_server = true
  where id = (select id from workspace order by created_at, id limit 1);

-- Each process says now and then that it is there.
create table server_node (
  id uuid primary key,
  host text not null,
  pid integer not null,
  version text not null,
  roles text[] not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);

create table server_backup (
  id uuid primary key,
  made_at timestamptz not null,
  way text not null check (way in ('command', 'download')),
  tables integer not null,
  rows bigint not null,
  bytes bigint not null
);
