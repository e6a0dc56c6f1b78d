-- Words of transcripts are found in their other forms too: by their stems in English, French and
-- Arabic, whatever the transcript's language, because people mix them. What was said has weight A,
-- so that a stem is never taken for a word.
create function spoken_terms(said text) returns tsvector
language sql immutable strict parallel safe as $$
  select setweight(to_tsvector('simple', said), 'A') || to_tsvector('english', said)
    || to_tsvector('french', said) || to_tsvector('arabic', said)
$$;

-- `asked` is JSON, [{words: […], isQuoted}]: words in small letters, of letters and digits only. A
-- phrase is found as it stands, a word by its beginning and by its stems. `joiner` is & or |.
create function spoken_query(asked text, joiner text) returns tsquery
language sql immutable strict parallel safe as $$
  select string_agg('(' || q.query || ')', joiner)::tsquery
  from json_array_elements(asked::json) t
  cross join lateral (
    select string_agg('''' || w || ''':A', ' <-> ' order by n) as phrase,
      min('''' || w || '''') as word
    from json_array_elements_text(t -> 'words') with ordinality as o (w, n)
  ) p
  cross join lateral (
    select case when (t ->> 'isQuoted')::boolean then p.phrase
      else ((p.word || ':*A')::tsquery || to_tsquery('english', p.word || ':D')
        || to_tsquery('french', p.word || ':D') || to_tsquery('arabic', p.word || ':D'))::text
      end as query
  ) q
$$;

drop index transcript_segment_terms;
alter table transcript_segment drop column terms;
alter table transcript_segment
  add column terms tsvector not null generated always as (spoken_terms(text)) stored;
create index transcript_segment_terms on transcript_segment using gin (workspace_id, terms);
