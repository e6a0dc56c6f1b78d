import type { ListConversations } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { type Statement, statement } from '../../platform/db/statement.ts'
import { followUpKept } from '../conversations/index.ts'
import type { Cursor } from './cursor-rules.ts'
import { date, found, head, joined } from './head-queries.ts'
import { ownerOnly, type Viewer } from './viewer-queries.ts'

/** Statements whose best plan depends on which filters there are. */
type Planner = { readonly runPlanned: Executor['run'] }

export type Wanted = {
  readonly viewer: Viewer
  readonly query: ListConversations
  /** For `spoken_query`; null: whatever was said. */
  readonly terms: string | null
}

const content = 'e.content::json'
const measured = (...columns: string[]) => `exists (select from conversation_metrics m
  where m.workspace_id = $1 and m.conversation_id = c.id
    and ${columns.map((column) => `m.${column} is not null`).join(' and ')})`
const objections = `json_array_elements(${content} -> 'objections') o`
const followUpDay = 'coalesce(e.follow_up_date, c.next_follow_up)'
const zone = '(select time_zone from workspace where id = $1)'
const kept = followUpKept({
  at: date,
  until: `((${followUpDay} + 1)::timestamp at time zone ${zone})`,
  now: 'now()',
  momentOf: (alias) => `coalesce(${alias}.started_at, ${alias}.created_at)`,
})
const isHeld = `e.content is not null and e.outcome is distinct from 'no_show'`

/** Whether a conversation is counted, as modules/reports counts. */
const countsFor = `case $15
  when 'held' then e.content is null or e.outcome is distinct from 'no_show'
  when 'pitches' then coalesce(
    (select bool_or((s ->> 'share_of_time')::float8 > 0)
      from json_array_elements(${content} -> 'stages') s where s ->> 'key' = 'pitch'),
    ${isHeld} and ${content} ->> 'talk_type' in ('sales', 'demo'))
  when 'talk_ratio' then ${measured('talk_seconds', 'rep_share')}
  when 'monologue' then ${measured('longest_monologue_seconds')}
  when 'patience' then ${measured('patience_seconds')}
  when 'question_rate' then ${measured('question_count', 'duration_seconds')}
  when 'objections_met' then exists (select from ${objections})
  when 'objections_mastered' then exists (select from ${objections}
    where (o ->> 'handled')::boolean)
  when 'next_step_rate' then ${isHeld}
  when 'next_steps' then ${isHeld} and e.has_next_step
  when 'follow_up_adherence' then ${followUpDay} is not null and ${date} <= now()
    and (${followUpDay} < (now() at time zone ${zone})::date or ${kept})
end`

const matching = `from conversation c
  left join evaluation e on e.workspace_id = c.workspace_id and e.conversation_id = c.id
    and e.is_current
  where c.workspace_id = $1 and c.deleted_at is null and ($2::uuid is null or c.owner_id = $2)
    and ($3::uuid is null or c.owner_id = $3) and ($4::uuid is null or c.contact_id = $4)
    and ($5::uuid is null or c.company_id = $5) and ($6::uuid is null or c.deal_id = $6)
    and ($7::text[] is null or c.kind = any($7)) and ($8::text is null or e.outcome = $8)
    and ($9::float8 is null or e.score >= $9) and ($10::float8 is null or e.score <= $10)
    and ($11::text is null or exists (select from signal g where g.workspace_id = $1
      and g.kind = $11 and g.conversation_id = c.id and g.status <> 'dismissed'))
    and ($12::timestamptz is null or ${date} >= $12)
    and ($13::timestamptz is null or ${date} < $13)
    and ($14::text is null or c.id in (select t.conversation_id from transcript_segment s
      join transcript t on t.workspace_id = s.workspace_id and t.id = s.transcript_id
      where s.workspace_id = $1 and s.terms @@ spoken_query($14, '&')))
    and ($15::text is null or ${countsFor})
    and ($16::text is null or exists (select from ${objections} where o ->> 'type' = $16
      and ($15 is distinct from 'objections_mastered' or (o ->> 'handled')::boolean)))
    and ($17::date is null or ${followUpDay} >= $17) and ($18::date is null or ${followUpDay} <= $18)
    and ($19::uuid is null or e.scorecard_id = $19)
    and ($20::text is null or exists (select from json_array_elements(${content} -> 'criteria') k
      where k ->> 'key' = $20 and (k ->> 'applies')::boolean and k ->> 'score' is not null))
    and ($21::float8 is null or extract(isodow from ${date} at time zone ${zone}) = $21)
    and ($22::float8 is null or extract(hour from ${date} at time zone ${zone}) = $22)`

/** Reports call since and until from and to. */
function spanOf({ since, until, from, to }: ListConversations): unknown[] {
  return [since ?? from ?? null, until ?? to ?? null]
}

/** As their columns are numbered, from $3: those before the moments, and those behind the words. */
const plainFilters = [
  'owner_id',
  'contact_id',
  'company_id',
  'deal_id',
  'kind',
  'outcome',
  'score_from',
  'score_to',
  'signal',
] as const
const reportFilters = [
  'counts_for',
  'objection',
  'follow_up_from',
  'follow_up_to',
  'scorecard_id',
  'criterion',
  'weekday',
  'hour',
] as const

function filterValues({ viewer, query, terms }: Wanted): unknown[] {
  return [
    viewer.workspaceId,
    ownerOnly(viewer),
    ...plainFilters.map((name) => (name === 'kind' ? query.kind?.split(',') : query[name]) ?? null),
    ...spanOf(query),
    terms,
    ...reportFilters.map((name) => query[name] ?? null),
  ]
}

const shown = `json_build_object(${head},
  'evaluation', case when e.id is not null then
    json_build_object('id', e.id, ${found}, 'completed_at', iso(e.completed_at)) end,
  'metrics', (select json_build_object('duration_seconds', m.duration_seconds,
      'rep_share', m.rep_share, 'longest_monologue_seconds', m.longest_monologue_seconds,
      'patience_seconds', m.patience_seconds, 'interactivity', m.interactivity,
      'question_count', m.question_count, 'sentiment', m.sentiment, 'next_step', m.next_step)
    from conversation_metrics m
    where m.workspace_id = c.workspace_id and m.conversation_id = c.id),
  'signal_kinds', array(select distinct g.kind from signal g where g.workspace_id = c.workspace_id
    and g.conversation_id = c.id and g.status <> 'dismissed' order by 1),
  'comment_count', (select count(*) from conversation_comment n
    where n.workspace_id = c.workspace_id and n.conversation_id = c.id))`

type Order = { readonly sort: 'date' | 'score'; readonly order: 'asc' | 'desc' }

/** Without a score they come last, whichever the direction. */
const keys = {
  date: { asc: date, desc: date },
  score: { asc: 'coalesce(e.score, 1000)', desc: 'coalesce(e.score, -1)' },
} as const
/** As the cursor has them: microseconds since 1970, or the score. */
const keyShown = { date: '(extract(epoch from x.key) * 1000000)::bigint', score: 'x.key' } as const
const keyGiven = {
  date: `timestamptz 'epoch' + $23::bigint * interval '1 microsecond'`,
  score: '$23::float8',
} as const

function pageStatement({ sort, order }: Order, hasCursor: boolean): Statement {
  const key = keys[sort][order]
  const beyond = `(${key}, c.id) ${order === 'asc' ? '>' : '<'} (${keyGiven[sort]}, $24::uuid)`
  // Only in order to give the parameters a type.
  const from = hasCursor ? beyond : '$23::bigint is null and $24::uuid is null'
  const some = `select c.id, ${key} as key ${matching} and ${from}
    order by ${key} ${order}, c.id ${order} limit $25 offset $26`
  return statement(
    `list_conversations_by_${sort}`,
    `select c.id, ${keyShown[sort]} as key, ${shown}::text as json
     from (${some}) x
     join conversation c on c.workspace_id = $1 and c.id = x.id
     ${joined}
     order by x.key ${order}, x.id ${order}`,
  )
}

const statements = new Map(
  (['date', 'score'] as const).flatMap((sort) =>
    (['asc', 'desc'] as const).flatMap((order) =>
      [true, false].map((hasCursor) => [
        `${sort} ${order} ${hasCursor}`,
        pageStatement({ sort, order }, hasCursor),
      ]),
    ),
  ),
)

export type EntryRow = { readonly id: string; readonly key: number; readonly json: string }

/** One row more than the limit when others follow. */
export function selectPage(
  db: Planner,
  wanted: Wanted,
  { sort, order, cursor }: Order & { readonly cursor: Cursor | undefined },
): Promise<EntryRow[]> {
  const page = statements.get(`${sort} ${order} ${cursor !== undefined}`)
  if (!page) throw new Error(`There is no order by ${sort} ${order}.`)
  const { limit, offset } = wanted.query
  const place = [cursor?.key ?? null, cursor?.id ?? null, limit + 1, cursor ? 0 : offset]
  return db.runPlanned<EntryRow>(page, [...filterValues(wanted), ...place])
}

const countStatement = statement('count_conversations', `select count(*) as count ${matching}`)
const boundedStatement = statement(
  'count_conversations_bounded',
  `select count(*) as count from (select 1 ${matching} limit $23) counted`,
)
const estimateStatement: Statement = {
  name: undefined,
  text: `explain (format json) select 1 ${matching}`,
}

export async function countMatching(
  db: Planner,
  wanted: Wanted,
  /** Counts no further than this; null: all. */
  bound: number | null,
): Promise<number> {
  const values = filterValues(wanted)
  const [row] = await (bound === null
    ? db.runPlanned<{ count: number }>(countStatement, values)
    : db.runPlanned<{ count: number }>(boundedStatement, [...values, bound]))
  return row?.count ?? 0
}

/** How many rows the planner expects. */
export async function estimateMatching(db: Planner, wanted: Wanted): Promise<number> {
  const values = filterValues(wanted)
  const [row] = await db.runPlanned<{ 'QUERY PLAN': string }>(estimateStatement, values)
  const [explained] = JSON.parse(row?.['QUERY PLAN'] ?? '[]') as { Plan: { 'Plan Rows': number } }[]
  return explained?.Plan['Plan Rows'] ?? 0
}
