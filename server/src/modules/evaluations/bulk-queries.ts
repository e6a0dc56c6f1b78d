import type { BulkEvaluation, ConversationKind } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type BulkFilter = {
  /** RFC 3339. */
  readonly from: string | null
  readonly to: string | null
  readonly ownerId: string | null
  readonly kind: ConversationKind | null
}

const conversationsStatement = statement(
  'conversations_to_evaluate',
  `select c.id, c.kind from conversation c
   where c.workspace_id = $1 and c.deleted_at is null
     and ($2::timestamptz is null or coalesce(c.called_at, c.started_at, c.created_at) >= $2)
     and ($3::timestamptz is null or coalesce(c.called_at, c.started_at, c.created_at) < $3)
     and ($4::uuid is null or c.owner_id = $4) and ($5::text is null or c.kind = $5)
     and exists (select from transcript t where t.workspace_id = c.workspace_id
       and t.conversation_id = c.id and t.word_count > 0)
   order by c.id limit $6`,
)

export type Chosen = { readonly id: string; readonly kind: ConversationKind }

/** Conversations with words. */
export function selectConversations(
  db: Runner,
  workspaceId: string,
  { from, to, ownerId, kind }: BulkFilter,
  limit: number,
): Promise<Chosen[]> {
  return db.run<Chosen>(conversationsStatement, [workspaceId, from, to, ownerId, kind, limit])
}

const withWordsStatement = statement(
  'conversations_with_words',
  `select c.id, c.kind from conversation c
   where c.workspace_id = $1 and c.id = any($2::uuid[]) and c.deleted_at is null
     and exists (select from transcript t where t.workspace_id = c.workspace_id
       and t.conversation_id = c.id and t.word_count > 0)
   order by c.id`,
)

/** Those of them that have words. */
export function selectWithWords(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<Chosen[]> {
  return db.run<Chosen>(withWordsStatement, [workspaceId, ids])
}

const memberStatement = statement(
  'is_member_for_evaluation',
  'select from member where workspace_id = $1 and user_id = $2',
)

export async function isMember(db: Runner, workspaceId: string, userId: string): Promise<boolean> {
  return (await db.run(memberStatement, [workspaceId, userId])).length > 0
}

const bulkStatement = statement(
  'insert_evaluation_bulk',
  `insert into evaluation_bulk (workspace_id, id, filter, total, requested_by, created_at)
   values ($1, $2, $3, $4, $5, $6)`,
)
const given = (
  json: string,
) => `json_to_recordset(${json}::json) as i(id uuid, conversation_id uuid,
  scorecard_id uuid, scorecard_version int)`

const automaticStatement = statement(
  'insert_evaluations',
  `insert into evaluation (workspace_id, id, conversation_id, scorecard_id, scorecard_version,
     created_at)
   select $1, i.id, i.conversation_id, i.scorecard_id, i.scorecard_version, $2
   from ${given('$3')}
   join conversation c on c.workspace_id = $1 and c.id = i.conversation_id
   where not exists (select from evaluation e
     where e.workspace_id = $1 and e.conversation_id = i.conversation_id)`,
)

export type NewRow = {
  readonly id: string
  readonly conversation_id: string
  readonly scorecard_id: string
  readonly scorecard_version: number
}

/** That nobody asked for: of conversations that have none. The caller holds the line. */
export async function insertEvaluations(
  tx: Runner,
  added: { readonly workspaceId: string; readonly rows: readonly NewRow[]; readonly at: Date },
): Promise<void> {
  const { workspaceId, rows, at } = added
  await tx.run(automaticStatement, [workspaceId, at.toISOString(), JSON.stringify(rows)])
}

const rowsStatement = statement(
  'insert_evaluations_of_bulk',
  `insert into evaluation (workspace_id, id, conversation_id, scorecard_id, scorecard_version,
     requested_by, bulk_id, created_at)
   select $1, i.id, i.conversation_id, i.scorecard_id, i.scorecard_version, $3, $2, $4
   from ${given('$5')}
   join conversation c on c.workspace_id = $1 and c.id = i.conversation_id
   returning id`,
)

export type NewBulk = {
  readonly workspaceId: string
  readonly id: string
  readonly filter: BulkFilter
  readonly requestedBy: string
  readonly at: Date
  readonly rows: readonly NewRow[]
}

/** Answers how many were added: a conversation may have gone meanwhile. */
export async function insertBulk(tx: Runner, bulk: NewBulk): Promise<number> {
  const { workspaceId, id, requestedBy } = bulk
  const at = bulk.at.toISOString()
  const rows = JSON.stringify(bulk.rows)
  const added = await tx.run(rowsStatement, [workspaceId, id, requestedBy, at, rows])
  const filter = JSON.stringify(bulk.filter)
  await tx.run(bulkStatement, [workspaceId, id, filter, added.length, requestedBy, at])
  return added.length
}

const findStatement = statement(
  'find_evaluation_bulk',
  `select b.id, b.total, b.requested_by, iso(b.created_at) as created_at,
     iso(b.canceled_at) as canceled_at, n.pending, n.processing, n.evaluated, n.failed, n.canceled
   from evaluation_bulk b
   cross join lateral (
     select count(*) filter (where status = 'pending')::int as pending,
       count(*) filter (where status = 'processing')::int as processing,
       count(*) filter (where status = 'evaluated')::int as evaluated,
       count(*) filter (where status = 'failed')::int as failed,
       count(*) filter (where status = 'canceled')::int as canceled
     from evaluation e where e.workspace_id = b.workspace_id and e.bulk_id = b.id) n
   where b.workspace_id = $1 and b.id = $2 and ($3::uuid is null or b.requested_by = $3)`,
)

export type BulkRow = Omit<BulkEvaluation, 'status' | 'progress'>

/** Undefined when there is none, or none that this person may see. */
export async function findBulk(
  db: Runner,
  viewer: {
    readonly workspaceId: string
    readonly userId: string
    readonly seesAllRows: boolean
  },
  id: string,
): Promise<BulkRow | undefined> {
  const values = [viewer.workspaceId, id, viewer.seesAllRows ? null : viewer.userId]
  const [row] = await db.run<BulkRow>(findStatement, values)
  return row
}

const cancelStatement = statement(
  'cancel_evaluation_bulk',
  `update evaluation_bulk set canceled_at = coalesce(canceled_at, $3)
   where workspace_id = $1 and id = $2`,
)
const cancelRowsStatement = statement(
  'cancel_evaluations_of_bulk',
  `update evaluation set status = 'canceled', completed_at = $3
   where workspace_id = $1 and bulk_id = $2 and status in ('pending', 'processing')`,
)

export async function setBulkCanceled(
  tx: Runner,
  workspaceId: string,
  id: string,
  at: Date,
): Promise<void> {
  const values = [workspaceId, id, at.toISOString()]
  await tx.run(cancelStatement, values)
  await tx.run(cancelRowsStatement, values)
}
