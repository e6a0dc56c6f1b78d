import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type Stage = {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly color: string
  readonly position: number
  readonly default_probability: number
  readonly outcome: 'open' | 'won' | 'lost'
  readonly aliases: readonly string[]
  readonly created_at: string
  readonly updated_at: string
}

const columns = `id, key, name, color, position, default_probability, outcome, aliases,
  iso(created_at) as created_at, iso(updated_at) as updated_at`

const stagesOfWorkspace = statement(
  'deal_stages',
  `select ${columns} from deal_stage
   where workspace_id = $1 and deleted_at is null order by position, created_at`,
)

/** The pipeline, first stage first. */
export function selectStages(db: Database, workspaceId: string): Promise<Stage[]> {
  return db.read<Stage>(stagesOfWorkspace, [workspaceId])
}

const lockedStages = statement(
  'lock_deal_stages',
  `select ${columns} from deal_stage
   where workspace_id = $1 and deleted_at is null order by position, created_at for update`,
)

const lockPipeline = statement(
  'lock_pipeline',
  "select pg_advisory_xact_lock(hashtextextended('deal_stage ' || $1::text, 0))",
)

/**
 * The same, held until the transaction ends: changes to one pipeline happen one after another. The
 * rows alone would not do: who waits for them does not see the row that was added meanwhile.
 */
export async function lockStages(tx: Executor, workspaceId: string): Promise<Stage[]> {
  await tx.run(lockPipeline, [workspaceId])
  return tx.run<Stage>(lockedStages, [workspaceId])
}

const upsert = statement(
  'save_deal_stage',
  `insert into deal_stage
     (workspace_id, id, key, name, color, position, default_probability, outcome, aliases)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (workspace_id, id) do update set key = excluded.key, name = excluded.name,
     color = excluded.color, position = excluded.position, outcome = excluded.outcome,
     default_probability = excluded.default_probability, aliases = excluded.aliases,
     updated_at = now()`,
)

export type SavedStage = Omit<Stage, 'created_at' | 'updated_at'>

export async function saveStage(tx: Executor, workspaceId: string, stage: SavedStage) {
  const { id, key, name, color, position, default_probability, outcome, aliases } = stage
  await tx.run(upsert, [
    workspaceId,
    id,
    key,
    name,
    color,
    position,
    default_probability,
    outcome,
    aliases,
  ])
}

const dealsInStage = statement(
  'deals_in_stage',
  'select count(*) as count from deal where workspace_id = $1 and stage_id = $2 and deleted_at is null',
)

export async function countDealsIn(tx: Executor, workspaceId: string, id: string): Promise<number> {
  const [row] = await tx.run<{ count: number }>(dealsInStage, [workspaceId, id])
  return row?.count ?? 0
}

const deletion = statement(
  'delete_deal_stage',
  'update deal_stage set deleted_at = now() where workspace_id = $1 and id = $2',
)

export async function markStageDeleted(tx: Executor, workspaceId: string, id: string) {
  await tx.run(deletion, [workspaceId, id])
}
