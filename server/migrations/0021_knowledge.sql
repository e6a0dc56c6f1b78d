-- What voice agents can look up: texts, files and web pages, cut into passages.

-- What the knowledge of a workspace may take; null: KNOWLEDGE_TIER of the server.
alter table workspace add column knowledge_tier text
  check (knowledge_tier in ('free', 'starter', 'creator', 'pro', 'business', 'enterprise'));

create table knowledge_item (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- Also the name of its file in the media store.
  id uuid not null,
  -- Null: whoever added it is no longer known.
  created_by uuid references app_user (id) on delete set null,
  name text not null,
  type text not null check (type in ('TEXT', 'FILE', 'URL')),
  status text not null default 'PROCESSING' check (status in ('PROCESSING', 'PROCESSED', 'FAILED')),
  failure_code text,
  failure_reason text,
  -- TEXT only.
  content text,
  -- FILE that is fetched from an address.
  source_url text,
  -- As the uploader called it; never used as a path.
  file_name text,
  -- pdf, docx, doc, epub, html or txt, by its first bytes; before it was read, by its name.
  extension text,
  -- When the whole file was in the store.
  stored_at timestamptz,
  -- What it takes of the quota: of a text and a file its bytes, of addresses what was read there.
  size_bytes bigint not null default 0 check (size_bytes >= 0),
  words int not null default 0 check (words >= 0),
  chunks int not null default 0 check (chunks >= 0),
  -- Chunks that have a vector.
  vectors int not null default 0 check (vectors >= 0),
  -- Which model made the vectors of its chunks; null: there are none.
  vector_model text,
  -- The newest wish to process it: work for an older one is dropped.
  request_id uuid not null,
  -- The wish for which all was read and cut: after an interruption only vectors are missing.
  read_request_id uuid,
  -- Changes with its chunks and their vectors: whoever keeps copies knows by it that they are old.
  revision uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  processed_at timestamptz,
  primary key (workspace_id, id)
);
create index knowledge_item_newest on knowledge_item (workspace_id, created_at desc, id desc);

-- The addresses of an item of type URL.
create table knowledge_page (
  workspace_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  url text not null,
  status text not null default 'PROCESSING' check (status in ('PROCESSING', 'PROCESSED', 'FAILED')),
  failure_code text,
  failure_reason text,
  title text,
  -- Bytes of the text that was read.
  size_bytes bigint not null default 0 check (size_bytes >= 0),
  words int not null default 0 check (words >= 0),
  fetched_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, item_id, url),
  foreign key (workspace_id, item_id) references knowledge_item (workspace_id, id)
    on delete cascade
);

-- A passage: what a search finds.
create table knowledge_chunk (
  workspace_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  -- Of items of type URL.
  page_id uuid,
  -- From 0, within the item or the page.
  position int not null,
  text text not null,
  heading text,
  -- From 1; only where the file has pages.
  page_number int,
  -- Where it begins in the text of the file or page, in UTF-16 units.
  start_offset int not null,
  -- ISO 639-1 where it could be told.
  language text,
  terms tsvector not null,
  -- Of unit length, 32-bit little-endian floats.
  vector bytea,
  primary key (workspace_id, id),
  foreign key (workspace_id, item_id) references knowledge_item (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, page_id) references knowledge_page (workspace_id, id)
    on delete cascade
);
-- Vectors are noise to the compressor.
alter table knowledge_chunk alter column vector set storage external;
create index knowledge_chunk_of_item on knowledge_chunk (workspace_id, item_id, page_id, position);
create index knowledge_chunk_of_page on knowledge_chunk (workspace_id, page_id)
  where page_id is not null;
create index knowledge_chunk_terms on knowledge_chunk using gin (workspace_id, terms);

-- Which items an agent looks things up in.
create table agent_knowledge_item (
  workspace_id uuid not null,
  agent_id uuid not null,
  item_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, agent_id, item_id),
  foreign key (workspace_id, agent_id) references agent (workspace_id, id) on delete cascade,
  foreign key (workspace_id, item_id) references knowledge_item (workspace_id, id)
    on delete cascade
);
create index agent_knowledge_item_by_item on agent_knowledge_item (workspace_id, item_id);

-- The configuration of full text search that suits a language.
create function search_config(language text) returns regconfig
  language sql immutable parallel safe
  return case language
    when 'en' then 'pg_catalog.english'::regconfig
    when 'fr' then 'pg_catalog.french'::regconfig
    when 'ar' then 'pg_catalog.arabic'::regconfig
    else 'pg_catalog.simple'::regconfig
  end;
