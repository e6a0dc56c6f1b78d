import type { EffectKind, EvaluationEffect } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type EffectRow = EvaluationEffect & {
  /** JSON. */
  readonly before: string | null
}

const listStatement = statement(
  'effects_of_conversation',
  `select kind, record_id, before, iso(created_at) as created_at, iso(undone_at) as undone_at,
     undone_by
   from evaluation_effect where workspace_id = $1 and conversation_id = $2 order by kind`,
)

export function selectEffects(
  db: Runner,
  workspaceId: string,
  conversationId: string,
): Promise<EffectRow[]> {
  return db.run<EffectRow>(listStatement, [workspaceId, conversationId])
}

const insertStatement = statement(
  'insert_evaluation_effect',
  `insert into evaluation_effect (workspace_id, conversation_id, kind, record_id, before, created_at)
   values ($1, $2, $3, $4, $5, $6)`,
)

/** Fails when the conversation has had this effect before. */
export async function insertEffect(
  tx: Runner,
  effect: {
    readonly workspaceId: string
    readonly conversationId: string
    readonly kind: EffectKind
    readonly recordId: string
    /** JSON. */
    readonly before: string | null
    readonly at: Date
  },
): Promise<void> {
  const { workspaceId, conversationId, kind, recordId, before, at } = effect
  const values = [workspaceId, conversationId, kind, recordId, before, at.toISOString()]
  await tx.run(insertStatement, values)
}

const undoStatement = statement(
  'undo_evaluation_effects',
  `update evaluation_effect set undone_at = $4, undone_by = $5
   where workspace_id = $1 and conversation_id = $2 and ($3::text is null or kind = $3)
     and undone_at is null
   returning kind, record_id, before, iso(created_at) as created_at, iso(undone_at) as undone_at,
     undone_by`,
)

/** Answers those that were not undone before. */
export function setUndone(
  tx: Runner,
  wanted: {
    readonly workspaceId: string
    readonly conversationId: string
    readonly kind: EffectKind | null
    readonly by: string
    readonly at: Date
  },
): Promise<EffectRow[]> {
  const { workspaceId, conversationId, kind, by, at } = wanted
  const values = [workspaceId, conversationId, kind, at.toISOString(), by]
  return tx.run<EffectRow>(undoStatement, values)
}

const dealStatement = statement(
  'last_contact_of_deal',
  `select last_contact_date as date from deal
   where workspace_id = $1 and id = $2 and deleted_at is null for update`,
)

/** Held until the transaction ends; undefined when there is no such deal. */
export async function lockLastContact(
  tx: Runner,
  workspaceId: string,
  dealId: string,
): Promise<{ date: string | null } | undefined> {
  const [row] = await tx.run<{ date: string | null }>(dealStatement, [workspaceId, dealId])
  return row
}
