import type { ConversationKind, EvaluationSummary } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** Who looks: their own conversations alone, unless they see all. */
export type Viewer = {
  readonly workspaceId: string
  readonly userId: string
  readonly seesAllRows: boolean
}

const ownerOnly = ({ seesAllRows, userId }: Viewer) => (seesAllRows ? null : userId)

/** What an evaluation and its effects need to know of a conversation. Deleted records are left out. */
export type ConversationFacts = {
  readonly id: string
  readonly kind: ConversationKind
  readonly title: string
  readonly ownerId: string
  readonly contactId: string | null
  readonly companyId: string | null
  readonly dealId: string | null
  /** RFC 3339, UTC. */
  readonly startedAt: string
  readonly durationMs: number | null
  /** The follow-up that its dialer asked for. */
  readonly followUpTaskId: string | null
  readonly timeZone: string
  readonly hasWords: boolean
}

const known = (table: string) => `(select x.id from ${table} x
  where x.workspace_id = c.workspace_id and x.id = c.${table}_id and x.deleted_at is null)`

const conversations = `select c.id, c.kind, c.title, c.owner_id as "ownerId", ${known('contact')} as "contactId",
     ${known('company')} as "companyId", ${known('deal')} as "dealId",
     iso(coalesce(c.called_at, c.started_at, c.created_at)) as "startedAt",
     coalesce(c.duration_seconds * 1000, c.duration_minutes * 60000)::float8 as "durationMs",
     c.follow_up_task_id as "followUpTaskId", w.time_zone as "timeZone",
     exists (select from transcript t where t.workspace_id = c.workspace_id
       and t.conversation_id = c.id and t.word_count > 0) as "hasWords"
   from conversation c join workspace w on w.id = c.workspace_id
   where c.workspace_id = $1 and c.deleted_at is null`

const conversationStatement = statement(
  'conversation_to_evaluate',
  `${conversations} and c.id = $2 and ($3::uuid is null or c.owner_id = $3)`,
)
const conversationsStatement = statement(
  'conversations_in_evaluation',
  `${conversations} and c.id = any($2::uuid[])`,
)

/** Undefined when there is none, or none that this person may see. */
export async function findConversation(
  db: Runner,
  viewer: Viewer,
  id: string,
): Promise<ConversationFacts | undefined> {
  const values = [viewer.workspaceId, id, ownerOnly(viewer)]
  const [row] = await db.run<ConversationFacts>(conversationStatement, values)
  return row
}

/** Whoever they belong to. */
export function selectConversationFacts(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<ConversationFacts[]> {
  return db.run<ConversationFacts>(conversationsStatement, [workspaceId, ids])
}

const insertStatement = statement(
  'insert_evaluation',
  `insert into evaluation (workspace_id, id, conversation_id, scorecard_id, scorecard_version,
     requested_by, created_at)
   select $1, $2, $3, $4, $5, $6, $7
   where $6::uuid is not null or not exists (
     select from evaluation where workspace_id = $1 and conversation_id = $3)
   returning id`,
)

export type NewEvaluation = {
  readonly workspaceId: string
  readonly id: string
  readonly conversationId: string
  readonly scorecardId: string
  readonly scorecardVersion: number
  /** Null: nobody asked; it is left out when there is one already. */
  readonly requestedBy: string | null
  readonly at: Date
}

/** False when it was left out. */
export async function insertEvaluation(tx: Runner, added: NewEvaluation): Promise<boolean> {
  const rows = await tx.run(insertStatement, [
    added.workspaceId,
    added.id,
    added.conversationId,
    added.scorecardId,
    added.scorecardVersion,
    added.requestedBy,
    added.at.toISOString(),
  ])
  return rows.length > 0
}

const shown = `e.id, e.conversation_id, e.transcript_id, e.scorecard_id,
  v.name as scorecard_name, e.scorecard_version, e.status, e.is_current, e.score, e.outcome,
  e.has_next_step, e.follow_up_date, e.objections, e.objections_handled, e.engine, e.failure,
  e.failure_message, e.is_retriable, e.original_content is not null as is_corrected, e.attempts,
  e.requested_by, e.bulk_id, iso(e.created_at) as created_at, iso(e.started_at) as started_at,
  iso(e.completed_at) as completed_at`
const joined = `evaluation e
  join scorecard_version v on v.workspace_id = e.workspace_id and v.scorecard_id = e.scorecard_id
    and v.version = e.scorecard_version`

type Failure = NonNullable<EvaluationSummary['failure']>

export type SummaryRow = Omit<EvaluationSummary, 'engine' | 'failure'> & {
  /** JSON. */
  readonly engine: string | null
  readonly failure: Failure['code'] | null
  readonly failure_message: string | null
  readonly is_retriable: boolean | null
}

const listStatement = statement(
  'evaluations_of_conversation',
  `select ${shown} from ${joined} where e.workspace_id = $1 and e.conversation_id = $2
   order by e.created_at desc, e.id desc limit $3 offset $4`,
)
const countStatement = statement(
  'count_evaluations_of_conversation',
  'select count(*)::int as total from evaluation where workspace_id = $1 and conversation_id = $2',
)

export async function selectEvaluations(
  db: Runner,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ rows: SummaryRow[]; total: number }> {
  const values = [workspaceId, conversationId]
  const rows = await db.run<SummaryRow>(listStatement, [...values, limit, offset])
  const [count] = await db.run<{ total: number }>(countStatement, values)
  return { rows, total: count?.total ?? 0 }
}

export type EvaluationRow = SummaryRow & {
  /** JSON. */
  readonly content: string | null
  readonly original_content: string | null
}

const findStatement = statement(
  'find_evaluation',
  `select ${shown}, e.content, e.original_content from ${joined}
   join conversation c on c.workspace_id = e.workspace_id and c.id = e.conversation_id
     and c.deleted_at is null
   where e.workspace_id = $1 and e.id = $2 and ($3::uuid is null or c.owner_id = $3)`,
)

/** Undefined when there is none, or none that this person may see. */
export async function findEvaluation(
  db: Runner,
  viewer: Viewer,
  id: string,
): Promise<EvaluationRow | undefined> {
  const values = [viewer.workspaceId, id, ownerOnly(viewer)]
  const [row] = await db.run<EvaluationRow>(findStatement, values)
  return row
}

const cancelStatement = statement(
  'cancel_evaluation',
  `update evaluation set status = 'canceled', completed_at = $3
   where workspace_id = $1 and id = $2 and status in ('pending', 'processing') returning id`,
)

/** False when it is over already. */
export async function setCanceled(
  tx: Runner,
  workspaceId: string,
  id: string,
  at: Date,
): Promise<boolean> {
  return (await tx.run(cancelStatement, [workspaceId, id, at.toISOString()])).length > 0
}
