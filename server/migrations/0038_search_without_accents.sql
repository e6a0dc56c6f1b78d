-- Searches leave accents and Arabic vowel signs out: “Helene” finds Hélène, « reunion » finds « réunion »,
-- and the other way round. Not strict, so that the planner can put it in place; ASCII has no marks.
create function without_marks(said text) returns text
language sql immutable parallel safe as $$
  select case when octet_length(said) = length(said) then said
    else normalize(regexp_replace(normalize(said, NFD), '[\u0300-\u036F\u064B-\u065F\u0670]', '', 'g'), NFC)
  end
$$;

alter table contact alter column search_text set expression as (
  without_marks(lower(first_name || ' ' || coalesce(last_name || ' ', '') || coalesce(email, '')))
);
alter table company alter column search_text set expression as (
  without_marks(lower(name || ' ' || coalesce(website, '') || ' ' || coalesce(industry, '')))
);
alter table deal alter column search_text set expression as (without_marks(lower(title)));
alter table task alter column search_text set expression as (
  without_marks(lower(title || ' ' || coalesce(description, '')))
);
alter table activity alter column search_text set expression as (
  without_marks(lower(description || ' ' || coalesce(notes, '')))
);
alter table conversation alter column search_text set expression as (
  without_marks(lower(title || ' ' || left(coalesce(summary, ''), 4000) || ' '
    || left(coalesce(notes, ''), 4000) || ' ' || coalesce(caller_number, '') || ' '
    || coalesce(recipient_number, '')))
);

alter table agent alter column search_text set expression as (without_marks(lower(name)));
alter table web_tool alter column search_text set expression as (
  without_marks(lower(name || ' ' || description))
);
alter table media_job alter column search_text set expression as (
  without_marks(lower(coalesce(title, '')))
);

-- As said, weight A; without its marks, B; stems of both have none.
create or replace function spoken_terms(said text) returns tsvector
language sql immutable strict parallel safe as $$
  select setweight(to_tsvector('simple', said), 'A') || to_tsvector('english', said)
    || to_tsvector('french', said) || to_tsvector('arabic', said)
    || case when plain = said then ''::tsvector
         else setweight(to_tsvector('simple', plain), 'B') || to_tsvector('french', plain) end
  from (select without_marks(said) as plain) p
$$;

create or replace function spoken_query(asked text, joiner text) returns tsquery
language sql immutable strict parallel safe as $$
  select string_agg('(' || q.query || ')', joiner)::tsquery
  from json_array_elements(asked::json) t
  cross join lateral (
    select string_agg('''' || without_marks(w) || ''':AB', ' <-> ' order by n) as phrase,
      min('''' || w || '''') as word, min('''' || without_marks(w) || '''') as plain
    from json_array_elements_text(t -> 'words') with ordinality as o (w, n)
  ) p
  cross join lateral (
    select case when (t ->> 'isQuoted')::boolean then p.phrase
      else ((p.plain || ':*AB')::tsquery || to_tsquery('english', p.word || ':D')
        || to_tsquery('french', p.word || ':D') || to_tsquery('french', p.plain || ':D')
        || to_tsquery('arabic', p.word || ':D'))::text
      end as query
  ) q
$$;

drop index transcript_segment_terms;
alter table transcript_segment drop column terms;
alter table transcript_segment
  add column terms tsvector not null generated always as (spoken_terms(text)) stored;
create index transcript_segment_terms on transcript_segment using gin (workspace_id, terms);
