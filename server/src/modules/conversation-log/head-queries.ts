/** Where a conversation `c` is shown from: its people, its evaluation `e`, its recording `r`. */
export const joined = `left join evaluation e on e.workspace_id = c.workspace_id
    and e.conversation_id = c.id and e.is_current
  left join recording r on r.workspace_id = c.workspace_id and r.conversation_id = c.id
  left join app_user o on o.id = c.owner_id
  left join contact p on p.workspace_id = c.workspace_id and p.id = c.contact_id
    and p.deleted_at is null
  left join company f on f.workspace_id = c.workspace_id and f.id = c.company_id
    and f.deleted_at is null
  left join deal d on d.workspace_id = c.workspace_id and d.id = c.deal_id
    and d.deleted_at is null`

/** When it began; when it came in, where nobody knows that. As the index has it. */
export const date = 'coalesce(c.started_at, c.created_at)'

/** What lists and single conversations have in common: arguments of json_build_object. */
export const head = `'id', c.id, 'kind', c.kind, 'title', c.title, 'source', c.source,
  'date', iso(${date}), 'duration_seconds',
    coalesce(c.duration_seconds, c.duration_minutes * 60, r.duration_seconds)::float8,
  'owner_id', c.owner_id, 'owner_name', o.name, 'contact_id', c.contact_id,
  'contact_name', case when p.id is not null then concat_ws(' ', p.first_name, p.last_name) end,
  'company_id', c.company_id, 'company_name', f.name, 'deal_id', c.deal_id, 'deal_name', d.title,
  'call_outcome', c.outcome, 'has_transcript', exists (select from transcript t
    where t.workspace_id = c.workspace_id and t.conversation_id = c.id),
  'has_recording', r.stored_at is not null, 'created_at', iso(c.created_at)`

/** What an evaluation `e` found, in short: arguments of json_build_object. */
export const found = `'score', e.score, 'outcome', e.outcome, 'has_next_step', e.has_next_step,
  'follow_up_date', e.follow_up_date, 'objections', e.objections,
  'objections_handled', e.objections_handled`
