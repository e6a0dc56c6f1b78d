import type { ListSignals } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { type Statement, statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** Who looks: the owner's conversations alone, unless they see all. */
export type Viewer = {
  readonly workspaceId: string
  readonly userId: string
  readonly seesAllRows: boolean
}

const ownerOnly = ({ seesAllRows, userId }: Viewer) => (seesAllRows ? null : userId)

/** A signal as the contract shows it, without its conversation. */
const shown = `json_build_object('id', g.id, 'conversation_id', g.conversation_id, 'kind', g.kind,
  'objection_type', g.objection_type, 'tracker_id', g.tracker_id, 'tracker_name', k.name,
  'quote', g.quote, 'segment', g.segment, 'start_ms', g.start_ms, 'speaker', g.speaker,
  'speaker_name', (select p.name from transcript t join transcript_speaker p
    on p.workspace_id = t.workspace_id and p.transcript_id = t.id and p.number = g.speaker
    where t.workspace_id = g.workspace_id and t.conversation_id = g.conversation_id),
  'confidence', g.confidence, 'source', g.source, 'status', g.status, 'decided_by', g.decided_by,
  'decided_at', iso(g.decided_at), 'created_at', iso(g.created_at))`
const told = `json_build_object('id', c.id, 'kind', c.kind, 'title', c.title,
  'owner_id', c.owner_id, 'contact_id', c.contact_id, 'company_id', c.company_id,
  'deal_id', c.deal_id)`

const tablesOf = (signals: string) => `${signals} g
  join conversation c on c.workspace_id = g.workspace_id and c.id = g.conversation_id
    and c.deleted_at is null
  left join signal_tracker k on k.workspace_id = g.workspace_id and k.id = g.tracker_id`
const tables = tablesOf('signal')

const matching = `${tables} where g.workspace_id = $1 and ($2::uuid is null or c.owner_id = $2)
  and ($3::text is null or g.kind = $3) and ($4::text is null or g.status = $4)
  and ($5::uuid is null or g.conversation_id = $5) and ($6::uuid is null or c.owner_id = $6)
  and ($7::uuid is null or c.contact_id = $7) and ($8::uuid is null or c.company_id = $8)
  and ($9::uuid is null or c.deal_id = $9) and ($10::uuid is null or g.tracker_id = $10)
  and ($11::timestamptz is null or g.created_at >= $11)
  and ($12::timestamptz is null or g.created_at < $12)`

function filterValues(viewer: Viewer, query: ListSignals): unknown[] {
  return [
    viewer.workspaceId,
    ownerOnly(viewer),
    query.kind ?? null,
    query.status ?? null,
    query.conversation_id ?? null,
    query.owner_id ?? null,
    query.contact_id ?? null,
    query.company_id ?? null,
    query.deal_id ?? null,
    query.tracker_id ?? null,
    query.since ?? null,
    query.until ?? null,
  ]
}

const withConversation = `(${shown}::jsonb || jsonb_build_object('conversation', ${told}))::text`

const listStatement = statement(
  'list_signals',
  `select g.id, ${withConversation} as json from ${matching}
     and ($13::uuid is null or g.id < $13)
   order by g.id desc limit $14 offset $15`,
)

/** One row more than the limit when others follow. */
export function selectSignals(
  db: { readonly runPlanned: Executor['run'] },
  viewer: Viewer,
  query: ListSignals,
): Promise<{ id: string; json: string }[]> {
  const { cursor, limit, offset } = query
  const page = [cursor ?? null, limit + 1, cursor ? 0 : offset]
  return db.runPlanned(listStatement, [...filterValues(viewer, query), ...page])
}

const countStatement = statement('count_signals', `select count(*) as count from ${matching}`)
const boundedStatement = statement(
  'count_signals_bounded',
  `select count(*) as count from (select 1 from ${matching} limit $13) counted`,
)
const estimateStatement: Statement = {
  name: undefined,
  text: `explain (format json) select 1 from ${matching}`,
}

export async function countSignals(
  db: { readonly runPlanned: Executor['run'] },
  viewer: Viewer,
  query: ListSignals,
  /** Counts no further than this; null: all. */
  bound: number | null,
): Promise<number> {
  const values = filterValues(viewer, query)
  const [row] = await (bound === null
    ? db.runPlanned<{ count: number }>(countStatement, values)
    : db.runPlanned<{ count: number }>(boundedStatement, [...values, bound]))
  return row?.count ?? 0
}

/** How many rows the planner expects. */
export async function estimateSignals(
  db: { readonly runPlanned: Executor['run'] },
  viewer: Viewer,
  query: ListSignals,
): Promise<number> {
  const values = filterValues(viewer, query)
  const [row] = await db.runPlanned<{ 'QUERY PLAN': string }>(estimateStatement, values)
  const [explained] = JSON.parse(row?.['QUERY PLAN'] ?? '[]') as { Plan: { 'Plan Rows': number } }[]
  return explained?.Plan['Plan Rows'] ?? 0
}

const findStatement = statement(
  'find_signal',
  `select ${withConversation} as json from ${tables}
   where g.workspace_id = $1 and ($2::uuid is null or c.owner_id = $2) and g.id = $3`,
)

/** With its conversation, as JSON text. */
export async function selectSignal(
  db: Runner,
  viewer: Viewer,
  id: string,
): Promise<string | undefined> {
  const values = [viewer.workspaceId, ownerOnly(viewer), id]
  const [row] = await db.run<{ json: string }>(findStatement, values)
  return row?.json
}

const toldStatement = statement(
  'signals_to_announce',
  `select g.id, json_build_object('conversation', ${told}, 'signal', ${shown})::text as json
   from ${tables} where g.workspace_id = $1 and g.id = any($2::uuid[]) order by g.start_ms, g.id`,
)

/** What events tell of a signal, as JSON text. */
type Told = { readonly id: string; readonly json: string }

export function selectTold(
  tx: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<Told[]> {
  return tx.run(toldStatement, [workspaceId, ids])
}

export type SignalRow = {
  readonly id: string
  readonly kind: string
  readonly objection_type: string | null
  readonly tracker_id: string | null
  readonly quote: string
  readonly segment: number
  readonly start_ms: number
  readonly speaker: number
  readonly confidence: number
  readonly source: 'built_in' | 'llm' | 'tracker'
}

const replaceStatement = statement(
  'replace_signals',
  `with given as (
     select * from json_to_recordset($3::json) as s(conversation_id uuid, id uuid, kind text,
       objection_type text, tracker_id uuid, quote text, segment int, start_ms int, speaker int,
       confidence float8, source text)
   ), dropped as (
     delete from signal g where g.workspace_id = $1 and g.conversation_id = any($2::uuid[])
       and g.status = 'detected' and g.source <> 'person'
       and not exists (select from given s where s.conversation_id = g.conversation_id
         and s.kind = g.kind and s.segment = g.segment and s.quote = g.quote)
   ), inserted as (
     insert into signal (workspace_id, id, conversation_id, kind, objection_type, tracker_id, quote,
       segment, start_ms, speaker, confidence, source)
     select c.workspace_id, s.id, c.id, s.kind, s.objection_type, s.tracker_id, s.quote, s.segment,
       s.start_ms, s.speaker, s.confidence, s.source
     from given s join conversation c on c.workspace_id = $1 and c.id = s.conversation_id
     -- A passage somebody decided on is not asked about again, though it is quoted a little differently.
     where not exists (select from signal d
       where d.workspace_id = $1 and d.conversation_id = c.id and d.status <> 'detected'
         and d.kind = s.kind and d.segment = s.segment
         and d.tracker_id is not distinct from s.tracker_id)
     order by s.segment, s.kind, s.quote
     on conflict (workspace_id, conversation_id, kind, segment, quote) do nothing
     returning *
   )
   select g.id, json_build_object('conversation', ${told}, 'signal', ${shown})::text as json
   from ${tablesOf('inserted')} order by g.conversation_id, g.start_ms, g.id`,
)

/**
 * Puts what was found in the place of what nobody decided on; answers what is new, as events tell it.
 */
export function replaceSignals(
  tx: Runner,
  workspaceId: string,
  conversationIds: readonly string[],
  rows: readonly (SignalRow & { readonly conversation_id: string })[],
): Promise<Told[]> {
  return tx.run<Told>(replaceStatement, [workspaceId, conversationIds, JSON.stringify(rows)])
}

const decideStatement = statement(
  'decide_signal',
  `update signal set status = $3, decided_by = $4, decided_at = $5
   where workspace_id = $1 and id = $2 and status <> $3 returning id`,
)

/** Answers whether that was another decision than before. */
export async function decideSignal(
  tx: Runner,
  workspaceId: string,
  id: string,
  decision: { readonly status: string; readonly by: string; readonly at: Date },
): Promise<boolean> {
  const { status, by, at } = decision
  return (await tx.run(decideStatement, [workspaceId, id, status, by, at])).length > 0
}

const addStatement = statement(
  'add_signal',
  `with former as (
     select id, status from signal where workspace_id = $1 and conversation_id = $3 and kind = $4
       and segment = $7 and quote = $6)
   insert into signal as g (workspace_id, id, conversation_id, kind, objection_type, quote, segment,
     start_ms, speaker, confidence, source, status, decided_by, decided_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 'person', 'confirmed', $10, $11)
   on conflict (workspace_id, conversation_id, kind, segment, quote) do update
     set status = 'confirmed',
       decided_by = case when g.status = 'confirmed' then g.decided_by else excluded.decided_by end,
       decided_at = case when g.status = 'confirmed' then g.decided_at else excluded.decided_at end
   returning id, (select status from former) is distinct from 'confirmed' as "isNews"`,
)

type AddedSignal = {
  readonly workspaceId: string
  readonly id: string
  readonly conversationId: string
  readonly kind: string
  readonly objectionType: string | null
  readonly quote: string
  readonly segment: number
  readonly startMs: number
  readonly speaker: number
  readonly by: string
  readonly at: Date
}

/** `isNews`: it was not there, or not confirmed. */
export async function insertConfirmed(
  tx: Runner,
  added: AddedSignal,
): Promise<{ id: string; isNews: boolean }> {
  const [row] = await tx.run<{ id: string; isNews: boolean }>(addStatement, [
    added.workspaceId,
    added.id,
    added.conversationId,
    added.kind,
    added.objectionType,
    added.quote,
    added.segment,
    added.startMs,
    added.speaker,
    added.by,
    added.at.toISOString(),
  ])
  if (!row) throw new Error(`The signal ${added.id} was not written.`)
  return row
}

const peopleStatement = statement(
  'count_signals_of_people',
  `select count(*)::int as count from signal
   where workspace_id = $1 and conversation_id = $2 and source = 'person'`,
)

/** How many people have added to a conversation. */
export async function countOfPeople(
  tx: Runner,
  workspaceId: string,
  conversationId: string,
): Promise<number> {
  const [row] = await tx.run<{ count: number }>(peopleStatement, [workspaceId, conversationId])
  return row?.count ?? 0
}

const segmentsStatement = statement(
  'segments_for_trackers',
  `select s.position, s.speaker, s.start_ms as "startMs", s.text
   from conversation c
   join transcript t on t.workspace_id = c.workspace_id and t.conversation_id = c.id
   join transcript_segment s on s.workspace_id = t.workspace_id and s.transcript_id = t.id
   where c.workspace_id = $1 and ($2::uuid is null or c.owner_id = $2) and c.id = $3
     and c.deleted_at is null order by s.position`,
)
const conversationStatement = statement(
  'conversation_for_trackers',
  `select c.id from conversation c where c.workspace_id = $1
     and ($2::uuid is null or c.owner_id = $2) and c.id = $3 and c.deleted_at is null`,
)

export type Spoken = {
  readonly position: number
  readonly speaker: number
  readonly startMs: number
  readonly text: string
}

/** What was said; undefined when there is no such conversation for this person. */
export async function selectSpoken(
  db: Runner,
  viewer: Viewer,
  conversationId: string,
): Promise<Spoken[] | undefined> {
  const values = [viewer.workspaceId, ownerOnly(viewer), conversationId]
  if ((await db.run(conversationStatement, values)).length === 0) return undefined
  return db.run<Spoken>(segmentsStatement, values)
}

const ofConversationStatement = statement(
  'signals_of_conversation',
  `select coalesce(json_agg(${shown} order by g.start_ms, g.id), '[]')::text as json
   from ${tables} where g.workspace_id = $1 and g.conversation_id = $2`,
)

/** All of one conversation, in order, as JSON text. */
export async function selectSignalsOf(
  db: Runner,
  workspaceId: string,
  conversationId: string,
): Promise<string> {
  const values = [workspaceId, conversationId]
  const [row] = await db.run<{ json: string }>(ofConversationStatement, values)
  return row?.json ?? '[]'
}
