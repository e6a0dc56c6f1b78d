import type { EffectKind, EvaluationEffect } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type EffectRow = EvaluationEffect & {
  /** JSON. */
  readonly before: string | null
}

const listStatement = statement(
  'effects_of_conversations',
  `select conversation_id, kind, record_id, before, iso(created_at) as created_at, iso(undone_at) as undone_at,
     undone_by
   from evaluation_effect where workspace_id = $1 and conversation_id = any($2::uuid[])
   order by kind`,
)

export function selectEffects(
  db: Runner,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<(EffectRow & { readonly conversation_id: string })[]> {
  return db.run(listStatement, [workspaceId, conversationIds])
}

const insertStatement = statement(
  'insert_evaluation_effects',
  `insert into evaluation_effect (workspace_id, conversation_id, kind, record_id, before, created_at)
   select $1, e.conversation_id, e.kind, e.record_id, e.before, $2
   from json_to_recordset($3::json) as e(conversation_id uuid, kind text, record_id uuid, before text)`,
)

export type NewEffect = {
  readonly conversation_id: string
  readonly kind: EffectKind
  readonly record_id: string
  /** JSON. */
  readonly before: string | null
}

/** Fails when a conversation has had such an effect before. */
export async function insertEffects(
  tx: Runner,
  workspaceId: string,
  effects: readonly NewEffect[],
  at: Date,
): Promise<void> {
  if (effects.length === 0) return
  await tx.run(insertStatement, [workspaceId, at.toISOString(), JSON.stringify(effects)])
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
